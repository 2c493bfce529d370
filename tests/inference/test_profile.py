import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inference_builders import MONDAY, attribute, claim, graph_of, profile_of, recording, utterance

from auditor import evidence, inference
from auditor.inference.claims import claim_id
from auditor.inference.rulebook import Rulebook

NO_RULES = Rulebook(())


def conclude(*attributes):
    ids = dict.fromkeys(each.utterance_id for each in attributes)
    graph = graph_of([utterance(each) for each in ids], attributes)
    return graph, inference.conclude(graph, "p", book=NO_RULES)


@pytest.mark.parametrize("score", [0.3, 0.5, 0.8, 0.95])
def test_one_attribute_alone_gives_its_own_score(score):
    _, conclusion = conclude(attribute("u1", score=score))
    assert conclusion.profile.claims[0].probability == pytest.approx(score, abs=1e-4)


def test_same_thing_said_twice_is_one_claim_with_its_strongest_evidence_first():
    _, conclusion = conclude(attribute("u1", score=0.6), attribute("u2", score=0.9, why="cue:b"))
    (one,) = conclusion.profile.claims
    assert one.evidence == ("u2", "u1")
    assert one.why == ("cue:b", "cue:a")
    assert 0.9 < one.probability < 1.0
    assert one.id == claim_id("p", "health", "asthma")
    assert one.how == "stated"


def test_repeating_one_rule_counts_less_than_another_rule():
    _, same = conclude(attribute("u1", score=0.6), attribute("u2", score=0.6))
    _, other = conclude(attribute("u1", score=0.6), attribute("u2", score=0.6, why="cue:b"))
    assert 0.6 < same.profile.claims[0].probability < other.profile.claims[0].probability


def test_passengers_and_others_are_members_and_not_in_the_profile():
    _, conclusion = conclude(attribute("u1", about="other"), attribute("u2", about="passenger"))
    assert conclusion.profile.claims == ()
    members = {member.person: member.claims for member in conclusion.profile.members}
    assert set(members) == {"p/other", "p/passenger"}
    assert [each.normalised for each in members["p/passenger"]] == ["asthma"]


def test_what_is_said_of_a_relative_is_theirs_by_relation():
    _, conclusion = conclude(
        attribute("u1", "relationship", "mother", about="relative"),
        attribute("u1", about="relative"),
    )
    (mother,) = conclusion.profile.members
    assert mother.person == "p/mother"
    assert {each.category for each in mother.claims} == {"relationship", "health"}


def test_claim_on_driver_and_relative_goes_where_most_evidence_names():
    _, conclusion = conclude(
        attribute("u1", about="relative", score=0.9), attribute("u2", about="driver", score=0.4)
    )
    (one,) = conclusion.profile.claims
    assert one.about == "relative"
    assert set(one.evidence) == {"u1", "u2"}


def test_a_relatives_age_does_not_rival_the_drivers():
    _, conclusion = conclude(
        attribute("u1", "age_or_birth", "46", score=0.9),
        attribute("u2", "age_or_birth", "80", about="relative", score=0.9),
    )
    assert [each.probability for each in conclusion.profile.claims] == pytest.approx([0.9, 0.9])


def test_values_that_exclude_each_other_are_alternatives_and_count_against_one_another():
    _, conclusion = conclude(
        attribute("u1", "religion", "muslim", score=0.8),
        attribute("u2", "religion", "catholic", score=0.6),
    )
    first, second = conclusion.profile.claims
    assert (first.normalised, second.normalised) == ("islam", "catholic")
    assert first.probability + second.probability < 1.0
    assert first.probability < 0.8
    assert [each.value for each in first.alternatives] == ["islam", "catholic"]
    assert first.against == ("u2",)


def test_a_denial_counts_against():
    texts = {"u1": "i'm vegetarian", "u2": "i'm not vegetarian any more"}
    found = attribute("u1", "food_or_diet", "vegetarian")
    plain = profile_of([utterance("u1", texts["u1"])], [found], book=NO_RULES)
    denied = profile_of([utterance(k, v) for k, v in texts.items()], [found], book=NO_RULES)
    assert denied.claims[0].probability < plain.claims[0].probability / 2
    assert denied.claims[0].against == ("u2",)


@pytest.mark.parametrize(
    ("category", "normalised", "value", "canonical"),
    [
        ("gender", "f", "toute seule", "female"),
        ("religion", "muslim", "mosquée", "islam"),
        ("age_or_birth", "x", "forty six", "46"),
        ("children", "x", "my two boys", "2"),
        ("contact_name", "x", "doctor okafor", "okafor"),
        ("sexual_life", "gay", "gay", "homosexual"),
    ],
)
def test_values_of_closed_kinds_have_one_form(category, normalised, value, canonical):
    _, conclusion = conclude(attribute("u1", category, normalised, value=value))
    assert conclusion.profile.claims[0].normalised == canonical


