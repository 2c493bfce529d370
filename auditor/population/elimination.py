"""Exact probabilities by variable elimination over the ancestors that are needed.

Zhang and Poole, A simple approach to Bayesian network computations, Canadian Conference on AI,
1994; the order is greedy by the smallest table made (min-weight: Kjærulff, Triangulation of graphs,
Aalborg University, 1990).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auditor.population.model import Floats, Variable

__all__ = ["MOST_CELLS", "Allowed", "TooLarge", "ancestors", "summed"]

MOST_CELLS = 4_000_000
"""Cells of the largest table that is made: 32 MB, and some hundredths of a second."""

Allowed = Mapping[str, NDArray[np.intp]]
"""Evidence: for each variable told of, the indices of the values that it may have."""


class TooLarge(Exception):  # noqa: N818  a condition that is handled, not a fault
    """The elimination would need a table of more than the cells allowed."""


@dataclass(frozen=True, eq=False)
class Factor:
    """A table over some variables, one axis each."""

    names: tuple[str, ...]
    table: Floats

    @property
    def sizes(self) -> dict[str, int]:
        """Return the number of values left of each variable."""
        return dict(zip(self.names, self.table.shape, strict=True))


def ancestors(variables: Iterable[Variable], names: Collection[str]) -> list[Variable]:
    """Return the variables named and all they depend on, in the order given (parents first).

    All others sum to 1 and can be left out.
    """
    needed = set(names)
    found = []
    for variable in reversed(list(variables)):
        if variable.name in needed:
            needed.update(variable.parents)
            found.append(variable)
    return found[::-1]


def summed(
    variables: Sequence[Variable],
    allowed: Allowed,
    keep: str | None = None,
    *,
    most_cells: int = MOST_CELLS,
) -> Floats:
    """Return p(evidence), or p(evidence, value) for each allowed value of ``keep``.

    Raises
    ------
    TooLarge
        If a table of more than ``most_cells`` cells would be needed.
    """
    kept = {keep} if keep is not None else set()
    needed = ancestors(variables, {*allowed, *kept})
    factors = [_restricted(variable, allowed, kept) for variable in needed]
    while left := {name for factor in factors for name in factor.names} - kept:
        name = min(sorted(left), key=lambda each: _cost(factors, each))
        if _cost(factors, name) > most_cells:
            raise TooLarge
        touching = [factor for factor in factors if name in factor.names]
        factors = [factor for factor in factors if name not in factor.names]
        factors.append(_product(touching, without=name))
    return _product(factors).table


def _restricted(variable: Variable, allowed: Allowed, kept: Collection[str]) -> Factor:
    """Return a variable's table with only what evidence allows; axes of one value go away."""
    names = (*variable.parents, variable.name)
    table = variable.table
    for axis, name in enumerate(names):
        if name in allowed:
            table = table.take(allowed[name], axis=axis)
    gone = tuple(
        axis
        for axis, name in enumerate(names)
        if name in allowed and len(allowed[name]) == 1 and name not in kept
    )
    left = tuple(name for axis, name in enumerate(names) if axis not in gone)
    return Factor(left, table.squeeze(gone))


def _cost(factors: Iterable[Factor], name: str) -> int:
    """Return the cells of the product of all factors in which a variable stands."""
    sizes: dict[str, int] = {}
    for factor in factors:
        if name in factor.names:
            sizes |= factor.sizes
    return prod(sizes.values())


def _product(factors: Sequence[Factor], without: str | None = None) -> Factor:
    """Return the product of factors, summed over one variable."""
    if not factors:
        return Factor((), np.ones(()))
    names = list(dict.fromkeys(name for factor in factors for name in factor.names))
    number = {name: index for index, name in enumerate(names)}
    left = tuple(name for name in names if name != without)
    operands: list[Any] = []
    for factor in factors:
        operands += [factor.table, [number[name] for name in factor.names]]
    return Factor(left, np.einsum(*operands, [number[name] for name in left]))
