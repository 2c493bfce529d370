"""How long a file says it is, without what FFmpeg only guesses."""

from __future__ import annotations

import os
import re
import struct
from typing import Any

LENGTH_GUESSED = frozenset({"aac", "ac3", "amr", "eac3"})
"""Containers that tell no length; FFmpeg guesses one from the bit rate."""
OPEN_ENDED = 0x7FFF_0000
"""Data sizes from here on, in a file that is shorter, are what recorders write that do not know
the size yet and were never stopped properly."""
MAX_CHUNKS = 64
MAX_OGG_PAGE = 27 + 255 + 255 * 255

_MP3_LENGTH = re.compile(rb"Xing|Info|VBRI")
_MATROSKA_LENGTH = re.compile(r"(\d+):(\d\d):(\d\d\.\d+)")


def declared_s(container: Any, stream: Any, file: int) -> float | None:
    """Return the seconds of sound that an open file declares, or None.

    Parameters
    ----------
    container, stream
        PyAV's, of ``file``.
    file
        The file descriptor; its position is left alone.
    """
    name = container.format.name
    if name in LENGTH_GUESSED or (name == "mp3" and not _mp3_has_length(file)):
        return None
    if name == "wav" and _is_plain_wav(stream, file):
        return _wav_s(file)
    if stream.duration is not None:
        return float(stream.duration * stream.time_base)
    tag = _MATROSKA_LENGTH.fullmatch(stream.metadata.get("DURATION", ""))
    if tag:
        hours, minutes, seconds = tag.groups()
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    return None if container.duration is None else container.duration / 1e6


def is_cut_off(container: Any, file: int) -> bool:
    """Return whether an Ogg file ends inside a page (RFC 3533, section 6).

    Its declared length is that of its last whole page, so a cut does not show there.
    """
    if container.format.name != "ogg":
        return False
    start = max(0, os.fstat(file).st_size - MAX_OGG_PAGE)
    tail = os.pread(file, MAX_OGG_PAGE, start)
    page = tail[tail.rfind(b"OggS") :]
    segments = page[27 : 27 + page[26]] if len(page) > 26 else b""
    return len(page) < 27 + len(segments) + sum(segments)


def _mp3_has_length(file: int) -> bool:
    """Return whether the first frame, after any ID3v2 tag, is a Xing, Info or VBRI header."""
    start = 0
    head = os.pread(file, 10, 0)
    if head[:3] == b"ID3" and len(head) == 10:
        a, b, c, d = head[6:10]
        start = 10 + (a << 21 | b << 14 | c << 7 | d)
    return bool(_MP3_LENGTH.search(os.pread(file, 256, start)))


def _is_plain_wav(stream: Any, file: int) -> bool:
    return stream.codec_context.name.startswith("pcm_") and os.pread(file, 4, 0) == b"RIFF"


def _wav_s(file: int) -> float | None:
    """Return the length in the header; FFmpeg cuts it down to the file's own.

    See "Multimedia Programming Interface and Data Specifications 1.0" (IBM and Microsoft, 1991)
    for the chunks; ``fmt`` holds the bytes a second at its offset 8.
    """
    at, bytes_a_second = 12, 0
    for _ in range(MAX_CHUNKS):
        head = os.pread(file, 8, at)
        if len(head) < 8:
            return None
        kind, size = struct.unpack("<4sI", head)
        if kind == b"fmt ":
            bytes_a_second = int.from_bytes(os.pread(file, 4, at + 16), "little")
        if kind == b"data":
            short = at + 8 + size > os.fstat(file).st_size
            known = bytes_a_second and size and not (short and size >= OPEN_ENDED)
            return size / bytes_a_second if known else None
        at += 8 + size + size % 2
    return None
