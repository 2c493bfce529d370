"""The mean over persons with its Student t interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from statistics import fmean, stdev

import numpy as np

__all__ = ["MIN_PERSONS", "mean_interval", "t_quantile"]

MIN_PERSONS = 5
"""Under this many persons no interval is given: its coverage would not be what it says."""


def mean_interval(values: Sequence[float]) -> tuple[float, float] | None:
    """Return the 95 % Student t interval of the mean of values that cannot be negative.

    Persons are the units of sampling, so ``values`` holds one figure a person. The lower end is
    cut at 0, which leaves the coverage as it is. None when there are fewer than
    :data:`MIN_PERSONS` values.
    """
    n = len(values)
    if n < MIN_PERSONS:
        return None
    mean = fmean(values)
    margin = t_quantile(n - 1) * stdev(values) / math.sqrt(n)
    return max(0.0, mean - margin), mean + margin


@cache
def t_quantile(degrees: int, level: float = 0.95) -> float:
    """Return the t that a Student variable stays within, on both sides, with chance ``level``.

    Parameters
    ----------
    degrees
        Degrees of freedom, a whole number of at least 2.
    level
        The chance, between 0 and 1.

    Notes
    -----
    Bisection on the exact finite series for whole degrees of freedom: Abramowitz and Stegun,
    *Handbook of Mathematical Functions*, 26.7.3 and 26.7.4, in the angle θ = atan(t / √ν).
    """
    low, high = 0.0, math.pi / 2
    while low < (middle := (low + high) / 2) < high:
        if _chance_within(middle, degrees) < level:
            low = middle
        else:
            high = middle
    return math.sqrt(degrees) * math.tan(middle)


def _chance_within(theta: float, degrees: int) -> float:
    cosine, sine = math.cos(theta), math.sin(theta)
    if degrees % 2:
        j = np.arange(1, (degrees - 1) // 2)
        terms = np.cumprod(2 * j / (2 * j + 1) * cosine**2)
        return 2 / math.pi * (theta + sine * cosine * (1 + float(terms.sum())))
    j = np.arange(1, degrees // 2)
    terms = np.cumprod((2 * j - 1) / (2 * j) * cosine**2)
    return sine * (1 + float(terms.sum()))
