"""Which of the two languages a text is in."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.records import Language

__all__ = ["language_of_text"]

_FUNCTION_WORDS: dict[Language, frozenset[str]] = {
    "en": frozenset(
        "the and to of is it that you for with are my have this be at your can what do"
        " we was not i'm it's don't will please how from but they he she just there here no yes"
        " i so up get take call when who where which would could should been had has his her"
        " their our out about if or as an by let's".split()
    ),
    "fr": frozenset(
        "le la les un une des du de et est je tu il elle nous vous ils elles que qui pas ne"
        " pour dans sur avec ce cette ces mon ma mes ton ta tes son sa ses au aux mais ou où"
        " donc c'est j'ai qu'il d'un d'une à y en se si plus très bien oui non comment quand"
        " quoi fait être avoir suis es sont était va vais peux peut dis chez là".split()
    ),
}
"""The words that hold sentences together: few, frequent, and hardly shared by the two."""


def language_of_text(words: Iterable[str]) -> tuple[Language, float]:
    """Return the likelier of English and French, and the share of telling words that say so.

    A text without any function word, or with as many of both, is called English with 0.5.
    French words with an elided article (``l'eau``) or an accent count for French.
    """
    english = french = 0
    for word in words:
        lowered = word.lower().replace("’", "'")
        english += lowered in _FUNCTION_WORDS["en"]
        french += lowered in _FUNCTION_WORDS["fr"] or _looks_french(lowered)
    total = english + french
    if not total or english == french:
        return "en", 0.5
    return ("fr", french / total) if french > english else ("en", english / total)


def _looks_french(word: str) -> bool:
    elided = word[:2] in ("l'", "d'", "j'", "n'", "s'", "t'", "m'", "c'") or word[:3] == "qu'"
    return elided or any(letter in "àâçèêëîïôùûœ" for letter in word)
