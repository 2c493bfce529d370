"""What can leak: categories of personal data, their legal flags and their DPV terms."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from auditor.errors import UsageError

__all__ = [
    "DPV_NAMESPACE",
    "Category",
    "add",
    "built_in",
    "categories",
    "category",
    "covers",
    "parent",
]

DPV_NAMESPACE = "https://w3id.org/dpv/pd#"
"""Prefix that makes a full IRI of a :attr:`Category.dpv` term."""


@dataclass(frozen=True)
class Category:
    """A kind of personal data.

    Attributes
    ----------
    id
        The id used everywhere; a finer kind is written ``parent.kind``.
    label_en, label_fr
        What people are shown.
    dpv
        Terms of the W3C Data Privacy Vocabulary 2.3, extension PD.
    article
        9 for special categories and 10 for criminal data under the GDPR, else None.
    location
        Whether it is data on places.
    closed
        Whether values can be compared exactly.
    single
        Whether a person has one value at a time.
    note
        Where the vocabulary is wider or narrower than the category.
    """

    id: str
    label_en: str
    label_fr: str
    dpv: tuple[str, ...]
    article: Literal[9, 10] | None
    location: bool
    closed: bool
    single: bool
    note: str

    def label(self, language: str) -> str:
        """Return the label in ``language`` (``"fr"``, otherwise English)."""
        return self.label_fr if language == "fr" else self.label_en


def categories() -> dict[str, Category]:
    """Return every category by id, in the order they are shown to people; own ones come last."""
    return {**built_in(), **_own} if _own else built_in()


def add(own: Iterable[Category]) -> None:
    """Make a researcher's own categories known, for as long as this process runs.

    Raises
    ------
    UsageError
        If one has the id of a category that was there before and says something else.
    """
    for each in own:
        if categories().get(each.id, each) != each:
            raise UsageError(
                f"there is a category {each.id!r} already", remedy="Give yours another id."
            )
        _own[each.id] = each


_own: dict[str, Category] = {}


@cache
def built_in() -> dict[str, Category]:
    """Return the categories that come with auditor, by id."""
    text = resources.files(__package__).joinpath("categories.toml").read_text("utf-8")
    return {name: _category(name, row) for name, row in tomllib.loads(text).items()}


def _category(name: str, row: dict[str, object]) -> Category:
    label = row["label"]
    assert isinstance(label, dict)
    dpv = row["dpv"]
    assert isinstance(dpv, list)
    return Category(
        id=name,
        label_en=label["en"],
        label_fr=label["fr"],
        dpv=tuple(dpv),
        article=row.get("article"),  # type: ignore[arg-type]
        location=bool(row.get("location", False)),
        closed=bool(row.get("closed", False)),
        single=bool(row.get("single", False)),
        note=str(row.get("note", "")),
    )


def category(name: str) -> Category:
    """Return the category ``name``; an unknown finer kind takes its parent's flags.

    Raises
    ------
    UsageError
        If neither the id nor its parent is known.
    """
    known = categories()
    if name in known:
        return known[name]
    if parent(name) in known:
        return known[parent(name)]
    raise UsageError(
        f"unknown category {name!r}", remedy=f"Use one of: {', '.join(sorted(known))}."
    )


def parent(name: str) -> str:
    """Return the id without its finer kind: ``health`` for ``health.mental``."""
    return name.split(".", 1)[0]


def covers(wanted: str, found: str) -> bool:
    """Return whether ``found`` counts for ``wanted``: the same category, or a child of it."""
    return found == wanted or found.startswith(wanted + ".")
