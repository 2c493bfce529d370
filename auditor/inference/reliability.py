"""How far stated probabilities are from how often claims are right.

Brier score: the mean of (p − y)² (Brier, "Verification of forecasts expressed in terms of
probability", Monthly Weather Review 78, 1950). Expected calibration error: the mean distance of
mean p and share of right ones over bins, weighed by their size (Naeini, Cooper and Hauskrecht,
"Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Bin", "Judged", "Reliability", "reliability", "reliability_by"]

_BINS = 10


@dataclass(frozen=True)
class Judged:
    """A claim's probability, and whether it was right."""

    probability: float
    right: bool
    category: str
    language: str


@dataclass(frozen=True)
class Bin:
    """Claims of a range of probabilities."""

    low: float
    high: float
    n: int
    mean: float
    right: float


@dataclass(frozen=True)
class Reliability:
    """Calibration of ``n`` claims; ``brier`` and ``ece`` are None where there are none."""

    n: int
    brier: float | None
    ece: float | None
    bins: tuple[Bin, ...]


def reliability(claims: Iterable[Judged]) -> Reliability:
    """Return the reliability diagram's bins, Brier score and expected calibration error."""
    judged = list(claims)
    if not judged:
        return Reliability(0, None, None, ())
    groups: dict[int, list[Judged]] = defaultdict(list)
    for each in judged:
        groups[min(int(each.probability * _BINS), _BINS - 1)].append(each)
    bins = tuple(_bin(place, groups[place]) for place in sorted(groups))
    brier = sum((each.probability - each.right) ** 2 for each in judged) / len(judged)
    ece = sum(each.n * abs(each.mean - each.right) for each in bins) / len(judged)
    return Reliability(len(judged), brier, ece, bins)


def reliability_by(claims: Iterable[Judged], field: str) -> dict[str, Reliability]:
    """Return reliability by ``category`` or ``language``, in order of their names."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for each in claims:
        groups[getattr(each, field)].append(each)
    return {name: reliability(groups[name]) for name in sorted(groups)}


def _bin(place: int, claims: Sequence[Judged]) -> Bin:
    n = len(claims)
    return Bin(
        low=place / _BINS,
        high=(place + 1) / _BINS,
        n=n,
        mean=sum(each.probability for each in claims) / n,
        right=sum(each.right for each in claims) / n,
    )
