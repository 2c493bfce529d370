"""How much memory this process holds, and giving back what it no longer needs."""

from __future__ import annotations

import ctypes
import os
import threading
from pathlib import Path

__all__ = ["MAX_MEMORY_MB", "MemoryBound", "give_back", "resident_mb"]

MAX_MEMORY_MB = 400
"""Two decoders of Vosk small that pass it together stay under 500 MB until they are made anew."""
_STATM = Path("/proc/self/statm")
_UNREADABLE_AGE_S = 600.0
"""Seconds of sound after which a decoder has grown as far as it does; where memory cannot be read,
it is then made anew."""


class MemoryBound:
    """Tells decoders that share a process when it has grown too large, so that all begin anew.

    Parameters
    ----------
    max_mb
        Resident memory in MB that is not to be passed for long.
    """

    def __init__(self, max_mb: float = MAX_MEMORY_MB) -> None:
        self._max_mb = max_mb
        self._generation = 0
        self._lock = threading.Lock()

    @property
    def generation(self) -> int:
        """How many times the bound was passed."""
        return self._generation

    def outgrown(self, generation: int, age_s: float) -> bool:
        """Return whether a decoder should be made anew.

        Once one decoder finds the bound passed, every decoder that is older than this is outgrown:
        the memory is theirs together, and the one that asks may hold least of it.

        Parameters
        ----------
        generation
            What :attr:`generation` was when the decoder was made.
        age_s
            Seconds of sound that it decoded since.
        """
        with self._lock:
            if generation == self._generation and self._passed(age_s):
                self._generation += 1
            return generation < self._generation

    def _passed(self, age_s: float) -> bool:
        held = resident_mb()
        return age_s > _UNREADABLE_AGE_S if held is None else held > self._max_mb


def resident_mb() -> float | None:
    """Return this process's resident memory in MB, or None where the system does not tell."""
    try:
        pages = int(_STATM.read_bytes().split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def give_back() -> None:
    """Return freed memory to the system: the GNU library keeps it for itself until it is told."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)
