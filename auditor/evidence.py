"""The evidence graph: what was heard, when, how surely, and what follows from it.

Nodes are ``person:…``, ``recording:…``, ``utterance:…``, ``attribute:…`` and ``claim:…``; edges
run from a person to their recordings, to utterances, to attributes, to claims, each with
``start_s`` and ``end_s`` (seconds of the recording) and ``confidence`` (0 … 1). Every claim thus
reaches, backwards along edges, the seconds of sound that support it. All values are strings,
numbers or booleans, so that every graph format keeps them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import networkx as nx

from auditor.records import Attribute, Profile, Recording, Utterance

if TYPE_CHECKING:
    Graph = nx.MultiDiGraph[str]
else:
    Graph = nx.MultiDiGraph

__all__ = ["Graph", "add_claims", "attribute_id", "build", "of_person"]


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


def _add_recording(graph: Graph, recording: Recording) -> None:
    person = f"person:{recording.person}"
    node = f"recording:{recording.id}"
    graph.add_node(person, kind="person", label=recording.person)
    graph.add_node(
        node,
        kind="recording",
        label=recording.name,
        sha256=recording.sha256,
        at=recording.started_at.isoformat() if recording.started_at else "",
    )
    graph.add_edge(
        person, node, key="recorded_in", kind="recorded_in", start_s=0.0, end_s=0.0, confidence=1.0
    )


def _add_utterance(graph: Graph, utterance: Utterance, recording: Recording) -> None:
    node = f"utterance:{utterance.id}"
    words = utterance.words
    confidence = sum(word.confidence for word in words) / len(words) if words else 0.0
    graph.add_node(
        node,
        kind="utterance",
        label=utterance.text,
        person=recording.person,
        language=utterance.language,
        at=utterance.at.isoformat() if utterance.at else "",
    )
    graph.add_edge(
        f"recording:{utterance.recording_id}",
        node,
        key="contains",
        kind="contains",
        start_s=utterance.start_s,
        end_s=utterance.end_s,
        confidence=round(confidence, 6),
    )


def _add_attribute(graph: Graph, attribute: Attribute, utterance: Utterance) -> None:
    node = f"attribute:{attribute_id(attribute)}"
    graph.add_node(
        node,
        kind="attribute",
        label=attribute.value,
        category=attribute.category,
        normalised=attribute.normalised,
        about=attribute.about,
        why=attribute.why,
        score=attribute.score,
    )
    graph.add_edge(
        f"utterance:{utterance.id}",
        node,
        key="reveals",
        kind="reveals",
        start_s=attribute.start_s,
        end_s=attribute.end_s,
        confidence=attribute.score,
    )


def add_claims(graph: Graph, profile: Profile, supports: Mapping[str, Sequence[str]]) -> None:
    """Add a profile's claims to the graph, in place.

    Parameters
    ----------
    graph
        What :func:`build` returned.
    profile
        The claims of one person.
    supports
        The attribute nodes that each claim id rests on.
    """
    for claim in profile.claims:
        node = f"claim:{claim.id}"
        graph.add_node(
            node,
            kind="claim",
            label=claim.value,
            category=claim.category,
            normalised=claim.normalised,
            about=claim.about,
            probability=claim.probability,
            how=claim.how,
            person=profile.person,
        )
        for attribute in supports[claim.id]:
            (_, _, said) = next(iter(graph.in_edges(attribute, data=True)))
            graph.add_edge(
                attribute,
                node,
                key="supports",
                kind="supports",
                start_s=said["start_s"],
                end_s=said["end_s"],
                confidence=said["confidence"],
            )


def of_person(graph: Graph, person: str) -> Graph:
    """Return the part of the graph that a person's recordings reach, as a copy."""
    node = f"person:{person}"
    reached = nx.descendants(graph, node) | {node}
    part: Graph = graph.subgraph(reached).copy()
    return part
