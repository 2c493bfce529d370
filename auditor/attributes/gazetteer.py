"""Towns and first names, from public tables.

``scripts/build_gazetteers.py`` makes the tables. A name that is also a common word of the language
("will", "reading", "sens") has a class of its own (``name_word``, ``town_word``), so that rules
accept it only where the context leaves no doubt.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from auditor.attributes.lexicon import Entry, Lexicon, data, table
from auditor.attributes.text import fold
from auditor.records import Language

__all__ = ["load", "place_id"]

_NEAR = {"en": ("GB", "US", "IE", "CA"), "fr": ("FR", "BE", "CH", "CA", "LU")}
"""Countries whose towns win over a namesake of the same size elsewhere."""
_NEAR_WEIGHT = 20


@cache
def load(language: Language) -> Lexicon:
    """Return towns and first names as a lexicon of ``language``."""
    return Lexicon([*_towns(language), *_first_names(language)], language)


def place_id(name: str, country: str, admin1: str) -> str:
    """Return the gazetteer id of a town: ``saint-etienne|FR|84``."""
    slug = "-".join(fold(name).casefold().replace("'", " ").split())
    return f"{slug}|{country}|{admin1}"


def _towns(language: Language) -> Iterator[Entry]:
    """Yield one entry a name: of several towns of the name, the likeliest to be meant."""
    best: dict[str, tuple[int, str, str]] = {}
    for _, row in table(data("gazetteer", "cities.tsv")):
        people = int(row["people"]) * (_NEAR_WEIGHT if row["country"] in _NEAR[language] else 1)
        town = (people, place_id(row["name"], row["country"], row["admin1"]), row["name"])
        key = row["name"].casefold()
        best[key] = max(best.get(key, town), town)
    words = _also_words(language)
    for key, (_, concept, name) in sorted(best.items()):
        cls = "town_word" if key in words else "town"
        yield Entry(cls, concept, _spellings(name, language), "", "cities")


def _first_names(language: Language) -> Iterator[Entry]:
    words = _also_words(language)
    for _, row in table(data("gazetteer", "first_names.tsv")):
        share = float(row["girls"])
        sex = "f" if share >= 0.9 else "m" if share <= 0.1 else ""
        cls = "name_word" if row["name"] in words else "name"
        yield Entry(cls, row["name"], _spellings(row["name"], language), sex, "first_names")


def _spellings(name: str, language: Language) -> tuple[str, ...]:
    """Return the name, and the name without accents as recognisers of English write it."""
    plain = name.lower().replace("/", " ")
    return (plain, fold(plain)) if language == "en" and fold(plain) != plain else (plain,)


@cache
def _also_words(language: Language) -> frozenset[str]:
    rows = table(data("gazetteer", "words.tsv"))
    return frozenset(row["name"] for _, row in rows if language in row["languages"])