def test_a_name_and_its_longer_form_are_one():
    _, conclusion = conclude(
        attribute("u1", "contact_name", "zoya"), attribute("u2", "contact_name", "zoya hussain")
    )
    (one,) = conclusion.profile.claims
    assert one.normalised == "zoya hussain"
    assert set(one.evidence) == {"u1", "u2"}


def test_a_contact_known_as_a_relative_is_the_relative():
    _, conclusion = conclude(
        attribute("u1", "relative_name", "julian", about="relative", score=0.9),
        attribute("u2", "contact_name", "julian", score=0.8),
    )
    by_category = {each.category: each for each in conclusion.profile.claims}
    assert by_category["contact_name"].probability < 0.2
    assert by_category["relative_name"].evidence == ("u1", "u2")


@pytest.mark.parametrize("name", ["alexa", "Siri", "mercedes"])
def test_assistants_are_nobody(name):
    _, conclusion = conclude(attribute("u1", "contact_name", name))
    assert conclusion.profile.claims == ()


def test_claims_know_since_when():
    later = MONDAY.replace(day=9)
    profile = profile_of(
        [utterance("u2", at=later), utterance("u1", at=MONDAY)],
        [attribute("u1"), attribute("u2")],
    )
    one = claim(profile, "health", "asthma")
    assert (one.first_known, one.last_confirmed) == (MONDAY, later)


def test_what_would_be_left_without_an_utterance():
    utterances = [utterance("u1"), utterance("u2")]
    attributes = [attribute("u1"), attribute("u2", "pet", "dog")]
    left = profile_of(utterances, attributes, without=["u1"])
    assert [each.category for each in left.claims] == ["pet"]


def test_every_claim_reaches_the_seconds_that_support_it():
    graph, conclusion = conclude(attribute("u1"), attribute("u2", category="pet", normalised="dog"))
    evidence.add_claims(graph, conclusion.profile, conclusion.supports)
    for one in conclusion.profile.claims:
        back = nx.ancestors(graph, f"claim:{one.id}")
        assert {"person:p", "recording:r", f"utterance:{one.evidence[0]}"} <= back
        ((_, _, edge),) = graph.in_edges(f"claim:{one.id}", data=True)
        assert (edge["start_s"], edge["end_s"], edge["confidence"]) == (1.2, 1.8, 0.8)


def test_claims_of_words_alone_reach_their_seconds_too():
    graph = graph_of([utterance("u1", "take me to the mosque")])
    conclusion = inference.conclude(graph, "p")
    evidence.add_claims(graph, conclusion.profile, conclusion.supports)
    religion = claim(conclusion.profile, "religion", "islam")
    assert religion.how == "inferred"
    assert "utterance:u1" in nx.ancestors(graph, f"claim:{religion.id}")


def test_persons_stay_apart():
    graph = evidence.build(
        [recording("r", "p"), recording("s", "q")],
        [utterance("u1", recording_id="r"), utterance("u2", recording_id="s")],
        [attribute("u1"), attribute("u2", category="religion", normalised="islam")],
    )
    assert [c.category for c in inference.conclude(graph, "p").profile.claims] == ["health"]
    assert [c.category for c in inference.conclude(graph, "q").profile.claims] == ["religion"]
    assert set(evidence.of_person(graph, "q")) >= {"person:q", "recording:s", "utterance:u2"}
    assert "person:p" not in evidence.of_person(graph, "q")


def test_nothing_is_known_of_somebody_unknown():
    assert inference.conclude(graph_of([]), "nobody").profile.claims == ()


def test_attribute_of_an_unknown_utterance_is_refused():
    with pytest.raises(KeyError):
        evidence.build([recording()], [], [attribute("nowhere")])


_KINDS = [("health", "asthma"), ("religion", "muslim"), ("religion", "hindu"), ("pet", "dog")]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(_KINDS), st.floats(0.05, 0.99), st.sampled_from("ab")),
        min_size=1, max_size=8,
    ),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_the_order_of_the_graph_does_not_matter(rows, random):
    utterances = [utterance(f"u{k}") for k in range(len(rows))]
    attributes = [
        attribute(f"u{k}", *kind, score=score, why=why) for k, (kind, score, why) in enumerate(rows)
    ]
    expected = profile_of(utterances, attributes)
    random.shuffle(utterances)
    random.shuffle(attributes)
    assert profile_of(utterances, attributes) == expected
