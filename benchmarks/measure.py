"""What a whole process costs, as the operating system counts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Usage:
    """Processor and wall seconds, and the largest resident memory of one process in MB.

    Processor seconds take in the children that the process waited for.
    """

    cpu_s: float
    wall_s: float
    peak_mb: float
    code: int


def usage_of(command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> Usage:
    """Run a command with its output thrown away and return what it cost."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **(env or {})},
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return Usage(
        used.ru_utime + used.ru_stime,
        time.monotonic() - begun,
        used.ru_maxrss / unit,
        process.returncode,
    )


def save(name: str, result: object) -> Path:
    """Write a result as ``benchmarks/results/NAME.json`` and return the path."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(result, indent=1, default=_plain) + "\n", encoding="utf-8")
    return path


def _plain(value: object) -> object:
    return asdict(value) if isinstance(value, Usage) else str(value)


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a plain text table."""
    cells = [[str(each) for each in row] for row in [head, *rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in cells
    ]
    return "\n".join(line.rstrip() for line in [lines[0], "-" * len(lines[0]), *lines[1:]])
