"""What a source yields: recordings, texts given instead of sound, and rows that failed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from auditor.records import Recording, RecordingRow, Word

__all__ = ["Given", "GivenLine", "Identities", "Item", "failed", "sound_item"]


@dataclass(frozen=True)
class GivenLine:
    """One utterance given as text; ``words`` carry times only where the source has them."""

    id: str
    text: str
    at: datetime | None
    words: tuple[Word, ...] | None = None


@dataclass(frozen=True)
class Given:
    """A recording of which only text was given; ``problem`` tells which lines were left out."""

    recording: Recording
    lines: tuple[GivenLine, ...]
    problem: str | None = None


Item = Recording | Given | RecordingRow


def failed(name: str, problem: str) -> RecordingRow:
    """Return the row of something that could not even become a recording."""
    return RecordingRow(name=name, status="failed", problem=problem)


def _sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, read in blocks.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


class Identities:
    """Gives each recording its id: a hash of content, path inside the source, and person.

    The same sound under two persons, or listed twice, keeps two rows; the n-th occurrence of the
    same three takes n into its id, so that ids never repeat within an audit.
    """

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str, str]] = Counter()

    def recording(
        self, path: Path | None, name: str, sha256: str, person: str, facts: Mapping[str, Any]
    ) -> Recording:
        """Return a recording with its id; ``facts`` are its other fields."""
        key = (sha256, name, person)
        self._seen[key] += 1
        text = "\0".join((*key, str(self._seen[key])))
        identity = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        return Recording(id=identity, sha256=sha256, path=path, name=name, person=person, **facts)


def sound_item(
    path: Path, name: str, person: str, identities: Identities, facts: Mapping[str, Any]
) -> Item:
    """Return the recording in a file, or the row that says why it cannot be one."""
    if not path.is_file():
        return failed(name, "is not a regular file" if path.exists() else "there is no such file")
    try:
        return identities.recording(path, name, _sha256_of(path), person, facts)
    except OSError as error:
        return failed(name, f"cannot be read ({error.strerror or error})")
