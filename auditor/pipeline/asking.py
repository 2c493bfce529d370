"""Questions to an audit: why a claim is made, what some words change, who is one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor import evidence
from auditor.errors import UsageError
from auditor.evidence import Stretch, clocks
from auditor.evidence.persons import Persons, Settings, tell_persons
from auditor.pipeline.evidencing import Heard, heard_by, without
from auditor.pipeline.graphing import decisions_of, graph_of
from auditor.pipeline.speaking import heard_in
from auditor.records import Claim, Profile

__all__ = ["Remains", "Why", "jumps_of", "persons_of", "remains", "why"]

_LEAST_CHANGE = 0.005
"""Probabilities are printed to two decimals: what changes less did not change."""


@dataclass(frozen=True)
class Why:
    """A claim of somebody, with the seconds that speak for it and against it."""

    person: str
    claim: Claim
    supporting: tuple[Stretch, ...]
    contrary: tuple[Stretch, ...]


@dataclass(frozen=True)
class Remains:
    """What some utterances change: (before, after) of each claim, None where there is none."""

    person: str
    lost: tuple[Claim, ...]
    changed: tuple[tuple[Claim, Claim], ...]
    kept: tuple[Claim, ...]
    gained: tuple[Claim, ...]


def why(folder: Path, claim_id: str) -> Why:
    """Return the seconds that a claim of an audit rests on.

    Raises
    ------
    UsageError
        If the folder is no audit or nobody in it has such a claim.
    """
    decisions = decisions_of(folder)
    wanted = claim_id.removeprefix("claim:")
    for heard in heard_by(folder):
        graphed = graph_of(heard, decisions)
        for claim in graphed.profile.claims:
            if claim.id == wanted:
                return Why(
                    heard.person,
                    claim,
                    evidence.seconds_for(graphed.graph, claim.id),
                    evidence.seconds_against(graphed.graph, claim.id),
                )
    raise UsageError(
        f"there is no claim {claim_id!r}", where=str(folder), remedy="profile.json lists them."
    )


def remains(folder: Path, utterances: Sequence[str]) -> list[Remains]:
    """Return, for each person who said some of the utterances, what would be left without them.

    Everything after hearing is worked out again: entities, graph, profile.

    Raises
    ------
    UsageError
        If the folder is no audit, or holds no such utterance.
    """
    decisions = decisions_of(folder)
    everybody = heard_by(folder)
    said = {one.id: heard.person for heard in everybody for one in heard.utterances}
    unknown = sorted(set(utterances) - said.keys())
    if unknown:
        raise UsageError(
            f"there is no utterance {', '.join(unknown)}",
            where=str(folder),
            remedy="transcripts/ and attributes.csv have their ids.",
        )
    persons = {said[each] for each in utterances}
    return [
        _compared(
            graph_of(heard, decisions).profile,
            graph_of(without(heard, utterances), decisions).profile
            if len(heard.utterances) > len(set(utterances) & _ids(heard))
            else Profile(heard.person, ()),
        )
        for heard in everybody
        if heard.person in persons
    ]


def _ids(heard: Heard) -> set[str]:
    return {one.id for one in heard.utterances}


def _compared(before: Profile, after: Profile) -> Remains:
    left = {claim.id: claim for claim in after.claims}
    had = {claim.id for claim in before.claims}
    both = [(claim, left[claim.id]) for claim in before.claims if claim.id in left]

    def changed(pair: tuple[Claim, Claim]) -> bool:
        return abs(pair[0].probability - pair[1].probability) >= _LEAST_CHANGE

    return Remains(
        person=before.person,
        lost=tuple(claim for claim in before.claims if claim.id not in left),
        changed=tuple(pair for pair in both if changed(pair)),
        kept=tuple(pair[1] for pair in both if not changed(pair)),
        gained=tuple(claim for claim in after.claims if claim.id not in had),
    )


def persons_of(folder: Path, settings: Settings | None = None) -> Persons:
    """Return which recordings of an audit are of one person, by voice where voices are stored.

    Raises
    ------
    UsageError
        If the folder is no audit.
    """
    heard = heard_by(folder)
    try:
        transcripts, _ = heard_in(folder)
        spoken = [one for each in transcripts for one in each.utterances]
    except UsageError:
        spoken = [one for each in heard for one in each.utterances]
    known = {one.id for one in spoken}
    return tell_persons(
        [one for each in heard for one in each.recordings],
        spoken,
        [one for each in heard for one in each.attributes if one.utterance_id in known],
        settings=settings,
    )


def jumps_of(folder: Path) -> list[tuple[str, str]]:
    """Return (recording's name, why) of each recording of an audit whose clock cannot be right.

    Raises
    ------
    UsageError
        If the folder is no audit.
    """
    heard = heard_by(folder)
    recordings = {one.id: one for each in heard for one in each.recordings}
    seconds: dict[str, float] = {}
    for each in heard:
        for one in each.utterances:
            seconds[one.recording_id] = max(seconds.get(one.recording_id, 0.0), one.end_s)
    found = clocks.doubtful(recordings.values(), seconds)
    return [(recordings[jump.recording].name, jump.why) for jump in found]
