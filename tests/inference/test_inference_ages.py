from dataclasses import dataclass
from datetime import datetime

import pytest

from auditor.inference.ages import age


@dataclass
class Spoken:
    text: str
    language: str = "en"
    at: datetime | None = datetime(2026, 6, 1, 8)


@pytest.mark.parametrize(
    ("said", "normalised", "text", "language", "expected"),
    [
        ("forty six", "46", "i'm forty six", "en", "46"),
        ("1980-03-02", "1980-03-02", "born on the second of march", "en", "46"),
        ("1980-07-02", "1980-07-02", "born on the second of july", "en", "45"),
        ("date of birth in the twenty fifth of june", "25",
         "put my date of birth in the twenty fifth of june nineteen fifty six", "en", "69-70"),
        ("né en quatre-vingt-un", "81", "je suis né en quatre-vingt-un", "fr", "44-45"),
        ("le douze mars deux mille deux", "2002", "date de naissance le douze mars deux mille deux",
         "fr", "23-24"),
        ("quarante ans", "40", "j'ai quarante ans", "fr", "40"),
    ],
)  # fmt: skip
def test_an_age_is_told_on_the_day(said, normalised, text, language, expected):
    assert age(said, normalised, Spoken(text, language)) == expected


def test_without_a_clock_the_year_stays():
    assert age("1956", "1956", Spoken("born in nineteen fifty six", at=None)) == "1956"


def test_a_year_that_nobody_alive_was_born_in_is_none():
    assert age("the war of 1815", "the war", Spoken("the war of 1815 i was born for it")) == "1815"
