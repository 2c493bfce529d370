"""Words that point back to a place without naming it: "home", "there", "the clinic"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from auditor.attributes import lexicon
from auditor.attributes.text import read
from auditor.evidence.entities.weights import table
from auditor.records import Language

__all__ = ["Reference", "kinds_in", "references"]

_PLACE_CLASSES = ("place_kind", "private_place")


@dataclass(frozen=True)
class Reference:
    """Words of a text that point back.

    ``points`` is as in :class:`auditor.evidence.entities.records.Mention`; ``back`` is how far
    for ``same_place``, and the kind of place for ``kind``.
    """

    points: str
    back: str
    span: tuple[int, int]


def references(text: str, language: Language) -> Iterator[Reference]:
    """Yield every reference to a place in a text, in order of the patterns, then of the words."""
    straight = text.lower().replace("’", "'")
    if len(straight) != len(text):
        # A few capitals grow when they become small; places in the text would be off.
        return
    for points, pattern in _patterns(language):
        for match in pattern.finditer(straight):
            yield Reference(points, _back(match), match.span())
    yield from _definite_kinds(straight, language)


def kinds_in(text: str, language: Language) -> frozenset[str]:
    """Return the kinds of place that words name: ``{"clinic"}`` of "the diabetes clinic"."""
    hits = lexicon.load(language).hits(read(text, language))
    return frozenset(hit.concept for hit in hits if hit.cls in _PLACE_CLASSES)


def _definite_kinds(text: str, language: Language) -> Iterator[Reference]:
    words = read(text, language)
    definite = _definite()[language]
    for hit in lexicon.load(language).hits(words):
        if hit.cls in _PLACE_CLASSES and hit.first and words.words[hit.first - 1] in definite:
            yield Reference("kind", hit.concept, words.span(hit.first, hit.last))


def _back(match: re.Match[str]) -> str:
    said = next((found for found in match.groupdict().values() if found), "")
    said = said.removeprefix("last ") if said.endswith("day") else said
    when = _when().get(said.removeprefix("on "), {})
    return next((f"{unit}:{count}" for unit, count in when.items()), "")


@cache
def _patterns(language: Language) -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = table("references.toml")["reference"]
    return tuple(
        (row["points"], re.compile(row["pattern"])) for row in rows if row["language"] == language
    )


@cache
def _when() -> dict[str, dict[str, int]]:
    when: dict[str, dict[str, int]] = table("references.toml")["when"]
    return when


@cache
def _definite() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in table("references.toml")["definite"].items()}
