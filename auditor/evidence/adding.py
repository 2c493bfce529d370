"""Adding to the graph what needs several utterances: entities, events and voices."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from auditor.evidence.entities import Entities, Entity
from auditor.evidence.graph import add_edge
from auditor.evidence.schema import Graph
from auditor.speech.voices import Member, Speakers
from auditor.taxonomy import parent

__all__ = ["add_entities", "add_events", "add_voices"]

_EVENTS = frozenset(("appointment", "travel_plan", "absence"))
"""Categories that tell of something that happens at a time."""
_DATED = re.compile(r"\d{4}-\d\d-\d\d")


def add_entities(graph: Graph, entities: Entities) -> None:
    """Add whom and what a person speaks of, in place, with what may be the same.

    Each mention is an edge with the probability that it is of its entity, and the reason as its
    source. Raises KeyError where a mention is of what is not in the graph.
    """
    for one in entities:
        _add_entity(graph, one)
    for link in entities.links:
        add_edge(
            graph, (f"entity:{link.one}", f"entity:{link.other}"), "same_as",
            confidence=link.probability, source=link.reason,
        )  # fmt: skip


def _add_entity(graph: Graph, one: Entity) -> None:
    node = f"entity:{one.id}"
    graph.add_node(
        node,
        kind="entity",
        type=one.type,
        label=one.label,
        person=one.person,
        relation=one.relation,
        names=" | ".join(one.names),
        mentions=len(one.mentions),
        probability=one.probability,
    )
    for placed in one.mentions:
        mention = placed.mention
        if mention.node not in graph:
            raise KeyError(mention.node)
        add_edge(
            graph, (mention.node, node), "mentions",
            at=mention.at.isoformat() if mention.at else "",
            seconds=mention.seconds, confidence=placed.probability, source=placed.reason,
        )  # fmt: skip


def add_events(graph: Graph) -> None:
    """Add appointments, journeys and absences as events, in place.

    Attributes of one person that tell of one category on one date are of one event; one without
    a date is an event by itself. A place that the same utterance mentions is where it occurs.
    """
    told = [
        (node, facts)
        for node, facts in graph.nodes(data=True)
        if facts["kind"] == "attribute"
        and not facts.get("hint", False)
        and parent(facts["category"]) in _EVENTS
    ]
    for node, facts in told:
        ((utterance, _, said),) = graph.in_edges(node, data=True)
        event = _add_event(graph, node, facts, graph.nodes[utterance]["person"])
        add_edge(
            graph, (node, event), "tells_of",
            at=said["at"], seconds=(said["start_s"], said["end_s"]),
            confidence=facts["score"], source=facts["why"],
        )  # fmt: skip
        _add_places(graph, utterance, event)


def _add_event(graph: Graph, node: str, facts: dict[str, Any], person: str) -> str:
    dated = _DATED.match(facts["normalised"])
    when = facts["normalised"] if dated else ""
    text = "\0".join((person, facts["category"], when or node))
    event = f"event:{hashlib.sha256(text.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"
    if event not in graph:
        graph.add_node(
            event,
            kind="event",
            label=facts["label"],
            category=facts["category"],
            at=when,
            person=person,
        )
    return event


def _add_places(graph: Graph, utterance: str, event: str) -> None:
    sources = [utterance, *graph.successors(utterance)]
    for source in sources:
        for _, entity, values in list(graph.out_edges(source, data=True)):
            if values["kind"] == "mentions" and graph.nodes[entity]["type"] == "place":
                add_edge(
                    graph, (event, entity), "occurs_at",
                    at=graph.nodes[event]["at"], confidence=values["confidence"],
                    source="said in one utterance",
                )  # fmt: skip


def add_voices(graph: Graph, speakers: Speakers) -> None:
    """Add who spoke, told apart by voice, in place; utterances that are not there are left out.

    An edge's confidence is the probability of one voice at even odds beforehand, LR / (1 + LR).
    """
    for speaker in speakers:
        members = [one for one in speaker.members if f"utterance:{one.utterance_id}" in graph]
        if not members:
            continue
        node = f"entity:{speaker.id}"
        sure = [_probability(one) for one in members]
        graph.add_node(
            node,
            kind="entity",
            type="voice",
            label=speaker.label,
            person=speaker.person,
            relation=speaker.role,
            names=speaker.name or "",
            mentions=len(members),
            probability=min(sure),
        )
        for member, probability in zip(members, sure, strict=True):
            _add_spoken(graph, member, node, probability)


def _add_spoken(graph: Graph, member: Member, node: str, probability: float) -> None:
    utterance = f"utterance:{member.utterance_id}"
    ((_, _, said),) = graph.in_edges(utterance, data=True)
    add_edge(
        graph, (utterance, node), "spoken_by",
        at=said["at"], seconds=(said["start_s"], said["end_s"]),
        confidence=probability, source=f"voice, {member.how}",
    )  # fmt: skip


def _probability(member: Member) -> float:
    """Return how surely a member is of its speaker; alone it is so by definition."""
    if member.how == "decided" or member.link is None:
        return 1.0
    return round(1 / (1 + 10**-member.link.log10_lr), 4)
