"""E-mail addresses, postcodes and concepts, each by itself."""

import tomllib

import pytest

from auditor.attributes.concepts import concept_of
from auditor.attributes.emails import email
from auditor.attributes.lexicon import data
from auditor.attributes.postcodes import postcode
from auditor.attributes.text import fold


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("anna dot smith at gmail dot com", "en", "anna.smith@gmail.com"),
        ("jo underscore brown at outlook dot co dot uk", "en", "jo_brown@outlook.co.uk"),
        ("anna point petit arobase orange point fr", "fr", "anna.petit@orange.fr"),
        ("luc tiret roy arobase free point fr", "fr", "luc-roy@free.fr"),
        ("meet me at home at six", "en", None),
        ("at gmail dot com", "en", None),
        ("anna at home", "en", None),
    ],
)
def test_an_address_is_written_as_it_is_spelled(words, language, expected):
    assert email(tuple(words.split()), language) == expected


@pytest.mark.parametrize(
    ("value", "called", "expected"),
    [
        ("sw98jt", False, "SW9 8JT"),
        ("m146pl", True, "M14 6PL"),
        ("ec1a1bb", False, "EC1A 1BB"),
        ("h2x1y4", False, "H2X 1Y4"),
        ("69003", True, "69003"),
        ("69003", False, None),
        ("ab12cde", False, None),
        ("4419", False, None),
    ],
)
def test_a_postcode_has_the_form_of_its_country(value, called, expected):
    assert postcode(value, called=called) == expected


@pytest.mark.parametrize(
    ("category", "words", "expected"),
    [
        ("religion", "Musulmane", "islam"),
        ("religion", "church of england", "anglican"),
        ("religion", "témoins de Jéhovah", "jehovah's witnesses"),
        ("marital_status", "ma femme", "married"),
        ("marital_status", "we split up", "separated"),
        ("politics", "lib dems", "liberal democrats"),
        ("politics", "democrats", "democratic"),
        ("sexual_life", "une lesbienne", "homosexual"),
        ("gender", "f", "female"),
        ("hobby", "chess", None),
        ("religion", "chess", None),
    ],
)
def test_words_become_one_concept(category, words, expected):
    assert concept_of(category, words) == expected


@pytest.mark.parametrize("concept", ["liberal democrats", "democratic", "les républicains"])
def test_a_concept_is_its_own_concept(concept):
    assert concept_of("politics", concept) == concept


def test_no_word_has_two_concepts_of_one_category():
    rows = tomllib.loads(data("concepts.toml").read_text("utf-8"))
    for category, concepts in rows.items():
        words = [fold(word.casefold()) for said in concepts.values() for word in set(said)]
        assert sorted(words) == sorted(set(words)), category
