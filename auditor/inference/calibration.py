"""Probabilities of claims, brought to how often claims of their kind are right.

Platt scaling in log odds (Platt, "Probabilistic outputs for support vector machines", 1999):
P' = 1 / (1 + exp(−(a + b · ln(P / (1 − P))))), with a and b > 0 of each category and language,
shrunk to those of all categories. ``python -m training.inference`` fits them on truth files and
writes ``calibration.json``; what was not fitted is left as it is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from auditor.inference.settings import data
from auditor.taxonomy import parent

__all__ = ["ALL", "IDENTITY", "Calibration", "calibration"]

ALL = "all"
"""Stands for all categories."""
_EDGE = 1e-6


@dataclass(frozen=True)
class Calibration:
    """Fitted maps of probabilities.

    Attributes
    ----------
    maps
        (a, b) by language and category; the category :data:`ALL` stands for those not there.
    data_sha256
        Of the truth files it was fitted on, empty where it was not fitted.
    claims
        How many claims it was fitted on.
    """

    maps: Mapping[str, Mapping[str, tuple[float, float]]] = field(default_factory=dict)
    data_sha256: str = ""
    claims: int = 0

    def apply(self, probability: float, category: str, language: str) -> float:
        """Return the calibrated probability of a claim; monotone in ``probability``.

        Parameters
        ----------
        probability
            As weighed, in 0 … 1.
        category, language
            Of the claim.
        """
        maps = self.maps.get(language, {})
        shift, slope = maps.get(parent(category), maps.get(ALL, (0.0, 1.0)))
        if (shift, slope) == (0.0, 1.0):
            return probability
        inside = min(max(probability, _EDGE), 1.0 - _EDGE)
        odds = shift + slope * math.log(inside / (1.0 - inside))
        return 1.0 / (1.0 + math.exp(-odds))


IDENTITY = Calibration()
"""Leaves every probability as it is."""


@cache
def calibration() -> Calibration:
    """Return the calibration that comes with auditor; :data:`IDENTITY` where there is none."""
    file = data("calibration.json")
    if not file.is_file():
        return IDENTITY
    raw = json.loads(file.read_text("utf-8"))
    maps = {
        language: {category: (shift, slope) for category, (shift, slope) in rows.items()}
        for language, rows in raw["maps"].items()
    }
    return Calibration(maps, raw["data_sha256"], raw["claims"])
