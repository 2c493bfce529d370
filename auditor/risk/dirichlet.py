"""How far the rows of a table of counts keep to one distribution, by the data themselves."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.special import gammaln

__all__ = ["concentration"]

_LEAST, _MOST = 1e-3, 1e6
"""Bounds of what is looked for: rows that have nothing in common, and rows that are all alike."""


def concentration(counts: npt.NDArray[np.float64], base: npt.NDArray[np.float64]) -> float:
    """Return the most likely s, if each row's distribution was drawn from a Dirichlet of s·base.

    A row's estimate is then (counts + s·base)/(sum + s): how much it borrows from what all rows
    have in common is read from the table and not chosen (MacKay and Peto, *A hierarchical
    Dirichlet language model*, Natural Language Engineering 1, 1995).

    Parameters
    ----------
    counts
        Of shape (rows, values); at least one is not 0.
    base
        Of shape (values,), positive wherever a count is.
    """
    rows, values = np.nonzero(counts)
    seen, share = counts[rows, values], base[values]
    sums = counts.sum(axis=1)

    def loss(point: float) -> float:
        s = math.exp(point)
        each = (gammaln(s * share + seen) - gammaln(s * share)).sum()
        return -float(each + (gammaln(s) - gammaln(s + sums)).sum())

    bounds = (math.log(_LEAST), math.log(_MOST))
    return math.exp(minimize_scalar(loss, bounds=bounds, method="bounded").x)
