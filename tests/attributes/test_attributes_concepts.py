import tomllib

import pytest

from auditor.attributes.concepts import concept_of
from auditor.attributes.lexicon import data


@pytest.mark.parametrize(
    ("category", "words", "expected"),
    [
        ("gender", "i'm a woman", "female"),
        ("gender", "m", "male"),
        ("gender", "i'm", None),
        ("marital_status", "my wife's", "married"),
        ("marital_status", "l'ex", "separated"),
        ("religion", "à l'église", "christian"),
        ("religion", "a jehovah's witness", "jehovah's witnesses"),
        ("religion", "muslim prayer group", "islam"),
        ("religion", "la messe orthodoxe", "orthodox"),
        ("religion", "pasteur évangélique", "evangelical"),
        ("religion", "un groupe de prière", "christian"),
        ("religion", "pastor", "christian"),
        ("religion", "de confession juive", "judaism"),
        ("politics", "plaid", "plaid cymru"),
        ("politics", "le parti du travail de belgique", "ptb"),
        ("health", "type one diabetes", "type 1 diabetes"),
    ],
)
def test_words_name_one_concept(category, words, expected):
    assert concept_of(category, words) == expected


def test_every_concept_and_every_word_of_it_is_found_and_stands_for_one_concept():
    table = tomllib.loads(data("concepts.toml").read_text("utf-8"))
    for category, rows in table.items():
        plain = category.partition(",")[0]
        for concept, words in rows.items():
            assert {word: concept_of(plain, word) for word in words} == dict.fromkeys(
                words, concept
            )
            assert concept_of(plain, concept) == concept
