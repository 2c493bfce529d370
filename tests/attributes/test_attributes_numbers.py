"""Spoken numbers: cardinals, years, money, phone numbers, codes."""

import pytest

from auditor.attributes.digits import runs, with_correction
from auditor.attributes.numbers import numbers
from auditor.attributes.phones import e164
from auditor.attributes.text import read


def values(source, language, cls):
    return [hit.concept for hit in numbers(read(source, language)) if hit.cls == cls]


@pytest.mark.parametrize(
    ("source", "language", "cls", "expected"),
    [
        ("four two and twenty four", "en", "number", ["4", "2", "24"]),
        ("one hundred and four", "en", "number", ["104"]),
        ("quatre-vingt-dix balles", "fr", "number", ["90"]),
        ("septante-deux et nonante", "fr", "number", ["72", "90"]),
        ("in nineteen ninety one", "en", "year", ["1991"]),
        ("en mille neuf cent soixante-huit", "fr", "year", ["1968"]),
        ("the twenty third", "en", "ordinal", ["23"]),
        ("on the 3rd", "en", "ordinal", ["3"]),
        ("two hundred and ten pounds", "en", "money", ["210 GBP"]),
        ("£60 please", "en", "money", ["60 GBP"]),
        ("two grand", "en", "money", ["2000 GBP"]),
        ("mille deux cents euros", "fr", "money", ["1200 EUR"]),
        ("quarante balles", "fr", "money", ["40 EUR"]),
    ],
)
def test_numbers_are_read(source, language, cls, expected):
    assert values(source, language, cls) == expected


@pytest.mark.parametrize(
    ("source", "language", "expected"),
    [
        ("oh seven seven double oh nine hundred one two three", "en", "+447700900123"),
        ("oh one three one four nine six oh double seven five", "en", "+441314960775"),
        ("two one two five five five oh one nine eight", "en", "+12125550198"),
        ("+44 7700 900 123", "en", "+447700900123"),
        ("zéro six trente-neuf quatre-vingt-dix-huit", "fr", None),
        ("zéro six trente-neuf quatre-vingt-dix-huit zéro un vingt-trois quarante", "fr", None),
        ("zéro six trente-neuf quatre-vingt-dix-huit zéro un vingt-trois", "fr", "+33639980123"),
        ("cinq un quatre cinq cinq cinq zéro un vingt-trois", "fr", "+15145550123"),
    ],
)
def test_phone_numbers_become_e164_or_nothing(source, language, expected):
    (run,) = runs(read(source, language))
    assert e164(run, language) == expected


def test_the_country_follows_the_words_around():
    (run,) = runs(read("zéro sept neuf cinq cinq cinq douze trente-quatre", "fr"))
    assert e164(run, "fr") == "+33795551234"
    assert e164(run, "fr", frozenset(["natel"])) == "+41795551234"


@pytest.mark.parametrize(
    ("source", "language", "expected"),
    [
        ("oh seven seven double oh nine hundred four one two no four two one", "en", "07700900421"),
        (
            "zéro six douze trente-quatre cinquante-six soixante-dix-huit non dix-neuf",
            "fr",
            "0612345619",
        ),
    ],
)
def test_a_correction_replaces_the_end(source, language, expected):
    (run,) = runs(read(source, language))
    assert with_correction(run, (11, 10)).value == expected


def test_letters_and_digits_run_together():
    (run,) = runs(read("b b seven two oh", "en"))
    assert run.value == "bb720"
    assert [run.value for run in runs(read("a mile and a half", "en"))] == []
