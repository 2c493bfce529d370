"""Files without sound: each is refused for its own reason, and none can reach beyond itself."""

from __future__ import annotations

import io
import os
import socket
import struct
from pathlib import Path

import av
import numpy as np
import pytest
from audio_sounds import Format, encoded_tone, frequency, wav

from auditor import audio
from auditor.errors import DecodeError

TONE = Format("wav", "pcm_s16le")


def refusal(decoder, path) -> DecodeError:
    with pytest.raises(DecodeError) as caught:
        decoder.stream(path)
    return caught.value


def video_only() -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as output:
        pictures = output.add_stream("mpeg4", rate=25)
        pictures.width = pictures.height = 64
        pictures.pix_fmt = "yuv420p"
        black = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
        output.mux(pictures.encode(black))
        output.mux(pictures.encode(None))
    return buffer.getvalue()


def picture() -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="image2pipe") as output:
        pictures = output.add_stream("png", rate=1)
        pictures.width = pictures.height = 64
        pictures.pix_fmt = "rgb24"
        black = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
        output.mux(pictures.encode(black))
        output.mux(pictures.encode(None))
    return buffer.getvalue()


CONTENTS = {
    "an empty file": (b"", "the file is empty"),
    "zero seconds": (wav(b""), "zero seconds"),
    "a video without sound": (video_only(), "pictures but no sound"),
    "a picture": (picture(), "not a sound or video file"),
    "text": (b"Turn left at the church, then call Anna.\n" * 200, "not a sound or video file"),
    "one byte": (b"R", "not a sound or video file"),
    "zeros": (bytes(100_000), "not a sound or video file"),
    "a cut-off M4A": (encoded_tone(Format("ipod", "aac"), 1.0)[:3_000], "index is missing"),
    "a rate of 1 Hz": (wav(bytes(100), rate=1), "none of it can be decoded"),
    "a rate of 4 GHz": (wav(bytes(100), rate=2**31 - 1), "none of it can be decoded"),
}


@pytest.mark.parametrize("content", CONTENTS)
@pytest.mark.parametrize("name", ["sound.wav", "sound.mp3", "sound"])
def test_each_kind_of_file_without_sound_has_its_own_message(content, name, decoder, saved):
    data, expected = CONTENTS[content]
    path = saved(data, name)
    error = refusal(decoder, path)
    assert expected in error.what
    assert error.where == str(path)
    assert error.remedy.endswith(".")


def test_a_name_that_lies_changes_nothing(decoder, saved):
    path = saved(encoded_tone(Format("ogg", "libopus", 48_000)), "notes.txt")
    assert decoder.stream(path).codec == "opus"


def test_paths_that_are_no_regular_files_are_refused_without_waiting(decoder, tmp_path):
    os.mkfifo(tmp_path / "fifo")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(tmp_path / "socket"))
        (tmp_path / "link").symlink_to(tmp_path / "fifo")
        expected = {
            tmp_path / "fifo": "this is a pipe",
            tmp_path / "link": "this is a pipe",
            tmp_path / "socket": "this is a socket",
            tmp_path: "this is a folder",
            "/dev/zero": "this is a device",
            tmp_path / "none": "there is no such file",
        }
        for path, message in expected.items():
            assert refusal(decoder, path).what.startswith(message)


def test_a_link_to_a_recording_is_followed(decoder, saved, tmp_path):
    path = saved(encoded_tone(TONE))
    (tmp_path / "link").symlink_to(path)
    assert list(decoder.stream(tmp_path / "link"))
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert "cannot be read" in refusal(decoder, tmp_path / "loop").what


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_the_right_to_read_is_told_so(decoder, saved):
    path = saved(encoded_tone(TONE))
    path.chmod(0)
    assert "may not read" in refusal(decoder, path).what


