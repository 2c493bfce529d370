"""Building the evidence graph: what was heard, when, how surely, and what follows from it.

Node and edge kinds are in :mod:`auditor.evidence.schema`. Edges run from a person to their
recordings, to utterances, to attributes, to claims, so that every claim reaches, backwards along
edges, the seconds of sound that support it and those that speak against it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import networkx as nx

from auditor.evidence.schema import Graph
from auditor.records import Attribute, Claim, Profile, Recording, Utterance

__all__ = ["add_claims", "add_edge", "attribute_id", "build", "of_person"]

_HEARD = frozenset(("reveals", "mentions", "tells_of"))
"""Edges that lead from what was heard to what it says."""


def attribute_id(attribute: Attribute) -> str:
    """Return a stable id of an attribute: a hash of where and what it is."""
    parts = (
        attribute.utterance_id,
        attribute.category,
        attribute.normalised,
        attribute.about,
        repr(attribute.span),
    )
    text = "\0".join(parts)
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def build(
    recordings: Iterable[Recording],
    utterances: Iterable[Utterance],
    attributes: Iterable[Attribute],
) -> Graph:
    """Return the graph of everything heard, without conclusions.

    Raises
    ------
    KeyError
        If an utterance or attribute names a recording or utterance that is not given.
    """
    graph: Graph = nx.MultiDiGraph()
    owners = {}
    for recording in recordings:
        owners[recording.id] = recording
        _add_recording(graph, recording)
    heard = {}
    for utterance in utterances:
        heard[utterance.id] = utterance
        _add_utterance(graph, utterance, owners[utterance.recording_id])
    for attribute in attributes:
        _add_attribute(graph, attribute, heard[attribute.utterance_id])
    return graph


def add_edge(
    graph: Graph,
    ends: tuple[str, str],
    kind: str,
    *,
    at: str = "",
    seconds: tuple[float, float] = (0.0, 0.0),
    confidence: float = 1.0,
    source: str = "",
) -> None:
    """Add an edge of a kind, in place, or replace it: of each kind two nodes have one.

    Parameters
    ----------
    graph, ends, kind
        From which node to which it leads, both being there, and its kind: one of
        :data:`auditor.evidence.schema.EDGES`.
    at
        Clock time in ISO 8601, empty where unknown.
    seconds
        From where to where in the recording.
    confidence
        How sure the edge is, in 0 … 1.
    source
        What says so: a rule, a model, a manifest, a person's decision.
    """
    graph.add_edge(
        *ends,
        key=kind,
        kind=kind,
        at=at,
        start_s=float(seconds[0]),
        end_s=float(seconds[1]),
        confidence=float(confidence),
        source=source,
    )


def _add_recording(graph: Graph, recording: Recording) -> None:
    person = f"person:{recording.person}"
    node = f"recording:{recording.id}"
    begun = recording.started_at.isoformat() if recording.started_at else ""
    graph.add_node(person, kind="person", label=recording.person)
    graph.add_node(node, kind="recording", label=recording.name, sha256=recording.sha256, at=begun)
    add_edge(graph, (person, node), "recorded_in", at=begun, source="manifest")


def _add_utterance(graph: Graph, utterance: Utterance, recording: Recording) -> None:
    node = f"utterance:{utterance.id}"
    words = utterance.words
    confidence = sum(word.confidence for word in words) / len(words) if words else 0.0
    said = utterance.at.isoformat() if utterance.at else ""
    graph.add_node(
        node,
        kind="utterance",
        label=utterance.text,
        person=recording.person,
        language=utterance.language,
        at=said,
        timed=utterance.timed,
    )
    add_edge(
        graph,
        (f"recording:{utterance.recording_id}", node),
        "contains",
        at=said,
        seconds=(utterance.start_s, utterance.end_s),
        confidence=round(confidence, 6),
        source="recogniser",
    )


def _add_attribute(graph: Graph, attribute: Attribute, utterance: Utterance) -> None:
    node = f"attribute:{attribute_id(attribute)}"
    if node in graph:  # the same words twice, of which the surer stand
        held = graph.nodes[node]
        if (not held["hint"], held["score"]) >= (not attribute.hint, attribute.score):
            return
        graph.remove_node(node)
    graph.add_node(
        node,
        kind="attribute",
        label=attribute.value,
        category=attribute.category,
        normalised=attribute.normalised,
        about=attribute.about,
        why=attribute.why,
        score=attribute.score,
        hint=attribute.hint,
    )
    add_edge(
        graph,
        (f"utterance:{utterance.id}", node),
        "reveals",
        at=utterance.at.isoformat() if utterance.at else "",
        seconds=(attribute.start_s, attribute.end_s),
        confidence=attribute.score,
        source=attribute.why,
    )


def add_claims(
    graph: Graph,
    profile: Profile,
    supports: Mapping[str, Sequence[str]],
    against: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Add a profile's claims to the graph, in place.

    Parameters
    ----------
    graph
        What :func:`build` returned.
    profile
        The claims of one person.
    supports
        The attribute, event or entity nodes that each claim id rests on. Utterances that a claim
        cites as evidence and that reveal none of these support it by themselves.
    against
        The nodes that speak against each claim id, in the same way.

    Raises
    ------
    KeyError
        If a claim rests on what is not in the graph.
    """
    for claim in profile.claims:
        node = f"claim:{claim.id}"
        graph.add_node(node, kind="claim", person=profile.person, **_described(claim))
        source = ", ".join(claim.why)
        _ground(graph, node, "supports", supports.get(claim.id, ()), claim.evidence, source)
        contrary = (against or {}).get(claim.id, ())
        _ground(graph, node, "contradicts", contrary, claim.against, source)


def _described(claim: Claim) -> dict[str, Any]:
    known = {"first_known": claim.first_known, "last_confirmed": claim.last_confirmed}
    return {
        **{name: each.isoformat() for name, each in known.items() if each is not None},
        "label": claim.value,
        "category": claim.category,
        "normalised": claim.normalised,
        "about": claim.about,
        "probability": claim.probability,
        "how": claim.how,
    }


def _ground(
    graph: Graph, claim: str, kind: str, nodes: Sequence[str], cited: Sequence[str], source: str
) -> None:
    """Lead edges from ``nodes`` to a claim, and from cited utterances that none of them reaches."""
    covered = set()
    for node in nodes:
        _, _, said = next(iter(graph.in_edges(node, data=True)))
        covered |= _utterances(graph, node)
        _lead(graph, node, claim, kind, said, source)
    for utterance in cited:
        node = f"utterance:{utterance}"
        if node not in covered:
            _, _, said = next(iter(graph.in_edges(node, data=True)))
            _lead(graph, node, claim, kind, said, source)


def _utterances(graph: Graph, node: str) -> set[str]:
    """Return the utterances that an attribute, event or entity was heard in."""
    if graph.nodes[node]["kind"] == "utterance":
        return {node}
    return set().union(
        *(
            _utterances(graph, start)
            for start, _, values in graph.in_edges(node, data=True)
            if values["kind"] in _HEARD
        )
    )


def _lead(
    graph: Graph, node: str, claim: str, kind: str, said: Mapping[str, Any], source: str
) -> None:
    seconds = (said["start_s"], said["end_s"])
    add_edge(
        graph, (node, claim), kind,
        at=said["at"], seconds=seconds, confidence=said["confidence"], source=source,
    )  # fmt: skip


def of_person(graph: Graph, person: str) -> Graph:
    """Return the part of the graph that a person's recordings reach, as a copy."""
    node = f"person:{person}"
    reached = nx.descendants(graph, node) | {node}
    part: Graph = graph.subgraph(reached).copy()
    return part
