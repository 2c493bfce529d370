"""Named steps that take from what is held: ``places:region``, ``times:day``, ``retain:30``.

Steps are written so on the command line and in TOML, one after another. Which there are is said by
the table that reads them: :data:`auditor.recipients.anonymise.STEPS` and
:data:`auditor.recipients.mitigations.STEPS`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

from auditor.errors import UsageError
from auditor.recipients.sources import Strict, Words
from auditor.taxonomy import categories, category

__all__ = [
    "Argument",
    "Kind",
    "Recipe",
    "categories_of",
    "choice",
    "fraction",
    "parse",
    "recipe_label",
    "recipes",
    "whole",
]

Argument = Callable[[str], Any]
"""Reads what stands after the colon; raises :class:`ValueError` with what it should be."""


@dataclass(frozen=True)
class Kind:
    """A kind of step: what it is called in both languages, and its argument, if it takes one."""

    label_en: str
    label_fr: str
    argument: Argument | None = None

    def label(self, language: str) -> str:
        """Return the label in ``language`` (``"fr"``, otherwise English)."""
        return self.label_fr if language == "fr" else self.label_en


def parse(steps: Iterable[str], kinds: Mapping[str, Kind]) -> list[tuple[str, Any]]:
    """Return (name, argument) of each step, in order; the argument is None where it takes none.

    Raises
    ------
    UsageError
        If there is no such step, or its argument is missing, needless or wrong.
    """
    return [_parse(step, kinds) for step in steps]


def _parse(step: str, kinds: Mapping[str, Kind]) -> tuple[str, Any]:
    name, colon, given = step.partition(":")
    kind = kinds.get(name)
    if kind is None:
        raise UsageError(
            f"there is no step {name!r}", where=step, remedy=f"Use one of {', '.join(kinds)}."
        )
    if kind.argument is None:
        if colon:
            raise UsageError("the step takes nothing after it", where=step, remedy=f"Write {name}.")
        return name, None
    try:
        return name, kind.argument(given)
    except ValueError as error:
        raise UsageError(
            f"after {name}: comes {error}", where=step, remedy=f"Write {name}:…"
        ) from None
    except UsageError as error:
        raise UsageError(error.what, where=step, remedy=error.remedy) from None


def choice(*allowed: str) -> Argument:
    """Return a reader of one of a few words."""

    def read(given: str) -> str:
        if given not in allowed:
            raise ValueError(f"one of {', '.join(allowed)}")
        return given

    return read


def whole(least: int) -> Argument:
    """Return a reader of a whole number of at least ``least``."""

    def read(given: str) -> int:
        if not given.isascii() or not given.isdigit() or int(given) < least:
            raise ValueError(f"a whole number of at least {least}")
        return int(given)

    return read


def fraction(given: str) -> float:
    """Read a share above 0 and up to 1."""
    try:
        share = float(given)
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise ValueError("a share above 0 and up to 1")
    return share


def categories_of(given: str) -> tuple[str, ...]:
    """Read categories with commas between them; ``special`` stands for GDPR Art. 9 and 10.

    Raises
    ------
    ValueError
        If nothing is given.
    UsageError
        If one is not in the taxonomy.
    """
    names = [part.strip() for part in given.split(",") if part.strip()]
    if not names:
        raise ValueError("categories with commas between them")
    special = [name for name, each in categories().items() if each.article is not None]
    found: list[str] = []
    for name in names:
        found += special if name == "special" else [name]
        if name != "special":
            category(name)
    return tuple(dict.fromkeys(found))


class Recipe(Strict):
    """Steps that go together under a name."""

    label: Words
    steps: tuple[str, ...]


def recipes(for_what: Literal["anonymise", "mitigate"]) -> dict[str, Recipe]:
    """Return the named lists of steps that come with auditor, in their order."""
    text = resources.files(__package__).joinpath("recipes.toml").read_text("utf-8")
    rows = tomllib.loads(text)[for_what]
    return {name: Recipe.model_validate(row) for name, row in rows.items()}


def recipe_label(
    for_what: Literal["anonymise", "mitigate"], name: str, language: Literal["en", "fr"]
) -> str:
    """Return what a recipe is called; steps that are no recipe stand for themselves."""
    known = recipes(for_what).get(name)
    return name if known is None else str(getattr(known.label, language))
