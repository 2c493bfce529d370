"""What the plain statements have in common: their tables, and how one is checked."""

import csv
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from auditor.attributes import Extractor
from auditor.records import Utterance, Word
from auditor.taxonomy import categories, covers

HERE = Path(__file__).parent
MONDAY = datetime(2026, 3, 2, 7, 41)
NEVER_A_LABEL = {"biometric_voice"}
LEAST_BY_RULES = 0.97
"""Share that rules alone find, so that other weights of the encoder cannot lose them."""


@cache
def extractor(language, rules_only=False):
    return Extractor(language, rules_only=rules_only)


@cache
def statements(language):
    with (HERE / f"plain_{language}.tsv").open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def harmless(language):
    return (HERE / f"plain_harmless_{language}.txt").read_text("utf-8").splitlines()


def each(language):
    return [
        pytest.param(row, id=f"{row['category']}: {row['utterance'][:50]}")
        for row in statements(language)
    ]


def told(text, language, *, rules_only=False):
    words = tuple(Word(word, 0.0, 0.0, 1.0) for word in text.split())
    utterance = Utterance("u", "r", 0.0, 0.0, words, language, at=MONDAY, timed=False)
    found = extractor(language, rules_only).extract(utterance)
    return [one for one in found if not one.hint]


def says(row, found):
    return any(
        covers(row["category"], one.category)
        and one.about == row["about"]
        and row["normalised"] in ("", one.normalised)
        for one in found
    )


def seen(found):
    return [(one.category, one.about, one.value, one.normalised, one.score) for one in found]


def few(language):
    """Return the categories with fewer than four statements."""
    named = [row["category"] for row in statements(language)]
    wanted = {name for name in categories() if "." not in name} - NEVER_A_LABEL
    return {name for name in wanted if named.count(name) < 4}


def share_by_rules(language):
    rows = statements(language)
    found = [says(row, told(row["utterance"], language, rules_only=True)) for row in rows]
    return sum(found) / len(rows)
