"""Linkage: whether two parts of recordings can be told to be of one person."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import stdev

import numpy as np
import numpy.typing as npt

from auditor.errors import UsageError
from auditor.records import Risk
from auditor.risk.intervals import rate_interval, share_interval
from auditor.risk.separation import (
    BINS,
    Separation,
    binned,
    d_sys,
    equal_error_rate,
    null_d_sys,
    true_positives,
)
from auditor.risk.student import MIN_PERSONS, t_quantile

__all__ = ["MIN_MATED", "MOST_LINKED", "Linkage", "linkage", "linked_persons"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

MIN_MATED = 100
"""Under this many mated pairs D_sys is badly biased (20 at d = 2 gave .238 for .6165)."""
MOST_LINKED = 2_000
"""Of more persons a seeded sample is compared, each with each."""
_FALSE_POSITIVES = 0.01
_GROUPS = 20
_PERMUTATIONS = 200


@dataclass(frozen=True)
class Linkage:
    """How well one likeness links: error rates, D_sys, and the first hit among all."""

    by: str
    equal_error_rate: Risk
    true_positives: Risk
    d_sys: Risk
    top_one: Risk


def linked_persons(persons: int, seed: int = 0) -> Codes:
    """Return which persons to compare: all, or a seeded sample of :data:`MOST_LINKED`."""
    if persons <= MOST_LINKED:
        return np.arange(persons, dtype=np.int64)
    chosen = np.random.default_rng(seed).choice(persons, MOST_LINKED, replace=False)
    return np.sort(chosen).astype(np.int64)


def linkage(by: str, likeness: Floats, *, seed: int = 0) -> Linkage:
    """Measure how well a likeness links two parts of people's recordings.

    Parameters
    ----------
    by
        What the likeness is made from: ``voice``, ``content``, ``both``.
    likeness
        Of shape (persons, persons), higher is more alike: row i is one part of person i's
        recordings, column j another part of person j's (:mod:`auditor.risk.likeness`).
    seed
        Of the groups of the intervals and the permutations.

    Notes
    -----
    A person is in many pairs, so the intervals of rates are Student's t over persons' linearised
    shares, and that of D_sys a delete-a-group jackknife over persons. The null
    of D_sys lets 200 random choices of pairs be mated.

    Misleads when both parts are of one drive: the same road noise links then, not the person.

    Raises
    ------
    UsageError
        If the likeness is not square, has under two persons, or is not finite.
    """
    if likeness.ndim != 2 or likeness.shape[0] != likeness.shape[1] or len(likeness) < 2:
        raise UsageError(
            "a likeness compares at least two persons, each with each",
            where=f"likeness by {by}",
            remedy="Give a square table: a row and a column a person.",
        )
    bins = binned(likeness)
    pieces = _Pieces(bins, np.random.default_rng(seed))
    return Linkage(
        by,
        *_rates(by, bins, pieces),
        d_sys=_linkability(by, pieces, np.random.default_rng(seed)),
        top_one=_top_one(by, likeness),
    )


class _Pieces:
    """Counts of scores between groups of persons, from which any group can be left out."""

    def __init__(self, bins: Codes, chance: np.random.Generator) -> None:
        self.persons = len(bins)
        groups = min(_GROUPS, self.persons)
        self._group = chance.permutation(self.persons) % groups
        own = np.arange(self.persons)
        mated = bins[own, own]
        self._mated = np.stack(
            [np.bincount(mated[self._group == each], minlength=BINS) for each in range(groups)]
        )
        self._all = np.bincount(bins.ravel(), minlength=BINS)
        self._touched = [self._touching(bins, each) for each in range(groups)]

    @property
    def whole(self) -> Separation:
        """Everybody's scores."""
        mated = self._mated.sum(axis=0)
        return Separation(mated, self._all - mated)

    def without_each(self) -> list[Separation]:
        """Return the scores without each group of persons in turn."""
        kept = []
        for mine, touched in zip(self._mated, self._touched, strict=True):
            mated = self._mated.sum(axis=0) - mine
            kept.append(Separation(mated, self._all - touched - mated))
        return kept

    def _touching(self, bins: Codes, group: int) -> Codes:
        inside = self._group == group
        rows = np.bincount(bins[inside].ravel(), minlength=BINS)
        columns = np.bincount(bins[~inside][:, inside].ravel(), minlength=BINS)
        return rows + columns


