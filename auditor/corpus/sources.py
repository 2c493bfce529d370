"""One source to items: which kind of file it is, and how it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from auditor.corpus.folders import MANIFESTS, MEDIA_SUFFIXES, walk
from auditor.corpus.items import Given, Identities, Item, failed, sound_item
from auditor.corpus.manifest import Entry, read_manifest
from auditor.corpus.transcripts import read_transcripts
from auditor.corpus.truth import is_truth_file, read_truth
from auditor.corpus.truth_items import truth_items
from auditor.errors import AuditorError
from auditor.records import Language, RecordingRow

__all__ = ["load"]

Kind = Literal["manifest", "transcript", "truth", "sound"]


def load(sources: Sequence[str | Path], *, language: Language | None = None) -> Iterator[Item]:
    """Yield what the sources hold, in a stable order.

    Parameters
    ----------
    sources
        Recordings, folders, manifests (CSV, JSON), truth files, transcripts (JSONL).
    language
        The language of recordings whose source does not say; None leaves it open.

    Yields
    ------
    Recording, Given or RecordingRow
        A recording to be heard, a text given instead, or a row with ``status="failed"``.
    """
    identities = Identities()
    for source in sources:
        path = Path(source)
        for item in _source(path, identities):
            yield _with_language(item, language)


def _with_language(item: Item, language: Language | None) -> Item:
    if language is None:
        return item
    if isinstance(item, Given) and item.recording.language is None:
        return replace(item, recording=replace(item.recording, language=language))
    if not isinstance(item, Given) and item.language is None:
        return replace(item, language=language)
    return item


def _source(path: Path, identities: Identities) -> Iterator[Item]:
    if path.is_dir():
        yield from _folder(path, identities)
    elif path.exists() or path.is_symlink():
        yield from _file(path, path.name, path.stem, identities)
    else:
        yield failed(str(path), "there is no such file or folder: check the path")


def _folder(folder: Path, identities: Identities) -> Iterator[Item]:
    root = folder.resolve().name
    found = list(walk(folder))
    spoken_for = {sound for entry in found for sound in _truth_sounds(entry.path)}
    for entry in found:
        name = "/".join((root, *entry.path.relative_to(folder).parts))
        if entry.problem:
            yield failed(name, entry.problem)
        elif _kind(entry.path) is not None and entry.path.resolve() not in spoken_for:
            yield from _file(entry.path, name, entry.path.parent.resolve().name, identities)
    if not any(_kind(entry.path) for entry in found if not entry.problem):
        yield failed(root, "no recording was found here: nothing below has a sound file's ending")


def _kind(path: Path) -> Kind | None:
    """Return what a file below a folder is taken for; None when it is no source at all."""
    suffix = path.suffix.lower()
    if path.name in MANIFESTS:
        return "manifest"
    if suffix == ".jsonl":
        return "transcript"
    if suffix == ".json":
        return "truth" if is_truth_file(path) else None
    return "sound" if suffix in MEDIA_SUFFIXES else None


def _truth_sounds(path: Path) -> set[Path]:
    """Return the sounds that a truth file speaks for, so that a folder lists them once."""
    if _kind(path) != "truth":
        return set()
    try:
        utterances = read_truth(path).utterances
    except AuditorError:
        return set()  # its own row says why
    return {utterance.audio.resolve() for utterance in utterances if utterance.audio}


def _file(path: Path, name: str, person: str, identities: Identities) -> Iterator[Item]:
    suffix = path.suffix.lower()
    try:
        if suffix == ".json" and is_truth_file(path):
            yield from truth_items(read_truth(path), name, identities)
        elif suffix in (".csv", ".json"):
            yield from _manifest(path, name, person, identities)
        elif suffix == ".jsonl":
            yield from read_transcripts(path, name, person, identities)
        else:
            yield sound_item(path, name, person, identities, {})
    except AuditorError as error:
        yield failed(name, str(error))
    except OSError as error:
        yield failed(name, f"cannot be read ({error.strerror or error})")


def _manifest(path: Path, name: str, person: str, identities: Identities) -> Iterator[Item]:
    seen: set[tuple[str, str]] = set()
    empty = True
    for entry in read_manifest(path):
        empty = False
        yield _manifest_row(path, name, person, entry, identities, seen)
    if empty:
        yield failed(name, "the manifest lists no recording")


def _manifest_row(
    manifest: Path,
    name: str,
    person: str,
    entry: Entry,
    identities: Identities,
    seen: set[tuple[str, str]],
) -> Item:
    base = name.rpartition("/")[0]
    shown = f"{base}/{entry.path}" if base else entry.path
    if entry.row is None:
        return failed(shown or entry.where, f"{entry.where}: {entry.problem}")
    who = entry.row.person or person
    if (entry.row.path, who) in seen:
        return RecordingRow(
            name=shown,
            status="duplicate",
            person=who,
            problem=f"{entry.where}: this path is listed above for the same person",
        )
    seen.add((entry.row.path, who))
    facts = entry.row.model_dump(exclude={"path", "person"})
    item = sound_item(manifest.parent / entry.row.path, shown, who, identities, facts)
    if isinstance(item, RecordingRow):
        return replace(item, person=who, problem=f"{entry.where}: {item.problem}")
    return item
