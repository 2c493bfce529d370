"""What recurs: the same place or matter at the same time of the week, tested against chance.

A matter that came up on several days is tried for every weekday and every part of the day. How
often it would fall there by chance is the person's own share of utterances there, so that somebody
who drives only in the mornings has no morning habits for that. The binomial tail gives a p value;
Benjamini and Hochberg ("Controlling the false discovery rate", 1995) correct for the number of
trials; the largest likelihood ratio that a p value can stand for is −1/(e p ln p) (Sellke, Bayarri
and Berger, "Calibration of p values for testing precise null hypotheses", 2001).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median
from typing import TypeVar

from auditor.inference.findings import Heard, Said
from auditor.inference.settings import weights
from auditor.inference.signals import Signal, logit
from auditor.taxonomy import parent

__all__ = ["PARTS", "Routine", "routine_signals", "routines"]

_T = TypeVar("_T")

PARTS: dict[str, tuple[int, int]] = {
    "night": (22, 5),
    "early": (5, 9),
    "day": (9, 16),
    "evening": (16, 22),
}
"""Parts of the day by hours, the first included and the last not."""
_RECURRING = frozenset(
    "visited_place place_type media_taste contact_name hobby work_place purchase_or_brand religion"
    " trade_union food_or_diet".split()
)
_DAYS = 3
"""Days on which something has to come up to be looked at."""
_FALSE = 0.1
"""Share of routines that may be chance."""
_BASE = 0.5
"""Chance that what came up on three days recurs, before its times are looked at (assumed)."""
_WORK_BASE = 0.35
"""Chance that a place gone to on weekday mornings is where one works (assumed)."""


@dataclass(frozen=True)
class Routine:
    """Something that recurs.

    Attributes
    ----------
    category, value, label
        What: of the attributes that recur.
    weekday
        1 (Monday) to 7 where it is bound to one, else None.
    part
        A key of :data:`PARTS` where it is bound to one, else None.
    days
        On how many days it came up.
    every_days
        The median of days between them.
    p
        Chance of so many falling there, corrected for the number of trials.
    said
        The attributes, in order of time.
    """

    category: str
    value: str
    label: str
    weekday: int | None
    part: str | None
    days: int
    every_days: float
    p: float
    said: tuple[Said, ...]

    @property
    def likelihood_ratio(self) -> float:
        """The most that its p value can stand for; at least 1."""
        p = max(self.p, 1e-12)
        return 1.0 if p >= math.exp(-1) else max(1.0, -1.0 / (math.e * p * math.log(p)))


@dataclass(frozen=True)
class _Trial:
    said: tuple[Said, ...]
    weekday: int | None
    part: str | None
    p: float


def routines(heard: Sequence[Heard], said: Iterable[Said]) -> list[Routine]:
    """Return what recurs on one weekday or in one part of the day more than chance lets expect.

    Without clock times there is nothing to find.

    Parameters
    ----------
    heard, said
        Utterances and attributes of one person.
    """
    shares = _Shares(heard)
    trials = [trial for matter in _matters(said) for trial in _trials(matter, shares)]
    if not trials:
        return []
    from scipy.stats import false_discovery_control

    corrected = false_discovery_control([trial.p for trial in trials])
    best: dict[tuple[str, str], Routine] = {}
    for trial, p in zip(trials, corrected, strict=True):
        routine = _routine(trial, float(p))
        key = (routine.category, routine.value)
        if p <= _FALSE and (key not in best or routine.p < best[key].p):
            best[key] = routine
    return [best[key] for key in sorted(best)]


def routine_signals(heard: Sequence[Heard], said: Iterable[Said]) -> list[Signal]:
    """Return routines as evidence: for the routine itself, and for a place of work."""
    signals = []
    for routine in routines(heard, said):
        signals.append(_signal(routine, "routine", f"{routine.value} ({_when(routine)})", _BASE))
        if parent(routine.category) == "visited_place" and _of_work(routine):
            signals.append(_signal(routine, "work_place", routine.value, _WORK_BASE))
    return signals


def _when(routine: Routine) -> str:
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    day = names[routine.weekday - 1] if routine.weekday else ""
    return " ".join(part for part in (day, routine.part or "") if part)


def _of_work(routine: Routine) -> bool:
    weekdays = all(
        each.utterance.at and each.utterance.at.isoweekday() <= 5 for each in routine.said
    )
    return routine.part == "early" and weekdays


def _signal(routine: Routine, category: str, value: str, base: float) -> Signal:
    ratio = min(routine.likelihood_ratio, weights().limit)
    utterances = tuple({each.utterance.id: each.utterance for each in routine.said}.values())
    return Signal(
        category=category,
        value=value,
        label=value,
        about="driver",
        kind=f"routine:{category}",
        log_ratio=math.log(ratio),
        base=logit(base),
        utterances=utterances,
        nodes=tuple(each.node for each in routine.said),
        stated=False,
    )


def _matters(said: Iterable[Said]) -> list[list[Said]]:
    """Return attributes of the same thing that came up on enough days, each day once."""
    groups: dict[tuple[str, str], dict[date, Said]] = defaultdict(dict)
    for each in said:
        at = each.utterance.at
        if at is not None and each.about == "driver" and parent(each.category) in _RECURRING:
            groups[each.category, each.value].setdefault(at.date(), each)
    return [
        [days[day] for day in sorted(days)]
        for _, days in sorted(groups.items())
        if len(days) >= _DAYS
    ]


class _Shares:
    """How a person's utterances spread over weekdays and parts of the day."""

    def __init__(self, heard: Sequence[Heard]) -> None:
        days = {(one.at.date(), part_of(one.at.hour)) for one in heard if one.at is not None}
        self.total = len(days)
        self.weekdays = _counts(day.isoweekday() for day, _ in days)
        self.parts = _counts(part for _, part in days)

    def share(self, count: int) -> float:
        """Return a share with one half added to each side, so that none is 0 or 1."""
        return (count + 0.5) / (self.total + 1.0)


