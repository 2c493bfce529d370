"""What a person's findings gain over a guess, as steps along what was heard."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from auditor.errors import UsageError
from auditor.risk.subjects import Guess, Subject

__all__ = ["Axis", "Steps", "Sums", "steps_of"]

Floats = npt.NDArray[np.float64]
Axis = Literal["utterance", "minute"]


@dataclass(frozen=True)
class Steps:
    """One person's attributes, judged.

    ``found`` holds, for each attribute, its findings in order of time as (utterance, minute, what
    the share of right attributes gains while that finding stands). ``guessed`` is the share that
    the guess has right, ``room`` what it leaves.
    """

    person: str
    found: tuple[tuple[tuple[int, float | None, float], ...], ...]
    guessed: float
    heard: int
    minutes: float | None

    @property
    def room(self) -> float:
        """The share of attributes that the guess has wrong."""
        return 1.0 - self.guessed

    @property
    def timed(self) -> bool:
        """Whether minutes are known of the person and of all findings."""
        return self.minutes is not None and all(
            each[1] is not None for one in self.found for each in one
        )

    @property
    def final(self) -> float:
        """The gain when all was heard."""
        return sum(each[-1][2] for each in self.found)

    def length(self, axis: Axis) -> int:
        """Return how many steps of one utterance or one minute the person was heard."""
        return self.heard if axis == "utterance" else math.ceil(self.minutes or 0.0)

    def gains(self, length: int, axis: Axis = "utterance") -> Floats:
        """Return the gain after 0, 1, … ``length`` utterances or minutes, in order of time."""
        place = 0 if axis == "utterance" else 1
        rows = [[_step(each[place]) for each in one] for one in self.found]
        return self._standing(rows, length)

    def shuffled(self, length: int, orders: int, chance: np.random.Generator) -> Floats:
        """Return the mean gain over random orders of the utterances.

        A finding is known once its utterance was heard. Of those heard, the one latest in time
        stands: recordings carry their time in whatever order they are read.
        """
        utterances = sorted({each[0] for one in self.found for each in one})
        total = np.zeros(length + 1)
        for _ in range(orders if utterances else 0):
            drawn = chance.choice(self.heard, len(utterances), replace=False) + 1
            at = dict(zip(utterances, drawn.tolist(), strict=True))
            total += self._standing([[at[each[0]] for each in one] for one in self.found], length)
        return total / orders

    def _standing(self, rows: Sequence[Sequence[int]], length: int) -> Floats:
        change = np.zeros(length + 2)
        for places, findings in zip(rows, self.found, strict=True):
            until = length + 1
            for place, (_, _, gain) in zip(reversed(places), reversed(findings), strict=True):
                if place < until:
                    change[place] += gain
                    change[until] -= gain
                    until = place
        return np.cumsum(change[:-1])


def _step(place: float | None) -> int:
    assert place is not None
    # What was said within the first minute is known after one minute.
    return max(1, math.ceil(place - 1e-9))


class Sums:
    """Sums over persons at every moment, so that no table of persons by moments is needed."""

    def __init__(self, length: int) -> None:
        self.gain, self.gain_squared, self.gain_room = np.zeros((3, length + 1))
        self.room = self.room_squared = 0.0
        self.reaching = np.zeros(length + 2, dtype=np.int64)
        self.persons = 0

    def add(self, gains: Floats, room: float, heard: int) -> None:
        """Add one person: the gains at all moments, the room, and how long they were heard."""
        self.gain += gains
        self.gain_squared += gains * gains
        self.gain_room += gains * room
        self.room += room
        self.room_squared += room * room
        self.reaching[min(heard, self.reaching.size - 2) + 1] -= 1
        self.persons += 1

    @property
    def heard(self) -> npt.NDArray[np.int64]:
        """How many persons were heard at least so long, at each moment."""
        return self.persons + np.cumsum(self.reaching[:-1])


def steps_of(
    subjects: Sequence[Subject], guess: Guess, categories: Sequence[str], least: float
) -> Iterator[Steps]:
    """Yield the steps of everybody who has a truth in the categories.

    Findings under the probability ``least`` and outside the categories are left out.

    Raises
    ------
    UsageError
        If the guess names no value for a category.
    """
    for subject in subjects:
        true = {name: subject.truth[name] for name in categories if name in subject.truth}
        if true:
            yield _steps(subject, true, guess, least)


def _steps(subject: Subject, true: dict[str, str], guess: Guess, least: float) -> Steps:
    guesses = guess(subject)
    if missing := sorted(true.keys() - guesses.keys()):
        raise UsageError(
            f"the guess names no value of {missing[0]}",
            where=f"person {subject.person}",
            remedy="Leave the category out, or give a population table of it.",
        )
    found: dict[str, list[tuple[int, float | None, float]]] = {}
    for each in sorted(subject.findings, key=lambda finding: finding.utterance):
        if each.category in true and each.probability >= least:
            right = each.value == true[each.category]
            gain = (right - (guesses[each.category] == true[each.category])) / len(true)
            found.setdefault(each.category, []).append((each.utterance, each.minute, gain))
    return Steps(
        subject.person,
        tuple(tuple(found[name]) for name in sorted(found)),
        sum(guesses[name] == value for name, value in true.items()) / len(true),
        subject.utterances,
        subject.minutes,
    )
