"""Every container and codec, rate and channel count comes out as the same sound."""

from __future__ import annotations

import io

import av
import numpy as np
import pytest
from audio_sounds import Format, drained, encode, encoded_tone, frames, frequency, tone

from auditor import audio
from auditor.errors import DecodeError, UsageError

VORBIS = {"strict": "experimental"}
FORMATS = {
    "wav-8": Format("wav", "pcm_u8", 8_000),
    "wav-16": Format("wav", "pcm_s16le"),
    "wav-24": Format("wav", "pcm_s24le", 48_000, "stereo"),
    "wav-32": Format("wav", "pcm_s32le", 44_100),
    "wav-float": Format("wav", "pcm_f32le", 44_100, "stereo"),
    "wav-double": Format("wav", "pcm_f64le", 22_050),
    "wav-alaw": Format("wav", "pcm_alaw", 8_000),
    "wav-mulaw": Format("wav", "pcm_mulaw", 8_000),
    "w64": Format("w64", "pcm_s16le", 44_100),
    "aiff": Format("aiff", "pcm_s16be", 44_100),
    "caf": Format("caf", "pcm_s16le", 44_100),
    "mp3": Format("mp3", "libmp3lame", 44_100, "stereo"),
    "m4a": Format("ipod", "aac", 44_100, "stereo"),
    "m4a-lossless": Format("ipod", "alac", 44_100),
    "aac": Format("adts", "aac", 44_100),
    "ogg-opus": Format("ogg", "libopus", 48_000),
    "ogg-vorbis": Format("ogg", "vorbis", 44_100, "stereo", options=VORBIS),
    "ogg-flac": Format("ogg", "flac"),
    "flac": Format("flac", "flac", 44_100),
    "amr": Format("amr", "libopencore_amrnb", 8_000),
    "3gp": Format("3gp", "libopencore_amrnb", 8_000),
    "webm": Format("webm", "libopus", 48_000, "stereo"),
    "mkv": Format("matroska", "flac", 48_000),
    "mp4": Format("mp4", "aac", 48_000),
    "mpeg-ts": Format("mpegts", "aac", 44_100),
}
NO_LENGTH = {"aac", "amr"}


@pytest.mark.parametrize("name", FORMATS)
def test_a_tone_keeps_its_length_and_pitch(name, decoder, saved):
    how = FORMATS[name]
    stream = decoder.stream(saved(encoded_tone(how, 2.0)))
    samples = drained(stream)
    assert samples.dtype == np.int16
    assert stream.problem is None
    assert stream.decoded_s == len(samples) / 16_000 == pytest.approx(2.0, abs=0.06)
    assert frequency(samples[4_000:28_000]) == pytest.approx(440, abs=1)
    assert 0.3 < np.abs(samples[4_000:28_000]).max() / 2**15 < 0.9
    assert stream.rate in (how.rate, 48_000)
    assert stream.channels == {"mono": 1, "stereo": 2}[how.layout]
    if name in NO_LENGTH:
        assert stream.declared_s is None
    else:
        assert stream.declared_s == pytest.approx(2.0, abs=0.06)


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 44_100, 48_000, 96_000, 192_000, 384_000])
def test_any_rate_is_resampled_to_16_khz(rate, decoder, saved):
    stream = decoder.stream(saved(encoded_tone(Format("wav", "pcm_s16le", rate), 1.0, 1_000)))
    samples = drained(stream)
    assert (stream.rate, len(samples)) == (rate, pytest.approx(16_000, abs=2))
    assert frequency(samples) == pytest.approx(1_000, abs=1)


def test_what_16_khz_cannot_hold_is_filtered_out(decoder, saved):
    too_high = encoded_tone(Format("wav", "pcm_s16le", 48_000), 1.0, 11_000)
    assert np.abs(drained(decoder.stream(saved(too_high)))[800:-800]).max() < 200


def test_16_bit_mono_at_16_khz_passes_unchanged(decoder, saved):
    rng = np.random.default_rng(1)
    sound = rng.integers(-(2**15), 2**15, 20_001, dtype=np.int16)
    data = encode(sound[None] / np.float32(2**15), Format("wav", "pcm_s16le"))
    assert np.array_equal(drained(decoder.stream(saved(data))), sound)


@pytest.mark.parametrize(
    ("layout", "count"), [("stereo", 2), ("3.0", 3), ("quad", 4), ("5.1", 6), ("7.1", 8)]
)
def test_each_channel_can_be_chosen_and_the_mix_is_their_mean(layout, count, decoder, saved):
    tones = np.stack([tone(300 + 200 * k, 1.0, 16_000) for k in range(count)])
    path = saved(encode(tones, Format("wav", "pcm_f32le", 16_000, layout)))
    chosen = [drained(decoder.stream(path, channel=k)) for k in range(count)]
    assert [round(frequency(one)) for one in chosen] == [300 + 200 * k for k in range(count)]
    stream = decoder.stream(path)
    mix = drained(stream)
    assert stream.channels == count
    assert np.abs(mix - np.mean(chosen, axis=0)).max() <= 1


