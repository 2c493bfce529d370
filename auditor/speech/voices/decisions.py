"""What people who listened decided about voices: kept in a file, honoured by every later run.

Decisions are about utterances, not about speakers: an utterance stays what it is when recordings
are added and voices are compared anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from auditor.decided import made_one, read_decided
from auditor.errors import UsageError
from auditor.speech.voices.speakers import Speaker, Speakers

__all__ = ["Apart", "Decisions", "Named", "merge", "name", "read_decisions", "split"]

Ids = Annotated[tuple[str, ...], Field(min_length=1)]


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Named(_Written):
    """Who speaks an utterance is called ``name``."""

    utterance: str
    name: str = Field(min_length=1, max_length=80)


class Apart(_Written):
    """The ``utterances`` are of one voice, which is not that of the ``others``."""

    utterances: Ids
    others: Ids


class Decisions(_Written):
    """All of a folder's decisions, in the order they were taken.

    ``together`` lists utterances that are of one voice.
    """

    schema_version: Literal[1] = 1
    named: tuple[Named, ...] = ()
    together: tuple[Ids, ...] = ()
    apart: tuple[Apart, ...] = ()

    def groups(self) -> list[frozenset[str]]:
        """Return the sets of utterances that were decided to be of one voice, disjoint."""
        return made_one((*self.together, *(each.utterances for each in self.apart)))

    def divisions(self) -> list[tuple[frozenset[str], frozenset[str]]]:
        """Return pairs of sets no utterance of which may share a voice with one of the other."""
        found = [(frozenset(each.utterances), frozenset(each.others)) for each in self.apart]
        for one, other in combinations(self.named, 2):
            if one.name != other.name:
                found.append((frozenset({one.utterance}), frozenset({other.utterance})))
        return found

    def conflict(self) -> tuple[str, str] | None:
        """Return two utterances that are decided to be of one voice and of two; None if none."""
        for group in self.groups():
            for one, other in self.divisions():
                if group & one and group & other:
                    return min(group & one), min(group & other)
        return None


def read_decisions(path: Path) -> Decisions:
    """Return the decisions of a file; none where it does not exist.

    Raises
    ------
    UsageError
        If it cannot be read, is no such file, or its decisions contradict one another.
    """
    decisions = read_decided(path, Decisions, "speakers")
    if pair := decisions.conflict():
        raise UsageError(
            f"utterances {pair[0]} and {pair[1]} are said to be of one voice and of two",
            where=str(path),
            remedy="Remove one of the two entries.",
        )
    return decisions


def name(decisions: Decisions, speakers: Speakers, speaker_id: str, called: str) -> Decisions:
    """Return the decisions with a speaker called so, whatever it was called before.

    Raises
    ------
    UsageError
        If there is no such speaker, or somebody else in these recordings has that name.
    """
    speaker = _existing(speakers, speaker_id)
    called = called.strip()
    if not called or len(called) > 80:
        raise UsageError("a name has 1 to 80 characters", remedy="Give another name.")
    for other in speakers:
        if other.id != speaker.id and (other.person, other.name) == (speaker.person, called):
            raise UsageError(
                f"{other.id} has that name already",
                remedy=f"If they are one voice: --merge {other.id} {speaker.id}",
            )
    own = set(speaker.utterances)
    kept = [each for each in decisions.named if each.utterance not in own]
    longest = max(speaker.members, key=lambda member: member.seconds)
    entry = Named(utterance=longest.utterance_id, name=called)
    return decisions.model_copy(update={"named": (*kept, entry)})


def merge(decisions: Decisions, speakers: Speakers, one_id: str, other_id: str) -> Decisions:
    """Return the decisions with two speakers made one.

    Raises
    ------
    UsageError
        If there are no such two, they belong to different persons' recordings, have different
        names, or were decided to be two voices.
    """
    one, other = _existing(speakers, one_id), _existing(speakers, other_id)
    if one.id == other.id:
        raise UsageError(f"{one.id} is one speaker already", remedy="Name two speakers.")
    if one.person != other.person:
        raise UsageError(
            f"{one.id} and {other.id} are in the recordings of two persons",
            remedy="Speakers are merged within the recordings of one person.",
        )
    if one.name and other.name and one.name != other.name:
        raise UsageError(
            f"{one.id} and {other.id} have different names",
            remedy=f"Give {other.id} the other's name first, or leave them apart.",
        )
    both = (*one.utterances, *other.utterances)
    merged = decisions.model_copy(update={"together": _with_group(decisions.together, both)})
    if merged.conflict():
        raise UsageError(
            f"{one.id} and {other.id} were decided to be two voices",
            remedy="Remove that entry of 'apart' from speakers.json first.",
        )
    return merged


def split(
    decisions: Decisions, speakers: Speakers, speaker_id: str, utterances: Sequence[str]
) -> Decisions:
    """Return the decisions with some utterances of a speaker made another speaker.

    Raises
    ------
    UsageError
        If there is no such speaker, an utterance is not one of theirs, none would be left, or it
        was decided that they are one voice.
    """
    speaker = _existing(speakers, speaker_id)
    strangers = sorted(set(utterances) - set(speaker.utterances))
    if strangers or not utterances:
        raise UsageError(
            f"{speaker.id} does not speak {', '.join(strangers) or 'nothing'}",
            remedy=f"List utterances of {speaker.id}: auditor speakers DIR --json shows them.",
        )
    rest = tuple(one for one in speaker.utterances if one not in set(utterances))
    if not rest:
        raise UsageError(f"nothing of {speaker.id} would be left", remedy="List fewer utterances.")
    entry = Apart(utterances=tuple(dict.fromkeys(utterances)), others=rest)
    divided = decisions.model_copy(update={"apart": (*decisions.apart, entry)})
    if divided.conflict():
        raise UsageError(
            f"these utterances of {speaker.id} were decided to be of one voice with others of it",
            remedy="Remove that entry of 'together' or 'named' from speakers.json first.",
        )
    return divided


def _existing(speakers: Speakers, speaker_id: str) -> Speaker:
    found = speakers.find(speaker_id)
    if found is None:
        known = ", ".join(one.id for one in speakers) or "none"
        raise UsageError(f"there is no speaker {speaker_id!r}", remedy=f"There are: {known}.")
    return found


def _with_group(together: Iterable[Ids], added: Ids) -> tuple[Ids, ...]:
    """Return the groups with one more, which takes in those that are part of it."""
    kept = [group for group in together if not set(group) <= set(added)]
    return (*kept, added)
