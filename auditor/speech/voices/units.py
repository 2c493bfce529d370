"""Utterances that are of one voice for certain, before any voices are compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.records import SpeakerVector, Utterance
from auditor.speech.voices.decisions import Decisions
from auditor.speech.voices.scoring import pooled, seconds_of

__all__ = ["Unit", "units_of"]


@dataclass(frozen=True)
class Unit:
    """Utterances that share a vector, or that a person put together.

    ``sides`` tells what a person put apart: of division n, a unit with ``2·n`` may not meet one
    with ``2·n + 1``. ``decided`` is True where a person made the unit.
    """

    utterances: tuple[Utterance, ...]
    vector: SpeakerVector | None
    sides: frozenset[int]
    decided: bool

    @property
    def seconds(self) -> float:
        """Seconds of speech behind the vector; 0.0 without one."""
        return 0.0 if self.vector is None else seconds_of(self.vector)

    def may_join(self, others: Iterable[Unit]) -> bool:
        """Return whether no decision keeps this unit from all of the ``others``."""
        return not any(side ^ 1 in other.sides for other in others for side in self.sides)


def units_of(utterances: Sequence[Utterance], decisions: Decisions) -> list[Unit]:
    """Return the units of a person's utterances, in the order of their first ones.

    Utterances of one segment share its vector, and so does a sound that is listed twice: they are
    no evidence for one another and count once, unless a person has told them apart.
    """
    sides = _sides(decisions)
    group_of = {one: group for group in decisions.groups() for one in group}
    collected: dict[object, list[Utterance]] = defaultdict(list)
    for one in utterances:
        group = group_of.get(one.id)
        vector = one.id if one.speaker is None else one.speaker.values
        collected[group or (vector, frozenset(sides[one.id]))].append(one)
    return [
        Unit(
            tuple(members),
            _vector(members),
            frozenset().union(*(sides[one.id] for one in members)),
            isinstance(key, frozenset),
        )
        for key, members in collected.items()
    ]


def _sides(decisions: Decisions) -> defaultdict[str, set[int]]:
    sides: defaultdict[str, set[int]] = defaultdict(set)
    for number, (ones, others) in enumerate(decisions.divisions()):
        for one in ones:
            sides[one].add(2 * number)
        for other in others:
            sides[other].add(2 * number + 1)
    return sides


def _vector(utterances: Iterable[Utterance]) -> SpeakerVector | None:
    vectors = {one.speaker.values: one.speaker for one in utterances if one.speaker is not None}
    return pooled(list(vectors.values())) if vectors else None
