"""Utterances to speakers, across the recordings of one person or vehicle.

Agglomerative, average linkage over the logarithms of likelihood ratios (scipy). Two groups are
merged when their utterances support one voice by :data:`MERGE_LOG10` on average: to take two
people for one puts words into somebody's mouth and is held ten times as bad as to leave one
person's speech in two groups, which a listener mends with one merge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from auditor.records import Recording, SpeakerVector, Transcript, Utterance
from auditor.speech.voices.decisions import Decisions
from auditor.speech.voices.naming import named_speakers
from auditor.speech.voices.scoring import LEAST_S, Link, pooled, pooled_seconds, scorer, seconds_of
from auditor.speech.voices.speakers import How, Member, Speakers, Unknown
from auditor.speech.voices.units import Unit, units_of

__all__ = ["ASSUME_LOG10", "MERGE_LOG10", "cluster"]

MERGE_LOG10 = 1.0
"""Wrong merges cost ten times as much as missed ones, at even odds beforehand."""
ASSUME_LOG10 = 0.5
"""From here a short utterance is taken for the only speaker of its recording, marked ``assumed``.
With less it stays unknown: who speaks shortly after somebody else is often who answers them."""
_MOST = 3000
"""Units of one person that found speakers, the longest; memory grows with their square."""
_NEVER = 1e9
"""A distance that no average with possible ones brings under a threshold."""


@dataclass
class _Group:
    """A speaker that grows."""

    units: list[Unit] = field(default_factory=list)
    hows: list[How] = field(default_factory=list)

    def add(self, unit: Unit, how: How) -> None:
        self.units.append(unit)
        self.hows.append("decided" if unit.decided else how)

    def vector(self) -> SpeakerVector | None:
        found = [unit.vector for unit in self.units if unit.vector is not None]
        return pooled(found) if found else None


def cluster(
    transcripts: Iterable[Transcript],
    recordings: Mapping[str, Recording],
    *,
    decisions: Decisions | None = None,
) -> Speakers:
    """Return who spoke, told apart within the recordings of each person.

    Parameters
    ----------
    transcripts
        With speaker vectors; utterances without stay unknown.
    recordings
        By id; those of one ``person`` are compared with each other.
    decisions
        What people who listened decided: stronger than any likelihood ratio.

    Returns
    -------
    Speakers
        Each utterance is of one speaker, or unknown with a reason.
    """
    decisions = decisions or Decisions()
    by_person: dict[str, list[Utterance]] = defaultdict(list)
    for transcript in transcripts:
        by_person[recordings[transcript.recording_id].person].extend(transcript.utterances)
    found = Speakers((), ())
    for person, spoken in sorted(by_person.items()):
        utterances = sorted(spoken, key=lambda one: _place(one, recordings))
        groups, left = _grouped(units_of(utterances, decisions), decisions)
        speakers = named_speakers(person, map(_members, groups), utterances, decisions)
        unknown = [
            Unknown(one.id, one.recording_id, person, unit.seconds, _why(unit))
            for unit in left
            for one in unit.utterances
        ]
        found = Speakers((*found.speakers, *speakers), (*found.unknown, *unknown))
    return found


def _place(utterance: Utterance, recordings: Mapping[str, Recording]) -> tuple[str, str, float]:
    recording = recordings[utterance.recording_id]
    begun = recording.started_at.isoformat() if recording.started_at else ""
    return begun, recording.name, utterance.start_s


def _grouped(units: Sequence[Unit], decisions: Decisions) -> tuple[list[_Group], list[Unit]]:
    """Return the speakers, and the units that are nobody's."""
    able = [unit for unit in units if unit.seconds >= LEAST_S]
    longest = sorted(able, key=lambda unit: -unit.seconds)[:_MOST]
    chosen = {id(unit) for unit in longest}
    groups = _linked([unit for unit in units if id(unit) in chosen])
    rest = [unit for unit in units if id(unit) not in chosen]
    # What a person put together is a speaker even if no machine could tell its voice.
    for unit in rest:
        if unit.decided:
            groups.append(_Group([unit], ["decided"]))
    left = _attach([unit for unit in rest if not unit.decided], groups)
    called = {each.utterance for each in decisions.named}
    known = [unit for unit in left if any(one.id in called for one in unit.utterances)]
    groups += [_Group([unit], ["decided"]) for unit in known]
    return groups, [unit for unit in left if unit not in known]


