from datetime import date

import pytest

from auditor.inference.ages import age

ON = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("said", "normalised", "text", "language", "expected"),
    [
        ("forty six", "46", "i'm forty six", "en", "46"),
        ("1980-03-02", "1980-03-02", "born on the second of march", "en", "46"),
        ("1980-07-02", "1980-07-02", "born on the second of july", "en", "45"),
        ("date of birth in the twenty fifth of june", "25",
         "put my date of birth in the twenty fifth of june nineteen fifty six", "en", "69-70"),
        ("1982", "1982", "née en mille neuf cent quatre-vingt-deux", "fr", "43-44"),
        ("born in eighty-nine", "89", "all of us born in eighty-nine", "en", "36-37"),
        ("date de naissance le douze mars", "12",
         "ma date de naissance le douze mars deux mille deux", "fr", "23-24"),
        ("quarante ans", "40", "c'est mon anniversaire de quarante ans", "fr", "40"),
        ("fortieth birthday", "40", "it's my fortieth birthday in twenty twenty six", "en", "40"),
        ("forty six", "46", "i'm forty six and my son was born in twenty fifteen", "en", "46"),
        ("2026-07-02", "2026-07-02", "born on the second of july", "en", "2026"),
    ],
)  # fmt: skip
def test_an_age_is_told_on_one_day(said, normalised, text, language, expected):
    assert age(said, normalised, text, language, ON) == expected


def test_without_a_clock_the_year_stays():
    assert age("1956", "1956", "born in nineteen fifty six", "en", None) == "1956"
    assert age("1956-06-25", "1956-06-25", "born then", "en", None) == "1956"
