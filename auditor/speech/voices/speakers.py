"""Who spoke: the records that clustering gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from auditor.speech.voices.scoring import Link

__all__ = ["How", "Member", "Speaker", "Speakers", "Unknown"]

How = Literal["compared", "assumed", "decided"]
"""By its voice, by being in a recording with one voice only, or by a person who listened."""


@dataclass(frozen=True)
class Member:
    """One utterance of a speaker.

    ``link`` compares it with the rest of the speaker's speech; None where there is no other, or
    no vector. ``how`` says what put it there.
    """

    utterance_id: str
    recording_id: str
    seconds: float
    link: Link | None
    how: How


@dataclass(frozen=True)
class Speaker:
    """A voice in the recordings of one person or vehicle.

    ``id`` stays the same as long as the speaker's first utterance does. ``role`` is ``driver``
    for the voice that is in most recordings, else ``passenger 1`` and so on by presence: a
    presumption, not a finding. ``name`` is what a person who listened called it.
    """

    id: str
    person: str
    name: str | None
    role: str
    members: tuple[Member, ...]

    @property
    def label(self) -> str:
        """The name, or else the role."""
        return self.name or self.role

    @property
    def utterances(self) -> tuple[str, ...]:
        """The ids of the utterances, in order."""
        return tuple(member.utterance_id for member in self.members)

    @property
    def recordings(self) -> tuple[str, ...]:
        """The ids of the recordings, in order, each once."""
        return tuple(dict.fromkeys(member.recording_id for member in self.members))

    @property
    def seconds(self) -> float:
        """Seconds from the first to the last word of each utterance, summed."""
        return round(sum(member.seconds for member in self.members), 2)

    @property
    def links(self) -> tuple[Link, ...]:
        """What holds the speaker together, strongest first."""
        found = [member.link for member in self.members if member.link is not None]
        return tuple(sorted(found, key=lambda link: -link.log10_lr))


@dataclass(frozen=True)
class Unknown:
    """An utterance nobody can be named for, on how many seconds of speech, and why."""

    utterance_id: str
    recording_id: str
    person: str
    seconds: float
    why: str


@dataclass(frozen=True)
class Speakers:
    """Everybody who was told apart, the most present first, and what stays unknown."""

    speakers: tuple[Speaker, ...]
    unknown: tuple[Unknown, ...]

    def __iter__(self) -> Iterator[Speaker]:
        return iter(self.speakers)

    def find(self, speaker_id: str) -> Speaker | None:
        """Return the speaker with that id."""
        return next((one for one in self.speakers if one.id == speaker_id), None)

    def of(self, utterance_id: str) -> Speaker | None:
        """Return who spoke an utterance; None where that is unknown."""
        return next((one for one in self.speakers if utterance_id in one.utterances), None)
