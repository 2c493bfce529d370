"""Noise of a driving car with declared spectra, made from white noise; nothing is recorded.

A spectrum is a table of power density in decibels at some frequencies, straight in between on a
logarithmic axis. The tables are ours; they follow what is generally known of car interiors: the
road rumbles below 200 Hz and falls by some 8 dB an octave, wind reaches higher, a fan is flattest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.corpus.synthesis.levels import Samples, decibels
from auditor.records import SAMPLE_RATE

__all__ = [
    "CONDITIONS",
    "SPECTRA",
    "Condition",
    "Spectrum",
    "cabin_noise",
    "coloured",
    "density_db",
    "indicator_ticks",
]

Spectrum = Mapping[float, float]
"""Hz to power density in dB, relative; frequencies rising."""

SPECTRA: Mapping[str, Spectrum] = {
    "road": {20: -20, 50: 0, 160: 0, 315: -8, 630: -17, 1250: -25, 2500: -34, 5000: -44, 8000: -52},
    "wind": {20: -20, 50: -3, 200: 0, 500: -4, 1000: -9, 2000: -16, 4000: -25, 8000: -36},
    "fan": {20: -20, 80: -2, 250: 0, 1000: -4, 2000: -8, 4000: -14, 8000: -24},
}
"""What a cabin's noise is made of; all fall below 50 Hz as a car's microphone does."""


@dataclass(frozen=True)
class Condition:
    """How loud it is, and of what.

    Attributes
    ----------
    snr_db
        Power of the driver's active speech over that of the noise, 20 Hz to 8 kHz, unweighted.
    shares
        Part of the noise's power that each of :data:`SPECTRA` has.
    ticking
        Whether the indicator ticks for a while; ticks are not part of ``snr_db``.
    """

    snr_db: float
    shares: Mapping[str, float]
    ticking: bool = False


CONDITIONS: Mapping[str, Condition] = {
    "quiet": Condition(20.0, {"fan": 0.8, "road": 0.2}),
    "town": Condition(15.0, {"road": 0.7, "fan": 0.3}),
    "junction": Condition(15.0, {"road": 0.6, "fan": 0.4}, ticking=True),
    "road": Condition(10.0, {"road": 0.75, "wind": 0.15, "fan": 0.10}),
    "motorway": Condition(5.0, {"road": 0.65, "wind": 0.30, "fan": 0.05}),
}
"""Standing, in town, waiting to turn, on a country road, on a motorway."""

_TICK_EVERY_S = 0.36
_TICK_HZ = (2300.0, 1900.0)
"""A relay sounds higher when it closes than when it opens."""


def density_db(spectrum: Spectrum, hz: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the declared power density at ``hz``, in dB; outside the table its end values."""
    table = np.log2(np.array(list(spectrum), dtype=np.float64))
    return np.interp(np.log2(np.maximum(hz, 1e-9)), table, list(spectrum.values()))


def coloured(spectrum: Spectrum, n: int, rng: np.random.Generator) -> Samples:
    """Return ``n`` samples of Gaussian noise with that spectrum and unit power, at 16 kHz."""
    frequencies = np.fft.rfftfreq(n, 1 / SAMPLE_RATE).astype(np.float64)
    shape = 10.0 ** (density_db(spectrum, frequencies) / 20.0)
    shape[0] = 0.0
    shaped = np.fft.irfft(np.fft.rfft(rng.standard_normal(n)) * shape, n)
    return _unit_power(shaped)


def cabin_noise(of: Condition, n: int, rng: np.random.Generator) -> Samples:
    """Return ``n`` samples of the condition's noise at 16 kHz, of unit power, without ticks."""
    total = sum(of.shares.values())
    mixed = np.zeros(n)
    for name, share in of.shares.items():
        mixed += np.sqrt(share / total) * coloured(SPECTRA[name], n, rng)
    return _unit_power(mixed)


def indicator_ticks(n: int, rng: np.random.Generator) -> Samples:
    """Return ``n`` samples with an indicator ticking in some part of them, of peak at most one."""
    decay = np.exp(-np.arange(int(0.02 * SAMPLE_RATE)) / (0.003 * SAMPLE_RATE))
    seconds = np.arange(len(decay)) / SAMPLE_RATE
    ticks = [np.sin(2 * np.pi * hz * seconds) * decay for hz in _TICK_HZ]
    sound = np.zeros(n + len(decay))
    start = rng.uniform(0.0, 0.3) * n
    stop = rng.uniform(0.6, 1.0) * n
    places = np.arange(start, stop, _TICK_EVERY_S * SAMPLE_RATE).astype(int)
    for number, place in enumerate(places):
        sound[place : place + len(decay)] += ticks[number % 2]
    return sound[:n].astype(np.float32)


def _unit_power(samples: npt.NDArray[np.float64]) -> Samples:
    power = float(np.square(samples).mean()) if samples.size else 0.0
    return (samples * (1.0 / np.sqrt(power) if power else 0.0)).astype(np.float32)


TICK_LEVEL = decibels(-12.0)
"""Peak of a tick against the driver's active level."""
