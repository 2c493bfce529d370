"""Tables of people as integer codes, with the values that the codes stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from auditor.errors import UsageError

__all__ = ["Coded", "Population", "check_size", "class_sizes", "coded", "evidence_codes"]

Codes = npt.NDArray[np.int64]


class Population(Protocol):
    """Anything that says which share of its people some values hold of."""

    def probability(self, evidence: Mapping[str, str]) -> float:
        """Return the share, in 0 … 1, of people who have all values of ``evidence``; of none, 1.

        A population that lacks an attribute or a value raises a UsageError or a KeyError, or
        returns 0.
        """
        ...


def check_size(size: int, sample: int, *, where: str = "size") -> None:
    """Refuse a population of fewer people than were sampled from it.

    Raises
    ------
    UsageError
        If ``size`` is under ``sample``; ``where`` names what gave the size.
    """
    if size < sample:
        raise UsageError(
            f"a population of {size} is smaller than the sample of {sample}",
            where=where,
            remedy="Give the number of people among whom the persons are looked for.",
        )


@dataclass(frozen=True)
class Coded:
    """A table without missing values: ``codes`` of shape (rows, columns) index ``values``."""

    columns: tuple[str, ...]
    codes: Codes
    values: tuple[tuple[str, ...], ...]


def coded(table: pd.DataFrame) -> Coded:
    """Return a table as codes; values are compared as text, missing ones are one value more.

    Raises
    ------
    UsageError
        If the table has no rows or no columns.
    """
    if table.empty:
        raise UsageError(
            "the table of people has no rows or no columns",
            remedy="Give a row a person and a column an attribute.",
        )
    columns, values = [], []
    for name in table.columns:
        numbers, names = pd.factorize(table[name].astype(str), sort=True)
        columns.append(numbers.astype(np.int64))
        values.append(tuple(str(each) for each in names))
    return Coded(tuple(map(str, table.columns)), np.stack(columns, axis=1), tuple(values))


def evidence_codes(table: Coded, evidence: Mapping[str, str]) -> dict[int, int]:
    """Return the code of each value of the evidence, by column number.

    Raises
    ------
    UsageError
        If the table has no such column, or a column lacks the value. The message names the
        category alone, since a value may be somebody's words.
    """
    found = {}
    for name, value in evidence.items():
        if name not in table.columns:
            raise UsageError(
                f"the population knows nothing of {name}",
                remedy=f"It knows {', '.join(table.columns)}.",
            )
        column = table.columns.index(name)
        if value not in table.values[column]:
            raise UsageError(
                f"the population lacks a value of {name} that was found",
                remedy="Leave the attribute out, or write the value as the population does.",
            )
        found[column] = table.values[column].index(value)
    return found


def class_sizes(table: pd.DataFrame, columns: Sequence[str] | None = None) -> Codes:
    """Return, of each row, how many rows have the same values in ``columns`` (all by default)."""
    codes = coded(table if columns is None else table[list(columns)]).codes
    _, inverse, counts = np.unique(codes, axis=0, return_inverse=True, return_counts=True)
    return np.asarray(counts[inverse.reshape(-1)], dtype=np.int64)
