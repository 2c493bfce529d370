"""Finding the recordings below a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["MEDIA_SUFFIXES", "Found", "walk"]

MEDIA_SUFFIXES = frozenset(
    {
        *(".aac", ".aif", ".aiff", ".amr", ".au", ".caf", ".flac", ".m4a", ".m4b", ".mka"),
        *(".mp3", ".oga", ".ogg", ".opus", ".wav", ".wave", ".wma"),
        *(".3gp", ".mkv", ".mov", ".mp4", ".webm"),
    }
)
"""Endings of files that are taken for recordings; whether they are is found when decoding."""

MANIFESTS = ("manifest.csv", "manifest.json")


@dataclass(frozen=True)
class Found:
    """Something below a folder: a file worth reading, or a problem in getting there."""

    path: Path
    problem: str | None = None


def walk(folder: Path) -> Iterator[Found]:
    """Yield the files below ``folder`` that may hold recordings, sorted, links followed.

    A folder that holds a manifest yields that manifest alone: it says what the corpus is. A link
    that leads back to a folder above it is a problem, as is a folder that cannot be read.
    """
    yield from _walk(folder, ())


def _walk(folder: Path, above: tuple[tuple[int, int], ...]) -> Iterator[Found]:
    try:
        status = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield Found(folder, f"the folder cannot be read ({error.strerror or error})")
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        yield Found(folder, "a directory loop: this link leads back to a folder above it")
        return
    manifest = next((folder / name for name in MANIFESTS if (folder / name).is_file()), None)
    if manifest is not None:
        yield Found(manifest)
        return
    for entry in entries:
        yield from _entry(entry, (*above, here))


def _entry(entry: os.DirEntry[str], above: tuple[tuple[int, int], ...]) -> Iterator[Found]:
    path = Path(entry.path)
    if entry.name.startswith("."):
        return
    try:
        is_folder = entry.is_dir()
    except OSError as error:
        yield Found(path, f"cannot be read ({error.strerror or error})")
        return
    if is_folder:
        yield from _walk(path, above)
    elif path.suffix.lower() in MEDIA_SUFFIXES | {".jsonl", ".json"}:
        yield Found(path)
