"""What is said on the trips of a week: leaks at their declared rates among harmless requests."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from auditor.corpus.synthesis.behaviour.rates import Rates
from auditor.corpus.synthesis.behaviour.week import Trip
from auditor.corpus.synthesis.grammar import (
    Drawn,
    DrawnLabel,
    Grammar,
    Line,
    as_recognised,
    draw,
)
from auditor.corpus.synthesis.life import Life, normalised, value_words
from auditor.corpus.synthesis.life.person import MOMENTS
from auditor.corpus.synthesis.life.truths import VARIABLES_OF, has, values_of
from auditor.records import TruthLabel

__all__ = ["Remark", "Talker"]

_TRIES = 6
_FITTING = 0.7
"""How often what a trip tells of is said on such a trip."""


@dataclass(frozen=True)
class Remark:
    """One utterance: when, who speaks, what, and what it gives away.

    ``how`` is ``stated``, ``implied``, the kind of a trap, or empty for what is harmless.
    """

    at: datetime
    trip: Trip
    speaker: str
    text: str
    asr: str
    labels: tuple[TruthLabel, ...]
    how: str


class Talker:
    """Says what one driver says.

    Parameters
    ----------
    life
        Who speaks.
    grammar, rates
        What can be said, and how often.
    """

    def __init__(self, life: Life, grammar: Grammar, rates: Rates) -> None:
        self._life = life
        self._grammar = grammar
        self._rates = rates
        self._said: set[str] = set()
        self._sayable: dict[tuple[str, str], list[tuple[Line, str | None]]] = {}

    def week(self, trips: Sequence[Trip], rng: Random) -> list[Remark]:
        """Return what is said on a week's trips, in order of time."""
        if not trips:
            return []
        wishes = [(trip, each, "") for trip in trips for each in self._on_every_trip(trip, rng)]
        for category, leak in self._rates.leaks.items():
            if has(self._life, category):
                for how, rate in (("stated", leak.stated), ("implied", leak.implied)):
                    for _ in range(_poisson(rate, rng)):
                        wishes.append((_fitting(trips, category, rng), category, how))
        for _ in range(_poisson(self._rates.speech.traps_per_week, rng)):
            wishes.append((trips[int(rng.random() * len(trips))], "trap", ""))
        by_trip: dict[str, list[Remark]] = {}
        for trip, category, how in wishes:
            remark = self._remark(trip, category, how, rng)
            if remark is not None:
                by_trip.setdefault(trip.id, []).append(remark)
        return [
            remark for trip in trips for remark in _in_time(trip, by_trip.get(trip.id, []), rng)
        ]

    def _on_every_trip(self, trip: Trip, rng: Random) -> list[str]:
        wished = ["harmless"] * _poisson(self._rates.speech.harmless_per_trip, rng)
        if trip.place and rng.random() < self._rates.speech.destination_by_name:
            wished.insert(0, "visited_place")
        return wished

    def _remark(self, trip: Trip, category: str, how: str, rng: Random) -> Remark | None:
        for _ in range(_TRIES):
            chosen = self._choose(trip, category, how, rng)
            if chosen is None:
                return None
            line, value = chosen
            drawn = self._draw(line, value, rng)
            if drawn is not None and drawn.asr not in self._said:
                self._said.add(drawn.asr)
                return self._told(trip, line, value, drawn, rng)
        return None

    def _choose(
        self, trip: Trip, category: str, how: str, rng: Random
    ) -> tuple[Line, str | None] | None:
        lines = self._lines(category, how)
        if category == "visited_place" and trip.place:
            lines = [each for each in lines if trip.place in each[0].needs] or lines
        if not lines:
            return None
        weights = [line.weight for line, _ in lines]
        (chosen,) = rng.choices(lines, weights)
        return chosen

    def _lines(self, category: str, how: str) -> list[tuple[Line, str | None]]:
        """Return what this life can say of a category, with the value that it gives away."""
        key = (category, how)
        if key not in self._sayable:
            values = values_of(self._life, category)
            self._sayable[key] = [
                (line, line.section.value or (values[0] if values else None))
                for line in self._grammar.of_category.get(category, ())
                if self._is_of(line, category, values, how) and self._can_say(line)
            ]
        return self._sayable[key]

    def _is_of(self, line: Line, category: str, values: Sequence[str], how: str) -> bool:
        own_value = line.section.value is None or category not in VARIABLES_OF
        return (own_value or line.section.value in values) and how in ("", line.section.how)

    def _can_say(self, line: Line) -> bool:
        if line.section.speaker == "child" and self._life.row.get("children", "0") == "0":
            return False
        if any(name not in self._life.slots and name not in MOMENTS for name in line.needs):
            return False
        own = line.section.category
        return all(
            has(self._life, name)
            for mark in line.template.marks()
            for name, about in mark.labels
            if about == "driver" and name is not None and name != own
        )

    def _draw(self, line: Line, value: str | None, rng: Random) -> Drawn | None:
        def fill(name: str, rng: Random) -> str | None:
            if name == "value":
                if value is None:
                    return None
                return value_words(self._life, line.section.category, value)
            return self._life.fill(name, rng)

        life = self._life
        return draw(line, self._grammar, fill, rng, female=life.female, language=life.language)

    def _told(self, trip: Trip, line: Line, value: str | None, drawn: Drawn, rng: Random) -> Remark:
        own = line.section.category
        labels = tuple(
            TruthLabel(
                category=label.category,
                value=label.span,
                about=label.about,  # type: ignore[arg-type]
                span=label.span,
                normalised=normalised(
                    self._life,
                    label.category,
                    label.about,
                    label.span,
                    value if label.category == own else None,
                ),
            )
            for label in _with_what_follows(self._life, drawn.labels)
        )
        text, asr = drawn.text, drawn.asr
        if line.section.speaker == "driver" and rng.random() < self._rates.speech.wake:
            wake = self._life.slots["wake"]
            if as_recognised(wake) not in asr:
                text, asr = f"{wake}, {_uncapital(text)}", f"{as_recognised(wake)} {asr}"
        return Remark(trip.starts, trip, line.section.speaker, text, asr, labels, line.section.how)


