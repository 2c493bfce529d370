"""What a population is made of: variables with their tables, and where the tables come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from auditor.errors import UsageError

__all__ = ["Floats", "Source", "Values", "Variable"]

Floats = NDArray[np.float64]

ANY = "*"
"""What matches every value."""


@dataclass(frozen=True)
class Source:
    """Where the figures of a table were published."""

    title: str
    publisher: str
    year: int
    url: str = ""

    def __str__(self) -> str:
        """Return one line for a data sheet."""
        cited = f"{self.title}, {self.publisher}, {self.year}"
        return f"{cited}, {self.url}" if self.url else cited


class Values:
    """The values of one variable, in their order, and the ways to name several at once.

    Parameters
    ----------
    of
        The variable's name, for messages.
    values
        Its values, each once.
    """

    def __init__(self, of: str, values: Iterable[str]) -> None:
        self.of = of
        self.all = tuple(values)
        self._at = {value: index for index, value in enumerate(self.all)}
        self._numbers = (
            np.array([int(value) for value in self.all])
            if all(value.isdecimal() for value in self.all)
            else None
        )

    def __len__(self) -> int:
        """Return how many values there are."""
        return len(self.all)

    def named(self, patterns: str | Iterable[str]) -> NDArray[np.intp]:
        """Return the indices that one or several patterns name, in order.

        A pattern is a value, ``*`` for all, or, where the values are whole numbers, a band with
        both ends in it (``"18-24"``).

        Raises
        ------
        UsageError
            If a pattern names no value, or there is no pattern.
        """
        each = (patterns,) if isinstance(patterns, str) else tuple(patterns)
        if not each:
            raise UsageError(f"an empty list names no value of {self.of}", remedy="Name one.")
        return np.unique(np.concatenate([self._one(pattern) for pattern in each]))

    def _one(self, pattern: str) -> NDArray[np.intp]:
        if pattern in self._at:
            return np.array([self._at[pattern]], dtype=np.intp)
        if pattern == ANY:
            return np.arange(len(self.all), dtype=np.intp)
        found = self._band(pattern)
        if not len(found):
            raise UsageError(f"{self.of} has no value {pattern!r}", remedy=self._remedy())
        return found

    def _band(self, pattern: str) -> NDArray[np.intp]:
        low, dash, high = pattern.partition("-")
        if self._numbers is None or not (dash and low.isdecimal() and high.isdecimal()):
            return np.empty(0, dtype=np.intp)
        inside = (self._numbers >= int(low)) & (self._numbers <= int(high))
        return np.flatnonzero(inside)

    def _remedy(self) -> str:
        shown = ", ".join(self.all[:40])
        return f"Use one of: {shown}{' …' if len(self.all) > 40 else ''}."


@dataclass(frozen=True, eq=False)
class Variable:
    """One attribute of a person and how it depends on others.

    Attributes
    ----------
    name
        The key in the file and the column of a sample.
    domain
        Its values, and patterns over them.
    parents
        The variables it depends on.
    table
        Probabilities, one axis a parent in the order of ``parents``, then one for the values;
        each row over the last axis sums to 1.
    category
        Id of the taxonomy, or None for a variable that only carries dependence.
    source
        Where the figures were published; may be empty.
    assumed
        What of the table is assumed and why; may be empty, but not together with ``source``.
    labels
        What people are shown, where it differs from the value.
    bands
        Bands of an integer variable in which truth files and risk measures speak.
    """

    name: str
    domain: Values
    parents: tuple[str, ...]
    table: Floats
    category: str | None = None
    source: tuple[Source, ...] = ()
    assumed: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    bands: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """The values in the order of the table's last axis."""
        return self.domain.all

    def label(self, value: str) -> str:
        """Return what people are shown for a value."""
        return self.labels.get(value, value)
