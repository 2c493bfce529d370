from datetime import datetime

import pytest
from inference_builders import attribute, claim, profile_of, utterance

from auditor.inference.findings import Heard, Said
from auditor.inference.hints import joined
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


@pytest.mark.parametrize("number", [1, 2, 4, 9])
def test_a_number_alone_is_as_likely_as_its_attribute(number):
    assert numbers_of_children({("number", number): 0.7})[number] == pytest.approx(0.7)


def test_a_number_hardly_heard_says_nothing():
    assert numbers_of_children({("number", 2): 0.2}) == pytest.approx(weights().families)


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


def test_a_number_rests_on_what_goes_with_it():
    found = [child(1, "my two boys", "two boys", "2"), child(2, "my son", "son", "son")]
    brother = heard(3, "give it to your brother")
    by_value = {each.value: each for each in offspring_signals(found, [brother])}
    assert by_value["2"].stated
    assert set(by_value["2"].nodes) == {*(each.node for each in found), "utterance:u3"}
    assert chances(found)[2] > 0.7
    assert "utterance:u3" not in getattr(by_value.get("1"), "nodes", ())


@pytest.mark.parametrize(
    ("label", "value"),
    [("ten", "10"), ("my three year old", "3"), ("ma fille de trois ans", "3"),
     ("mes trois petits-enfants", "3"), ("two grandsons", "2")],
)  # fmt: skip
def test_an_age_an_hour_and_grandchildren_are_no_number_of_children(label, value):
    assert offspring_signals([child(1, label, label, value)], []) == []


@pytest.mark.parametrize(
    ("text", "siblings"),
    [
        ("give it to your brother", 1),
        ("your brother and sister are waiting", 2),
        ("your little brother or your big sister", 2),
        ("your brothers", 2),
        ("donne à ton frère", 1),
        ("ton frère et ta sœur attendent", 2),
        ("ton petit frère ou ta grande soeur", 2),
        ("tes petits frères", 2),
        ("tell your aunt her brother rang", 0),
        ("dis à ton oncle que ton frère a appelé", 0),
    ],
)
def test_brothers_and_sisters_are_counted_alike_in_both_languages(text, siblings):
    """Said to a child that calls the driver by a name of a parent."""
    found = [child(1, text, "mummy", "child"), child(2, "my daughter", "my daughter", "daughter")]
    told = chances(found)
    assert max(told, key=told.__getitem__) == siblings + 1


def test_whoever_says_that_there_are_none_has_no_number():
    none = [child(1, "i have no children", "no children", "0", 0.9)]
    assert offspring_signals([*none, child(2, "the kids", "the kids", "child", 0.3)], []) == []


@pytest.mark.parametrize("number", [1, 2, 4, 6, 9])
def test_a_number_that_is_said_is_concluded_however_rare(number):
    found = [child(1, f"my {number} kids", f"{number} kids", str(number), 0.9)]
    told = chances(found)
    assert max(told, key=told.__getitem__) == number


def test_in_the_profile_numbers_share_what_the_chance_of_children_leaves():
    heard_by = [utterance("u1", "a daughter and a son"), utterance("u2", "my son")]
    said = [
        attribute("u1", "children", "daughter", score=0.8),
        attribute("u2", "children", "son", score=0.8),
    ]
    profile = profile_of(heard_by, said)
    posterior = numbers_of_children({("girl", 1): 0.8, ("boy", 1): 0.8})
    there_are = joined([0.8, 0.8])
    assert claim(profile, "children", "2").probability == pytest.approx(
        posterior[2] * there_are, abs=0.02
    )


def test_in_the_profile_none_stays_none():
    heard_by = [utterance("u1", "we have no kids"), utterance("u2", "tell your sister hi")]
    profile = profile_of(heard_by, [attribute("u1", "children", "0", score=0.9)])
    assert [each.normalised for each in profile.claims if each.category == "children"] == ["0"]


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
