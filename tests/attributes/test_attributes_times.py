"""Times and dates, counted from the clock of the utterance (a Monday)."""

from datetime import datetime

import pytest

from auditor.attributes.calendar import resolve
from auditor.attributes.reading import ReadingMaker
from auditor.attributes.text import read

MONDAY = datetime(2026, 3, 2, 7, 41)
MAKERS = {language: ReadingMaker(language) for language in ("en", "fr")}


def when(source, language, at=MONDAY):
    reading = MAKERS[language].read(read(source, language), at)
    return [resolve(hit, reading.text, reading.hits, at) for hit in reading.hits.of("when")]


@pytest.mark.parametrize(
    ("source", "language", "expected"),
    [
        ("tomorrow at nine", "en", "2026-03-03T09:00"),
        ("next tuesday at half past two", "en", "2026-03-03T14:30"),
        ("thursday at quarter to five", "en", "2026-03-05T16:45"),
        ("on the twelfth", "en", "2026-03-12"),
        ("the twenty third of may", "en", "2026-05-23"),
        ("january third", "en", "2027-01-03"),
        ("in two weeks", "en", "2026-03-16"),
        ("at midnight", "en", "2026-03-03T00:00"),
        ("at eight", "en", "2026-03-02T08:00"),
        ("half six tonight", "en", "2026-03-02T18:30"),
        ("friday the thirteenth at eleven", "en", "2026-03-13T11:00"),
        ("monday the first of june", "en", "2026-06-01"),
        ("vendredi treize à onze heures", "fr", "2026-03-13T11:00"),
        ("vendredi à onze heures", "fr", "2026-03-06T11:00"),
        ("demain à dix heures quinze", "fr", "2026-03-03T10:15"),
        ("jeudi à quatorze heures trente", "fr", "2026-03-05T14:30"),
        ("le dix-huit juillet", "fr", "2026-07-18"),
        ("le vingt-neuf", "fr", "2026-03-29"),
        ("après-demain", "fr", "2026-03-04"),
        ("à midi et demi", "fr", "2026-03-02T12:30"),
        ("dans trois jours", "fr", "2026-03-05"),
        ("vendredi à neuf heures moins le quart", "fr", "2026-03-06T08:45"),
    ],
)
def test_times_become_iso(source, language, expected):
    assert when(source, language) == [expected]


@pytest.mark.parametrize(("source", "language"), [("tomorrow at nine", "en"), ("demain", "fr")])
def test_without_a_clock_nothing_is_resolved(source, language):
    assert when(source, language, at=None) == [None]


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ("every other saturday", "en"),
        ("on sundays", "en"),
        ("three times a week", "en"),
        ("tous les mardis", "fr"),
        ("un mardi sur deux", "fr"),
        ("lundi mercredi vendredi", "fr"),
        ("chaque matin", "fr"),
    ],
)
def test_recurrences_are_found(source, language):
    reading = MAKERS[language].read(read(source, language), None)
    assert [hit.concept for hit in reading.hits.of("at_recurrence")] == [
        " ".join(reading.text.words)
    ]


@pytest.mark.parametrize("source", ["nine percent", "five miles", "four of us", "seven dollars"])
def test_amounts_are_no_clock(source):
    assert when(f"for {source}", "en") == []
