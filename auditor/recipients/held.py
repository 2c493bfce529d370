"""What somebody holds of the people who spoke: recordings, utterances, attributes.

Views, anonymisation and mitigations all take a :class:`Held` and return another one; none changes
what it was given. Ids and ``why`` belong to the instrument, so that a finding can be traced; they
are no part of what a recipient is taken to know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from auditor.records import Attribute, Recording, Utterance

__all__ = ["Held", "comparable", "without_voice", "without_words"]


@dataclass(frozen=True)
class Held:
    """Recordings, utterances of those recordings, attributes of those utterances."""

    recordings: tuple[Recording, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    attributes: tuple[Attribute, ...] = ()

    @classmethod
    def of(
        cls,
        recordings: Iterable[Recording],
        utterances: Iterable[Utterance],
        attributes: Iterable[Attribute],
    ) -> Held:
        """Return what is given, as one.

        Raises
        ------
        KeyError
            If an utterance or attribute names a recording or utterance that is not given.
        """
        held = cls(tuple(recordings), tuple(utterances), tuple(attributes))
        people = held.person_of
        for attribute in held.attributes:
            people[attribute.utterance_id]  # refuses strays before anything is counted
        return held

    @property
    def person_of(self) -> dict[str, str]:
        """The person of each utterance, by utterance id."""
        owners = {recording.id: recording.person for recording in self.recordings}
        return {each.id: owners[each.recording_id] for each in self.utterances}

    @property
    def reported(self) -> tuple[Attribute, ...]:
        """The attributes that are sure enough to count; hints are left to inference."""
        return tuple(each for each in self.attributes if not each.hint)

    @property
    def persons(self) -> tuple[str, ...]:
        """Everybody who was recorded, sorted."""
        return tuple(sorted({recording.person for recording in self.recordings}))

    def reported_of(self) -> Mapping[str, tuple[Attribute, ...]]:
        """Return what is reported of each utterance of which something is, by utterance id."""
        found: dict[str, list[Attribute]] = {}
        for attribute in self.reported:
            found.setdefault(attribute.utterance_id, []).append(attribute)
        return {name: tuple(each) for name, each in found.items()}

    def keeping(self, keep: Callable[[Utterance], bool]) -> Held:
        """Return only the utterances that ``keep`` says, and what hangs on them."""
        utterances = tuple(each for each in self.utterances if keep(each))
        left = {each.id for each in utterances}
        attributes = tuple(each for each in self.attributes if each.utterance_id in left)
        return replace(self, utterances=utterances, attributes=attributes).without_empty()

    def without_empty(self) -> Held:
        """Return it without recordings of which no utterance is left."""
        left = {each.recording_id for each in self.utterances}
        return replace(self, recordings=tuple(each for each in self.recordings if each.id in left))

    def with_attributes(self, attributes: Iterable[Attribute]) -> Held:
        """Return it with other attributes of the same utterances."""
        return replace(self, attributes=tuple(attributes))


def without_voice(utterance: Utterance) -> Utterance:
    """Return an utterance that nobody can be recognised by from its sound."""
    return replace(utterance, speaker=None)


def without_words(utterance: Utterance) -> Utterance:
    """Return an utterance of which neither the words nor their times are known."""
    return replace(
        utterance,
        words=(),
        alternatives=(),
        speaker=None,
        start_s=0.0,
        end_s=0.0,
        timed=False,
    )


def comparable(moment: datetime) -> datetime:
    """Return a clock time that orders among others; one without an offset counts as UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
