"""What somebody holds, as an audit of its own: its graph, its profiles, the persons behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from auditor import evidence
from auditor.inference import conclude
from auditor.pipeline.audited import Audited
from auditor.recipients import Held
from auditor.records import Profile

__all__ = ["as_audit", "standing_for", "without_hours"]

Score = Callable[[Profile], float]


def as_audit(
    audited: Audited, held: Held, persons: Sequence[str], *, dates_only: bool = False
) -> Audited:
    """Return what is held as an audit: of ``persons`` of whom nothing is left, empty profiles.

    With ``dates_only`` clock times are midnights that stand for days, and tell no hour.
    Decisions are carried by the id of the claim: what a reviewer rejected stays rejected.
    """
    timed = without_hours(held) if dates_only else held
    graph = evidence.build(timed.recordings, timed.utterances, timed.attributes)
    left = set(held.persons)
    profiles = tuple(
        conclude(graph, person).profile if person in left else Profile(person, ())
        for person in sorted({*persons, *left})
    )
    of_recording: dict[str, list[str]] = {each.id: [] for each in held.recordings}
    utterances = {each.id: each for each in held.utterances}
    for each in held.utterances:
        of_recording[each.recording_id].append(each.id)
    transcripts = {
        name: replace(
            transcript, utterances=tuple(utterances[one] for one in of_recording[name]), second=None
        )
        for name, transcript in audited.transcripts.items()
        if name in of_recording
    }
    return Audited(
        profiles=profiles,
        recordings={each.id: each for each in held.recordings},
        transcripts=transcripts,
        attributes=held.attributes,
        decisions=audited.decisions,
    )


def without_hours(held: Held) -> Held:
    """Return it without clock times: midnight stands for a day, and nobody did anything then."""
    return replace(
        held,
        utterances=tuple(replace(each, at=None) for each in held.utterances),
        recordings=tuple(replace(each, started_at=None) for each in held.recordings),
    )


def standing_for(
    held: Held, behind: Mapping[str, str], score: Score
) -> tuple[Held, dict[str, str]]:
    """Return of each person one pseudonym's part alone, under the person's name, and which it is.

    Parameters
    ----------
    held
        Under pseudonyms.
    behind
        The person of each pseudonym.
    score
        How much the profile of a pseudonym gives away. The highest of a person's stands for the
        person, of equals the first by name: whoever is found by one pseudonym is found.
    """
    graph = evidence.build(held.recordings, held.utterances, held.attributes)
    best: dict[str, tuple[float, str]] = {}
    for pseudonym in held.persons:
        of = score(conclude(graph, pseudonym).profile)
        if behind[pseudonym] not in best or of > best[behind[pseudonym]][0]:
            best[behind[pseudonym]] = of, pseudonym
    chosen = {pseudonym: person for person, (_, pseudonym) in best.items()}
    own = {each.id for each in held.recordings if each.person in chosen}
    part = held.keeping(lambda each: each.recording_id in own)
    recordings = (replace(each, person=chosen[each.person]) for each in part.recordings)
    return (
        replace(part, recordings=tuple(recordings)),
        {behind[pseudonym]: pseudonym for pseudonym in sorted(chosen)},
    )
