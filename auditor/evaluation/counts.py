"""What is counted, and the rates made of it; counts of several people add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from math import fsum
from typing import Any, Generic, Self, TypeVar

__all__ = ["Counts", "ProfileCounts", "Rates", "Share", "Table", "Tally", "ratio", "rounded"]


def ratio(part: float, whole: float) -> float | None:
    """Return part / whole, or None where the whole is 0 and so the rate undefined."""
    return part / whole if whole else None


def rounded(value: float | None) -> float | None:
    """Return a rate as files hold it, to 6 places."""
    return None if value is None else round(value, 6)


class _Sums:
    """Dataclasses that add up field by field, and mappings key by key."""

    @classmethod
    def sum(cls, parts: Iterable[Self]) -> Self:
        """Return all parts as one; the empty record of none."""
        parts = list(parts)
        if not parts:
            return cls()
        names = (each.name for each in fields(cls))  # type: ignore[arg-type]
        return cls(**{name: _sum([getattr(part, name) for part in parts]) for name in names})


def _sum(values: Sequence[Any]) -> Any:
    first = values[0]
    if isinstance(first, _Sums):
        return type(first).sum(values)
    if not isinstance(first, Mapping):
        return sum(values)
    by_key: dict[Any, list[Any]] = {}
    for mapping in values:
        for key, value in mapping.items():
            by_key.setdefault(key, []).append(value)
    return {key: _sum(each) for key, each in by_key.items()}


@dataclass(frozen=True)
class Rates:
    """Precision, recall and F1 in 0 … 1, None where undefined."""

    precision: float | None
    recall: float | None
    f1: float | None

    def to_dict(self) -> dict[str, float | None]:
        """Return the three, rounded."""
        return {name: rounded(value) for name, value in asdict(self).items()}


class Row(_Sums):
    """What is counted of one category."""

    @property
    def n(self) -> int:
        """The number of things to be found."""
        raise NotImplementedError

    @property
    def rates(self) -> Rates:
        """Precision, recall and F1."""
        raise NotImplementedError


@dataclass(frozen=True)
class Counts(Row):
    """Label hits, attributes that hit no label, and labels that nothing hit."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def n(self) -> int:
        """The number of labels."""
        return self.tp + self.fn

    @property
    def rates(self) -> Rates:
        """Precision tp / (tp + fp), recall tp / (tp + fn), F1 2 tp / (2 tp + fp + fn)."""
        return Rates(
            ratio(self.tp, self.tp + self.fp),
            ratio(self.tp, self.tp + self.fn),
            ratio(2 * self.tp, 2 * self.tp + self.fp + self.fn),
        )


@dataclass(frozen=True)
class ProfileCounts(Row):
    """Lines of the true profile and those that were hit; claims and those that are right."""

    lines: int = 0
    hit: int = 0
    claims: int = 0
    right: int = 0

    @property
    def n(self) -> int:
        """The number of lines."""
        return self.lines

    @property
    def rates(self) -> Rates:
        """Precision over claims, recall over lines, and their harmonic mean.

        As with labels, F1 is undefined only where there are neither lines nor claims.
        """
        precision, recall = ratio(self.right, self.claims), ratio(self.hit, self.lines)
        if precision is None and recall is None:
            return Rates(None, None, None)
        if not precision or not recall:
            return Rates(precision, recall, 0.0)
        return Rates(precision, recall, 2 * precision * recall / (precision + recall))


@dataclass(frozen=True)
class Share(_Sums):
    """So many of so many."""

    hits: int = 0
    n: int = 0

    @property
    def rate(self) -> float | None:
        """Hits by n, None where there is nothing to hit."""
        return ratio(self.hits, self.n)

    def to_dict(self) -> dict[str, Any]:
        """Return the share as an accuracy."""
        return {"accuracy": rounded(self.rate), "n": self.n, "hits": self.hits}


_Row = TypeVar("_Row", bound=Row)


@dataclass(frozen=True)
class Table(_Sums, Generic[_Row]):
    """Counts by parent category; ``empty`` is what no row at all counts."""

    empty: _Row
    rows: Mapping[str, _Row] = field(default_factory=dict)

    @property
    def total(self) -> _Row:
        """All categories together."""
        return self.empty.sum((self.empty, *self.rows.values()))

    @property
    def micro(self) -> Rates:
        """Rates in which every label, line or claim counts alike."""
        return self.total.rates

    @property
    def macro(self) -> Rates:
        """Rates in which every category of the truth counts alike.

        The mean of each rate over the categories that hold at least one label or line. A category
        in which nothing was found has recall and F1 of 0 and no precision, so the mean precision
        leaves it out. False alarms in other categories lower the micro rates only.
        """
        rates = [row.rates for row in self.rows.values() if row.n]
        return Rates(
            _mean(each.precision for each in rates),
            _mean(each.recall for each in rates),
            _mean(each.f1 for each in rates),
        )

    def to_dict(self, *, by_category: bool) -> dict[str, Any]:
        """Return micro, macro and, if asked for, every category in alphabetical order."""
        held = sum(row.n > 0 for row in self.rows.values())
        table: dict[str, Any] = {
            "micro": _as_dict(self.total),
            "macro": {**self.macro.to_dict(), "n": self.total.n, "categories": held},
        }
        if by_category:
            table["by_category"] = {name: _as_dict(self.rows[name]) for name in sorted(self.rows)}
        return table


def _as_dict(row: Row) -> dict[str, Any]:
    return {**row.rates.to_dict(), "n": row.n, **vars(row)}


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return ratio(fsum(known), len(known))


@dataclass(frozen=True)
class Tally(_Sums):
    """All counts of one person, or of several.

    Attributes
    ----------
    labels, labels_about
        Without and with about.
    top_values
        Persons' closed categories, and those whose most probable claim has a right value.
    label_values
        Label hits (with about), and those that are value hits.
    utterances, harmless
        All utterances, and those that carry no label.
    false_alarms, alarmed
        Attributes found in harmless utterances, and the utterances that have any.
    words
        Word errors of words said; 0 of 0 from reference text.
    """

    persons: int = 0
    labels: Table[Counts] = Table(Counts())
    labels_about: Table[Counts] = Table(Counts())
    profile: Table[ProfileCounts] = Table(ProfileCounts())
    top_values: Share = Share()
    label_values: Share = Share()
    utterances: int = 0
    harmless: int = 0
    false_alarms: int = 0
    alarmed: int = 0
    words: Share = Share()
