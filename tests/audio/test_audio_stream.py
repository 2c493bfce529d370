"""Streams of sound in memory."""

from __future__ import annotations

import numpy as np
import pytest
from audio_sounds import drained, frequency, tone

from auditor import audio


def test_samples_come_back_in_blocks_as_they_were():
    sound = np.random.default_rng(5).integers(-(2**15), 2**15, 20_000, dtype=np.int16)
    stream = audio.from_samples(sound)
    blocks = list(stream)
    assert [len(block) for block in blocks] == [8_000, 8_000, 4_000]
    assert np.array_equal(np.concatenate(blocks), sound)
    assert (stream.declared_s, stream.decoded_s, stream.problem) == (1.25, 1.25, None)
    assert list(stream) == []


def test_floats_are_scaled_rounded_and_clipped():
    stream = audio.from_samples([0.0, 0.5, -1.0, 1.0, 1.5, -7.0])
    assert list(drained(stream)) == [0, 2**14, -(2**15), 2**15 - 1, 2**15 - 1, -(2**15)]


def test_changing_the_array_later_changes_nothing():
    sound = np.ones(10, np.int16)
    stream = audio.from_samples(sound)
    sound[:] = 2
    assert set(drained(stream)) == {1}


@pytest.mark.parametrize("rate", [8_000, 22_050, 48_000])
def test_other_rates_are_resampled(rate):
    stream = audio.from_samples(tone(440, 1.0, rate), rate)
    samples = drained(stream)
    assert (stream.rate, stream.declared_s) == (rate, 1.0)
    assert len(samples) == pytest.approx(16_000, abs=2)
    assert frequency(samples) == pytest.approx(440, abs=1)


def test_silence_of_no_length_is_an_empty_stream():
    stream = audio.from_samples(np.zeros(0, np.int16))
    assert list(stream) == []
    assert (stream.decoded_s, stream.problem) == (0.0, None)


def test_a_closed_stream_refuses_to_go_on():
    with audio.from_samples(np.ones(20_000, np.int16)) as stream:
        next(stream)
    with pytest.raises(RuntimeError, match="closed"):
        next(stream)


@pytest.mark.parametrize(
    ("samples", "message"),
    [
        (np.zeros((2, 8)), r"shape \(2, 8\)"),
        (np.array([0.0, np.nan]), "not finite"),
        (np.array([0, 1], np.int32), "int32"),
        (np.array(["a"]), "not int16 or floats"),
    ],
)
def test_what_is_no_mono_sound_is_refused(samples, message):
    with pytest.raises(ValueError, match=message):
        audio.from_samples(samples)