def _linked(founders: Sequence[Unit]) -> list[_Group]:
    if not founders:
        return []
    groups: dict[int, _Group] = defaultdict(_Group)
    for label, unit in zip(_labels(founders), founders, strict=True):
        groups[label].add(unit, "compared")
    return list(groups.values())


def _labels(founders: Sequence[Unit]) -> list[int]:
    if len(founders) == 1:
        return [0]
    from scipy.cluster.hierarchy import fcluster, linkage

    bound = scorer().bound
    distances = bound - _log_ratios([unit.vector for unit in founders if unit.vector])
    limited = [index for index, unit in enumerate(founders) if unit.sides]
    for one in limited:
        for other in limited:
            if not founders[one].may_join([founders[other]]):
                distances[one, other] = _NEVER
    tree = linkage(distances[np.triu_indices(len(founders), 1)], "average")
    return [int(label) for label in fcluster(tree, bound - MERGE_LOG10, "distance")]


def _log_ratios(vectors: Sequence[SpeakerVector]) -> npt.NDArray[np.float64]:
    projected = scorer().project([vector.values for vector in vectors])
    seconds = np.array([seconds_of(vector) for vector in vectors])
    pairwise = pooled_seconds(seconds[:, None], seconds[None, :])
    return scorer().log10_lr(projected @ projected.T, pairwise)


def _attach(rest: Sequence[Unit], groups: Sequence[_Group]) -> list[Unit]:
    """Give each unit to the speaker it fits; return those that fit none.

    Speakers count as they were founded, so that the order of the units does not matter.
    """
    vectors = [group.vector() for group in groups]
    founded = [tuple(group.units) for group in groups]
    heard_in: dict[str, set[int]] = defaultdict(set)
    for index, units in enumerate(founded):
        for unit in units:
            for one in unit.utterances:
                heard_in[one.recording_id].add(index)
    left = []
    for unit in rest:
        ratios = {
            index: _log_ratio(unit.vector, vectors[index])
            for index in range(len(groups))
            if unit.may_join(founded[index])
        }
        best = max(ratios, key=lambda index: ratios[index], default=None)
        if best is not None and ratios[best] >= MERGE_LOG10:
            groups[best].add(unit, "compared")
            continue
        present = set().union(*(heard_in[one.recording_id] for one in unit.utterances))
        only = present.pop() if len(present) == 1 else None
        if only is not None and ratios.get(only, 0.0) >= ASSUME_LOG10:
            groups[only].add(unit, "assumed")
        else:
            left.append(unit)
    return left


def _log_ratio(one: SpeakerVector | None, other: SpeakerVector | None) -> float:
    """Return the log likelihood ratio; 0.0, which tells nothing, where a vector is missing."""
    return scorer().link(one, other).log10_lr if one and other else 0.0


def _members(group: _Group) -> list[Member]:
    links = _links_to_rest(group.units)
    return [
        Member(one.id, one.recording_id, round(one.end_s - one.start_s, 2), link, how)
        for unit, link, how in zip(group.units, links, group.hows, strict=True)
        for one in unit.utterances
    ]


def _links_to_rest(units: Sequence[Unit]) -> list[Link | None]:
    """Return how far each unit is of one voice with all the others together."""
    voiced = [unit.vector for unit in units if unit.vector is not None]
    if len(voiced) < 2:
        return [None] * len(units)
    frames = sum(vector.frames for vector in voiced)
    total = sum(np.asarray(vector.values) * vector.frames for vector in voiced)
    links: list[Link | None] = []
    for unit in units:
        own = unit.vector
        if own is None:
            links.append(None)
            continue
        rest = (total - np.asarray(own.values) * own.frames) / (frames - own.frames)
        links.append(scorer().link(own, SpeakerVector(tuple(rest), frames - own.frames)))
    return links


def _why(unit: Unit) -> str:
    if unit.vector is None:
        return "too little speech for a voice"
    if unit.seconds < LEAST_S:
        return "too short to tell, and not surely of the only speaker nearby"
    return "like no speaker"
