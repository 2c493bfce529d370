"""Calibration fitted on claims whose truth is known.

For each language first one map for all categories, drawn towards leaving probabilities as they are,
then one for each category, drawn towards that of its language: a category with few claims keeps to
what all of them teach (shrinkage by a normal prior on both parameters of Platt's map).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from auditor.inference.calibration import ALL, Calibration
from auditor.inference.reliability import Judged
from auditor.taxonomy import parent

__all__ = ["fit"]

_SPREAD = 0.5
"""Standard deviation of a category's parameters around those of its language (assumed)."""
_WIDTH = 2.0 * _SPREAD**2
_EDGE = 1e-4
_LEAST_SLOPE = 0.05
"""A map never turns probabilities around, nor makes all of them one."""
_Map = tuple[float, float]


def fit(claims: Iterable[Judged], data_sha256: str) -> Calibration:
    """Return the calibration that claims teach.

    Parameters
    ----------
    claims
        Probabilities as they were weighed, before any calibration.
    data_sha256
        Of the truth that judged them, kept with the result.
    """
    by_language: dict[str, list[Judged]] = defaultdict(list)
    for each in claims:
        by_language[each.language].append(each)
    maps = {}
    for language in sorted(by_language):
        judged = by_language[language]
        general = _platt(judged, (0.0, 1.0))
        maps[language] = {ALL: general, **_by_category(judged, general)}
    total = sum(len(judged) for judged in by_language.values())
    return Calibration(maps, data_sha256, total)


def _by_category(judged: Sequence[Judged], general: _Map) -> dict[str, _Map]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for each in judged:
        groups[parent(each.category)].append(each)
    return {name: _platt(groups[name], general) for name in sorted(groups)}


def _platt(judged: Sequence[Judged], towards: _Map) -> _Map:
    """Return (shift, slope) of highest posterior; the problem is convex and has one answer."""
    from scipy.optimize import minimize

    odds = np.array([_log_odds(each.probability) for each in judged])
    right = np.array([float(each.right) for each in judged])
    design = np.stack([np.ones_like(odds), odds], axis=1)
    centre = np.array(towards)

    def loss(at: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        fitted = design @ at
        chance = np.exp(-np.logaddexp(0.0, -fitted))
        away = at - centre
        value = (np.logaddexp(0.0, fitted) - right * fitted).sum() + (away**2).sum() / _WIDTH
        return float(value), design.T @ (chance - right) + 2.0 * away / _WIDTH

    found = minimize(
        loss, centre, jac=True, method="L-BFGS-B", bounds=[(None, None), (_LEAST_SLOPE, None)]
    )
    return round(float(found.x[0]), 3), round(float(found.x[1]), 3)


def _log_odds(probability: float) -> float:
    inside = min(max(probability, _EDGE), 1.0 - _EDGE)
    return math.log(inside / (1.0 - inside))
