"""What parent and child say to each other over their pipes.

A message is one byte for its kind, four for the length of its payload (little-endian), and the
payload. The parent asks for one file at a time and the child answers with one HEADER, any number
of PCM blocks and one ENDING; or, when nothing can be decoded, with one REFUSAL alone. A FAILURE
at any time is the last thing that a child says.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass, fields
from typing import Literal, TypeVar

Channel = Literal["mix", "left", "right"] | int
"""The mean of all channels, the first, the second, or one by its index from 0."""

BLOCK = 8_000
"""Samples in a PCM block, at most: half a second."""

READY = b"R"
REQUEST = b"F"
CANCEL = b"C"
HEADER = b"H"
PCM = b"P"
ENDING = b"E"
REFUSAL = b"X"
FAILURE = b"!"

HEAD = struct.Struct("<cI")
MAX_PAYLOAD = 1 << 16
"""Bytes; a longer message shows that the other side has gone wrong."""
OUT_OF_MEMORY = 70
"""Exit status of a child that reached its limit of memory."""

_TYPES = {
    "str": (str,),
    "int": (int,),
    "str | None": (str, type(None)),
    "float | None": (float, int, type(None)),
}


@dataclass(frozen=True)
class Header:
    """What a file says of its sound, and what its first samples show.

    Attributes
    ----------
    declared_s
        Seconds of sound that the file declares; None where it declares none. A length that could
        only be guessed from the bit rate is not declared.
    codec
        FFmpeg's name of the encoding (``"opus"``, ``"pcm_s16le"`` …).
    rate
        Hz, before resampling.
    channels, layout
        How many channels, and FFmpeg's name for their order (``"stereo"``).
    tracks
        Sound tracks in the file; the first that can be decoded is.
    """

    declared_s: float | None
    codec: str
    rate: int
    channels: int
    layout: str
    tracks: int


@dataclass(frozen=True)
class Ending:
    """Why the sound is not complete, or None."""

    problem: str | None


@dataclass(frozen=True)
class Refusal:
    """Why a file yields no sound, and what to do."""

    what: str
    remedy: str


@dataclass(frozen=True)
class Request:
    """One file to decode, by its absolute path."""

    path: bytes
    channel: Channel
    max_s: float


Record = TypeVar("Record", Header, Ending, Refusal)


def message(kind: bytes, payload: bytes = b"") -> bytes:
    """Return a message as it goes over the pipe."""
    return HEAD.pack(kind, len(payload)) + payload


def dump(record: Header | Ending | Refusal) -> bytes:
    """Return a record as a payload."""
    return json.dumps(asdict(record)).encode()


def load(kind: type[Record], payload: bytes) -> Record:
    """Return the record that :func:`dump` wrote.

    Raises
    ------
    TypeError, ValueError
        If the payload is no such record: the child is not to be trusted.
    """
    record = kind(**json.loads(payload))
    for field in fields(kind):
        if not isinstance(getattr(record, field.name), _TYPES[str(field.type)]):
            raise TypeError(f"{field.name} is no {field.type}")
    return record


def dump_request(request: Request) -> bytes:
    """Return a request as a payload; the path keeps its bytes, whatever they are."""
    options = {"channel": request.channel, "max_s": request.max_s}
    return json.dumps(options).encode() + b"\0" + request.path


def load_request(payload: bytes) -> Request:
    """Return the request that :func:`dump_request` wrote."""
    options, _, path = payload.partition(b"\0")
    return Request(path=path, **json.loads(options))