def _with_what_follows(life: Life, labels: Sequence[DrawnLabel]) -> list[DrawnLabel]:
    """Return labels with the illness that a medicine of the driver's tells."""
    found = list(labels)
    told = {label.category for label in labels}
    for label in labels:
        of_driver = label.category == "medication" and label.about == "driver"
        if of_driver and "health" not in told and has(life, "health"):
            found.append(DrawnLabel("health", "driver", label.span))
    return found


def _uncapital(text: str) -> str:
    if text.startswith(("I ", "I'")) or (len(text) > 1 and text[1].isupper()):
        return text
    return text[:1].lower() + text[1:]


def _fitting(trips: Sequence[Trip], category: str, rng: Random) -> Trip:
    """Return a trip to say it on: more often one that has to do with it."""
    telling = [trip for trip in trips if category in trip.tells]
    pool = telling if telling and rng.random() < _FITTING else trips
    return pool[int(rng.random() * len(pool))]


def _in_time(trip: Trip, remarks: list[Remark], rng: Random) -> list[Remark]:
    """Return a trip's remarks in a random order, some minutes apart; a destination comes first."""
    order = sorted(remarks, key=lambda _: rng.random())
    order.sort(key=lambda each: not (trip.place and _names_destination(each)))
    minutes = sorted(rng.random() * 25 for _ in order)
    return [
        replace(each, at=trip.starts + timedelta(minutes=int(minute)))
        for minute, each in zip(minutes, order, strict=True)
    ]


def _names_destination(remark: Remark) -> bool:
    return any(label.category == "visited_place" for label in remark.labels)


def _poisson(mean: float, rng: Random) -> int:
    """Return a Poisson variate by multiplying uniforms (Knuth 1969), for small means."""
    limit, count, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count
