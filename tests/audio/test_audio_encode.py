"""Clips and demo recordings: short, repeatable, and the same sound when decoded again."""

from __future__ import annotations

import re

import numpy as np
import pytest
from audio_sounds import drained, frequency, tone

from auditor import audio
from auditor.errors import UsageError


def test_a_clip_is_the_part_asked_for(decoder, saved):
    sound = np.concatenate([tone(300, 2.0, 16_000), tone(700, 2.0, 16_000)])
    stream = decoder.stream(saved(audio.clip(sound, 2.1, 3.6)))
    samples = drained(stream)
    assert (stream.codec, stream.rate, stream.channels) == ("mp3", 16_000, 1)
    assert stream.decoded_s == pytest.approx(1.5, abs=0.001)
    assert frequency(samples) == pytest.approx(700, abs=1)


def test_a_clip_is_aligned_to_the_sample(decoder, saved):
    sound = np.zeros(32_000, np.float32)
    sound[8_000:24_000] = tone(500, 1.0, 16_000)
    samples = drained(decoder.stream(saved(audio.clip(sound, 0, 2))))
    loud = np.flatnonzero(np.abs(samples) > 2_000)
    assert loud[0] == pytest.approx(8_000, abs=40)
    assert loud[-1] == pytest.approx(24_000, abs=40)


def test_a_clip_fades_at_both_ends(decoder, saved):
    sound = tone(500, 2.0, 16_000)
    faded = drained(decoder.stream(saved(audio.clip(sound, 0.5, 1.5, fade_s=0.2))))
    plain = drained(decoder.stream(saved(audio.clip(sound, 0.5, 1.5, fade_s=0))))
    for edge in (slice(0, 320), slice(-320, None)):
        assert np.abs(faded[edge]).max() < 0.2 * np.abs(plain[edge]).max()
    middle = slice(6_000, 10_000)
    assert np.abs(faded[middle]).max() == pytest.approx(np.abs(plain[middle]).max(), rel=0.05)


def test_the_same_sound_gives_the_same_bytes(tmp_path):
    sound = np.random.default_rng(3).normal(0, 0.1, 32_000)
    assert audio.clip(sound, 0.2, 1.2) == audio.clip(sound, 0.2, 1.2)
    for name in ("one.opus", "two.opus"):
        audio.write_opus(sound, tmp_path / name)
    one, two = ((tmp_path / name).read_bytes() for name in ("one.opus", "two.opus"))
    assert one == two
    for data in (one, audio.clip(sound, 0.2, 1.2)):
        assert not re.search(rb"Lav[cf]\d", data), "the version of the encoder is in the file"


def test_integers_and_floats_are_the_same_sound():
    floats = tone(440, 1.0, 16_000)
    integers = np.rint(floats * 2**15).astype(np.int16)
    assert audio.clip(floats, 0, 1) == audio.clip(integers, 0, 1)


def test_a_clip_is_small():
    sound = np.random.default_rng(4).normal(0, 0.1, 160_000)
    assert len(audio.clip(sound, 0, 10)) < 10 * 4_100 + 1_000


def test_seconds_beyond_the_sound_are_left_out(decoder, saved):
    sound = tone(440, 1.0, 16_000)
    assert audio.clip(sound, -5, 0.5) == audio.clip(sound, 0, 0.5)
    assert audio.clip(sound, 0.5, 9) == audio.clip(sound, 0.5, 1)


@pytest.mark.parametrize(("start_s", "end_s"), [(2, 3), (0.5, 0.5), (0.6, 0.5), (-2, -1)])
def test_a_clip_of_nothing_is_refused(start_s, end_s):
    with pytest.raises(UsageError, match="no sound from"):
        audio.clip(tone(440, 1.0, 16_000), start_s, end_s)


@pytest.mark.parametrize("length", [1, 2, 100])
def test_the_shortest_clips_can_be_made(length, decoder, saved):
    data = audio.clip(np.ones(length, np.int16), 0, 1)
    assert decoder.stream(saved(data)).codec == "mp3"


@pytest.mark.parametrize("bitrate", [12_000, 24_000])
def test_opus_keeps_length_and_pitch(bitrate, decoder, tmp_path):
    path = tmp_path / "sound.opus"
    audio.write_opus(tone(440, 3.0, 16_000), path, bitrate=bitrate)
    stream = decoder.stream(path)
    assert frequency(drained(stream)) == pytest.approx(440, abs=1)
    assert (stream.codec, stream.channels, stream.problem) == ("opus", 1, None)
    assert stream.decoded_s == pytest.approx(3.0, abs=0.001)
    assert path.stat().st_size < 3 * bitrate / 8 * 2
