import networkx as nx
import pytest

from auditor import evidence, inference
from auditor.inference.profile import claim_id, joined
from auditor.records import Attribute, Recording, Utterance, Word


def recording(identity="r", person="p"):
    return Recording(identity, "0" * 64, None, f"{identity}.wav", person)


def utterance(identity, recording_id="r"):
    return Utterance(identity, recording_id, 1.0, 2.0, (Word("w", 1.0, 2.0, 0.8),), "en")


def attribute(
    utterance_id,
    category="health",
    normalised="diabetes",
    about="driver",
    score=0.8,
    why="cue:a",
    value=None,
):
    return Attribute(
        category, value or normalised, normalised, about, utterance_id, 1.2, 1.8, (0, 1), score, why
    )


def conclude(*attributes, person="p"):
    ids = dict.fromkeys(each.utterance_id for each in attributes)
    graph = evidence.build([recording()], [utterance(each) for each in ids], attributes)
    return graph, inference.conclude(graph, person)


@pytest.mark.parametrize(
    ("scores", "probability"),
    [
        ([], 0.0),
        ([("a", 0.8)], 0.8),
        ([("a", 0.5), ("b", 0.5)], 0.75),
        ([("a", 0.75), ("a", 0.75)], 1 - 0.25 * 0.5),
        ([("a", 0.0)], 0.0),
        ([("a", 1.0)], 0.999),
    ],
)
def test_joined(scores, probability):
    assert joined(scores) == pytest.approx(probability)


def test_same_thing_said_twice_is_one_claim_with_its_strongest_evidence_first():
    _, conclusion = conclude(attribute("u1", score=0.6), attribute("u2", score=0.9, why="cue:b"))
    (claim,) = conclusion.profile.claims
    assert claim.evidence == ("u2", "u1")
    assert claim.probability == pytest.approx(1 - 0.4 * 0.1)
    assert claim.id == claim_id("p", "health", "diabetes")
    assert claim.how == "stated"


def test_passengers_and_others_do_not_enter_the_profile():
    _, conclusion = conclude(attribute("u1", about="other"), attribute("u2", about="passenger"))
    assert conclusion.profile.claims == ()


def test_claim_on_driver_and_relative_goes_where_most_evidence_names():
    _, conclusion = conclude(
        attribute("u1", about="relative", score=0.9), attribute("u2", about="driver", score=0.4)
    )
    (claim,) = conclusion.profile.claims
    assert claim.about == "relative"
    assert set(claim.evidence) == {"u1", "u2"}


def test_every_claim_reaches_the_seconds_that_support_it():
    graph, conclusion = conclude(attribute("u1"), attribute("u2", category="pet", normalised="dog"))
    evidence.add_claims(graph, conclusion.profile, conclusion.supports)
    for claim in conclusion.profile.claims:
        back = nx.ancestors(graph, f"claim:{claim.id}")
        assert {"person:p", "recording:r", f"utterance:{claim.evidence[0]}"} <= back
        ((_, _, edge),) = graph.in_edges(f"claim:{claim.id}", data=True)
        assert (edge["start_s"], edge["end_s"], edge["confidence"]) == (1.2, 1.8, 0.8)


def test_persons_stay_apart():
    graph = evidence.build(
        [recording("r", "p"), recording("s", "q")],
        [utterance("u1", "r"), utterance("u2", "s")],
        [attribute("u1"), attribute("u2", category="religion", normalised="islam")],
    )
    assert [c.category for c in inference.conclude(graph, "p").profile.claims] == ["health"]
    assert [c.category for c in inference.conclude(graph, "q").profile.claims] == ["religion"]
    assert set(evidence.of_person(graph, "q")) >= {"person:q", "recording:s", "utterance:u2"}
    assert "person:p" not in evidence.of_person(graph, "q")


def test_attribute_of_an_unknown_utterance_is_refused():
    with pytest.raises(KeyError):
        evidence.build([recording()], [], [attribute("nowhere")])
