"""Damaged recordings: what can be heard is kept, what is lost is told, and times stay true."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import av
import numpy as np
import pytest
from audio_sounds import (
    Format,
    drained,
    encode,
    encoded_tone,
    frequency,
    sparse_wav,
    tone,
    wav,
)

from auditor import audio
from auditor.audio import sound
from auditor.audio.timeline import Damage, Timeline

MP3 = Format("mp3", "libmp3lame", 44_100)
OPUS = Format("ogg", "libopus", 48_000)
FLAC = Format("flac", "flac", 44_100)
WAV = Format("wav", "pcm_s16le")
FLOAT_WAV = Format("wav", "pcm_f32le")


def fast_start_m4a(path: Path, seconds: float) -> bytes:
    """An M4A with its index in front, so that one cut short can still be read."""
    options = {"movflags": "faststart", "fflags": "+bitexact"}
    with av.open(str(path), "w", format="ipod", options=options) as output:
        stream = output.add_stream("aac", rate=44_100, layout="mono")
        frame = av.AudioFrame.from_ndarray(tone(440, seconds, 44_100)[None], "flt", "mono")
        frame.sample_rate = 44_100
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path.read_bytes()


@pytest.mark.parametrize("how", [WAV, FLOAT_WAV, MP3, FLAC, Format("webm", "libopus", 48_000)])
def test_a_file_cut_short_is_partial(how, decoder, saved):
    data = encoded_tone(how, 4.0)
    stream = decoder.stream(saved(data[: len(data) * 6 // 10]))
    samples = drained(stream)
    assert frequency(samples[2_000:]) == pytest.approx(440, abs=1)
    assert stream.declared_s == pytest.approx(4.0, abs=0.05)
    assert stream.decoded_s == pytest.approx(2.4, abs=0.3)
    ends, declared = f"{stream.decoded_s:.2f}", f"{stream.declared_s:.2f}"
    assert stream.problem == f"ends at {ends} s of {declared} s declared"


def test_an_m4a_cut_short_is_partial_if_its_index_comes_first(decoder, saved, tmp_path):
    data = fast_start_m4a(tmp_path / "whole.m4a", 4.0)
    stream = decoder.stream(saved(data[: len(data) * 6 // 10]))
    assert drained(stream).size
    assert 1.5 < stream.decoded_s < 3
    assert "of 4.0" in stream.problem


def test_an_ogg_cut_inside_a_page_is_partial(decoder, saved):
    data = encoded_tone(OPUS, 4.0)
    stream = decoder.stream(saved(data[: len(data) * 6 // 10]))
    assert 1.5 < len(drained(stream)) / 16_000 < 3
    assert stream.problem == "the file is cut off at its end"


@pytest.mark.parametrize("size", [0, 2**32 - 1, 2**31, 0x7FFF_FFFF])
def test_a_recorder_that_never_wrote_the_length_declares_none(size, decoder, saved):
    sound = (tone(440, 2.0, 16_000) * 2**15).astype("<i2")
    stream = decoder.stream(saved(wav(sound.tobytes(), size=size)))
    assert np.array_equal(drained(stream), sound)
    assert (stream.declared_s, stream.problem) == (None, None)


@pytest.mark.parametrize(
    "how",
    [OPUS, FLAC, Format("ogg", "flac"), Format("webm", "libopus", 48_000)],
    ids=["ogg-opus", "flac", "ogg-flac", "webm-opus"],
)
@pytest.mark.parametrize("damage", ["zeros", "missing", "added"])
def test_sound_after_damage_stays_at_its_place(how, damage, decoder, saved):
    data = low_then_high(how)
    at = len(data) // 3
    middle = {"zeros": bytes(500), "missing": b"", "added": bytes(range(250)) * 4}[damage]
    rest = data[at if damage == "added" else at + 500 :]
    stream = decoder.stream(saved(data[:at] + middle + rest))
    samples = drained(stream)
    assert stream.decoded_s == pytest.approx(21.0, abs=0.1)
    assert frequency(samples[16_000 * 13 : 16_000 * 14 - 800]) == pytest.approx(440, abs=1)
    assert frequency(samples[16_000 * 14 + 800 : 16_000 * 15]) == pytest.approx(1_500, abs=1)
    lost_s, first_s = told(stream.problem)
    assert 0.05 < lost_s < 5.5
    assert first_s == pytest.approx(7.0, abs=5.5)
    quiet = np.abs(samples[16_000 : 16_000 * 20].reshape(-1, 160)).max(axis=1) < 300
    assert quiet.sum() / 100 == pytest.approx(lost_s, abs=0.15)


@cache
def low_then_high(how: Format) -> bytes:
    """A tone of 440 Hz that jumps to 1500 Hz at 14 s, 21 s in all."""
    low, high = tone(440, 14.0, how.rate), tone(1_500, 7.0, how.rate)
    return encode(np.concatenate([low, high])[None], how)


def told(problem: str) -> tuple[float, float]:
    """The seconds lost and the second of the first loss, from a problem."""
    words = problem.split(";", maxsplit=1)[0].split()
    return float(words[0]), float(words[-2])


def test_one_flipped_bit_in_a_flac_is_silence_and_not_noise(decoder, saved):
    data = bytearray(encoded_tone(FLAC, 4.0))
    data[len(data) // 2] ^= 1
    stream = decoder.stream(saved(bytes(data)))
    assert np.abs(drained(stream)).max() < 2**14 + 200
    lost_s, first_s = told(stream.problem)
    assert lost_s == pytest.approx(4_608 / 44_100, abs=0.001)  # one frame of FLAC
    assert first_s == pytest.approx(2.0, abs=0.4)


def test_damage_in_an_mp3_is_skipped_and_told(decoder, saved):
    data = encoded_tone(MP3, 10.0)
    half = len(data) // 2
    stream = decoder.stream(saved(data[:half] + data[half + 20_000 :]))
    samples = drained(stream)
    assert frequency(samples[-16_000:]) == pytest.approx(440, abs=1)
    assert "of sound damaged" in stream.problem
    assert "of 10.00 s declared" in stream.problem


def test_numbers_that_are_none_become_silence(decoder, saved):
    sound = np.full((1, 32_000), 0.25, np.float32)
    sound[0, 16_000:17_600] = np.nan
    sound[0, 20_000:20_800] = np.inf
    stream = decoder.stream(saved(encode(sound, FLOAT_WAV)))
    samples = drained(stream)
    assert not samples[16_000:17_600].any()
    assert (samples[:15_990] == 2**13).all()
    assert stream.problem == "0.150 s of sound damaged, the first at 1.00 s"


def test_a_flipped_exponent_is_clipped_and_does_not_ring(decoder, saved):
    sound = np.zeros((1, 44_100), np.float32)
    sound[0, 20_000] = 3e38
    data = encode(sound, Format("wav", "pcm_f32le", 44_100))
    samples = drained(decoder.stream(saved(data)))
    assert np.count_nonzero(samples) < 600


def test_a_huge_declared_length_is_only_a_declaration(decoder, saved):
    data = bytearray(encoded_tone(FLAC, 2.0))
    total = 2**36 - 1  # the largest that the 36 bits of STREAMINFO hold, from byte 21 on
    data[21] = data[21] & 0xF0 | total >> 32
    data[22:26] = (total & 0xFFFF_FFFF).to_bytes(4, "big")
    stream = decoder.stream(saved(bytes(data)))
    assert drained(stream).size == 32_000
    assert stream.declared_s > 1e6
    assert stream.problem.startswith("ends at 2.00 s of 1558")


def test_a_bomb_is_cut_at_the_limit_of_sound(tmp_path):
    bomb = sparse_wav(tmp_path / "bomb.wav", seconds=40_000, rate=8_000, channels=1)
    with audio.Decoder(audio.Limits(max_s=3.25)) as decoder:
        stream = decoder.stream(bomb)
        assert len(drained(stream)) == 3.25 * 16_000
        assert stream.problem == "longer than the limit of 3.25 s, and cut there"


def test_a_file_just_as_long_as_the_limit_is_whole(saved):
    with audio.Decoder(audio.Limits(max_s=2.0)) as decoder:
        stream = decoder.stream(saved(encoded_tone(WAV, 2.0)))
        assert (len(drained(stream)), stream.problem) == (32_000, None)


def test_a_broken_timestamp_is_no_silence(decoder, saved):
    stream = decoder.stream(saved(with_gap(7_000.0)))
    assert len(drained(stream)) == pytest.approx(32_000, abs=200)


def test_a_hole_in_the_timestamps_is_silence_of_its_length(decoder, saved):
    stream = decoder.stream(saved(with_gap(1.5)))
    samples = drained(stream)
    assert len(samples) == pytest.approx(3.5 * 16_000, abs=200)
    assert not samples[16_400:39_600].any()
    assert told(stream.problem) == pytest.approx((1.5, 1.0), abs=0.02)


def with_gap(seconds: float) -> bytes:
    """Two seconds of sound in Matroska, the second one stamped ``seconds`` too late."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="matroska", options={"fflags": "+bitexact"}) as output:
        stream = output.add_stream("pcm_s16le", rate=16_000, layout="mono")
        for k in range(20):
            part = (tone(440, 0.1, 16_000) * 2**15).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(part[None], format="s16", layout="mono")
            frame.sample_rate = 16_000
            frame.pts = 1_600 * k + (round(16_000 * seconds) if k >= 10 else 0)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return buffer.getvalue()


