"""Strengths of rules as counted on labelled text, in the place of those that were assumed.

Where a rule held in ``held`` utterances and was right in ``right`` of them, its chance is taken as
(right + k·p) / (held + k) with the written chance p and k = 8: few cases move it little. The odds
of that chance over the odds of the base rate are its likelihood ratio, and no less than 1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from auditor.inference.settings import data
from auditor.taxonomy import parent

__all__ = ["Count", "counts", "measured_ratio"]

LEAST = 8
"""Utterances in which a rule has to have held before its strength counts as measured."""
_CAUTION = 8
_MARKED_OTHERWISE = frozenset(("place_type", "gender", "contact_name", "visited_place"))
"""Categories that the labelled text marks only now and then; nothing is learned of them there."""


@dataclass(frozen=True)
class Count:
    """In how many utterances a rule held, and was right."""

    held: int
    right: int


@cache
def counts() -> Mapping[str, Count]:
    """Return the counts that come with auditor, by rule."""
    file = data("strengths.json")
    if not file.is_file():
        return {}
    raw = json.loads(file.read_text("utf-8"))
    return {name: Count(row["held"], row["right"]) for name, row in raw["rules"].items()}


def measured_ratio(
    count: Count | None, category: str, base_rate: float, written: float
) -> float | None:
    """Return the likelihood ratio that counts stand for; None where they are too few.

    Parameters
    ----------
    count
        Of the rule, None where it never held.
    category
        Of its conclusion.
    base_rate, written
        The rule's base rate, and the likelihood ratio it was written with.
    """
    if count is None or count.held < LEAST or parent(category) in _MARKED_OTHERWISE:
        return None
    base = base_rate / (1.0 - base_rate)
    chance = base * written / (1.0 + base * written)
    chance = (count.right + _CAUTION * chance) / (count.held + _CAUTION)
    return max(1.0, chance / (1.0 - chance) / base)
