"""What a graph may hold: kinds of nodes and edges, their fields, and which kinds an edge joins.

``docs/graph.md`` says the same for people. Every value is a text, a number or a truth value, so
that every graph format keeps it; what is unknown is an empty text.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import networkx as nx

from auditor.errors import AuditorError

if TYPE_CHECKING:
    Graph = nx.MultiDiGraph[str]
else:
    Graph = nx.MultiDiGraph

__all__ = ["EDGES", "NODES", "EdgeKind", "Graph", "NodeKind", "check", "edge_key", "validate"]

Scalar = type[str] | type[float] | type[int] | type[bool]

_MOST_PROBLEMS = 50
"""Problems that one message can usefully list; a broken graph has them by the thousand."""


@dataclass(frozen=True)
class NodeKind:
    """The fields of a kind of node: those it always has, and those it may have."""

    required: Mapping[str, Scalar]
    optional: Mapping[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True)
class EdgeKind:
    """Which kinds of nodes a kind of edge joins; all have the fields of :data:`EDGE_FIELDS`."""

    starts: frozenset[str]
    ends: frozenset[str]


NODES: Mapping[str, NodeKind] = {
    "person": NodeKind({"label": str}),
    "recording": NodeKind({"label": str, "sha256": str, "at": str}),
    "utterance": NodeKind(
        {"label": str, "person": str, "language": str, "at": str, "timed": bool}
    ),
    "attribute": NodeKind(
        {
            "label": str, "category": str, "normalised": str, "about": str, "why": str,
            "score": float,
        },
        {"hint": bool},
    ),
    "entity": NodeKind(
        {
            "label": str, "type": str, "person": str, "relation": str, "names": str,
            "mentions": int, "probability": float,
        }
    ),
    "event": NodeKind({"label": str, "category": str, "at": str, "person": str}),
    "claim": NodeKind(
        {
            "label": str, "category": str, "normalised": str, "about": str,
            "probability": float, "how": str, "person": str,
        },
        {"first_known": str, "last_confirmed": str},
    ),
}  # fmt: skip
"""Every node has ``kind`` and the fields of its kind."""

EDGE_FIELDS: Mapping[str, Scalar] = {
    "at": str,
    "start_s": float,
    "end_s": float,
    "confidence": float,
    "source": str,
}
"""Clock time (ISO 8601 or empty), seconds of the recording, how sure (0 … 1), and what says so."""


def _edge(starts: str, ends: str) -> EdgeKind:
    return EdgeKind(frozenset(starts.split()), frozenset(ends.split()))


EDGES: Mapping[str, EdgeKind] = {
    "recorded_in": _edge("person", "recording"),
    "contains": _edge("recording", "utterance"),
    "reveals": _edge("utterance", "attribute"),
    "spoken_by": _edge("utterance", "entity"),
    "mentions": _edge("attribute utterance", "entity"),
    "tells_of": _edge("attribute", "event"),
    "occurs_at": _edge("event", "entity"),
    "same_as": _edge("entity", "entity"),
    "supports": _edge("attribute utterance event entity", "claim"),
    "contradicts": _edge("attribute utterance event entity", "claim"),
}
"""Edges run from what is heard to what is concluded; no path leads from one person to another."""


def edge_key(kind: str, number: int = 0) -> str:
    """Return the key of an edge of a kind, the ``number``-th of it between two nodes."""
    return f"{kind}#{number}" if number else kind


def check(graph: Graph) -> None:
    """Raise where :func:`validate` finds a problem.

    Raises
    ------
    AuditorError
        Naming the first problem and how many there are.
    """
    if problems := validate(graph):
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise AuditorError(
            f"{problems[0]}{more}",
            where="evidence graph",
            remedy="docs/graph.md says what a graph may hold.",
        )


def validate(graph: Graph) -> list[str]:
    """Return what is wrong with a graph, in sentences without its content; none if it is sound.

    Checked are kinds, fields and their types, what edges join, seconds and probabilities, that
    a claim has grounds, and that what is heard hangs on a recording of a person. Of many
    problems the first fifty are returned.
    """
    found = []
    for problem in _problems(graph):
        found.append(problem)
        if len(found) == _MOST_PROBLEMS:
            break
    return found


def _problems(graph: Graph) -> Iterator[str]:
    for node, values in graph.nodes(data=True):
        yield from _node_problems(node, values)
    for start, end, key, values in graph.edges(keys=True, data=True):
        where = f"{_named(start)} -> {_named(end)} ({key})"
        yield from _edge_problems(graph, start, end, where, values)
    yield from _reach_problems(graph)


def _node_problems(node: str, values: Mapping[str, Any]) -> Iterator[str]:
    where, kind = _named(node), str(values.get("kind"))
    if kind not in NODES:
        yield f"{where} is of the unknown kind {kind!r}"
        return
    if not node.startswith(f"{kind}:"):
        yield f"{where} is of kind {kind}, which its id does not begin with"
    fields = NODES[kind]
    yield from _field_problems(where, values, fields.required, fields.optional)


def _edge_problems(
    graph: Graph, start: str, end: str, where: str, values: Mapping[str, Any]
) -> Iterator[str]:
    kind = str(values.get("kind"))
    if kind not in EDGES:
        yield f"{where} is of the unknown kind {kind!r}"
        return
    joins = EDGES[kind]
    ends = (graph.nodes[start].get("kind"), graph.nodes[end].get("kind"))
    if ends[0] not in joins.starts or ends[1] not in joins.ends:
        yield f"{where}: {kind} does not lead from {ends[0]} to {ends[1]}"
    yield from _field_problems(where, values, EDGE_FIELDS, {})
    if _number(values.get("end_s")) < _number(values.get("start_s")):
        yield f"{where} ends before it begins"


def _field_problems(
    where: str,
    values: Mapping[str, Any],
    required: Mapping[str, Scalar],
    optional: Mapping[str, Scalar],
) -> Iterator[str]:
    for name in sorted(required.keys() - values.keys()):
        yield f"{where} has no {name}"
    for name, value in values.items():
        wanted = required.get(name) or optional.get(name)
        if name == "kind":
            continue
        if wanted is None:
            yield f"{where} has the unknown field {name}"
        elif not _is(value, wanted):
            yield f"{where}: {name} is no {wanted.__name__}"
        elif name in ("confidence", "probability", "score") and not 0 <= value <= 1:
            yield f"{where}: {name} is not between 0 and 1"


def _is(value: object, wanted: Scalar) -> bool:
    if wanted is float:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and math.isfinite(float(value))  # type: ignore[arg-type]
    return type(value) is wanted


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _reach_problems(graph: Graph) -> Iterator[str]:
    """Find what hangs on nothing: everything but persons has an edge that leads to it.

    As edges only lead from one kind to a later one, each node then reaches a recording.
    """
    for node, values in graph.nodes(data=True):
        incoming = {data.get("kind") for _, _, data in graph.in_edges(node, data=True)}
        if values.get("kind") == "claim" and "supports" not in incoming:
            yield f"{_named(node)} has no grounds"
        elif values.get("kind") != "person" and not incoming:
            yield f"{_named(node)} hangs on nothing"


def _named(node: str) -> str:
    """Return a node's id without a person's name in it: ids of the other kinds are hashes."""
    return "person:…" if node.startswith("person:") else node
