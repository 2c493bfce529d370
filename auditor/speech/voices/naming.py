"""What speakers are called: stable ids, names that people gave, and who presumably drives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from auditor.records import Utterance
from auditor.speech.voices.decisions import Decisions
from auditor.speech.voices.speakers import Member, Speaker

__all__ = ["named_speakers"]


def named_speakers(
    person: str,
    groups: Iterable[Sequence[Member]],
    utterances: Sequence[Utterance],
    decisions: Decisions,
) -> list[Speaker]:
    """Return the speakers of one person's recordings, the most present first.

    Parameters
    ----------
    person
        Whose recordings they are.
    groups
        The utterances of each speaker.
    utterances
        All of the person's, in the order of time.
    decisions
        The names that were given.
    """
    order = {one.id: number for number, one in enumerate(utterances)}
    ordered = [sorted(each, key=lambda member: order[member.utterance_id]) for each in groups]
    unaddressed = {one.id for one in utterances if one.addressed is False}
    ordered.sort(key=lambda each: _presence(each, unaddressed, order))
    names = {each.utterance: each.name for each in decisions.named}
    return [
        Speaker(
            id=_id(members[0]),
            person=person,
            name=next((names[m.utterance_id] for m in members if m.utterance_id in names), None),
            role="driver" if rank == 0 else f"passenger {rank}",
            members=tuple(members),
        )
        for rank, members in enumerate(ordered)
    ]


def _id(first: Member) -> str:
    """Return an id that holds as long as the speaker's first utterance is the same."""
    return "spk-" + hashlib.sha256(first.utterance_id.encode()).hexdigest()[:8]


def _presence(
    members: Sequence[Member], unaddressed: set[str], order: dict[str, int]
) -> tuple[int, int, float, int]:
    """Return a key that puts first who speaks to the assistant in most recordings, then at all."""
    spoken_to = {m.recording_id for m in members if m.utterance_id not in unaddressed}
    heard_in = {member.recording_id for member in members}
    seconds = sum(member.seconds for member in members)
    return -len(spoken_to), -len(heard_in), -round(seconds, 2), order[members[0].utterance_id]
