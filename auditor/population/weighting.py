"""Probabilities by simulation, where exact ones would take too much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from auditor.population.elimination import Allowed, ancestors
from auditor.population.model import Floats, Variable
from auditor.population.sampling import Codes, Drawer, drawer

__all__ = ["Estimate", "weighted_people"]


@dataclass(frozen=True)
class Estimate:
    """A probability, and how surely it is known: the standard error is 0 where it is exact."""

    value: float
    standard_error: float
    exact: bool


def weighted_people(
    variables: Sequence[Variable],
    allowed: Allowed,
    keep: str | None,
    people: int,
    rng: np.random.Generator,
) -> tuple[Codes, Floats]:
    """Draw people who fit the evidence, with weights whose mean is p(evidence).

    Likelihood weighting (Fung and Chang, Weighing and integrating evidence for stochastic
    simulation in Bayesian networks, UAI 1989): a variable told of is drawn among its allowed
    values, and the weight is multiplied by the chance that it would have had one of them.

    Returns
    -------
    codes, weights
        The ancestors of what is told of or kept, and a weight for each person.
    """
    codes: Codes = {}
    weights = np.ones(people)
    for variable in ancestors(variables, {*allowed, *([keep] if keep is not None else [])}):
        uniform = rng.random(people)
        if variable.name in allowed:
            ready, chances = _allowed_only(variable, allowed)
            rows = ready.rows(codes, people)
            weights *= chances[rows]
        else:
            ready = drawer(variable, variable.table)
            rows = ready.rows(codes, people)
        codes[variable.name] = ready.values(rows, uniform)
    return codes, weights


def _allowed_only(variable: Variable, allowed: Allowed) -> tuple[Drawer, Floats]:
    """Return a drawer among the allowed values, and the chance of one of them for each row."""
    mask = np.zeros(len(variable.values))
    mask[allowed[variable.name]] = 1.0
    table = variable.table * mask
    chances = table.sum(axis=-1, keepdims=True)
    # Where none can be, any will do: the weight is zero.
    inside = np.where(chances > 0, table / np.where(chances > 0, chances, 1.0), mask / mask.sum())
    return drawer(variable, inside), chances.reshape(-1)
