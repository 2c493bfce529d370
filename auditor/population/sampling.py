"""Drawing people: every variable for many people at once, parents before children."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from auditor.population.model import Floats, Variable

__all__ = ["Codes", "Drawer", "as_frame", "draw", "drawers"]

Indices = NDArray[np.intp]
Codes = dict[str, Indices]
"""For each variable, the index of its value for each person."""


@dataclass(frozen=True, eq=False)
class Drawer:
    """A variable made ready for drawing by inversion of its cumulative table.

    The cumulative row of each combination of parents' values is shifted by the row's number and
    all are laid end to end, so that one binary search serves people of all combinations.
    """

    name: str
    parents: tuple[str, ...]
    shape: tuple[int, ...]
    steps: Floats
    last: Indices

    def rows(self, codes: Codes, people: int) -> Indices:
        """Return which row of the table each person is in."""
        if not self.parents:
            return np.zeros(people, dtype=np.intp)
        given = tuple(codes[parent] for parent in self.parents)
        rows: Indices = np.ravel_multi_index(given, self.shape)
        return rows

    def values(self, rows: Indices, uniform: Floats) -> Indices:
        """Return the index of the value for each person, given numbers in [0, 1)."""
        width = len(self.steps) // len(self.last)
        found = np.searchsorted(self.steps, rows + uniform, side="right") - rows * width
        # A sum of row and number may round up to the next row.
        values: Indices = np.minimum(found, self.last[rows])
        return values


def drawers(variables: Sequence[Variable]) -> tuple[Drawer, ...]:
    """Make variables ready for drawing."""
    return tuple(drawer(each, each.table) for each in variables)


def drawer(variable: Variable, table: Floats) -> Drawer:
    """Make a variable ready for drawing from ``table``, whose rows sum to 1."""
    width = table.shape[-1]
    flat = table.reshape(-1, width)
    last = width - 1 - np.argmax(flat[:, ::-1] > 0, axis=1)
    steps = np.cumsum(flat, axis=1)
    # The sum of a row may round to a little less than 1, and every number must fall inside.
    steps[np.arange(width) >= last[:, None]] = 1.0
    shifted = (steps + np.arange(len(flat))[:, None]).ravel()
    return Drawer(variable.name, variable.parents, table.shape[:-1], shifted, last)


def draw(ready: Sequence[Drawer], uniform: Floats) -> Codes:
    """Draw people from numbers in [0, 1), shape (people, variables), a column a variable."""
    codes: Codes = {}
    for column, each in enumerate(ready):
        rows = each.rows(codes, len(uniform))
        codes[each.name] = each.values(rows, uniform[:, column])
    return codes


def as_frame(variables: Sequence[Variable], codes: Codes, first: int = 0) -> pd.DataFrame:
    """Return people as a table: a row a person, a categorical column a variable.

    ``first`` is the number of the first person in the index.
    """
    columns = {
        each.name: pd.Categorical.from_codes(codes[each.name], categories=pd.Index(each.values))
        for each in variables
    }
    people = len(next(iter(codes.values())))
    return pd.DataFrame(columns, index=pd.RangeIndex(first, first + people, name="person"))
