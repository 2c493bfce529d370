"""The figures that evidence is weighed with, from ``data/weights.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.abc import Traversable

from auditor.taxonomy import parent

__all__ = ["Weights", "data", "weights"]


@dataclass(frozen=True)
class HintWeights:
    """How hints are joined.

    Attributes
    ----------
    below
        What is less likely than this is a hint, reported or not.
    damping
        How much of the next strongest hint counts.
    traits
        Categories of which all hints are joined, whatever their values.
    """

    below: float
    damping: float
    traits: frozenset[str]


@dataclass(frozen=True)
class Weights:
    """Figures of weighing.

    Attributes
    ----------
    prior
        Chance of a value before evidence, by category and ``default``.
    same_kind, same_utterance
        How much of a piece of evidence is left after another of its kind, or of its utterance.
    limit
        Largest likelihood ratio of one piece of evidence.
    exclusive
        Categories of which a person has one value at a time.
    denied
        By which the odds of a value are divided where it is denied.
    hints
        How hints are joined.
    families
        Shares of families with children that have so many.
    """

    prior: dict[str, float]
    same_kind: float
    same_utterance: float
    limit: float
    exclusive: frozenset[str]
    denied: float
    hints: HintWeights
    families: dict[int, float]

    def prior_of(self, category: str) -> float:
        """Return the chance of a value of ``category`` before its evidence is counted."""
        return self.prior.get(parent(category), self.prior["default"])


def data(name: str) -> Traversable:
    """Return a file of the room's data."""
    return resources.files(__package__).joinpath("data", name)


@cache
def weights() -> Weights:
    """Return the figures that come with auditor."""
    raw = tomllib.loads(data("weights.toml").read_text("utf-8"))
    return Weights(
        prior=raw["prior"],
        same_kind=raw["damping"]["kind"],
        same_utterance=raw["damping"]["utterance"],
        limit=raw["limit"]["likelihood_ratio"],
        exclusive=frozenset(raw["exclusive"]["categories"]),
        denied=raw["denied"]["likelihood_ratio"],
        hints=HintWeights(**raw["hints"] | {"traits": frozenset(raw["hints"]["traits"])}),
        families={int(number): share for number, share in raw["families"]["children"].items()},
    )
