"""Noise has the spectrum that is declared, unit power, and depends on its generator alone."""

import numpy as np
import pytest

from auditor.corpus.synthesis.noise import (
    CONDITIONS,
    SPECTRA,
    cabin_noise,
    coloured,
    density_db,
    indicator_ticks,
)

signal = pytest.importorskip("scipy.signal")
RATE = 16_000


def measured_db(samples, around_hz):
    """Mean power density, in dB, of a sixth of an octave to either side of each frequency."""
    hz, density = signal.welch(samples, RATE, nperseg=4096)
    bands = [(hz > f / 2 ** (1 / 6)) & (hz < f * 2 ** (1 / 6)) for f in around_hz]
    return np.array([10 * np.log10(density[band].mean()) for band in bands])


@pytest.mark.parametrize("name", SPECTRA)
def test_each_spectrum_is_as_declared(name):
    frequencies = np.array([80.0, 125, 250, 500, 1000, 2000, 4000])
    found = measured_db(coloured(SPECTRA[name], 60 * RATE, np.random.default_rng(1)), frequencies)
    declared = density_db(SPECTRA[name], frequencies)
    assert found - found[2] == pytest.approx(declared - declared[2], abs=1.0)


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_mixes_its_components_by_power(name):
    of = CONDITIONS[name]
    noise = cabin_noise(of, 60 * RATE, np.random.default_rng(2))
    frequencies = np.array([100.0, 200, 400, 800, 1600, 3200])
    expected = np.zeros(len(frequencies))
    everywhere = np.linspace(1, 8000, 80_000)
    for part, share in of.shares.items():
        total = 10 ** (density_db(SPECTRA[part], everywhere) / 10)
        expected += share * 10 ** (density_db(SPECTRA[part], frequencies) / 10) / total.sum()
    found = measured_db(noise, frequencies)
    declared = 10 * np.log10(expected)
    assert found - found[1] == pytest.approx(declared - declared[1], abs=1.0)


@pytest.mark.parametrize("name", CONDITIONS)
@pytest.mark.parametrize("n", [1, 7, 16_000, 16_001])
def test_noise_has_unit_power_and_the_length_asked_for(name, n):
    noise = cabin_noise(CONDITIONS[name], n, np.random.default_rng(3))
    assert noise.shape == (n,)
    assert noise.dtype == np.float32
    if n > 1:  # one sample holds only the constant part, which no noise has
        assert np.square(noise, dtype=np.float64).mean() == pytest.approx(1.0, rel=1e-4)


def test_shares_of_a_condition_make_the_whole():
    for of in CONDITIONS.values():
        assert sum(of.shares.values()) == pytest.approx(1.0)
        assert set(of.shares) <= set(SPECTRA)


def test_faster_roads_are_louder():
    levels = [CONDITIONS[name].snr_db for name in ("quiet", "town", "road", "motorway")]
    assert levels == sorted(levels, reverse=True)


def test_the_same_seed_gives_the_same_bytes_and_another_does_not():
    def noise(seed):
        return cabin_noise(CONDITIONS["road"], 8000, np.random.default_rng(seed)).tobytes()

    assert noise(5) == noise(5)
    assert noise(5) != noise(6)


def test_the_indicator_ticks_evenly_and_rings_off():
    ticks = indicator_ticks(5 * RATE, np.random.default_rng(4))
    assert 0 < np.abs(ticks).max() <= 1.0
    onsets = np.flatnonzero(np.abs(ticks) > 0.2)
    gaps = np.diff(onsets)[np.diff(onsets) > 0.2 * RATE] / RATE
    assert len(gaps) >= 4
    assert gaps == pytest.approx(0.36, abs=0.01)
    assert np.abs(ticks[: onsets[0] - RATE // 100]).max(initial=0) < 0.05
