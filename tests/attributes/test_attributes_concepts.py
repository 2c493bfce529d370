import pytest

from auditor.attributes.concepts import concept_of


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
        ("health", "type one diabetes", "type 1 diabetes"),
    ],
)
def test_words_name_one_concept(category, words, expected):
    assert concept_of(category, words) == expected
