import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.speech import PAUSE_S
from auditor.speech.packing import FRAME_S, SOUND_DB, loudness_above_floor, pieces

RATE = 16_000


def noise(seconds, *, level=0.01, seed=1, road=False):
    samples = np.random.default_rng(seed).standard_normal(round(seconds * RATE))
    if road:
        spectrum = np.fft.rfft(samples)
        hz = np.fft.rfftfreq(samples.size, 1 / RATE)
        samples = np.fft.irfft(spectrum / np.maximum(hz, 40) ** 1.2, samples.size)
    return (level * samples / np.sqrt(np.mean(samples**2))).astype(np.float32)


def voiced(seconds, *, level=0.1):
    times = np.arange(round(seconds * RATE)) / RATE
    tone = sum(np.sin(2 * np.pi * 140 * k * times) / k for k in range(1, 20))
    syllables = 0.6 + 0.4 * np.sin(2 * np.pi * 4 * times)
    return (level * tone * syllables).astype(np.float32)


def with_bursts(length_s, bursts, **options):
    samples = noise(length_s, **options)
    for start, seconds in bursts:
        first = round(start * RATE)
        burst = voiced(seconds)
        samples[first : first + burst.size] += burst
    return samples


def spans(samples, longest_s=20.0):
    return [
        (piece.start_s, piece.start_s + piece.samples.size / RATE)
        for piece in pieces(samples, longest_s=longest_s)
    ]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("level", [1e-4, 0.01, 0.2])
@pytest.mark.parametrize("road", [False, True])
def test_noise_that_stays_the_same_holds_nothing_to_hear(level, road, seed):
    assert spans(noise(60, level=level, seed=seed, road=road)) == []


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(100), np.zeros(RATE * 5)])
def test_silence_and_nothing_hold_nothing_to_hear(samples):
    assert spans(samples.astype(np.float32)) == []


def test_a_click_is_no_speech():
    samples = noise(10)
    samples[50_000:50_020] += 0.5
    assert spans(samples) == []


def test_pieces_begin_before_the_sound_and_end_after_it():
    ((start, end),) = spans(with_bursts(10, [(3.0, 2.0)], road=True))
    assert 2.5 < start < 3.0
    assert 5.0 < end < 5.5


def test_a_long_pause_parts_and_a_short_one_does_not():
    parted = with_bursts(12, [(2.0, 1.5), (3.5 + PAUSE_S + 0.3, 1.5)])
    joined = with_bursts(12, [(2.0, 1.5), (3.5 + PAUSE_S - 0.3, 1.5)])
    assert len(spans(parted)) == 2
    assert len(spans(joined)) == 1


def test_sound_without_a_pause_is_cut_at_the_quietest_place():
    samples = with_bursts(60, [(5.0, 14.0), (19.3, 14.0), (33.6, 10.0)])
    found = spans(samples, longest_s=20.0)
    assert all(end - start <= 20.0 for start, end in found)
    assert [round(end, 1) for _, end in found[:-1]] == pytest.approx([19.1, 33.5], abs=0.25)
    assert [start for start, _ in found[1:]] == [end for _, end in found[:-1]]


def test_the_gain_of_the_microphone_changes_nothing():
    samples = with_bursts(12, [(2.0, 1.0), (6.0, 3.0)], road=True)
    quieter = np.array(spans(samples * np.float32(0.1)))
    assert quieter == pytest.approx(np.array(spans(samples)), abs=2 * FRAME_S)


def test_a_piece_holds_the_samples_it_names():
    samples = with_bursts(12, [(2.0, 1.0), (6.0, 3.0)])
    for piece in pieces(samples, longest_s=20.0):
        first = round(piece.start_s * RATE)
        assert np.array_equal(piece.samples, samples[first : first + piece.samples.size])
        assert piece.above_db.size == -(-piece.samples.size // round(FRAME_S * RATE))


@settings(max_examples=25, deadline=None)
@given(
    starts=st.lists(st.floats(0, 17), max_size=5),
    seconds=st.floats(0.3, 3.0),
    longest_s=st.floats(2.0, 20.0),
    seed=st.integers(0, 100),
)
def test_all_that_stands_out_long_enough_is_heard_once(starts, seconds, longest_s, seed):
    samples = with_bursts(20, [(start, min(seconds, 3.0)) for start in starts], seed=seed)
    found = spans(samples, longest_s)
    # In samples: seconds that are equal may differ in their last bit.
    placed = [(round(start * RATE), round(end * RATE)) for start, end in found]
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(placed))
    assert all(0 < end - start <= longest_s for start, end in found)
    heard = np.zeros(20 * RATE, bool)
    for start, end in found:
        heard[round(start * RATE) : round(end * RATE)] = True
    for start in starts:
        assert heard[round((start + 0.05) * RATE) : round((start + seconds - 0.05) * RATE)].all()


def test_speech_in_a_part_of_the_spectrum_stands_out_from_louder_road_noise():
    samples = noise(10, level=0.2, road=True)
    samples[4 * RATE : 6 * RATE] += voiced(2.0, level=0.2)
    above = loudness_above_floor(samples)
    during = above[round(4.2 / FRAME_S) : round(5.8 / FRAME_S)]
    assert np.mean(during >= SOUND_DB) > 0.8
    assert above[: round(3.8 / FRAME_S)].max() < SOUND_DB