def test_trailing_tags_are_no_damage(decoder, saved):
    tag = b"TAG" + b"title of the recording".ljust(125, b"\0")
    stream = decoder.stream(saved(encoded_tone(MP3, 2.0) + tag))
    assert drained(stream).size
    assert stream.problem is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (OPUS, OPUS),
        (FLAC, FLAC),
        (Format("ogg", "flac"), Format("ogg", "flac")),
        (Format("adts", "aac", 44_100, "stereo"), Format("adts", "aac", 22_050)),
        (Format("mp3", "libmp3lame", 44_100, "stereo"), Format("mp3", "libmp3lame", 16_000)),
    ],
    ids=["ogg-opus", "flac", "ogg-flac", "aac-of-another-rate", "mp3-of-another-rate"],
)
def test_files_joined_end_to_end_are_heard_to_the_end(one, other, decoder, saved):
    stream = decoder.stream(saved(encoded_tone(one, 2.0, 440) + encoded_tone(other, 2.0, 1_000)))
    samples = drained(stream)
    assert stream.decoded_s == pytest.approx(4.0, abs=0.15)
    assert frequency(samples[4_000:28_000]) == pytest.approx(440, abs=1)
    assert frequency(samples[-28_000:-4_000]) == pytest.approx(1_000, abs=1)


