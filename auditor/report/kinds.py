"""How categories are shown: special ones first, then criminal data, then the rest."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from auditor.records import Language
from auditor.report.texts import typeset
from auditor.taxonomy import Category, categories, category

_ARTICLES = (9, 10, None)


@cache
def _ranks() -> dict[str, tuple[int, int]]:
    return {
        name: (_ARTICLES.index(kind.article), place)
        for place, (name, kind) in enumerate(categories().items())
    }


def ordered(names: Iterable[str]) -> list[Category]:
    """Return the categories of ``names``, each once; an unknown finer kind goes to its parent."""
    found = {category(name).id for name in names}
    return [categories()[name] for name in sorted(found, key=lambda each: _ranks()[each])]


def label(kind: Category, language: Language) -> str:
    """Return what a category is called within a sentence."""
    return typeset(kind.label(language), language)


def title(kind: Category, language: Language) -> str:
    """Return what a category is called at the head of something."""
    name = label(kind, language)
    return name[:1].upper() + name[1:]
