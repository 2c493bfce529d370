"""How much memory this process takes."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

__all__ = ["resident_mb"]

_STATM = Path("/proc/self/statm")


def resident_mb() -> float:
    """Return the resident memory of this process in MB (10**6 bytes).

    Now where the kernel tells (Linux), at its highest so far elsewhere.
    """
    if _STATM.exists():
        pages = int(_STATM.read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return highest / 1e6 if sys.platform == "darwin" else highest * 1024 / 1e6