@pytest.mark.parametrize("name", [b"caf\xe9 \xff.wav", b"-i.wav", b"a\nb.wav", b"http:x.wav", b" "])
def test_any_name_that_the_system_allows_works(name, decoder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = Path(os.fsdecode(name))
    path.write_bytes(encoded_tone(TONE))
    assert list(decoder.stream(path))
    path.unlink()
    str(refusal(decoder, path)).encode("utf-8")


def test_a_name_that_no_system_allows_is_refused(decoder):
    assert refusal(decoder, "a\0b").what == "no file can have this name"
    assert "cannot be read" in refusal(decoder, "x" * 5_000).what


def test_relative_paths_follow_the_parent(decoder, saved, tmp_path, monkeypatch):
    saved(encoded_tone(TONE), "here.wav")
    monkeypatch.chdir(tmp_path)
    assert list(decoder.stream("here.wav"))


REFERENCES = {
    "a playlist": "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{target}\n#EXT-X-ENDLIST\n",
    "a list of files": "ffconcat version 1.0\nfile {target}\n",
    "a presentation": "<?xml version='1.0'?><MPD><BaseURL>{target}</BaseURL></MPD>",
    "a session": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
    "m=audio 5004 RTP/AVP 0\n",
    "a redirection": "[Reference]\nRef1={target}\n",
    "metadata": ";FFMETADATA1\ntitle={target}\n",
}


@pytest.mark.parametrize("kind", REFERENCES)
@pytest.mark.parametrize("name", ["list.m3u8", "list.wav", "list.ffconcat"])
def test_no_file_can_make_another_one_be_read(kind, name, decoder, saved):
    target = saved(encoded_tone(TONE), "secret.wav")
    path = saved(REFERENCES[kind].format(target=target).encode(), name)
    assert "not a sound or video file" in refusal(decoder, path).what


def test_a_movie_cannot_borrow_its_sound_from_another_file(decoder, saved):
    how = Format("mov", "pcm_s16le")
    secret = saved(encoded_tone(how, 2.0, 1_000), "secret.mov")
    path = saved(with_data_reference(encoded_tone(how, 2.0, 440), secret), "borrower.mov")
    permissive = {"enable_drefs": "1", "use_absolute_path": "1"}
    with av.open(str(path), container_options=permissive) as container:
        borrowed = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    assert frequency(np.concatenate(borrowed)) == 1_000  # FFmpeg could be made to
    assert "zero seconds" in refusal(decoder, path).what


def with_data_reference(movie: bytes, target) -> bytes:
    """Point the data of a QuickTime file at another file, by an alias with its absolute path."""
    name = os.fsencode(target)
    name = name if len(name) % 2 == 0 else b"/" + name
    alias = b"".join([
        b"alis", bytes(14), b"\0", bytes(39), b"\1s", bytes(78), struct.pack(">HH", 1, 1),
        bytes(16), struct.pack(">HH", 2, len(name)), name, struct.pack(">HH", 0xFFFF, 0),
    ])  # fmt: skip
    entry = movie.index(b"url ", movie.index(b"dref")) - 4
    record = struct.pack(">I", len(alias) + 4) + alias
    changed = bytearray(movie[:entry] + record + movie[entry + 12 :])
    for atom in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"):
        at = changed.rindex(atom, 0, entry + 8) - 4
        (size,) = struct.unpack_from(">I", changed, at)
        struct.pack_into(">I", changed, at, size + len(record) - 12)
    return bytes(changed)


def test_a_channel_error_leaves_the_decoder_usable(decoder, saved):
    path = saved(encoded_tone(TONE))
    with pytest.raises(DecodeError):
        decoder.stream(path, channel=1)
    assert list(decoder.stream(path))


def test_messages_carry_nothing_of_the_contents(decoder, saved):
    error = refusal(decoder, saved(b"my doctor is called Prudence\n" * 50))
    assert "Prudence" not in str(error)


def test_read_without_a_decoder_ends_its_child(saved):
    path = saved(encoded_tone(TONE))
    before = sorted(file.name for file in Path("/proc/self/fd").iterdir())
    assert audio.read(path).decoded_s == 2.0
    assert sorted(file.name for file in Path("/proc/self/fd").iterdir()) == before
