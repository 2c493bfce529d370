"""The words, numbers and dates of both languages."""

from __future__ import annotations

import re
import string
from datetime import datetime
from importlib import resources
from pathlib import Path

import pytest

from auditor.records import Language
from auditor.report import formats
from auditor.report.numbers import number
from auditor.report.texts import texts, typeset

KEYS = sorted(texts("en").by_key)
SAME_IN_BOTH = {
    "certainty.certain",
    "certainty.possible",
    "format.first_day",
    "format.minutes.one",
    "format.minutes.other",
    "measure.n",
    "origin.sha256",
    "origin.version",
    "recordings.date",
}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    assert sorted(texts("fr").by_key) == KEYS
    assert len(KEYS) > 150


@pytest.mark.parametrize("key", KEYS)
def test_each_text_fills_in_the_same_in_both_languages(key: str) -> None:
    assert fields(texts("en").by_key[key]) == fields(texts("fr").by_key[key])


@pytest.mark.parametrize("key", [key for key in KEYS if not key.startswith("format.")])
def test_french_is_not_english(key: str) -> None:
    same = texts("en").by_key[key] == texts("fr").by_key[key]
    assert same == (key in SAME_IN_BOTH)


def test_every_form_of_a_counted_text_is_there() -> None:
    for key in KEYS:
        base, _, form = key.rpartition(".")
        if form == "one":
            assert f"{base}.other" in texts("en")


def test_every_text_is_used() -> None:
    room = Path(str(resources.files("auditor.report")))
    kinds = ("*.py", "*.html", "*.js")
    code = "\n".join(each.read_text("utf-8") for kind in kinds for each in room.rglob(kind))
    unused = [key for key in KEYS if not any(f'"{each}' in code for each in ways_to_ask(key))]
    assert unused == []


def ways_to_ask(key: str) -> list[str]:
    """The key itself, its counted text, and the tables that are asked by a part."""
    parent = key.rpartition(".")[0]
    table = key.partition(".")[0]
    whole_tables = {"month", "phrase", "measure_name", "unit", "status_count"}
    asked_by_part = [f"{parent}."] if table not in whole_tables else [table]
    return [f'{key}"', f'{parent}"', *asked_by_part, *suffixes(key)]


def suffixes(key: str) -> list[str]:
    """For keys that a template joins: ``reading.how_text``, ``findings.article_9``."""
    head, _, _ = key.rpartition("_")
    return [f'{head}_"'] if head else []


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("certain ; probable", "certain\u202f; probable"),
        ("Vraiment ? Oui !", "Vraiment\u202f? Oui\u202f!"),
        ("note : 80 %", "note\u00a0: 80\u00a0%"),
        ("« oui »", "«\u00a0oui\u00a0»"),
        ("l'art. 9", "l\u2019art.\u00a09"),
        ("{n} constats", "{n}\u00a0constats"),
    ],
)
def test_french_is_set_as_printers_do(written: str, printed: str) -> None:
    assert typeset(written, "fr") == printed


def test_no_french_text_lets_a_sign_stand_alone() -> None:
    for key, text in texts("fr").by_key.items():
        assert not re.search(r" [:;?!%»]|« |'", text), key


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (0, "0", "0"),
        (1, "1", "1"),
        (12, "12", "12"),
        (1234567, "1,234,567", "1\u202f234\u202f567"),
        (0.8333, "0.83", "0,83"),
        (0.5, "0.5", "0,5"),
        (-2.5, "\u22122.5", "\u22122,5"),
        (-0.001, "0", "0"),
        (12.345, "12.3", "12,3"),
        (59.99, "60", "60"),
        (1234.5, "1,234", "1\u202f234"),
    ],
)
def test_numbers(value: float, english: str, french: str) -> None:
    assert number(value, "en") == english
    assert number(value, "fr") == french


@pytest.mark.parametrize(
    ("seconds", "english", "french"),
    [
        (0, "0\u00a0seconds", "0\u00a0seconde"),
        (1, "1\u00a0second", "1\u00a0seconde"),
        (59.7, "1\u00a0minute", "1\u00a0minute"),
        (90, "1.5\u00a0minutes", "1,5\u00a0minute"),
        (2460, "41\u00a0minutes", "41\u00a0minutes"),
        (9000, "2.5\u00a0hours", "2,5\u00a0heures"),
    ],
)
def test_durations(seconds: float, english: str, french: str) -> None:
    assert formats.duration(seconds, "en") == english
    assert formats.duration(seconds, "fr") == french


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (7.9, "0:07"), (75, "1:15"), (3675, "1:01:15")]
)
def test_places_in_a_recording(seconds: float, shown: str) -> None:
    assert formats.clock(seconds) == shown


def test_dates() -> None:
    first = datetime.fromisoformat("2026-03-01T07:04:59+01:00")
    assert formats.date(first, "en") == "1\u00a0March\u00a02026, 07:04"
    assert formats.date(first, "fr") == "1er\u00a0mars\u00a02026, 7\u00a0h\u00a004"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_month_has_a_name(language: Language) -> None:
    names = {formats.date(datetime(2026, month, 2), language) for month in range(1, 13)}
    assert len(names) == 12


@pytest.mark.parametrize(
    ("items", "english", "french"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a et b"),
        (["a", "b", "c"], "a, b and c", "a, b et c"),
    ],
)
def test_listings(items: list[str], english: str, french: str) -> None:
    assert formats.listing(items, "en") == english
    assert formats.listing(items, "fr") == french


@pytest.mark.parametrize(
    ("n", "english", "french"),
    [
        (0, "no finding", "aucun constat"),
        (1, "1\u00a0finding", "1\u00a0constat"),
        (2, "2\u00a0findings", "2\u00a0constats"),
    ],
)
def test_counts(n: int, english: str, french: str) -> None:
    assert texts("en").count("count.findings", n) == english
    assert texts("fr").count("count.findings", n) == french


def test_french_zero_and_one_and_a_half_are_singular() -> None:
    assert texts("fr").count("count.words", 0) == "0\u00a0mot"
    assert texts("fr").count("format.hours", 1.5) == "1,5\u00a0heure"
    assert texts("en").count("count.words", 0) == "0\u00a0words"
