"""Decoded frames to 16-bit mono at 16 kHz; loads PyAV, so it is imported where it is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import av
import av.error
import numpy as np
import numpy.typing as npt
from av.audio.fifo import AudioFifo
from av.filter import Graph

from auditor.audio.protocol import BLOCK
from auditor.audio.timeline import Damage
from auditor.records import SAMPLE_RATE

Mono = npt.NDArray[np.float32]
Pick = Callable[[npt.NDArray[np.float32]], Mono]
"""From channels, shape (channels, n), to one, shape (n,)."""

GATHER_S = 0.5
"""Frames are gathered to this length first: a call for each would cost more than decoding."""
HEADROOM = 8.0
"""Times full scale. Float files may exceed it a little; flipped bits by 38 powers of ten."""

_BLOCK_BYTES = 2 * BLOCK
_DTYPES = {"u8": "u1", "s16": "i2", "s32": "i4", "flt": "f4", "dbl": "f8"}


class Resampler:
    """Float mono at ``rate`` Hz to 16-bit mono at 16 kHz, by libswresample.

    The filter graph is our own, and not PyAV's ``AudioResampler``, because that one starts
    threads: dear for short files, and forbidden in the child process.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._graph = Graph()
        self._graph.threads = 1
        self._graph.link_nodes(
            self._graph.add(
                "abuffer",
                sample_rate=str(rate),
                sample_fmt="flt",
                channel_layout="mono",
                time_base=f"1/{rate}",
            ),
            self._graph.add("aresample", str(SAMPLE_RATE)),
            self._graph.add("aformat", sample_fmts="s16"),
            self._graph.add("abuffersink"),
        ).configure()

    def push(self, samples: Mono) -> bytes:
        """Return what ``samples``, shape (n,), add to the output."""
        frame = av.AudioFrame.from_ndarray(samples[None], format="flt", layout="mono")
        frame.sample_rate = self._rate
        self._graph.push(frame)
        return self._pulled()

    def finish(self) -> bytes:
        """Return what the filter still holds."""
        self._graph.push(None)
        return self._pulled()

    def _pulled(self) -> bytes:
        out: list[bytes] = []
        while True:
            try:
                frame: Any = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return b"".join(out)
            out.append(bytes(frame.planes[0])[: 2 * frame.samples])


class Converter:
    """Frames of any format, rate and layout in; blocks of samples out.

    ``full`` turns true when ``max_s`` seconds are out; what comes after them is left out.
    """

    def __init__(self, pick: Pick, max_s: float, damage: Damage) -> None:
        self.full = False
        self._pick = pick
        self._room = 2 * round(max_s * SAMPLE_RATE)
        self._damage = damage
        self._converted_s = 0.0
        self._rate = SAMPLE_RATE
        self._like: tuple[str, int, int] | None = None
        self._fifo = AudioFifo()
        self._resampler: Resampler | None = None
        self._out = bytearray()

    def push(self, frame: Any, silence_s: float = 0.0) -> Iterator[bytes]:
        """Add ``silence_s`` of silence and then ``frame``; yield the blocks now complete."""
        like = (frame.format.name, frame.sample_rate, frame.layout.nb_channels)
        if like != self._like:
            yield from self._restart(like)
        if silence_s:
            self._convert_gathered()
            yield from self._silence(silence_s)
        frame.pts = None
        self._fifo.write(frame)
        if self._fifo.samples >= GATHER_S * self._rate:
            self._convert_gathered()
            yield from self._blocks()

    def finish(self) -> Iterator[bytes]:
        """Yield all that is left; the last block may be a short one."""
        yield from self._drain()
        if self._out:
            yield bytes(self._out)
            self._out.clear()

    def _restart(self, like: tuple[str, int, int]) -> Iterator[bytes]:
        yield from self._drain()
        self._like, self._rate = like, like[1]
        self._fifo = AudioFifo()
        self._resampler = Resampler(self._rate)

    def _drain(self) -> Iterator[bytes]:
        self._convert_gathered()
        if self._resampler is not None:
            self._out += self._resampler.finish()
            self._resampler = None
        yield from self._blocks()

    def _silence(self, seconds: float) -> Iterator[bytes]:
        left = round(seconds * self._rate)
        while left > 0:
            n = min(left, self._rate)
            self._convert(np.zeros(n, np.float32))
            yield from self._blocks()
            left -= n

    def _convert_gathered(self) -> None:
        if self._fifo.samples:
            self._convert(self._clean(self._pick(_channels(self._fifo.read()))))

    def _convert(self, samples: Mono) -> None:
        assert self._resampler is not None
        self._out += self._resampler.push(samples)
        self._converted_s += len(samples) / self._rate

    def _clean(self, samples: Mono) -> Mono:
        finite = np.isfinite(samples)
        if not finite.all():
            bad = np.flatnonzero(~finite)
            self._damage.add(len(bad) / self._rate, self._converted_s + bad[0] / self._rate)
            samples = np.where(finite, samples, np.float32(0))
        return np.clip(samples, -HEADROOM, HEADROOM)

    def _blocks(self) -> Iterator[bytes]:
        if len(self._out) > self._room:
            del self._out[self._room :]
            self.full = True
        while len(self._out) >= _BLOCK_BYTES:
            block = bytes(self._out[:_BLOCK_BYTES])
            del self._out[:_BLOCK_BYTES]
            self._room -= _BLOCK_BYTES
            yield block


def _channels(frame: Any) -> npt.NDArray[np.float32]:
    """Return a frame's samples as float32 of shape (channels, n), full scale being 1.

    Not by ``frame.to_ndarray()``, which takes a frame of eight planes for one of nine.
    """
    n, channels = frame.samples, frame.layout.nb_channels
    dtype = np.dtype(_DTYPES[frame.format.name.rstrip("p")])
    if frame.format.is_planar:
        planes = frame.planes[:channels]
        raw = np.stack([np.frombuffer(plane, dtype, n) for plane in planes])
    else:
        raw = np.frombuffer(frame.planes[0], dtype, n * channels).reshape(n, channels).T
    samples = raw.astype(np.float32)
    if dtype.kind == "f":
        return samples
    offset = np.float32(dtype.kind == "u")
    return samples / np.float32(2.0 ** (8 * dtype.itemsize - 1)) - offset


def resample(samples: Mono, rate: int) -> npt.NDArray[np.int16]:
    """Return ``samples`` (float32, shape (n,), at ``rate`` Hz) as int16 at 16 kHz."""
    resampler = Resampler(rate)
    return np.frombuffer(resampler.push(samples) + resampler.finish(), "<i2")
