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
from importlib.abc import Traversable

from auditor.errors import UsageError
from auditor.inference.settings import data
from auditor.inference.weighing import probability as probability_of
from auditor.taxonomy import parent

__all__ = ["ALL", "IDENTITY", "Calibration", "calibration", "read_calibration"]

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
        return probability_of(odds)


IDENTITY = Calibration()
"""Leaves every probability as it is."""


@cache
def calibration() -> Calibration:
    """Return the calibration that comes with auditor; :data:`IDENTITY` where there is none.

    None comes with it now: on natural speech that was kept apart, probabilities are right as they
    are weighed, and what made-up drivers teach would take them too low (``docs/inference.md``).
    """
    file = data("calibration.json")
    return read_calibration(file) if file.is_file() else IDENTITY


def read_calibration(file: Traversable) -> Calibration:
    """Return the calibration that ``python -m training.inference calibrate`` wrote.

    Raises
    ------
    UsageError
        If the file is not of that form.
    """
    try:
        raw = json.loads(file.read_text("utf-8"))
        maps = {
            language: {category: (float(shift), float(slope)) for category, (shift, slope) in rows}
            for language, rows in ((name, table.items()) for name, table in raw["maps"].items())
        }
        return Calibration(maps, str(raw["data_sha256"]), int(raw["claims"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"no calibration ({type(error).__name__})",
            where=file.name,
            remedy="Write one with python -m training.inference calibrate.",
        ) from None
