"""What an audit's folder keeps of what was heard, by person.

A person is the unit of everything that follows: their graph fits into memory whatever the corpus,
and a recording that is added touches only its person.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from auditor.errors import UsageError
from auditor.pipeline.speaking import recording_of
from auditor.records import Attribute, Recording, Utterance, Word

__all__ = ["Heard", "by_person", "heard_by", "key_of_heard", "without"]


@dataclass(frozen=True)
class Heard:
    """Everything heard of one person, in the order in which it was given."""

    person: str
    recordings: tuple[Recording, ...]
    utterances: tuple[Utterance, ...]
    attributes: tuple[Attribute, ...]


def by_person(
    recordings: Iterable[Recording],
    utterances: Iterable[Utterance],
    attributes: Iterable[Attribute],
) -> Iterator[Heard]:
    """Yield what was heard of each person, sorted by person; time and memory are linear."""
    owners: dict[str, str] = {}
    kept: dict[str, tuple[list[Recording], list[Utterance], list[Attribute]]] = defaultdict(
        lambda: ([], [], [])
    )
    for recording in recordings:
        owners[recording.id] = recording.person
        kept[recording.person][0].append(recording)
    speakers: dict[str, str] = {}
    for utterance in utterances:
        speakers[utterance.id] = owners[utterance.recording_id]
        kept[owners[utterance.recording_id]][1].append(utterance)
    for attribute in attributes:
        kept[speakers[attribute.utterance_id]][2].append(attribute)
    for person in sorted(kept):
        own = kept.pop(person)
        yield Heard(person, tuple(own[0]), tuple(own[1]), tuple(own[2]))


def without(heard: Heard, utterances: Iterable[str]) -> Heard:
    """Return what would have been heard if some utterances had not been said."""
    left_out = set(utterances)
    return replace(
        heard,
        utterances=tuple(one for one in heard.utterances if one.id not in left_out),
        attributes=tuple(one for one in heard.attributes if one.utterance_id not in left_out),
    )


def key_of_heard(heard: Heard) -> str:
    """Return a hash of everything that a person's graph and profile depend on.

    Where it is the same, what was concluded before still holds.
    """
    digest = hashlib.sha256(heard.person.encode("utf-8", "surrogateescape"))
    for one in (*heard.recordings, *heard.utterances, *heard.attributes):
        digest.update(repr(one).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def heard_by(folder: Path, person: str | None = None) -> list[Heard]:
    """Return what an audit heard of each person, from its transcripts and attributes.

    Parameters
    ----------
    folder
        That was given to ``auditor audit --out``.
    person
        Only this one.

    Raises
    ------
    UsageError
        If the folder is no audit, or no such person is in it.
    """
    table = folder / "attributes.parquet"
    if not table.is_file() or not (folder / "run.json").is_file():
        raise UsageError(
            "this is no audit",
            where=str(folder),
            remedy="Give the folder that was given to auditor audit --out.",
        )
    recordings, utterances = _transcripts(folder)
    found = list(by_person(recordings, utterances, _attributes(table)))
    if person is None:
        return found
    chosen = [one for one in found if one.person == person]
    if not chosen:
        known = ", ".join(one.person for one in found) or "none"
        raise UsageError(f"nobody here is called {person!r}", remedy=f"There are: {known}.")
    return chosen


def _transcripts(folder: Path) -> tuple[list[Recording], list[Utterance]]:
    run = json.loads((folder / "run.json").read_text("utf-8"))
    contents = {each["name"]: each["sha256"] for each in run["inputs"]}
    recordings, utterances = [], []
    for path in sorted((folder / "transcripts").glob("*.json")):
        written = json.loads(path.read_text("utf-8"))
        recording = recording_of(written, contents.get(written["name"]) or "")
        recordings.append(recording)
        utterances += [_utterance(each, recording.id) for each in written["utterances"]]
    return recordings, utterances


def _utterance(written: Mapping[str, Any], recording_id: str) -> Utterance:
    return Utterance(
        id=written["id"],
        recording_id=recording_id,
        start_s=written["start_s"],
        end_s=written["end_s"],
        words=tuple(Word(**word) for word in written["words"]),
        language=written["language"],
        at=datetime.fromisoformat(written["at"]) if written["at"] else None,
        addressed=written["addressed"],
        timed=written["timed"],
    )


def _attributes(path: Path) -> Iterator[Attribute]:
    import pyarrow.parquet as pq

    fields = (
        "category value normalised about utterance_id start_s end_s span_start span_end score why"
        " hint"
    )
    with pq.ParquetFile(path) as table:
        for batch in table.iter_batches(columns=fields.split()):
            for row in batch.to_pylist():
                start, end = row.pop("span_start"), row.pop("span_end")
                yield Attribute(**row, span=None if start is None else (start, end))
