"""What the graph holds of one person, read once: utterances in order of time, and attributes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from auditor.evidence import Graph
from auditor.inference.values import canonical
from auditor.records import About, Language

__all__ = ["Heard", "Said", "read_person"]


@dataclass(frozen=True)
class Heard:
    """One utterance of a person's recordings.

    ``at`` is its clock time where known; ``order`` its place among the person's utterances.
    """

    id: str
    text: str
    language: Language
    at: datetime | None
    recording: str
    order: int


@dataclass(frozen=True)
class Said:
    """One attribute, with the value that it is compared by.

    ``value`` is canonical (:func:`~auditor.inference.values.canonical`), ``label`` as it was said,
    ``score`` the attribute's probability in 0 … 1. A ``hint`` was too unsure to be reported.
    """

    node: str
    category: str
    value: str
    label: str
    about: About
    score: float
    why: str
    utterance: Heard
    hint: bool = False


def read_person(
    graph: Graph, person: str, *, without: Iterable[str] = ()
) -> tuple[list[Heard], list[Said]]:
    """Return the utterances of a person in order of time, and their attributes.

    Linear in what the person's recordings hold. Utterances without a clock come after those with
    one, in the order of their recording; ids settle what is left, so that the order in which the
    graph was built does not matter.

    Parameters
    ----------
    graph
        What :func:`auditor.evidence.build` returned.
    person
        A person of the graph; of an unknown one nothing is known.
    without
        Ids of utterances to leave out, as if they had not been said.
    """
    left_out = frozenset(without)
    node = f"person:{person}"
    recordings = _next(graph, [node], "recording") if node in graph else []
    rows = sorted(
        (_row(graph, recording, utterance) for recording in recordings
         for utterance in _next(graph, [recording], "utterance")),
        key=lambda row: row[0],
    )  # fmt: skip
    heard: list[Heard] = []
    said: list[Said] = []
    on = _last_day(graph, [utterance for *_, utterance in rows])
    for _, recording, utterance in rows:
        if utterance.removeprefix("utterance:") in left_out:
            continue
        one = _heard(graph, recording, utterance, len(heard))
        heard.append(one)
        said += [_said(graph, each, one, on) for each in _next(graph, [utterance], "attribute")]
    return heard, said


def _last_day(graph: Graph, utterances: Iterable[str]) -> date | None:
    """Return the last day of which the clock is known: one day, so that ages are of one time."""
    times = (str(graph.nodes[each]["at"]) for each in utterances)
    return max((datetime.fromisoformat(at).date() for at in times if at), default=None)


def _next(graph: Graph, nodes: Iterable[str], kind: str) -> list[str]:
    found = {
        each
        for node in nodes
        for each in graph.successors(node)
        if graph.nodes[each].get("kind") == kind
    }
    return sorted(found)


def _row(
    graph: Graph, recording: str, utterance: str
) -> tuple[tuple[str, str, float, str], str, str]:
    edges = graph.get_edge_data(recording, utterance)
    start = min(float(edge.get("start_s", 0.0)) for edge in edges.values())
    at = str(graph.nodes[utterance]["at"])
    return (at or "~", recording, start, utterance), recording, utterance


def _heard(graph: Graph, recording: str, utterance: str, order: int) -> Heard:
    facts = graph.nodes[utterance]
    return Heard(
        id=utterance.removeprefix("utterance:"),
        text=str(facts["label"]),
        language=cast(Language, facts["language"]),
        at=datetime.fromisoformat(facts["at"]) if facts["at"] else None,
        recording=recording.removeprefix("recording:"),
        order=order,
    )


def _said(graph: Graph, node: str, utterance: Heard, on: date | None) -> Said:
    facts = graph.nodes[node]
    label = str(facts["label"])
    return Said(
        node=node,
        category=str(facts["category"]),
        value=canonical(str(facts["category"]), str(facts["normalised"]), label, utterance, on),
        label=label,
        about=cast(About, facts["about"]),
        score=float(facts["score"]),
        why=str(facts["why"]),
        utterance=utterance,
        hint=bool(facts.get("hint", False)),
    )
