"""Impulse responses: of the size, deadness and order of loudness of a car."""

import numpy as np
import pytest

from auditor.corpus.synthesis.cabin import SEATS, Cabin, impulse_responses

pra = pytest.importorskip("pyroomacoustics")
RATE = 16_000


@pytest.fixture(scope="module")
def responses():
    return impulse_responses()


def energy(response):
    return float(np.square(response, dtype=np.float64).sum())


def decay_time(response):
    """Seconds for 60 dB, from the fall between -5 and -25 dB (Schroeder integration)."""
    remaining = np.cumsum(np.square(response, dtype=np.float64)[::-1])[::-1]
    level = 10 * np.log10(remaining / remaining[0])
    return 3 * (np.argmax(level < -25) - np.argmax(level < -5)) / RATE


def test_every_seat_is_inside_the_cabin():
    cabin = Cabin()
    for place in (*SEATS.values(), cabin.microphone):
        assert all(0 < at < size for at, size in zip(place, cabin.size, strict=True))


def test_the_driver_has_unit_energy_and_nobody_is_louder(responses):
    assert energy(responses["driver"]) == pytest.approx(1.0, rel=1e-4)
    assert all(energy(response) <= 1.0001 for response in responses.values())


def test_the_back_seat_is_the_faintest(responses):
    assert min(responses, key=lambda seat: energy(responses[seat])) == "back"
    assert -9 < 10 * np.log10(energy(responses["back"])) < -3


@pytest.mark.parametrize("seat", SEATS)
def test_sound_dies_away_as_in_a_car(responses, seat):
    assert 0.03 < decay_time(responses[seat]) < 0.15
    quarter = len(responses[seat]) // 4
    assert energy(responses[seat][-quarter:]) < 1e-3 * energy(responses[seat])


@pytest.mark.parametrize("seat", SEATS)
def test_the_direct_sound_comes_first(responses, seat):
    response = np.abs(responses[seat])
    assert response[:8].max() > 0.1 * response.max()


def test_harder_walls_sound_longer():
    def uniform(absorbed):
        walls = dict.fromkeys(Cabin().walls, (absorbed,) * 6)
        return impulse_responses(Cabin(walls=walls))["driver"]

    assert decay_time(uniform(0.3)) > 1.3 * decay_time(uniform(0.6))


def test_the_same_cabin_gives_the_same_bytes_and_leaves_the_library_as_it_was(responses):
    before = (pra.constants.get("num_threads"), pra.constants.get("rir_hpf_enable"))
    again = impulse_responses()
    assert {seat: r.tobytes() for seat, r in again.items()} == {
        seat: r.tobytes() for seat, r in responses.items()
    }
    assert (pra.constants.get("num_threads"), pra.constants.get("rir_hpf_enable")) == before
