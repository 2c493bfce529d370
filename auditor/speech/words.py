"""The one way words are written after recognition: lower case, no punctuation."""

from __future__ import annotations

import unicodedata

__all__ = ["plain_word"]

_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "‘": "'"})


def plain_word(text: str) -> str:
    """Return a word in lower case without punctuation, but for apostrophes and inner hyphens.

    >>> plain_word(" Aujourd’hui,")
    "aujourd'hui"
    """
    text = unicodedata.normalize("NFC", text).translate(_APOSTROPHES).lower().strip()
    kept = "".join(c for c in text if c.isalnum() or c in "'-" or unicodedata.combining(c))
    return kept.strip("-") if any(c.isalnum() for c in kept) else ""
