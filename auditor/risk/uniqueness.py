"""Uniqueness: whether a profile that fits a person fits nobody else."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import pandas as pd

from auditor.errors import UsageError
from auditor.records import Risk
from auditor.risk.intervals import share_interval
from auditor.risk.tables import Population, class_sizes

__all__ = [
    "LEAST_PERSONS",
    "Person",
    "correctness",
    "identified",
    "table_correctness",
    "table_uniqueness",
    "uniqueness",
]

LEAST_PERSONS = 10
"""Under this many no interval: most are near 0 and few near 1, and 5 persons covered .84 to .89."""

_ROCHER = "Rocher, Hendrickx and de Montjoye, Nature Communications 10, 2019"


def uniqueness(share: float, size: int) -> float:
    """Return (1 − p)^(N − 1): the chance that nobody else of N has values that hold of a share p.

    Rocher, Hendrickx and de Montjoye 2019; the others are drawn independently.
    """
    _checked(share, size)
    if share == 1:
        return 1.0 if size == 1 else 0.0
    return math.exp((size - 1) * math.log1p(-share))


def correctness(share: float, size: int) -> float:
    """Return (1 − (1 − p)^N)/(N·p): the chance that one of those who fit, drawn, is the person.

    Rocher, Hendrickx and de Montjoye 2019: the mean of 1/(1 + others) over the number of others.
    """
    _checked(share, size)
    if share == 1:
        return 1 / size
    return -math.expm1(size * math.log1p(-share)) / (size * share)


def _checked(share: float, size: int) -> None:
    if not 0 < share <= 1 or size < 1:
        raise ValueError(f"no share {share} of {size} people")


def table_uniqueness(table: pd.DataFrame, columns: Sequence[str] | None = None) -> float:
    """Return the share of rows that no other row equals in ``columns``; {a, a, b} has 1/3."""
    return float((class_sizes(table, columns) == 1).mean())


def table_correctness(table: pd.DataFrame, columns: Sequence[str] | None = None) -> float:
    """Return the mean of 1/k over rows in classes of k; {a, a, b} has 2/3."""
    return float((1 / class_sizes(table, columns)).mean())


@dataclass(frozen=True)
class Person:
    """A profile, and the chance that all its values are right."""

    evidence: Mapping[str, str]
    right: float = 1.0


def identified(people: Sequence[Person], population: Population, size: int) -> tuple[Risk, Risk]:
    """Return the expected share of persons singled out, and of those rightly picked.

    Uniqueness and correctness, each times the chance that the extraction is right: a wrong value
    points at somebody else.

    Notes
    -----
    The baseline is picking somebody at random, 1/N (uniqueness: 0, nothing is known). Misleads
    where a tree stands for the population: uniqueness is overstated (Adult: .331 for .312). The
    population must be a model of whom N people are drawn from: of a register that holds the very
    persons, count with :func:`table_uniqueness` instead.

    Raises
    ------
    UsageError
        If there are no persons or more than ``size``, or the population gives one no share.
    """
    if not people or size < len(people):
        raise UsageError(
            f"{len(people)} persons cannot be looked for among {size}",
            where="size",
            remedy="Give at least one person, and a population at least as large as the sample.",
        )
    shares = [population.probability(each.evidence) for each in people]
    if min(shares) <= 0:
        raise UsageError(
            "nobody in the population has a profile as found",
            remedy="Leave out the attribute that the population lacks, or smooth the population.",
        )
    unique = [uniqueness(p, size) * each.right for p, each in zip(shares, people, strict=True)]
    correct = [correctness(p, size) * each.right for p, each in zip(shares, people, strict=True)]
    return (
        _share("uniqueness", unique, 0.0, f"(1 − p)^(N − 1), N = {size} ({_ROCHER})"),
        _share("correctness", correct, 1 / size, f"(1 − (1 − p)^N)/(N·p), N = {size} ({_ROCHER})"),
    )


def _share(name: str, values: Sequence[float], baseline: float, formula: str) -> Risk:
    interval = share_interval(values) if len(values) >= LEAST_PERSONS else None
    return Risk(
        name=name,
        value=fmean(values),
        interval=interval,
        n=len(values),
        baseline=baseline,
        control=None,
        unit="chance",
        assumes=f"{formula}, times the chance that the extraction is right. People are independent "
        "draws of the population's model; the error of the model is not in the interval. "
        + (
            "Student's t over persons, on the log-odds."
            if interval
            else f"Under {LEAST_PERSONS} persons no interval is given."
        )
        + " There is no control.",
    )