def test_left_and_right_are_kept_apart(decoder, saved):
    pair = np.stack([tone(400, 1.0, 48_000), tone(900, 1.0, 48_000)])
    path = saved(encode(pair, Format("ogg", "libopus", 48_000, "stereo")))
    left, right = (audio.read(path, channel=side, decoder=decoder) for side in ("left", "right"))
    assert frequency(left.samples) == pytest.approx(400, abs=1)
    assert frequency(right.samples) == pytest.approx(900, abs=1)


def test_a_channel_that_is_not_there_is_refused(decoder, saved):
    path = saved(encoded_tone(Format("wav", "pcm_s16le")))
    with pytest.raises(DecodeError, match="no channel 'right': the sound has 1"):
        decoder.stream(path, channel="right")
    for unknown in ("middle", -1, True, 1.0):
        with pytest.raises(UsageError, match="no channel"):
            decoder.stream(path, channel=unknown)


def test_blocks_are_half_a_second_and_the_last_one_shorter(decoder, saved):
    path = saved(encoded_tone(Format("flac", "flac", 44_100), 1.3))
    lengths = [len(block) for block in decoder.stream(path)]
    assert lengths[:-1] == [8_000, 8_000]
    assert 0 < lengths[-1] <= 8_000


def test_the_same_file_gives_the_same_samples(saved):
    path = saved(encoded_tone(FORMATS["mp3"], 3.0))
    with audio.Decoder() as one, audio.Decoder() as other:
        first = drained(one.stream(path))
        assert np.array_equal(first, drained(other.stream(path)))
        assert np.array_equal(first, drained(one.stream(path)))


def test_sound_of_a_video_is_decoded_and_pictures_are_not(decoder, saved):
    stream = decoder.stream(saved(video_with_tone()))
    assert frequency(drained(stream)[2_000:]) == pytest.approx(440, abs=2)
    assert (stream.codec, stream.problem) == ("aac", None)


def test_the_header_tells_how_many_tracks_there_are(decoder, saved):
    stream = decoder.stream(saved(two_tracks()))
    assert (stream.tracks, stream.channels) == (2, 1)
    assert drained(stream).size


def test_float_sound_above_full_scale_is_clipped_and_not_wrapped(decoder, saved):
    loud = encode(np.full((1, 8_000), 1.5, np.float32), Format("wav", "pcm_f32le"))
    assert set(drained(decoder.stream(saved(loud)))) == {2**15 - 1}


def test_read_returns_floats_and_seconds(decoder, saved):
    sound = audio.read(saved(encoded_tone(FORMATS["wav-16"], 1.5)), decoder=decoder)
    assert sound.samples.dtype == np.float32
    assert (len(sound.samples), sound.decoded_s, sound.declared_s) == (24_000, 1.5, 1.5)
    assert 0.49 < sound.samples.max() <= 0.5


def video_with_tone() -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as output:
        pictures = output.add_stream("mpeg4", rate=25)
        pictures.width = pictures.height = 64
        pictures.pix_fmt = "yuv420p"
        sound = output.add_stream("aac", rate=48_000, layout="mono")
        for k in range(25):
            picture = np.full((64, 64, 3), 9 * k, np.uint8)
            output.mux(pictures.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        output.mux(pictures.encode(None))
        add_tone(output, sound)
    return buffer.getvalue()


def two_tracks() -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="matroska") as output:
        streams = [output.add_stream("flac", rate=48_000, layout="mono") for _ in range(2)]
        for stream in streams:
            add_tone(output, stream)
    return buffer.getvalue()


def add_tone(output, stream) -> None:
    for frame in frames(tone(440, 1.0, 48_000)[None], Format("", "", 48_000)):
        output.mux(stream.encode(frame))
    output.mux(stream.encode(None))


def test_a_custom_order_of_channels_is_no_order(decoder, saved):
    tones = np.stack([tone(300 + 100 * k, 1.0, 48_000) for k in range(8)])
    path = saved(encode(tones, Format("caf", "pcm_s16le", 48_000, "7.1")))
    stream = decoder.stream(path, channel=7)
    assert frequency(drained(stream)) == pytest.approx(1_000, abs=1)
    assert (stream.layout, stream.channels) == ("8 channels", 8)


@pytest.mark.parametrize(
    "how",
    [
        Format("ogg", "libopus", 48_000, "7.1", options={"mapping_family": "1"}),
        Format("flac", "flac", 48_000, "7.1"),
        Format("wav", "pcm_s16le", 48_000, "hexadecagonal"),
    ],
    ids=lambda how: how.codec,
)
def test_eight_channels_and_more(how, decoder, saved):
    count = av.AudioLayout(how.layout).nb_channels
    path = saved(encode(np.stack([tone(300 + 100 * k, 1.0, 48_000) for k in range(count)]), how))
    stream = decoder.stream(path, channel=count - 1)
    assert frequency(drained(stream)) == pytest.approx(200 + 100 * count, abs=1)
    assert stream.channels == count
