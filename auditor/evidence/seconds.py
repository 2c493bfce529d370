"""From a claim back to the seconds of sound that support it or speak against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.errors import UsageError
from auditor.evidence.schema import Graph

__all__ = ["Stretch", "seconds_against", "seconds_for"]


@dataclass(frozen=True)
class Stretch:
    """Seconds of a recording, and the path along which a claim rests on them.

    Attributes
    ----------
    recording, file, utterance
        Ids without their kind, and the recording's name as its source has it.
    at
        Clock time in ISO 8601; empty where unknown.
    start_s, end_s
        Seconds of the recording; both 0.0 where the words came without times.
    timed
        Whether the seconds are real.
    confidence
        The product of the edges' along the path, in 0 … 1.
    path
        Nodes from the recording to the claim.
    """

    recording: str
    file: str
    utterance: str
    at: str
    start_s: float
    end_s: float
    timed: bool
    confidence: float
    path: tuple[str, ...]


def seconds_for(graph: Graph, claim: str) -> tuple[Stretch, ...]:
    """Return the seconds that support a claim, surest first.

    Parameters
    ----------
    graph
        With claims: see :func:`auditor.evidence.add_claims`.
    claim
        A claim's id, with or without ``claim:`` in front.

    Raises
    ------
    UsageError
        If there is no such claim.
    """
    return _stretches(graph, claim, "supports")


def seconds_against(graph: Graph, claim: str) -> tuple[Stretch, ...]:
    """Return the seconds that speak against a claim, surest first; see :func:`seconds_for`."""
    return _stretches(graph, claim, "contradicts")


def _stretches(graph: Graph, claim: str, kind: str) -> tuple[Stretch, ...]:
    node = claim if claim.startswith("claim:") else f"claim:{claim}"
    if node not in graph:
        raise UsageError(
            f"there is no claim {claim!r}", remedy="profile.json and the report have their ids."
        )
    found: dict[tuple[str, float, float], Stretch] = {}
    for start, _, values in graph.in_edges(node, data=True):
        if values["kind"] == kind:
            for stretch in _back(graph, start, (start, node), values["confidence"]):
                place = (stretch.utterance, stretch.start_s, stretch.end_s)
                known = found.get(place)
                if known is None or known.confidence < stretch.confidence:
                    found[place] = stretch
    return tuple(sorted(found.values(), key=_order))


def _order(stretch: Stretch) -> tuple[float, str, str, float]:
    return -stretch.confidence, stretch.at, stretch.utterance, stretch.start_s


def _back(graph: Graph, node: str, path: tuple[str, ...], confidence: float) -> Iterator[Stretch]:
    """Walk from a node to the recordings it was heard in.

    An attribute's confidence is its own on the edge that reveals it and again on the one that
    leads on, so only entities and events multiply what they rest on.
    """
    kind = graph.nodes[node]["kind"]
    if kind == "utterance":
        yield _stretch(graph, node, path, confidence)
        return
    for start, _, values in graph.in_edges(node, data=True):
        if kind == "attribute" and values["kind"] == "reveals":
            yield _stretch(graph, start, (start, *path), confidence, node)
        elif kind in ("entity", "event") and values["kind"] in ("mentions", "tells_of"):
            sure = confidence * values["confidence"]
            yield from _back(graph, start, (start, *path), sure)


def _stretch(
    graph: Graph,
    utterance: str,
    path: tuple[str, ...],
    confidence: float,
    attribute: str | None = None,
) -> Stretch:
    ((recording, _, said),) = graph.in_edges(utterance, data=True)
    if attribute is not None:
        said = graph.get_edge_data(utterance, attribute)["reveals"]
    facts = graph.nodes[utterance]
    return Stretch(
        recording=recording.removeprefix("recording:"),
        file=graph.nodes[recording]["label"],
        utterance=utterance.removeprefix("utterance:"),
        at=facts["at"],
        start_s=said["start_s"],
        end_s=said["end_s"],
        timed=facts.get("timed", True),
        confidence=round(confidence, 4),
        path=(recording, *path),
    )
