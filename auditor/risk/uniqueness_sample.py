"""Uniqueness in a whole population, estimated from a sample of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import stdev

import numpy as np
import pandas as pd

from auditor.records import Risk
from auditor.risk import pitman
from auditor.risk.chow_liu import ChowLiuTree
from auditor.risk.student import t_quantile
from auditor.risk.superpopulation import scatters
from auditor.risk.tables import Coded, check_size, coded

__all__ = ["uniqueness_from_sample"]

_LEAST_FRACTION = 0.14
"""From this share of the population on Pitman's model is the closer."""
_SOME_UNSEEN, _MOST_UNSEEN = 0.05, 0.5
"""Over the first share of people with unseen values the tree is marked, over the other not used."""
_GROUPS = 20
_DRAWN = 20_000
_NEGLIGIBLE = 1e-6

_Estimate = Callable[[Coded], float | None]


def uniqueness_from_sample(sample: pd.DataFrame, size: int, *, seed: int = 0) -> Risk:
    """Estimate which share of a population is unique in a table's columns, from a random sample.

    Parameters
    ----------
    sample
        Rows drawn from the population without putting back, one column an attribute.
    size
        N, the population.
    seed
        Of the groups of the interval and of the people drawn.

    Notes
    -----
    Two estimates that err in different ways: Pitman's model extrapolates how classes of equal
    values repeat, whatever the attributes (:mod:`auditor.risk.pitman`); people drawn from a
    Chow–Liu tree of the sample use what the attributes say, and how far classes scatter around
    the tree is weighed by what foretells the sample (:mod:`auditor.risk.superpopulation`). From
    small samples Pitman's model scatters widely, from large ones the tree's bias stays: the value
    is the tree's from samples under 14 in 100, else Pitman's. The interval spans both, each by a
    delete-a-group jackknife over 20 random groups with Student's t, the tree's with the spread
    between possible scatters added, so that it holds some of the models' own error.

    `docs/measures.md` and the validation report say how far it is off, and from which share on.

    Misleads when the sample is not random, and from samples under one in fifty. Values of an
    attribute that the sample lacks are not drawn: `assumes` says how many people have one, and
    where it is most of them there is no estimate by the tree.

    Raises
    ------
    UsageError
        If the population is smaller than the sample, or the sample is empty.
    """
    check_size(size, len(sample))
    table, fraction = coded(sample), len(sample) / size
    unseen, where = _unseen(table)
    pitmans, tree = _pitman(size)(table), None
    spans = [_interval(table, fraction, _pitman(size), pitmans, 0.0, seed)]
    if unseen <= _MOST_UNSEEN:
        foretold, between = _foretold(table, size, seed)
        tree = foretold(table)
        spans.append(_interval(table, fraction, foretold, tree, between, seed))
    known = [each for each in spans if each is not None]
    large = pitmans is not None and (fraction >= _LEAST_FRACTION or tree is None)
    value = pitmans if large else tree
    return Risk(
        name="uniqueness_from_sample",
        value=value,
        interval=(min(low for low, _ in known), max(high for _, high in known)) if known else None,
        n=len(sample),
        baseline=None,
        control=None,
        unit="share of people",
        assumes=f"A random sample of {len(sample)} of {size}, by {_HOW[large]}. The interval spans "
        "both Pitman's model and the tree. Neither baseline nor control."
        + _limits(len(known), value, fraction, unseen, where),
    )


_HOW = {True: "Pitman's model", False: "a Chow–Liu tree with scatter around it"}


def _limits(known: int, value: float | None, fraction: float, unseen: float, where: str) -> str:
    limits = ""
    if value is None:
        limits += " Neither is possible: everybody in the sample has values of their own."
    elif known < 2:
        limits += " One estimate was impossible, or has no interval: the sample is too uniform."
    if unseen > _SOME_UNSEEN:
        limits += (
            f" In {where} {unseen:.0%} of the people have a value that the sample lacks (Good, "
            "Biometrika 40, 1953), which the tree cannot draw."
        )
    if fraction < 1 / 50:
        limits += " The sample is under one in fifty: read it as an order of magnitude."
    return limits


def _unseen(table: Coded) -> tuple[float, str]:
    """Return which share of the people has a value unseen in some column, and that column.

    As many as have a value to themselves in the sample (Good 1953, with Turing); the largest.
    """
    singles = [float((np.bincount(each) == 1).sum()) / len(each) for each in table.codes.T]
    worst = int(np.argmax(singles))
    return singles[worst], table.columns[worst]


def _foretold(table: Coded, size: int, seed: int) -> tuple[_Estimate, float]:
    """Return the estimate by a tree, averaged over scatters, and its spread between them."""
    weighed = [
        each for each in scatters(table, np.random.default_rng(seed)) if each[1] > _NEGLIGIBLE
    ]
    weights = np.array([weight for _, weight in weighed])
    weights /= weights.sum()

    def each_of(part: Coded) -> np.ndarray:
        tree = ChowLiuTree(part, smoothed=True)
        shares = tree.row_probabilities(tree.sample(_DRAWN, np.random.default_rng(seed)))
        return np.array([law.uniqueness(shares, size) for law, _ in weighed])

    values = each_of(table)
    spread = math.sqrt(float(weights @ (values - weights @ values) ** 2))
    return lambda part: float(weights @ each_of(part)), spread


def _pitman(size: int) -> _Estimate:
    def estimate(part: Coded) -> float | None:
        _, members = np.unique(part.codes, axis=0, return_counts=True)
        try:
            return pitman.fit(members.tolist()).uniqueness(size)
        except ValueError:
            return None

    return estimate


def _interval(
    table: Coded,
    fraction: float,
    estimate: _Estimate,
    value: float | None,
    between: float,
    seed: int,
) -> tuple[float, float] | None:
    people = len(table.codes)
    if value is None or people < 2 * _GROUPS:
        return None
    groups = np.random.default_rng(seed).permutation(people) % _GROUPS
    parts = [
        estimate(Coded(table.columns, table.codes[groups != each], table.values))
        for each in range(_GROUPS)
    ]
    left = [each for each in parts if each is not None]
    if len(left) < _GROUPS:
        return None
    error = (_GROUPS - 1) / math.sqrt(_GROUPS) * stdev(left)
    error *= math.sqrt(1 - fraction)  # a sample of everybody leaves nothing to chance
    margin = t_quantile(_GROUPS - 1) * math.hypot(error, between)
    return max(0.0, value - margin), min(1.0, value + margin)
