import numpy as np
import pytest

from auditor.attributes.tagging import Stretch, named, stretches_of

TAGS = ("O", "B-PERSON", "I-PERSON", "B-LOCATION", "I-LOCATION")


def odds(*tags):
    found = np.zeros((len(tags), len(TAGS)), np.float32)
    for k, tag in enumerate(tags):
        found[k, TAGS.index(tag)] = 9.0
    return found


def test_tags_make_stretches():
    found = stretches_of(odds("O", "B-PERSON", "I-PERSON", "B-PERSON", "I-LOCATION"), TAGS)
    assert [(each.kind, each.first, each.last) for each in found] == [
        ("PERSON", 1, 3), ("PERSON", 3, 4), ("LOCATION", 4, 5),
    ]  # fmt: skip
    assert all(each.score > 0.99 for each in found)


def test_no_words_have_no_stretches():
    assert stretches_of(np.zeros((0, len(TAGS)), np.float32), TAGS) == []


def person(first, last, score=0.9):
    return Stretch("PERSON", first, last, score)


@pytest.mark.parametrize(
    ("category", "value", "entities", "expected"),
    [
        ("contact_name", (1, 3), [person(1, 2)], (1, 2)),
        ("contact_name", (1, 3), [person(1, 2), person(2, 3)], (1, 3)),
        ("contact_name", (1, 3), [person(5, 6)], (5, 6)),
        ("contact_name", (1, 3), [person(5, 6), person(8, 9)], (1, 3)),
        ("contact_name", (1, 3), [Stretch("LOCATION", 1, 2, 0.9)], (1, 3)),
        ("contact_name", (1, 3), [person(1, 2, 0.3)], (1, 3)),
        ("home_place", (1, 4), [person(1, 2), Stretch("LOCATION", 3, 4, 0.9)], (3, 4)),
        ("health", (1, 3), [person(1, 2)], (1, 3)),
    ],
)
def test_a_name_is_no_more_than_its_words(category, value, entities, expected):
    assert named(category, *value, entities, least=0.5) == expected
