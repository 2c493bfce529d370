"""The files of a model: their SHA-256, and how a folder compares with its pins."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

_LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class FilePin:
    """The size in bytes and the SHA-256 that one file must have."""

    size: int
    sha256: str


Pins = Mapping[str, FilePin]
"""The pins of a folder, by path inside it (with forward slashes)."""


@dataclass(frozen=True)
class FileCheck:
    """How one file compares with its pin.

    ``expected`` is None for a file that does not belong to the model, ``found`` is None for one
    that is missing.
    """

    path: str
    expected: FilePin | None
    found: FilePin | None

    @property
    def ok(self) -> bool:
        """Whether the file is the one that was pinned."""
        return self.expected == self.found

    @property
    def problem(self) -> str:
        """What is wrong with the file, in one clause; empty when nothing is."""
        if self.ok:
            return ""
        if self.expected is None:
            return f"{self.path} does not belong to the model"
        if self.found is None:
            return f"{self.path} is missing"
        if self.found.size < self.expected.size:
            return f"{self.path} is cut short: {self.found.size} of {self.expected.size} bytes"
        if self.found.size > self.expected.size:
            return f"{self.path} is too long: {self.found.size} for {self.expected.size} bytes"
        return (
            f"{self.path} has been changed: its SHA-256 begins {self.found.sha256[:12]}, "
            f"the pinned one {self.expected.sha256[:12]}"
        )


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in lower-case hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def pin_file(path: Path) -> FilePin:
    """Return the pin that ``path`` has now."""
    return FilePin(path.stat().st_size, sha256(path))


def pin_bytes(content: bytes) -> FilePin:
    """Return the pin that a file with this content has."""
    return FilePin(len(content), hashlib.sha256(content).hexdigest())


def pin_files(folder: Path, names: Iterable[str]) -> dict[str, FilePin]:
    """Return the pins of those of ``names`` that are files of ``folder``."""
    return {name: pin_file(folder / name) for name in names if (folder / name).is_file()}


def listing(folder: Path) -> list[str]:
    """Return the path of every file below ``folder``, with forward slashes, sorted.

    What file managers leave in every folder they show is passed over.
    """
    return sorted(
        Path(parent, name).relative_to(folder).as_posix()
        for parent, _, names in os.walk(folder)
        for name in names
        if name not in _LITTER
    )


def digest(pins: Pins) -> str:
    """Return one SHA-256 for a whole folder.

    It is the SHA-256 of the lines ``<sha256>  <path>`` of its files, sorted by path: what
    ``sha256sum`` prints for them in the C locale, hashed by ``sha256sum`` again.
    """
    lines = (f"{pins[path].sha256}  {path}\n" for path in sorted(pins))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def check(folder: Path, pins: Pins) -> list[FileCheck]:
    """Compare every file of ``folder`` with ``pins``; a file without a pin is a problem too."""
    found = pin_files(folder, listing(folder))
    names = sorted(pins.keys() | found.keys())
    return [FileCheck(name, pins.get(name), found.get(name)) for name in names]


def problems(checks: Iterable[FileCheck]) -> str:
    """Return what is wrong, naming the first three files; empty when nothing is."""
    wrong = [one.problem for one in checks if not one.ok]
    more = f"; and {len(wrong) - 3} more files" if len(wrong) > 3 else ""
    return "; ".join(wrong[:3]) + more
