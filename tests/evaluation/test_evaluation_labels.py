"""Label hits, their rates, and false alarms."""

from __future__ import annotations

import pytest
from evaluation_builders import case, found, label, said, scored, truth

from auditor.evaluation import evaluate
from auditor.evaluation.labels import same_category


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("health", "health", True),
        ("health", "health.mental", True),
        ("health.mental", "health", True),
        ("health.mental", "health.physical", False),
        ("health", "healthy", False),
        ("pet", "health", False),
    ],
)
def test_a_child_counts_for_its_parent_on_either_side(one: str, other: str, same: bool) -> None:
    assert same_category(one, other) is same


def counts(labels: list, attributes: list, table: str = "labels") -> tuple[int, int, int]:
    micro = scored(case(truth(said("u1", "some words", *labels)), *attributes))[table]["micro"]
    return micro["tp"], micro["fp"], micro["fn"]


@pytest.mark.parametrize(
    ("wanted", "got", "expected"),
    [
        (["health"], ["health"], (1, 0, 0)),
        (["health"], ["pet"], (0, 1, 1)),
        (["health"], ["health", "health"], (1, 1, 0)),
        (["health", "health"], ["health"], (1, 0, 1)),
        (["health", "health"], ["health", "health", "pet"], (2, 1, 0)),
        (["health"], ["health.mental"], (1, 0, 0)),
        (["health.mental"], ["health"], (1, 0, 0)),
        (["health.mental"], ["health.physical"], (0, 1, 1)),
        # Taking the first that fits would give health to health.mental and leave one unmatched.
        (["health.mental", "health.physical"], ["health", "health.mental"], (2, 0, 0)),
        (["health.physical", "health.mental"], ["health.mental", "health"], (2, 0, 0)),
        (["health", "health.mental"], ["health.mental", "health.physical"], (2, 0, 0)),
        (["health", "health.a", "health.b"], ["health.a", "health.b", "health.c"], (3, 0, 0)),
        (["health.a", "health.a"], ["health.a", "health.b"], (1, 1, 1)),
        ([], [], (0, 0, 0)),
    ],
)
def test_hits_are_one_to_one_and_as_many_as_can_be(
    wanted: list[str], got: list[str], expected: tuple[int, int, int]
) -> None:
    labels = [label(each) for each in wanted]
    attributes = [found("u1", each) for each in got]
    assert counts(labels, attributes) == expected


@pytest.mark.parametrize(
    ("wanted", "got", "hit"),
    [
        ("driver", "driver", True),
        ("driver", "relative", True),
        ("relative", "driver", True),
        ("passenger", "passenger", True),
        ("other", "other", True),
        ("driver", "passenger", False),
        ("relative", "other", False),
        ("passenger", "other", False),
    ],
)
def test_about_counts_by_group(wanted: str, got: str, hit: bool) -> None:
    labels, attributes = [label("health", wanted)], [found("u1", "health", got)]
    assert counts(labels, attributes, "labels_about") == ((1, 0, 0) if hit else (0, 1, 1))
    assert counts(labels, attributes, "labels") == (1, 0, 0)


def test_a_hit_needs_the_same_utterance() -> None:
    true = truth(said("u1", "my insulin", label("health")), said("u2", "play jazz"))
    micro = scored(case(true, found("u2", "health")))["labels"]["micro"]
    assert (micro["tp"], micro["fp"], micro["fn"]) == (0, 1, 1)


def test_rates_by_hand() -> None:
    # health: 2 of 3 labels hit, 1 false; pet: 0 of 1 hit, nothing found; hobby: 1 false, no label.
    true = truth(
        said("u1", "a", label("health"), label("pet")),
        said("u2", "b", label("health.mental"), label("health")),
        said("u3", "c"),
    )
    got = scored(
        case(
            true,
            found("u1", "health"),
            found("u2", "health"),
            found("u3", "health"),
            found("u3", "hobby"),
        )
    )["labels"]
    assert got["micro"] == {
        "precision": 0.5, "recall": 0.5, "f1": 0.5, "n": 4, "tp": 2, "fp": 2, "fn": 2,
    }  # fmt: skip
    assert got["by_category"]["health"] == {
        "precision": 0.666667, "recall": 0.666667, "f1": 0.666667,
        "n": 3, "tp": 2, "fp": 1, "fn": 1,
    }  # fmt: skip
    assert got["by_category"]["pet"] == {
        "precision": None, "recall": 0.0, "f1": 0.0, "n": 1, "tp": 0, "fp": 0, "fn": 1,
    }  # fmt: skip
    assert got["by_category"]["hobby"] == {
        "precision": 0.0, "recall": None, "f1": 0.0, "n": 0, "tp": 0, "fp": 1, "fn": 0,
    }  # fmt: skip
    # Over health and pet, the categories of the truth; pet has no precision to average.
    assert got["macro"] == {
        "precision": 0.666667, "recall": 0.333333, "f1": 0.333333, "n": 4, "categories": 2,
    }  # fmt: skip
    assert list(got["by_category"]) == ["health", "hobby", "pet"]


def test_nothing_to_find_and_nothing_found_is_undefined() -> None:
    got = scored(case(truth(said("u1", "play jazz", label("media_taste")))))
    assert got["false_alarms_per_100"] is None
    empty = scored(case(truth(said("u1", "play jazz"))))
    for rate in ("precision", "recall", "f1"):
        assert empty["labels"]["micro"][rate] is None
        assert empty["labels"]["macro"][rate] is None
        assert empty["profile"]["micro"][rate] is None
    assert empty["values"]["accuracy"] is None
    assert empty["values"]["labels"]["accuracy"] is None
    assert empty["false_alarms_per_100"] == 0.0


def test_false_alarms_are_counted_where_nothing_leaks() -> None:
    true = truth(
        said("u1", "a"), said("u2", "b"), said("u3", "c"), said("u4", "d", label("health"))
    )
    got = scored(
        case(true, found("u1", "pet"), found("u1", "hobby"), found("u2", "pet"), found("u4", "pet"))
    )
    assert got["false_alarms_per_100"] == 100.0
    assert got["false_alarms"] == {"count": 3, "utterances": 3, "alarmed": 2}
    assert got["labels"]["micro"]["fp"] == 4


def test_the_voice_itself_is_neither_hit_nor_false_alarm() -> None:
    got = scored(case(truth(said("u1", "play jazz")), found("u1", "biometric_voice")))
    assert got["false_alarms"]["count"] == 0
    assert got["labels"]["micro"]["fp"] == 0


def test_an_attribute_of_an_unknown_utterance_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown utterance 'u9'"):
        evaluate([case(truth(said("u1", "play jazz")), found("u9", "pet"))])
