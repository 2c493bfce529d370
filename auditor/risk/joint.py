"""Populations given as tables of rows: as counted, and as if attributes were independent."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from auditor.risk.tables import coded, evidence_codes

__all__ = ["Independent", "Rows"]


class Rows:
    """A population that is exactly the rows of a table.

    Only true of a table that holds everybody: in a sample, rare combinations look impossible.
    """

    def __init__(self, table: pd.DataFrame) -> None:
        self._table = coded(table)

    def probability(self, evidence: Mapping[str, str]) -> float:
        """Return the share of rows that have the values.

        Raises
        ------
        UsageError
            If the table lacks a column or a value.
        """
        wanted = evidence_codes(self._table, evidence)
        fits = np.ones(len(self._table.codes), dtype=bool)
        for column, code in wanted.items():
            fits &= self._table.codes[:, column] == code
        return float(fits.mean())


class Independent:
    """A table's population as if its attributes were independent: an alarmist upper limit.

    On the Adult table, 6 attributes: 16.15 bits for a true 13.18.
    """

    def __init__(self, table: pd.DataFrame) -> None:
        self._table = coded(table)
        rows = len(self._table.codes)
        self._shares = [np.bincount(column) / rows for column in self._table.codes.T]

    def probability(self, evidence: Mapping[str, str]) -> float:
        """Return the product of the shares of the values.

        Raises
        ------
        UsageError
            If the table lacks a column or a value.
        """
        wanted = evidence_codes(self._table, evidence)
        return float(np.prod([self._shares[column][code] for column, code in wanted.items()]))

    def row_probabilities(self, table: pd.DataFrame) -> np.ndarray:
        """Return the probability of each row of a table with the same columns and values."""
        parts = [
            table[name].astype(str).map(dict(zip(values, shares, strict=True))).to_numpy(float)
            for name, values, shares in zip(
                self._table.columns, self._table.values, self._shares, strict=True
            )
        ]
        return np.asarray(np.prod(parts, axis=0))
