"""Two sets of persons' figures compared: paired where the persons are the same."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import fmean, variance

from auditor.errors import UsageError
from auditor.records import Risk
from auditor.risk.student import MIN_PERSONS, t_quantile

__all__ = ["change"]


def change(name: str, before: Mapping[str, float], after: Mapping[str, float]) -> Risk:
    """Return how much higher a figure is afterwards, the mean over persons.

    Parameters
    ----------
    name
        Of the figure.
    before, after
        By person.

    Notes
    -----
    Where both have the same persons each is compared with themselves, and the interval is
    Student's t over their differences; else it is Welch's of two groups of other persons
    (B. L. Welch, Biometrika 34, 1947). Persons that only some share are refused: neither fits.

    Raises
    ------
    UsageError
        If one has no persons, or they share some persons and not all.
    """
    shared = before.keys() & after.keys()
    if not before or not after or (shared and before.keys() != after.keys()):
        raise UsageError(
            "the persons are neither the same nor all different",
            where=name,
            remedy="Compare audits of the same persons, or of other persons altogether.",
        )
    if shared:
        differences = [after[each] - before[each] for each in sorted(before)]
        value, interval = fmean(differences), _paired(differences)
        n, how = len(differences), "Paired by person; Student's t over their differences."
    else:
        one, other = list(before.values()), list(after.values())
        value, interval = fmean(other) - fmean(one), _welch(one, other)
        n, how = len(one) + len(other), "Other persons: Welch's t of two groups."
    few = "" if interval else f" Under {MIN_PERSONS} persons no interval is given."
    return Risk(
        name=f"change_in_{name}",
        value=value,
        interval=interval,
        n=n,
        baseline=fmean(before.values()),
        control=None,
        unit="difference",
        assumes=f"{how}{few} The baseline is the mean before; there is no control.",
    )


def _paired(differences: Sequence[float]) -> tuple[float, float] | None:
    n = len(differences)
    if n < MIN_PERSONS:
        return None
    margin = t_quantile(n - 1) * math.sqrt(variance(differences) / n)
    return fmean(differences) - margin, fmean(differences) + margin


def _welch(one: Sequence[float], other: Sequence[float]) -> tuple[float, float] | None:
    if min(len(one), len(other)) < MIN_PERSONS:
        return None
    first, second = variance(one) / len(one), variance(other) / len(other)
    difference, error = fmean(other) - fmean(one), math.sqrt(first + second)
    if error == 0:
        return difference, difference
    parts = first**2 / (len(one) - 1) + second**2 / (len(other) - 1)
    # Whole degrees, rounded down, widen the interval by a little.
    margin = t_quantile(max(2, int((first + second) ** 2 / parts))) * error
    return difference - margin, difference + margin