def test_a_track_that_appears_late_breaks_nothing(decoder, saved):
    # FFmpeg looks for tracks in the first and the last seconds only; two more are in the middle.
    one, three = transport_stream(1, 20.0), transport_stream(3, 1.0)
    stream = decoder.stream(saved(one + three + one))
    assert len(drained(stream)) > 40 * 16_000
    assert stream.tracks == 1


def transport_stream(tracks: int, seconds: float) -> bytes:
    """A tone in MPEG-TS."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mpegts", options={"fflags": "+bitexact"}) as output:
        streams = [output.add_stream("mp2", rate=48_000, layout="mono") for _ in range(tracks)]
        frame = av.AudioFrame.from_ndarray(tone(440, seconds, 48_000)[None], "flt", "mono")
        frame.sample_rate = 48_000
        for stream in streams:
            output.mux([*stream.encode(frame), *stream.encode(None)])
    return buffer.getvalue()


class Demuxer:
    """A container whose reading fails, each time after one packet."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def demux(self, stream):
        yield "packet"
        raise self.error


def test_reading_goes_on_after_errors_but_not_for_ever():
    timeline = Timeline(None, Damage())
    broken = Demuxer(av.error.InvalidDataError(1, "broken"))
    packets = list(sound._packets(broken, None, timeline))
    assert packets == ["packet"] * sound.MAX_READ_ERRORS + [None]
    assert timeline.failed_s > 0


def test_what_pyav_makes_of_a_late_track_is_an_end():
    # Whether it raises depends on what lies beyond an array of its own, so no file does surely.
    timeline = Timeline(None, Damage())
    packets = list(sound._packets(Demuxer(IndexError()), None, timeline))
    assert packets == ["packet", None]
    assert timeline.failed_s == 0
