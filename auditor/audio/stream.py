"""Sound as the recognisers take it: 16-bit mono at 16 kHz, block after block."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Protocol

import numpy as np
import numpy.typing as npt

from auditor.audio.protocol import BLOCK, Header
from auditor.records import SAMPLE_RATE

Block = npt.NDArray[np.int16]


class Source(Protocol):
    """Where a stream's blocks come from; ``closed`` once it was closed before its end."""

    problem: str | None
    closed: bool

    def take(self) -> Block | None:
        """Return the next block; None after the last."""

    def close(self) -> None:
        """Give up the blocks that are left."""


class AudioStream:
    """Sound to iterate over once, in int16 arrays of shape (n,), n <= 8000, at 16 kHz.

    Blocks are decoded as they are asked for, so memory does not grow with the recording. The
    arrays cannot be written to. Close a stream that is not read to its end (or use it in a
    ``with`` statement); its decoder can be used for the next file then.

    Attributes
    ----------
    declared_s
        Seconds of sound that the file declares; None where it declares none.
    codec
        FFmpeg's name of the encoding (``"opus"``, ``"pcm_s16le"`` …).
    rate
        Hz in the file, before resampling.
    channels, layout
        Channels in the file, and the name of their order; two may hold two speakers.
    tracks
        Sound tracks in the file; the first that can be decoded is.
    """

    def __init__(self, header: Header, source: Source) -> None:
        self.declared_s = header.declared_s
        self.codec = header.codec
        self.rate = header.rate
        self.channels = header.channels
        self.layout = header.layout
        self.tracks = header.tracks
        self._source = source
        self._samples = 0
        self._ended = False

    def __iter__(self) -> Iterator[Block]:
        return self

    def __next__(self) -> Block:
        if self._source.closed:
            raise RuntimeError("the stream is closed: a decoder reads one file at a time")
        block = self._source.take()
        if block is None:
            self._ended = True
            raise StopIteration
        self._samples += len(block)
        return block

    def __enter__(self) -> AudioStream:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def decoded_s(self) -> float:
        """Seconds of sound given out so far; all that was decoded, after the end."""
        return self._samples / SAMPLE_RATE

    @property
    def problem(self) -> str | None:
        """Why the sound is not complete, or None; known only after the end.

        Raises
        ------
        RuntimeError
            If the stream has not been read to its end.
        """
        if not self._ended:
            raise RuntimeError("read the stream to its end before asking for its problem")
        return self._source.problem

    def close(self) -> None:
        """Give up the rest of the stream."""
        self._source.close()


class _ArraySource:
    """The blocks of an array."""

    problem: str | None = None

    def __init__(self, samples: Block) -> None:
        self.closed = False
        self._left = samples

    def take(self) -> Block | None:
        block, self._left = self._left[:BLOCK], self._left[BLOCK:]
        return block if len(block) else None

    def close(self) -> None:
        self.closed = len(self._left) > 0


def from_samples(samples: npt.ArrayLike, rate: int = SAMPLE_RATE) -> AudioStream:
    """Make a stream of sound in memory.

    Parameters
    ----------
    samples
        Mono, shape (n,); int16, or floats in −1 … 1 (what exceeds them is clipped).
    rate
        Hz; other rates than 16 000 are resampled as those of files are.

    Raises
    ------
    ValueError
        If the shape is another, or a float is no finite number.
    """
    sound = to_int16(samples)
    declared_s = len(sound) / rate
    if rate != SAMPLE_RATE:
        from auditor.audio.convert import resample

        sound = resample(to_float(sound), rate)
    sound.flags.writeable = False
    return AudioStream(Header(declared_s, "pcm", rate, 1, "mono", 1), _ArraySource(sound))


def to_float(samples: Block) -> npt.NDArray[np.float32]:
    """Return int16 samples as float32 in −1 … 1."""
    return samples.astype(np.float32) / np.float32(2**15)


def to_int16(samples: npt.ArrayLike) -> Block:
    """Return a copy of mono samples, int16 or floats in −1 … 1, as int16.

    Raises
    ------
    ValueError
        If the shape is not (n,), the numbers are of another type, or not all finite.
    """
    array = np.asarray(samples)
    if array.ndim != 1:
        raise ValueError(f"samples have the shape {array.shape}, not (n,)")
    if array.dtype == np.int16:
        return array.copy()
    if array.dtype.kind != "f":
        raise ValueError(f"samples are {array.dtype}, not int16 or floats")
    if not np.isfinite(array).all():
        raise ValueError("samples hold numbers that are not finite")
    return np.clip(np.rint(array * 2.0**15), -(2**15), 2**15 - 1).astype(np.int16)
