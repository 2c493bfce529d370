"""Which trips a driver makes in a week, and when: regular, missed, late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from auditor.corpus.synthesis.behaviour.rates import Rates, TripRates
from auditor.corpus.synthesis.life import Life

__all__ = ["Habits", "Trip", "habits", "trips"]


_LASTS = timedelta(minutes=30)


@dataclass(frozen=True)
class Trip:
    """One drive: its kind, when it starts, and the slot of its destination if it has one."""

    id: str
    kind: str
    starts: datetime
    place: str | None
    tells: tuple[str, ...]


@dataclass(frozen=True)
class Habits:
    """What is regular in a life: each kind's hour, and the first week of what is not weekly."""

    hours: Mapping[str, float]
    first_weeks: Mapping[str, int]
    days: Mapping[str, tuple[int, ...]]


def habits(life: Life, rates: Rates, rng: Random) -> Habits:
    """Return what stays the same from week to week.

    An errand of one day a week has its day moved for each driver, worship and the week's work not.
    """
    hours, first, days = {}, {}, {}
    for kind, rate in rates.trips.items():
        if rate.suits(life.row):
            hours[kind] = min(max(rng.gauss(rate.hour, rate.spread_h), 0.0), 23.0)
            first[kind] = int(rng.random() * rate.weeks)
            days[kind] = _days(rate, rng)
    return Habits(hours, first, days)


def _days(rate: TripRates, rng: Random) -> tuple[int, ...]:
    if len(rate.days) == 1 and not rate.condition.get("religion"):
        weekend = rate.days[0] >= 5
        return (5 + int(rng.random() * 2) if weekend else int(rng.random() * 5),)
    return rate.days


def trips(
    life: Life, rates: Rates, of: Habits, week: int, monday: datetime, rng: Random
) -> list[Trip]:
    """Return the trips of one week in order of time.

    Each kept trip starts within a few minutes of its hour; one in ten is late by up to an hour.
    """
    found = []
    for kind, hour in of.hours.items():
        rate = rates.trips[kind]
        if (week - of.first_weeks[kind]) % rate.weeks:
            continue
        for day in of.days[kind]:
            if rng.random() < rate.kept:
                late = rng.random() * 60 if rng.random() < 0.1 else 0.0
                minutes = round(hour * 60 + rng.gauss(0.0, 6.0) + late)
                starts = monday + timedelta(days=day, minutes=minutes)
                found.append((starts, kind, rate))
    found.sort(key=lambda each: (each[0], each[1]))
    made: list[Trip] = []
    for starts, kind, rate in found:
        # Nobody is on two trips at once.
        free = made[-1].starts + _LASTS if made else starts
        name = f"w{week + 1:02d}t{len(made) + 1:02d}"
        made.append(Trip(name, kind, max(starts, free), rate.place, rate.tells))
    return made
