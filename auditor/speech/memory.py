"""How much memory this process holds, and giving back what it no longer needs."""

from __future__ import annotations

import ctypes
import os
import threading
from pathlib import Path
from weakref import WeakKeyDictionary, WeakSet

__all__ = ["MAX_MEMORY_MB", "MemoryBound", "give_back", "resident_mb"]

MAX_MEMORY_MB = 440
"""Two decoders of Vosk small that pass it together stay under 500 MB until one is made anew."""
_STATM = Path("/proc/self/statm")
_UNREADABLE_AGE_S = 600.0
"""Seconds of sound after which a decoder has grown as far as it does; where memory cannot be read,
it is then made anew."""


class MemoryBound:
    """Tells decoders that share a process which of them should begin anew once it is too large.

    One at a time does, and one that has grown for long: it holds most, and what it gives back
    leaves the others room to stay as they are. A decoder made anew is slow for a minute.

    Parameters
    ----------
    max_mb
        Resident memory in MB that is not to be passed for long.
    """

    def __init__(self, max_mb: float = MAX_MEMORY_MB) -> None:
        self._max_mb = max_mb
        self._ages: WeakKeyDictionary[object, float] = WeakKeyDictionary()
        self._due: WeakSet[object] = WeakSet()
        self._lock = threading.Lock()

    def outgrown(self, decoder: object, age_s: float) -> bool:
        """Return whether ``decoder`` should be made anew.

        Where the bound is passed and another one is more than twice as old, that one's turn comes
        when it asks next; if somebody else asks before, it is theirs.

        Parameters
        ----------
        decoder
            Who asks.
        age_s
            Seconds of sound that it decoded since it was made.
        """
        with self._lock:
            self._ages[decoder] = age_s
            if decoder in self._due:
                return True
            if not self._passed(age_s):
                return False
            if not self._due:
                oldest = max(self._ages, key=self._ages.__getitem__)
                if self._ages[oldest] > 2.0 * age_s:
                    self._due.add(oldest)
                    return False
            return True

    def renewed(self, decoder: object) -> None:
        """Learn that ``decoder`` has been made anew, for whatever reason."""
        with self._lock:
            self._ages[decoder] = 0.0
            self._due.clear()

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
