"""Large tables that stand in a file of their own: towns with their people, names by decade."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from auditor.errors import UsageError
from auditor.population.model import Floats, Values
from auditor.population.rows import Asked, normalised, shape_of
from auditor.population.written import WrittenVariable

__all__ = ["Columns", "fill_from", "read_columns"]

VALUE = "value"
LABEL = "label"


@dataclass(frozen=True)
class Columns:
    """A tab-separated table: its header and its rows with their line numbers."""

    path: Path
    header: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]

    @property
    def values(self) -> tuple[str, ...]:
        """Return the values in the order in which they first stand."""
        return tuple(dict.fromkeys(row[VALUE] for _, row in self.rows))

    @property
    def labels(self) -> dict[str, str]:
        """Return what people are shown for the values that say it."""
        return {row[VALUE]: row[LABEL] for _, row in self.rows if row.get(LABEL)}

    @contextmanager
    def naming(self, line: int) -> Iterator[None]:
        """Say of a usage error raised inside on which line its cause stands."""
        try:
            yield
        except UsageError as error:
            where = f"{self.path}, line {line}"
            raise UsageError(error.what, where=where, remedy=error.remedy) from None

    def number(self, line: int, column: str, cell: str) -> float:
        """Return a cell as a finite number.

        Raises
        ------
        UsageError
            If it is none, naming the line and the column.
        """
        try:
            found = float(cell)
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            with self.naming(line):
                raise UsageError(
                    f"{cell!r} in column {column!r} is not a number", remedy="Mend the cell."
                )
        return found

    def weight(self, line: int, column: str, cell: str) -> float:
        """Return a cell as a finite number that is not negative."""
        found = self.number(line, column, cell)
        if found < 0:
            with self.naming(line):
                raise UsageError(
                    f"{cell} in column {column!r} is negative", remedy="A weight is 0 or more."
                )
        return found


def read_columns(path: Path, *needed: str) -> Columns:
    """Read a table; lines that begin with ``#`` are comments.

    Raises
    ------
    UsageError
        If it cannot be read, lacks a column, or a line has not as many cells as the header.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UsageError(
            "cannot be read as text", where=str(path), remedy="Put it beside the population file."
        ) from None
    written = [(number, line) for number, line in enumerate(lines, 1) if not line.startswith("#")]
    cells = list(csv.reader((line for _, line in written), delimiter="\t", quoting=csv.QUOTE_NONE))
    header = tuple(cells[0]) if cells else ()
    for column in (VALUE, *needed):
        if column not in header:
            raise UsageError(f"has no column {column!r}", where=str(path), remedy="Add it.")
    rows = []
    for (number, _), row in zip(written[1:], cells[1:], strict=True):
        if len(row) != len(header):
            raise UsageError(
                f"has {len(row)} cells where the header has {len(header)}",
                where=f"{path}, line {number}",
                remedy="Separate cells by one tab.",
            )
        rows.append((number, dict(zip(header, row, strict=True))))
    return Columns(path, header, tuple(rows))


def fill_from(asked: Asked, columns: Columns, domain: Values) -> Floats:
    """Return the table of a variable whose weights stand in a file.

    Each line gives one value and weights. A column named after a parent says for which of its
    values the line is; with ``across``, the header's other columns are patterns over that
    parent's values, a weight under each. Weights of several lines for one value are added, and
    each combination of parents' values is normalised.

    Raises
    ------
    UsageError
        If a cell is no weight or names a value that the parent has not; with the line.
    """
    parents = asked.parents
    table = np.zeros((*shape_of(parents), len(domain)))
    for line, row in columns.rows:
        for column, across in _weights(asked.written, columns, parents):
            weight = columns.weight(line, column, row[column])
            given = {parent: row.get(parent, "*") for parent in parents} | across
            with columns.naming(line):
                chosen = [parents[parent].named(pattern) for parent, pattern in given.items()]
                table[np.ix_(*chosen, domain.named(row[VALUE]))] += weight
    return normalised(asked, table)


def _weights(
    written: WrittenVariable, columns: Columns, parents: Mapping[str, Values]
) -> list[tuple[str, dict[str, str]]]:
    """Return the columns that hold weights, each with what it says of a parent."""
    if written.weight is not None:
        return [(written.weight, {})]
    assert written.across is not None
    others = [each for each in columns.header if each not in {VALUE, LABEL, *parents}]
    return [(column, {written.across: column}) for column in others]