def _counts(values: Iterable[_T]) -> dict[_T, int]:
    counts: dict[_T, int] = defaultdict(int)
    for value in values:
        counts[value] += 1
    return counts


def part_of(hour: int) -> str:
    """Return the part of the day of an hour, 0 … 23."""
    return next(
        name
        for name, (begin, end) in PARTS.items()
        if (begin <= hour < end if begin < end else hour >= begin or hour < end)
    )


def _trials(matter: Sequence[Said], shares: _Shares) -> list[_Trial]:
    times = [each.utterance.at for each in matter if each.utterance.at is not None]
    weekdays = _counts(at.isoweekday() for at in times)
    parts = _counts(part_of(at.hour) for at in times)
    n = len(times)
    found = []
    for weekday, count in sorted(weekdays.items()):
        p = _tail(count, n, shares.share(shares.weekdays[weekday]))
        found.append(_Trial(tuple(matter), weekday, None, p))
    for part, count in sorted(parts.items()):
        p = _tail(count, n, shares.share(shares.parts[part]))
        found.append(_Trial(tuple(matter), None, part, p))
    return found


def _tail(count: int, n: int, share: float) -> float:
    """Return P(X >= count) of a binomial variable."""
    from scipy.stats import binom

    return float(binom.sf(count - 1, n, share))


def _routine(trial: _Trial, p: float) -> Routine:
    first = trial.said[0]
    dates = sorted({each.utterance.at.date() for each in trial.said if each.utterance.at})
    gaps = [(later - earlier).days for earlier, later in pairwise(dates)]
    return Routine(
        first.category, first.value, first.label, trial.weekday, trial.part,
        len(dates), float(median(gaps)), p, trial.said,
    )  # fmt: skip
