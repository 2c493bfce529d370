"""Cutting a stream of sound into windows that fit in memory, at quiet places."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from auditor.records import SAMPLE_RATE
from auditor.speech.protocol import Sound

__all__ = ["windows"]

_SEARCH_S = 20.0
_QUIET_S = 0.2


def windows(
    sound: Sound, *, longest_s: float = 300.0
) -> Iterator[tuple[float, npt.NDArray[np.float32]]]:
    """Yield (start in seconds, samples in −1 … 1) windows of at most ``longest_s`` seconds.

    A longer stream is cut at the quietest fifth of a second among the last 20 s of each window,
    so that a word is seldom cut in two. Memory is bounded by two windows.
    """
    longest = int(longest_s * SAMPLE_RATE)
    kept: list[npt.NDArray[np.int16]] = []
    length = 0
    start = 0
    for block in sound:
        kept.append(block)
        length += block.size
        if length >= longest:
            samples = np.concatenate(kept)
            cut = _quietest(samples[:longest])
            yield start / SAMPLE_RATE, _as_float(samples[:cut])
            kept, length, start = [samples[cut:]], samples.size - cut, start + cut
    if length:
        yield start / SAMPLE_RATE, _as_float(np.concatenate(kept))


def _as_float(samples: npt.NDArray[np.int16]) -> npt.NDArray[np.float32]:
    return samples.astype(np.float32) / 32768.0


def _quietest(samples: npt.NDArray[np.int16]) -> int:
    """Return the index in the middle of the quietest stretch near the end of ``samples``."""
    quiet = int(_QUIET_S * SAMPLE_RATE)
    search = min(int(_SEARCH_S * SAMPLE_RATE), samples.size // 2)
    tail = samples[samples.size - search :].astype(np.float64)
    whole = tail[: tail.size // quiet * quiet].reshape(-1, quiet)
    energies = np.square(whole).sum(axis=1)
    # Of equally quiet stretches the last is taken: the window stays as long as it can be.
    best = energies.size - 1 - int(np.argmin(energies[::-1]))
    return int(samples.size - search + best * quiet + quiet // 2)
