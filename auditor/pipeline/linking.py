"""Whether earlier and later recordings of one person can be told to belong together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from auditor.errors import UsageError
from auditor.pipeline.audited import Audited
from auditor.pipeline.speaking import heard_in
from auditor.records import Recording, Risk, SpeakerVector, Transcript
from auditor.risk.likeness import content_likeness, fused, voice_likeness
from auditor.risk.linkage import linkage, linked_persons

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["linked"]

Halves = Mapping[str, tuple[frozenset[str], frozenset[str]]]
"""The recordings of each person: the earlier half and the later one."""


def linked(
    folder: Path, audited: Audited, *, seed: int = 0
) -> tuple[tuple[Risk, ...], tuple[str, ...]]:
    """Return measures of linkage by content, by voice and by both, and what could not be measured.

    Of everybody with two recordings or more, the earlier half of the recordings is compared with
    the later half of everybody's: no drive is in both.

    Parameters
    ----------
    folder
        Of the audit; its store may hold voices.
    audited
        What was read from it.
    seed
        Of the sample of persons, where there are many, and of the permutations.
    """
    halves = _halves(audited)
    if len(halves) < 2:
        return (), ("Linkage needs two persons with two recordings each: not measured.",)
    every = sorted(halves)
    persons = [every[at] for at in linked_persons(len(every), seed)]
    content = _by_content(audited, halves, persons)
    risks = _risks("content", content, seed)
    try:
        transcripts, _ = heard_in(folder)
    except UsageError:
        return risks, ("No voices are stored with the audit: linkage by content alone.",)
    vectors = [_voices(transcripts, halves, persons, part) for part in (0, 1)]
    if vectors[0] is None or vectors[1] is None:
        return risks, ("Not everybody has a voice in both halves: linkage by content alone.",)
    voice = voice_likeness(vectors[0], vectors[1])
    both = fused(content, voice)
    return (*risks, *_risks("voice", voice, seed), *_risks("both", both, seed)), ()


def _risks(by: str, likeness: npt.NDArray[np.float64], seed: int) -> tuple[Risk, ...]:
    found = linkage(by, likeness, seed=seed)
    return found.equal_error_rate, found.true_positives, found.d_sys, found.top_one


def _halves(audited: Audited) -> Halves:
    of: dict[str, list[Recording]] = {}
    for name in audited.transcripts:
        recording = audited.recordings[name]
        of.setdefault(recording.person, []).append(recording)
    found = {}
    for person, recordings in of.items():
        if len(recordings) > 1:
            ids = [each.id for each in sorted(recordings, key=_begun)]
            middle = len(ids) // 2
            found[person] = frozenset(ids[:middle]), frozenset(ids[middle:])
    return found


def _begun(recording: Recording) -> tuple[bool, datetime, str, str]:
    at = recording.started_at or datetime.min
    # Sources with and without an offset can meet in one audit; UTC is a guess that only orders.
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return recording.started_at is None, at, recording.name, recording.id


def _by_content(
    audited: Audited, halves: Halves, persons: Sequence[str]
) -> npt.NDArray[np.float64]:
    home = {one.id: name for name, each in audited.transcripts.items() for one in each.utterances}
    items: dict[str, set[str]] = {}
    for each in audited.attributes:
        if each.hint:
            continue
        said = f"{each.category}={each.normalised}"
        items.setdefault(home[each.utterance_id], set()).add(said)
    one, other = (
        [set().union(*(items.get(name, ()) for name in halves[person][part])) for person in persons]
        for part in (0, 1)
    )
    return content_likeness(one, other)


def _voices(
    transcripts: Sequence[Transcript], halves: Halves, persons: Sequence[str], part: int
) -> npt.NDArray[np.float64] | None:
    """Return a mean vector a person, weighed by frames; None where somebody has no voice."""
    heard: dict[str, list[SpeakerVector]] = {}
    for each in transcripts:
        vectors = [one.speaker for one in each.utterances if one.speaker is not None]
        heard.setdefault(each.recording_id, []).extend(vectors)
    rows = []
    for person in persons:
        own = [one for name in sorted(halves[person][part]) for one in heard.get(name, ())]
        weights = [one.frames for one in own]
        if not sum(weights):
            return None
        rows.append(np.average([one.values for one in own], axis=0, weights=weights))
    return np.stack(rows)
