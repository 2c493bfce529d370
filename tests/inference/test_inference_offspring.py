from datetime import datetime

import pytest

from auditor.inference.findings import Heard, Said
from auditor.inference.offspring import numbers_of_children, offspring_signals
from auditor.inference.settings import weights
from auditor.inference.weighing import probability


def heard(order, text):
    return Heard(f"u{order}", text, "en", datetime(2026, 3, 2, 8, order), "r", order)


def child(order, text, label, value, score=0.95):
    node = f"attribute:{order}{value}"
    return Said(node, "children", value, label, "driver", score, "cue", heard(order, text))


def chances(found, others=()):
    utterances = [each.utterance for each in found] + list(others)
    signals = offspring_signals(found, utterances)
    return {int(each.value): probability(each.base + each.log_ratio) for each in signals}


def test_the_shares_of_families_are_a_distribution():
    assert sum(weights().families.values()) == pytest.approx(1.0)


def test_without_evidence_the_posterior_is_the_prior():
    assert numbers_of_children({}) == pytest.approx(weights().families)


@pytest.mark.parametrize(
    ("sure", "likeliest"),
    [
        ({("girl", 1): 0.9}, 1),
        ({("girl", 1): 0.9, ("boy", 1): 0.9}, 2),
        ({("several", 2): 0.9}, 2),
        ({("siblings", 1): 0.9}, 2),
        ({("siblings", 2): 0.9}, 3),
        ({("number", 4): 0.95}, 4),
    ],
)
def test_the_likeliest_number_is_what_is_said(sure, likeliest):
    found = numbers_of_children(sure)
    assert max(found, key=found.__getitem__) == likeliest
    assert sum(found.values()) == pytest.approx(1.0)


def test_children_of_both_sexes_are_two_more_surely_than_several_are():
    both = numbers_of_children({("girl", 1): 1.0, ("boy", 1): 1.0})
    one = numbers_of_children({("girl", 1): 1.0})
    assert both[1] < 0.1 < 0.6 < both[2]
    assert one[1] > one[2] > one[3]


def test_a_number_said_is_seldom_of_some_of_them_and_never_of_more_than_there_are():
    found = numbers_of_children({("number", 2): 1.0})
    assert found[2] > 0.8
    assert found[3] > found[4] > found[1] * found[4]


def test_evidence_that_may_be_wrong_moves_less():
    sure, unsure = (numbers_of_children({("number", 4): p})[4] for p in (0.95, 0.3))
    assert weights().families[4] < unsure < sure


def test_a_daughter_and_a_brother_of_hers_are_two_children():
    found = [child(1, "text my daughter", "my daughter", "daughter")]
    brother = heard(2, "no your brother hasn't rung lowri")
    alone, both = chances(found), chances(found, [brother])
    assert alone[1] > alone.get(2, 0.0)
    assert both[2] > both.get(1, 0.0)


def test_the_sibling_of_a_parent_who_is_spoken_to_is_no_child():
    found = [child(1, "text my daughter", "my daughter", "daughter")]
    assert chances(found, [heard(2, "mum your sister rang")]) == chances(found)


def test_a_number_keeps_its_place_among_what_was_said():
    found = [child(1, "my two boys", "two boys", "2"), child(2, "my son", "son", "son")]
    by_value = {each.value: each for each in offspring_signals(found, [])}
    assert by_value["2"].stated
    assert set(by_value["2"].nodes) == {each.node for each in found}
    assert chances(found)[2] > 0.75


def test_an_age_or_an_hour_is_no_number_of_children():
    assert offspring_signals([child(1, "be there for ten", "ten", "10")], []) == []


def test_a_child_of_whom_nothing_is_known_says_no_number():
    assert offspring_signals([child(1, "mum can we go", "mum", "child")], []) == []


def test_children_that_are_hardly_there_have_no_number():
    assert offspring_signals([child(1, "the boys", "the boys", "son", score=0.2)], []) == []


def test_the_order_of_what_was_found_does_not_matter():
    found = [
        child(1, "my two boys", "two boys", "2", 0.6),
        child(2, "my son", "son", "son", 0.6),
        child(3, "the kids", "the kids", "child", 0.7),
    ]
    assert offspring_signals(found, []) == offspring_signals(found[::-1], [])
