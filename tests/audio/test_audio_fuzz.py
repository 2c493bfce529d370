"""Whatever bytes come, a file is decoded, partial or refused; the decoder lives on."""

from __future__ import annotations

import numpy as np
import pytest
from audio_sounds import Format, encoded_tone
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor import audio
from auditor.errors import DecodeError

FORMATS = [
    Format("wav", "pcm_s16le"),
    Format("wav", "pcm_f32le", 44_100, "stereo"),
    Format("mp3", "libmp3lame", 44_100),
    Format("ipod", "aac", 44_100),
    Format("adts", "aac", 44_100),
    Format("ogg", "libopus", 48_000),
    Format("flac", "flac", 44_100),
    Format("amr", "libopencore_amrnb", 8_000),
    Format("webm", "libopus", 48_000),
    Format("mov", "pcm_s16le"),
]
WHOLE = {how.container + how.codec: encoded_tone(how, 0.4) for how in FORMATS}
HEADS = [b"", b"RIFF", b"OggS", b"ID3\4", b"fLaC", b"\0\0\0\x18ftypM4A ", b"#!AMR\n"]
LIMITS = audio.Limits(max_s=20, cpu_s=5, wait_s=20)


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory):
    with audio.Decoder(LIMITS) as decoder:
        yield decoder, tmp_path_factory.mktemp("fuzz") / "file"


def check(decoder: audio.Decoder, path) -> None:
    """Decode a file, if it can be, and check all that a stream promises."""
    try:
        stream = decoder.stream(path)
    except DecodeError as error:
        problem = error.what
    else:
        problem = check_promises(stream)
    assert "the decoder failed" not in (problem or ""), "an error of our own"


def check_promises(stream: audio.AudioStream) -> str | None:
    n = 0
    for block in stream:
        assert block.dtype == np.int16
        assert 0 < len(block) <= 8_000
        n += len(block)
    assert stream.decoded_s == n / 16_000 <= LIMITS.max_s
    assert stream.declared_s is None or stream.declared_s >= 0
    return stream.problem


@st.composite
def mutated(draw) -> bytes:
    data = bytearray(WHOLE[draw(st.sampled_from(sorted(WHOLE)))])
    # Headers decide most: half of the changes fall on the first 200 bytes.
    places = st.one_of(st.integers(0, min(200, len(data) - 1)), st.integers(0, len(data) - 1))
    for at, value in draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=12)):
        data[at] = value
    cut = draw(st.one_of(st.none(), st.integers(0, len(data))))
    return bytes(data[:cut])


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(data=mutated())
def test_changed_bytes_never_break_the_decoder(fuzzed, data):
    decoder, path = fuzzed
    path.write_bytes(data)
    check(decoder, path)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(data=st.binary(max_size=600), head=st.sampled_from(HEADS))
def test_random_bytes_never_break_the_decoder(fuzzed, data, head):
    decoder, path = fuzzed
    path.write_bytes(head + data)
    check(decoder, path)


@pytest.mark.slow
@settings(max_examples=4_000, deadline=None, database=None)
@given(data=mutated())
def test_changed_bytes_never_break_the_decoder_at_length(fuzzed, data):
    decoder, path = fuzzed
    path.write_bytes(data)
    check(decoder, path)
