"""The schema is kept, what breaks it is named, and every claim reaches its seconds."""

from __future__ import annotations

from typing import Any

import pytest
from evidence_made import attribute, recording, utterance

from auditor import evidence
from auditor.errors import AuditorError, UsageError
from auditor.inference.profile import conclude
from auditor.records import Claim, Profile


def sound_graph() -> evidence.Graph:
    said = [utterance("u1", "i take insulin"), utterance("u2", "i am fine"), utterance("u3", "hm")]
    found = [
        attribute(said[0], "medication", "insulin", score=0.9),
        attribute(said[1], "health", "fine", score=0.6),
    ]
    graph = evidence.build([recording()], said, found)
    concluded = conclude(graph, "p")
    evidence.add_claims(graph, concluded.profile, concluded.supports)
    return graph


def inferred(**changes: Any) -> Claim:
    fields = {"evidence": ("u1",), "against": ("u2",), "why": ("rule:x@1",), **changes}
    return Claim("c", "health", "diabetes", "diabetes", "driver", 0.8, "inferred", **fields)


def test_what_is_built_keeps_to_the_schema() -> None:
    graph = sound_graph()
    assert evidence.validate(graph) == []
    evidence.check(graph)


BREAKAGES = [
    (lambda g: g.add_node("x:1", kind="x"), "unknown kind 'x'"),
    (lambda g: g.add_node("utterance:9", kind="person", label="a"), "does not begin with"),
    (lambda g: g.add_node("entity:9", kind="entity", label="a"), "entity:9 has no mentions"),
    (lambda g: g.nodes["utterance:u1"].update(extra="a"), "unknown field extra"),
    (lambda g: g.nodes["utterance:u1"].update(at=3), "at is no str"),
    (lambda g: g.nodes["utterance:u1"].update(at=None), "at is no str"),
    (lambda g: g.add_edge("person:p", "utterance:u1", kind="contains"), "does not lead from"),
    (lambda g: g.add_edge("person:p", "recording:r", kind="knows"), "unknown kind 'knows'"),
    (
        lambda g: g.edges["recording:r", "utterance:u1", "contains"].update(end_s=0.5),
        "ends before it begins",
    ),
    (
        lambda g: g.edges["recording:r", "utterance:u1", "contains"].update(confidence=1.5),
        "not between 0 and 1",
    ),
    (
        lambda g: g.edges["recording:r", "utterance:u1", "contains"].update(
            confidence=float("nan")
        ),
        "confidence is no float",
    ),
    (lambda g: g.remove_edge("recording:r", "utterance:u3"), "utterance:u3 hangs on nothing"),
]


@pytest.mark.parametrize(("breakage", "said"), BREAKAGES)
def test_what_breaks_the_schema_is_named(breakage: Any, said: str) -> None:
    graph = sound_graph()
    breakage(graph)
    assert any(said in problem for problem in evidence.validate(graph))
    with pytest.raises(AuditorError, match="evidence graph"):
        evidence.check(graph)


def test_a_claim_without_grounds_is_named() -> None:
    graph = sound_graph()
    (claim, *_) = [node for node, facts in graph.nodes(data=True) if facts["kind"] == "claim"]
    graph.remove_edges_from(list(graph.in_edges(claim, keys=True)))
    assert evidence.validate(graph) == [f"{claim} has no grounds"]


def test_problems_never_say_whose_graph_it_is() -> None:
    graph = evidence.build([recording(person="Ruth Adeyemi")], [], [])
    graph.add_edge("person:Ruth Adeyemi", "recording:r", kind="knows")
    problems = evidence.validate(graph)
    assert problems
    assert "Ruth" not in str(problems)


def test_every_claim_reaches_the_seconds_that_support_it() -> None:
    graph = sound_graph()
    for node, facts in graph.nodes(data=True):
        if facts["kind"] == "claim":
            (stretch,) = evidence.seconds_for(graph, node)
            assert (stretch.start_s, stretch.end_s, stretch.file) == (1.2, 1.8, "r.wav")
            assert stretch.path[0] == "recording:r"
            assert stretch.path[-1] == node


def test_seconds_for_and_against_come_from_what_a_claim_cites() -> None:
    graph = sound_graph()
    evidence.add_claims(graph, Profile("p", (inferred(),)), {})
    (supporting,) = evidence.seconds_for(graph, "c")
    (contrary,) = evidence.seconds_against(graph, "c")
    assert supporting.utterance == "u1"
    assert contrary.utterance == "u2"
    assert contrary.path == ("recording:r", "utterance:u2", "claim:c")
    assert evidence.validate(graph) == []


def test_cited_utterances_that_an_attribute_covers_are_not_told_twice() -> None:
    graph = sound_graph()
    (medication,) = [
        n
        for n, f in graph.nodes(data=True)
        if f.get("category") == "medication" and f["kind"] == "attribute"
    ]
    evidence.add_claims(graph, Profile("p", (inferred(),)), {"c": (medication,)})
    assert [start for start, _ in graph.in_edges("claim:c")] == [medication, "utterance:u2"]


def test_an_unknown_claim_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no claim 'nowhere'"):
        evidence.seconds_for(sound_graph(), "nowhere")


def test_seconds_through_an_event_multiply_how_sure_each_step_is() -> None:
    said = utterance("u1", "dentist on thursday")
    graph = evidence.build(
        [recording()],
        [said],
        [attribute(said, "appointment", "dentist", normalised="2026-03-05", score=0.5)],
    )
    evidence.add_events(graph)
    (event,) = [node for node, facts in graph.nodes(data=True) if facts["kind"] == "event"]
    evidence.add_claims(graph, Profile("p", (inferred(against=()),)), {"c": (event,)})
    (through,) = evidence.seconds_for(graph, "c")
    assert evidence.validate(graph) == []
    assert through.path[3:] == (event, "claim:c")
    assert through.confidence == pytest.approx(0.25)
