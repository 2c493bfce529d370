"""What a relation, or a place's part in somebody's life, is called in each language."""

from __future__ import annotations

from functools import cache

from auditor.attributes.lexicon import data, table
from auditor.records import Language
from auditor.report.texts import texts

__all__ = ["relation_word"]


def relation_word(relation: str, language: Language) -> str:
    """Return ``mère`` for ``mother``; what has no other word is given as it is, in plain words.

    Voices are called ``driver``, or ``passenger`` with a number.
    """
    role, _, number = relation.partition(" ")
    words = texts(language)
    key = f"graph.relation.{role}"
    if key in words:
        return f"{words(key)} {number}".strip()
    return _kin(language).get(relation, relation.replace("_", " "))


@cache
def _kin(language: Language) -> dict[str, str]:
    """Return the first surface that the lexicon of relations has for each concept."""
    found: dict[str, str] = {}
    for _, row in table(data("lexicons", "kin.tsv")):
        first = row[language].split("|")[0].split("/")[0].strip()
        if first:
            found.setdefault(row["concept"], first)
    return found
