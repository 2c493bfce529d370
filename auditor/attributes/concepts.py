"""One word for what means the same: "musulmane" and "muslim" are ``islam``, "ma femme" ``married``.

Whoever compares values, here, in a profile or with a truth, reads them through the one table
``data/concepts.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from auditor.attributes.lexicon import data
from auditor.attributes.text import fold

__all__ = ["CLOSED", "concept_of"]

CLOSED = frozenset(
    ("gender", "marital_status", "religion", "politics", "sexual_life", "children"),
)
"""Categories of which a profile compares values exactly: they carry a concept where they can."""
_LONGEST = 6
"""Words of the longest concept that is looked for inside a value."""


def concept_of(category: str, words: str) -> str | None:
    """Return the concept of ``category`` that ``words`` name, the longest one of several.

    Words are compared without case, accents and punctuation.

    Parameters
    ----------
    category
        Without a finer kind.
    words
        A value as it was said, or one that already is a concept.

    Returns
    -------
    str or None
        None where the table has nothing of the category, or nothing in ``words`` is in it. Words
        that go with several values ("prayer group") count only where no other does.
    """
    parts = _parts(words)
    found = _found(category, parts)
    return found if found is not None else _found(f"{category}, if nothing else says", parts)


def _found(category: str, parts: list[str]) -> str | None:
    table = _concepts().get(category, {})
    for size in range(min(_LONGEST, len(parts)), 0, -1):
        for at in range(len(parts) - size + 1):
            found = table.get(" ".join(parts[at : at + size]))
            if found is not None:
                return found
    return None


@cache
def _concepts() -> Mapping[str, Mapping[str, str]]:
    raw = tomllib.loads(data("concepts.toml").read_text("utf-8"))
    return {
        category: {
            " ".join(_parts(word)): concept
            for concept, words in rows.items()
            for word in (concept, *words)
        }
        for category, rows in raw.items()
    }


def _parts(words: str) -> list[str]:
    """Return words; "i'm" is one, so that "m" is no word of it."""
    plain = fold(words.casefold().replace("’", "'"))
    return re.findall(r"\bi'm\b|[^\W_]+", plain)
