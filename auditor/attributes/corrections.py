"""Self-corrections: "the eleventh no wait the twelfth", "mardi non jeudi".

What counts is the last value; the words of both belong to it.
"""

from __future__ import annotations

from auditor.attributes.hits import Hit, Hits
from auditor.attributes.text import Text, split_words
from auditor.records import Language

__all__ = ["corrects", "superseded"]

_MARKERS: dict[Language, str] = {
    "en": (
        "no|no wait|no sorry|no not|not|sorry|sorry i mean|i mean|no i mean|wait|wait no|um no"
        "|er no|uh no|rather|or rather|actually|actually no|no actually|no hang on|hang on"
        "|make that|no it's"
    ),
    "fr": (
        "non|euh non|ah non|non pardon|pardon|enfin|euh|enfin non|ou plutôt|plutôt|non plutôt"
        "|je veux dire|non je veux dire|enfin je veux dire|non attends|attends|attends non"
        "|non c'est|non non|mais non|oups non"
    ),
}
_LINKS = frozenset("the at on in to for le la l' à au chez en du pour".split())
"""One such word may stand between the correction and the new value."""
_CORRECTABLE = (
    *(("when",), ("weekday",), ("name", "name_word"), ("town", "town_word"), ("number",)),
    *(("money",), ("street",), ("medicine",), ("kin", "partner", "ex"), ("country",), ("make",)),
    *(("language",), ("place_kind",)),
)
"""Classes of which one entry can take the place of another."""


def corrects(between: tuple[str, ...], language: Language) -> bool:
    """Return whether the words ``between`` two values say that the second corrects the first."""
    return between in _sequences[language] or (
        len(between) > 1 and between[-1] in _LINKS and between[:-1] in _sequences[language]
    )


def superseded(text: Text, hits: Hits) -> dict[Hit, Hit]:
    """Return each hit that was corrected with the hit that replaces it."""
    found: dict[Hit, Hit] = {}
    for classes in _CORRECTABLE:
        inside = hits.of(*classes)
        for left in inside:
            for right in inside:
                if right.first <= left.last or right.first > left.last + _REACH:
                    continue
                if corrects(text.words[left.last : right.first], text.language):
                    found[left] = right
    return found


_REACH = 5
_sequences: dict[Language, frozenset[tuple[str, ...]]] = {
    language: frozenset(split_words(marker, language) for marker in markers.split("|"))
    for language, markers in _MARKERS.items()
}
