"""The syntactic measures of an anonymised table: k, l, t, β and δ.

They describe a table by its classes, the rows with equal quasi-identifiers. Definitions: k, Sweeney
2002; l (distinct), Machanavajjhala et al. 2007; t, Li, Li and Venkatasubramanian 2007; basic β,
Cao and Karras 2012; δ, Brickell and Shmatikov 2008.

They mislead as a promise: none bounds what an attacker learns who knows more than the
quasi-identifiers chosen, and all are worst cases over classes, without interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from auditor.errors import UsageError
from auditor.risk.tables import class_sizes

__all__ = ["Syntactic", "syntactic"]


@dataclass(frozen=True)
class Syntactic:
    """The measures of a table with one categorical sensitive attribute.

    Attributes
    ----------
    k
        Rows in the smallest class.
    l
        Sensitive values in the least diverse class.
    t
        The largest distance (half the sum of absolute differences) between a class's shares of
        sensitive values and the table's.
    beta
        The largest relative gain (q − p)/p of a class's share q over the table's share p.
    delta
        The largest |ln(q/p)| of a value that occurs in the class.
    classes, unique
        How many classes, and the share of rows alone in theirs.
    """

    k: int
    l: int  # noqa: E741 (the name that the field uses)
    t: float
    beta: float
    delta: float
    classes: int
    unique: float


def syntactic(table: pd.DataFrame, quasi: Sequence[str], sensitive: str) -> Syntactic:
    """Measure a table.

    Parameters
    ----------
    table
        A row a person.
    quasi
        The columns an attacker may know.
    sensitive
        The column to be kept from them.

    Raises
    ------
    UsageError
        If a column is missing or the table has no rows.
    """
    if missing := [each for each in (*quasi, sensitive) if each not in table.columns]:
        raise UsageError(f"the table has no column {missing[0]!r}", where="quasi, sensitive")
    sizes = class_sizes(table, quasi)
    counts = (
        table.astype(str).groupby([*quasi, sensitive], sort=True).size().unstack(fill_value=0)
    ).to_numpy(dtype=float)
    inside = counts / counts.sum(axis=1, keepdims=True)
    overall = counts.sum(axis=0) / counts.sum()
    present = counts > 0
    ratios = np.where(present, inside / overall, 1.0)
    return Syntactic(
        k=int(sizes.min()),
        l=int(present.sum(axis=1).min()),
        t=float(np.abs(inside - overall).sum(axis=1).max() / 2),
        beta=float((inside / overall - 1).max()),
        delta=float(np.abs(np.log(ratios)).max()),
        classes=len(counts),
        unique=float((sizes == 1).mean()),
    )