def _rates(by: str, bins: Codes, pieces: _Pieces) -> tuple[Risk, Risk]:
    """Return the two rates over pairs, with the controls that take everybody for the next one."""
    whole = pieces.whole
    strangers = np.bincount(np.diagonal(np.roll(bins, -1, axis=1)), minlength=BINS)
    others = Separation(strangers, whole.mated + whole.other - strangers)
    equal, at_one = equal_error_rate(whole), true_positives(whole, _FALSE_POSITIVES)
    missed, false = _by_person(bins, equal.bin)
    # A person moves the crossing by both errors, each weighed by how steep the other is.
    part = equal.slope / (1 + equal.slope)
    shares = (1 - part) * missed + part * false
    found = 1 - _by_person(bins, at_one.bin)[0]
    shift = at_one.slope * (_by_person(bins, at_one.bin)[1] - _FALSE_POSITIVES)
    few = len(bins) * (len(bins) - 1) < 1 / _FALSE_POSITIVES
    return (
        _rate("equal_error_rate", by, equal.rate, shares, 0.5, equal_error_rate(others).rate),
        _rate(
            "true_positives_at_1_percent",
            by,
            at_one.rate,
            found - shift,
            _FALSE_POSITIVES,
            true_positives(others, _FALSE_POSITIVES).rate,
        )
        if not few
        else _too_few(by, len(bins)),
    )


def _too_few(by: str, n: int) -> Risk:
    note = f"{n} persons make under 100 pairs of strangers: too few. No baseline, control."
    name = f"true_positives_at_1_percent_by_{by}"
    return Risk(name, None, None, n, None, None, "share of pairs", note)


def _by_person(bins: Codes, at: int) -> tuple[Floats, Floats]:
    """Return whether each person is missed, and how much each adds to the false positive rate."""
    n = len(bins)
    taken = bins >= at
    own = np.diagonal(taken).astype(float)
    rows = (taken.sum(axis=1) - own) / (n - 1)
    columns = (taken.sum(axis=0) - own) / (n - 1)
    # A pair depends on both of its persons: the projection on one of them (Hoeffding 1948).
    return 1 - own, rows + columns - rows.mean()


def _rate(
    name: str, by: str, value: float, shares: Floats, baseline: float, control: float
) -> Risk:
    n = shares.size
    interval = rate_interval(value, shares.tolist())
    return Risk(
        name=f"{name}_by_{by}",
        value=value,
        interval=interval,
        n=n,
        baseline=baseline,
        control=control,
        unit="share of pairs",
        assumes=f"{n} mated pairs, one a person, against all pairs of two persons. The baseline is "
        "chance; the control takes everybody for the next one. "
        + ("Student's t over persons, on the log-odds." if interval else _FEW),
    )


def _linkability(by: str, pieces: _Pieces, chance: np.random.Generator) -> Risk:
    name, n = f"d_sys_by_{by}", pieces.persons
    formula = "Gomez-Barrero et al. 2018, prior odds 1."
    if n < MIN_MATED:
        few = (
            f"{formula} {n} mated pairs are too few: {MIN_MATED} are needed. No baseline, control."
        )
        return Risk(name, None, None, n, None, None, "linkability, 0 to 1", few)
    null = null_d_sys(pieces.whole, _PERMUTATIONS, chance)
    value = d_sys(pieces.whole)
    return Risk(
        name=name,
        value=value,
        interval=_jackknife(pieces, d_sys, value),
        n=n,
        baseline=0.0,
        control=float(null.mean()),
        unit="linkability, 0 to 1",
        assumes=f"{formula} The control is the mean of {_PERMUTATIONS} permutations; 95 in 100 "
        f"of them are under {np.quantile(null, 0.95):.3f}. Jackknife over groups of persons.",
    )


def _top_one(by: str, likeness: Floats) -> Risk:
    n = len(likeness)
    best = likeness == likeness.max(axis=1, keepdims=True)
    chosen = best / best.sum(axis=1, keepdims=True)
    hits = np.diagonal(chosen).tolist()
    interval = share_interval(hits)
    return Risk(
        name=f"top_one_by_{by}",
        value=float(np.mean(hits)),
        interval=interval,
        n=n,
        baseline=1 / n,
        control=float(np.diagonal(np.roll(chosen, -1, axis=1)).mean()),
        unit="share of persons",
        assumes=f"The likest of {n} is the person; ties share. The control asks for the next one. "
        + ("Student's t over persons, on the log-odds." if interval else _FEW),
    )


_FEW = f"Under {MIN_PERSONS} persons no interval is given."


def _jackknife(
    pieces: _Pieces, measure: Callable[[Separation], float], value: float
) -> tuple[float, float]:
    left: Sequence[float] = [measure(each) for each in pieces.without_each()]
    groups = len(left)
    error = (groups - 1) / math.sqrt(groups) * stdev(left)
    margin = t_quantile(groups - 1) * error
    return max(0.0, value - margin), min(1.0, value + margin)
