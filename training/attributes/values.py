"""Which value a label stands for, where only few are possible: married or widowed, he or she.

``training/values`` holds one file a category, ``value | utterance | words``: what an analyst makes
of the words that give the category away. Labels of the grammars carry their value themselves.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from training import HERE

__all__ = ["CLASSES", "CLOSED_CATEGORIES", "value_of"]

CLOSED_CATEGORIES = ("gender", "marital_status", "politics", "religion", "sexual_life")
_FEWEST = 8
"""Labels that a value must have to be learned."""

Key = tuple[str, str, str]


def value_of(category: str, utterance: str, words: str) -> str:
    """Return the value that ``words`` of an utterance stand for, or "" where nobody has told it."""
    return _values().get((category, utterance, words), "")


@cache
def _values() -> dict[Key, str]:
    found: dict[Key, str] = {}
    for category in CLOSED_CATEGORIES:
        path = HERE / "values" / f"{category}.txt"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            parts = line.split(" | ")
            if len(parts) != 3:
                raise ValueError(f"{path}:{number}: not 'value | utterance | words'")
            found[category, parts[1], parts[2]] = parts[0]
    return found


def _classes() -> tuple[tuple[str, str], ...]:
    often = Counter((category, value) for (category, _, _), value in _values().items())
    return tuple(sorted(pair for pair, count in often.items() if count >= _FEWEST))


CLASSES = _classes()
"""(category, value) of all values that are learned."""
