"""Pitman's partition model: how many are unique in a population that only a sample shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln

__all__ = ["Pitman", "fit"]

_LARGEST = 25.0
"""Bound of both parameters on the scale of the search: beyond it nothing changes any more."""


@dataclass(frozen=True)
class Pitman:
    """The two-parameter partition of Pitman (1995): discount α in 0 … 1, concentration θ."""

    discount: float
    concentration: float

    def uniqueness(self, size: int) -> float:
        """Return the expected share of ``size`` people who share their values with nobody.

        Γ(θ+1) Γ(θ+α+N−1) / (Γ(θ+α) Γ(θ+N)): the chance that the N-th differs from the N − 1
        before, which by exchangeability is the chance that any one is alone (Hoshino, *Applying
        Pitman's sampling formula to microdata disclosure risk assessment*, JOS 17, 2001).
        """
        alpha, theta = self.discount, self.concentration
        return float(
            np.exp(
                gammaln(theta + 1)
                - gammaln(theta + size)
                + gammaln(theta + alpha + size - 1)
                - gammaln(theta + alpha)
            )
        )


def fit(sizes: Sequence[int]) -> Pitman:
    """Return the most likely model of a sample.

    Parameters
    ----------
    sizes
        How many people of the sample are in each class of equal values.

    Raises
    ------
    ValueError
        If everybody in the sample is unique, or all are alike: the model then has no maximum.
    """
    counts = np.asarray(sizes)
    people, classes = int(counts.sum()), counts.size
    if classes in (1, people):
        raise ValueError("a sample all alike or all unique fits no partition model")
    each, times = np.unique(counts, return_counts=True)

    def loss(point: np.ndarray) -> float:
        alpha, theta = _parameters(point)
        opened = (classes - 1) * math.log(alpha)
        opened += gammaln(theta / alpha + classes) - gammaln(theta / alpha + 1)
        opened -= gammaln(theta + people) - gammaln(theta + 1)
        joined = float((times * (gammaln(each - alpha) - gammaln(1 - alpha))).sum())
        return -float(opened + joined)

    found = minimize(loss, [0.0, math.log(classes)], method="Nelder-Mead", options={"fatol": 1e-6})
    return Pitman(*_parameters(found.x))


def _parameters(point: np.ndarray) -> tuple[float, float]:
    first, second = np.clip(point, -_LARGEST, _LARGEST)
    # θ/α with a vanishing α loses the digits of the gamma function: α stays over 1e-4.
    return 1e-4 + (1 - 2e-4) / (1 + math.exp(-first)), math.exp(second)
