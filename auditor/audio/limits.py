"""How much one foreign file may cost."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.errors import UsageError


@dataclass(frozen=True)
class Limits:
    """What decoding one file may cost, and how long a child process lives.

    Attributes
    ----------
    max_s
        Seconds of sound; what comes after is left out and the recording is partial.
    cpu_s
        Seconds of processor time for one file, after which the kernel ends the child. An hour of
        MP3 takes 4 to 6.
    wait_s
        Seconds without an answer, while one is awaited, after which the child is killed.
    memory_mb
        Mebibytes of address space that a file may need on top of what the idle child has.
    files
        Files after which the child is replaced, so that no leak in a decoder can build up.
    """

    max_s: float = 12 * 3600
    cpu_s: int = 300
    wait_s: float = 60
    memory_mb: int = 512
    files: int = 1000

    def __post_init__(self) -> None:
        for name in ("max_s", "cpu_s", "wait_s", "memory_mb", "files"):
            if not getattr(self, name) > 0:
                raise UsageError(
                    f"the decoding limit {name} is {getattr(self, name)!r}",
                    remedy="Give a number above 0.",
                )
