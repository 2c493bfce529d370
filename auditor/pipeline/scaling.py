"""From the persons of an audit to a fleet of customers: who is singled out, and what it costs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import UsageError
from auditor.pipeline.audited import Audited
from auditor.pipeline.identifying import CoarsePlaces, person_of
from auditor.records import Risk
from auditor.risk.fleet import audit_cost, singled_out
from auditor.risk.known import Known
from auditor.risk.timeline import timelines

if TYPE_CHECKING:
    from auditor.population import Population

__all__ = ["in_a_fleet"]


def in_a_fleet(
    folder: Path,
    audited: Audited,
    customers: int,
    *,
    population: Population | None = None,
    size: int | None = None,
) -> tuple[tuple[Risk, ...], tuple[str, ...]]:
    """Return what would be found among ``customers``, what an audit costs, and what is unknown.

    Parameters
    ----------
    folder
        Of the audit; its ``timings.json`` says how long it took.
    audited
        What was read from it: a sample of the customers.
    customers
        Of the fleet.
    population
        Says the share of people with some values; without one nobody is counted.
    size
        Among how many people customers are looked for, where that is more than the customers.

    Raises
    ------
    UsageError
        If there are fewer customers than persons in the audit.
    """
    if customers < len(audited.profiles):
        raise UsageError(
            f"{customers} customers cannot hold the {len(audited.profiles)} persons of the audit",
            where="--fleet",
            remedy="Give at least as many customers as were audited.",
        )
    risks: list[Risk] = []
    notes: list[str] = []
    if population is None:
        notes.append("No population: customers singled out are not measured.")
    else:
        known = Known(audited.decisions)
        people = [person_of(each, known, population) for each in audited.profiles]
        sample = [each for each in people if each is not None]
        if sample:
            among = max(customers, size or customers)
            risks.append(singled_out(sample, CoarsePlaces(population), customers, among=among))
        else:
            notes.append("The population has no profile: customers singled out are not measured.")
        if customers > (people_there := size or population.people):
            notes.append(
                f"{customers} customers are more than the {people_there} people of the population: "
                "its shares are taken to hold of so many more who are like them."
            )
    cost = _cost(folder, audited, customers)
    if not cost:
        notes.append("No sound, or no time of the run: what a fleet's audit costs is not measured.")
    return (*risks, *cost), tuple(notes)


def _cost(folder: Path, audited: Audited, customers: int) -> tuple[Risk, ...]:
    lines = timelines(audited.recordings, audited.transcripts).values()
    hours = [line.minutes / 60 for line in lines if line.minutes is not None]
    spent = _core_hours(folder / "timings.json")
    if not sum(hours) or not spent:
        return ()
    cost = audit_cost(hours, spent / sum(hours), customers)
    return cost.sound_hours, cost.core_hours


def _core_hours(path: Path) -> float:
    """Return the hours of all stages times the workers: an upper end, since workers wait.

    What a run took from an earlier one of the same folder is not in its timings.
    """
    if not path.is_file():
        return 0.0
    try:
        written = json.loads(path.read_text("utf-8"))
        return float(sum(written["seconds"].values()) * written["jobs"] / 3600)
    except (ValueError, KeyError, AttributeError):
        raise UsageError(
            "the file does not say how long the audit took",
            where=str(path),
            remedy="Run the audit again.",
        ) from None
