"""Sounds made here, in every container and codec that PyAV can write."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np


def tone(hz: float, seconds: float, rate: int, level: float = 0.5) -> np.ndarray:
    """A sine, float32 of shape (n,)."""
    t = np.arange(round(seconds * rate)) / rate
    return (level * np.sin(2 * np.pi * hz * t)).astype(np.float32)


def frequency(samples: np.ndarray, rate: int = 16_000) -> float:
    """The loudest frequency of a sound, in Hz."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(spectrum.argmax() * rate / len(samples))


@dataclass(frozen=True)
class Format:
    """How to write a sound."""

    container: str
    codec: str
    rate: int = 16_000
    layout: str = "mono"
    sample_format: str | None = None
    options: dict[str, str] = field(default_factory=dict, hash=False)


def encode(channels: np.ndarray, how: Format) -> bytes:
    """Encode float channels, shape (channels, n), at the rate of ``how``."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=how.container, options={"fflags": "+bitexact"}) as output:
        stream = output.add_stream(how.codec, rate=how.rate, layout=how.layout, options=how.options)
        if how.sample_format:
            stream.format = how.sample_format
        for frame in frames(channels, how):
            for packet in stream.encode(frame):
                output.mux(packet)
        for packet in stream.encode(None):
            output.mux(packet)
    return buffer.getvalue()


def frames(channels: np.ndarray, how: Format, size: int = 1024):
    """Cut a sound into frames as an encoder wants them."""
    for start in range(0, channels.shape[1], size):
        part = channels[:, start : start + size].T.astype(np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(part, format="flt", layout=how.layout)
        frame.sample_rate = how.rate
        frame.pts = start
        yield frame


def encoded_tone(how: Format, seconds: float = 2.0, hz: float = 440.0) -> bytes:
    """A tone on every channel."""
    one = tone(hz, seconds, how.rate)
    count = av.AudioLayout(how.layout).nb_channels
    return encode(np.tile(one, (count, 1)), how)


def wav(data: bytes, rate: int = 16_000, channels: int = 1, size: int | None = None) -> bytes:
    """A 16-bit WAV by hand, its header free to lie about the size of the data."""
    form = struct.pack("<HHIIHH", 1, channels, rate, 2 * channels * rate, 2 * channels, 16)
    size = len(data) if size is None else size
    head = b"RIFF" + struct.pack("<I", min(size + 36, 2**32 - 1)) + b"WAVE"
    return head + b"fmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", size) + data


def sparse_wav(path: Path, seconds: int, rate: int, channels: int) -> Path:
    """A long WAV of zeros that takes no room on disk."""
    size = 2 * seconds * rate * channels
    head = wav(b"", rate, channels, size)
    with path.open("wb") as file:
        file.write(head)
        file.truncate(len(head) + size)
    return path


def drained(stream) -> np.ndarray:
    """All samples of a stream."""
    return np.concatenate(list(stream))
