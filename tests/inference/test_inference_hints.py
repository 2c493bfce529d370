from dataclasses import replace
from datetime import datetime

import pytest
from inference_builders import attribute, claim, profile_of, utterance

from auditor.inference.findings import Heard, Said
from auditor.inference.hints import hint_signals, is_hint, joined
from auditor.inference.settings import weights
from auditor.inference.weighing import probability


def hint(category, value, score, order, about="driver"):
    at = datetime(2026, 3, 2, 8, order)
    heard = Heard(f"u{order}", value, "en", at, "r", order)
    node = f"attribute:{category}{order}{value}"
    return Said(node, category, value, value, about, score, "encoder", heard, hint=True)


def chance(signal):
    return probability(signal.base + signal.log_ratio)


def test_one_hint_says_nothing_by_itself():
    assert hint_signals([hint("health", "sharps", 0.45, 1)]) == []


def test_hints_of_one_trait_are_joined_whatever_their_words():
    (found,) = hint_signals([hint("health", "sharps", 0.4, 1), hint("health", "low again", 0.3, 2)])
    assert found.label == "sharps"
    assert [each.id for each in found.utterances] == ["u1", "u2"]
    assert 0.4 < chance(found) < 1 - 0.6 * 0.7
    assert not found.stated


def test_two_hints_of_one_utterance_are_one():
    both = [hint("health", "sharps", 0.4, 1), hint("health", "low", 0.3, 1)]
    assert hint_signals(both) == []


def test_where_the_value_matters_only_its_own_hints_are_joined():
    given = [
        hint("religion", "islam", 0.4, 1),
        hint("religion", "judaism", 0.4, 2),
        hint("religion", "islam", 0.3, 3),
    ]
    (found,) = hint_signals(given)
    assert found.value == "islam"
    assert [each.id for each in found.utterances] == ["u1", "u3"]


def test_many_hints_count_no_more_than_five():
    few, many = (
        chance(hint_signals([hint("hobby", "it", 0.2, k) for k in range(n)])[0]) for n in (5, 50)
    )
    assert few == many


def test_the_order_of_hints_does_not_matter():
    given = [hint("hobby", f"h{k}", 0.1 + k / 20, k) for k in range(7)]
    assert hint_signals(given) == hint_signals(given[::-1])


@pytest.mark.parametrize("chances", [[], [0.3], [0.3, 0.3], [0.1, 0.2, 0.4]])
def test_joined_lies_between_the_surest_and_all_of_them(chances):
    independent = 1.0
    for each in chances:
        independent *= 1 - each
    assert max(chances, default=0) - 1e-12 <= joined(chances) <= 1 - independent + 1e-12


def test_hints_never_speak_against_what_was_said():
    (found,) = hint_signals([hint("religion", "islam", 0.1, 1), hint("religion", "islam", 0.1, 2)])
    assert found.log_ratio >= 0


def test_hints_about_the_driver_and_about_relatives_stay_apart():
    mixed = [hint("religion", "islam", 0.4, 1), hint("religion", "islam", 0.4, 2, "relative")]
    assert hint_signals(mixed) == []


@pytest.mark.parametrize(
    ("off", "unsure", "expected"), [(-0.01, False, True), (0.01, False, False), (0.2, True, True)]
)
def test_what_is_likelier_wrong_than_right_is_a_hint_reported_or_not(off, unsure, expected):
    said = replace(hint("health", "sharps", weights().hints.below + off, 1), hint=unsure)
    assert is_hint(said) == expected


def hobbies(*values_and_scores):
    said = [
        attribute(f"u{k}", "hobby", value, score=score)
        for k, (value, score) in enumerate(values_and_scores)
    ]
    return profile_of([utterance(each.utterance_id) for each in said], said)


def test_reported_and_unsure_counts_no_more_than_a_hint():
    five, nine = (hobbies(*[("climbing", 0.4)] * n) for n in (5, 9))
    assert claim(five, "hobby", "climbing").probability == pytest.approx(
        claim(nine, "hobby", "climbing").probability
    )


def test_every_reported_value_keeps_its_claim():
    profile = hobbies(("climbing", 0.44), ("fishing", 0.43))
    assert claim(profile, "hobby", "climbing").probability > 0.44
    assert claim(profile, "hobby", "fishing").probability == pytest.approx(0.43)


def test_what_was_only_hinted_at_is_inferred_beside_what_was_reported():
    asthma = attribute("u1", "health", "asthma", score=0.35)
    cancer = replace(attribute("u2", "health", "cancer", score=0.44), hint=True)
    profile = profile_of([utterance("u1"), utterance("u2")], [asthma, cancer])
    assert claim(profile, "health", "cancer").how == "inferred"
    assert claim(profile, "health", "asthma").how == "stated"


def test_an_unsure_statement_can_be_denied():
    said = [attribute("u1", "food_or_diet", "vegetarian", score=0.4)]
    texts = [utterance("u1", "i'm vegetarian"), utterance("u2", "i'm not vegetarian any more")]
    found = claim(profile_of(texts, said), "food_or_diet", "vegetarian")
    assert found.probability < 0.2
    assert found.against == ("u2",)
