"""From a sample of drivers to a fleet: how many are singled out, and what an audit costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from auditor.errors import UsageError
from auditor.records import Risk
from auditor.risk.student import MIN_PERSONS, mean_interval
from auditor.risk.tables import Population
from auditor.risk.uniqueness import Person, identified

__all__ = ["AuditCost", "audit_cost", "singled_out"]


def singled_out(
    people: Sequence[Person], population: Population, customers: int, *, among: int | None = None
) -> Risk:
    """Return how many customers would be expected to be singled out.

    Parameters
    ----------
    people
        A sample of the customers: profile, and the chance that it is right.
    population
        Says the share of people with some values.
    customers
        Of the fleet: 6 million of Stellantis's Alexa, 34 million connected vehicles planned.
    among
        N, the people among whom they are looked for; the customers themselves by default. It is
        more where the seeker has a register of a whole country.

    Notes
    -----
    Customers times the mean chance that a profile is right and fits nobody else among N
    (:func:`auditor.risk.uniqueness.identified`), with N as large as it will be, not the sample's:
    uniqueness falls as N grows.

    Misleads in one direction mostly: the sample's drivers must have been drawn from the customers
    and heard as long as they will be.

    Raises
    ------
    UsageError
        If there are fewer customers than in the sample, or people to look among than customers.
    """
    n = customers if among is None else among
    if customers < max(1, len(people)) or n < customers:
        raise UsageError(
            f"{customers} customers cannot hold the sample of {len(people)}, or be looked for "
            f"among {n}",
            where="customers, among",
            remedy="Give at least as many customers as were sampled, and people as customers.",
        )
    unique, _ = identified(people, population, n)
    assert unique.value is not None
    return replace(
        unique,
        name="customers_singled_out",
        value=customers * unique.value,
        interval=None
        if unique.interval is None
        else (customers * unique.interval[0], customers * unique.interval[1]),
        unit=f"customers of {customers}",
        assumes=f"The sample stands for the customers, and is heard as long as they are. "
        f"{unique.assumes}",
    )


@dataclass(frozen=True)
class AuditCost:
    """What auditing a fleet takes: sound, processor time and, where a price is given, money."""

    sound_hours: Risk
    core_hours: Risk
    price: Risk | None


def audit_cost(
    hours_per_person: Sequence[float],
    core_hours_per_hour: float,
    customers: int,
    *,
    price_per_core_hour: float | None = None,
    currency: str = "EUR",
) -> AuditCost:
    """Return what it would take to audit every customer.

    Parameters
    ----------
    hours_per_person
        Hours of sound that a sample of customers gives.
    core_hours_per_hour
        Measured processor hours for one hour of sound.
    customers
        Of the fleet.
    price_per_core_hour
        What a processor hour costs, as assumed.

    Raises
    ------
    UsageError
        If there is no sample, or more persons in it than customers, or a figure is negative.
    """
    n = len(hours_per_person)
    if not n or n > customers:
        raise UsageError(
            f"a sample of {n} says nothing of {customers} customers", where="customers"
        )
    if min(*hours_per_person, core_hours_per_hour, price_per_core_hour or 0.0) < 0:
        raise UsageError("hours and prices are not negative", where="audit cost")
    interval = mean_interval(hours_per_person)
    few = "" if interval else f" Under {MIN_PERSONS} persons no interval is given."
    sound = Risk(
        name="fleet_sound_hours",
        value=customers * fmean(hours_per_person),
        interval=_times(customers, interval),
        n=n,
        baseline=None,
        control=None,
        unit="hours",
        assumes=f"The sample of {n} is drawn from the customers; Student's t over persons.{few} "
        "Neither baseline nor control.",
    )
    core = _scaled(sound, "fleet_core_hours", "core hours", core_hours_per_hour)
    if price_per_core_hour is None:
        return AuditCost(sound, core, None)
    return AuditCost(sound, core, _scaled(core, "fleet_price", currency, price_per_core_hour))


def _scaled(risk: Risk, name: str, unit: str, factor: float) -> Risk:
    assert risk.value is not None
    return replace(
        risk,
        name=name,
        unit=unit,
        value=factor * risk.value,
        interval=_times(factor, risk.interval),
        assumes=f"{risk.assumes} Times {factor:g}, taken as exact.",
    )


def _times(factor: float, interval: tuple[float, float] | None) -> tuple[float, float] | None:
    return None if interval is None else (factor * interval[0], factor * interval[1])
