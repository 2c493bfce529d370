"""Values in comparable form, and the last of a corrected value."""

from datetime import datetime

import pytest

from auditor.attributes import Extractor
from auditor.records import Utterance, Word

MONDAY = datetime(2026, 3, 2, 7, 41)
EXTRACTORS = {language: Extractor(language, rules_only=True) for language in ("en", "fr")}


def values(text, language, category, at=MONDAY):
    words = tuple(Word(word, 0.0, 0.0, 1.0) for word in text.split())
    utterance = Utterance("u", "r", 0.0, 0.0, words, language, at=at, timed=False)
    found = EXTRACTORS[language].extract(utterance)
    return [one.normalised for one in found if one.category == category]


@pytest.mark.parametrize(
    ("text", "language", "category", "expected"),
    [
        ("call grandma would you", "en", "relationship", "grandmother"),
        ("appelle mamie", "fr", "relationship", "grandmother"),
        ("my wife's waiting", "en", "marital_status", "married"),
        ("mon ex a les clés", "fr", "marital_status", "separated"),
        ("we live in leeds", "en", "home_place", "leeds|GB|ENG"),
        ("j'habite à lyon", "fr", "home_place", "lyon|FR|84"),
        ("take me to hull", "en", "visited_place", "kingston-upon-hull|GB|ENG"),
        ("remind me to take my metformin", "en", "medication", "metformin"),
        ("rappelle-moi de prendre ma metformine", "fr", "medication", "metformin"),
        ("i am muslim", "en", "religion", "islam"),
        (
            "my number's oh seven seven double oh nine hundred one two three",
            "en",
            "phone_number",
            "+447700900123",
        ),
        (
            "i was born on the twelfth of may nineteen fifty eight",
            "en",
            "age_or_birth",
            "1958-05-12",
        ),
        ("j'ai soixante-deux ans", "fr", "age_or_birth", "62"),
        ("we have got three kids", "en", "children", "3"),
        ("my interview is tomorrow at nine", "en", "appointment", "2026-03-03T09:00"),
        ("the gate code is four four one nine", "en", "identifier", "4419"),
    ],
)
def test_values_are_comparable(text, language, category, expected):
    assert expected in values(text, language, category)


@pytest.mark.parametrize(
    ("text", "language", "category", "expected"),
    [
        (
            "book me a haircut for the eleventh no wait the twelfth",
            "en",
            "appointment",
            "2026-03-12",
        ),
        ("take me to hull no sorry to leeds", "en", "visited_place", "leeds|GB|ENG"),
        ("j'ai rendez-vous chez le dentiste mardi non jeudi", "fr", "appointment", "2026-03-05"),
    ],
)
def test_the_last_value_of_a_correction_counts(text, language, category, expected):
    assert values(text, language, category) == [expected]


def test_without_a_clock_a_time_stays_words():
    (value,) = values("my interview is tomorrow at nine", "en", "appointment", at=None)
    assert "tomorrow" in value


def test_a_denied_mention_is_no_value():
    assert values("i'm not vegan so burgers are fine", "en", "food_or_diet") == []
