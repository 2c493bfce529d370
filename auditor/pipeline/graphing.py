"""The graphs of an audit's persons, with what was decided on their entities; written to files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import networkx as nx

from auditor import evidence, inference
from auditor.errors import UsageError
from auditor.evidence import Graph
from auditor.evidence.entities import (
    Decisions,
    Entities,
    merge,
    read_decisions,
    resolve,
    separate,
)
from auditor.pipeline.evidencing import Heard, heard_by, key_of_heard
from auditor.pipeline.speaking import heard_in
from auditor.records import Language, Profile
from auditor.report.files import write_json
from auditor.report.graphs import write_graph
from auditor.report.graphs.writing import PICTURES
from auditor.speech import voices

__all__ = [
    "Concluded",
    "Graphed",
    "concluded",
    "decide",
    "decisions_of",
    "enrich",
    "graph_of",
    "write_graphs",
]

_DECISIONS = ("entities.toml", "entities.json")


@dataclass(frozen=True)
class Graphed:
    """One person's graph with claims, and what it was made of."""

    heard: Heard
    graph: Graph
    entities: Entities
    profile: Profile


@dataclass(frozen=True)
class Concluded:
    """A person's profile, and the key of what it was concluded from."""

    key: str
    profile: Profile


def graph_of(heard: Heard, decisions: Decisions | None = None) -> Graphed:
    """Return the graph of one person, with entities, events and claims."""
    graph = evidence.build(heard.recordings, heard.utterances, heard.attributes)
    entities = enrich(graph, heard, decisions)
    evidence.add_events(graph)
    conclusion = inference.conclude(graph, heard.person)
    evidence.add_claims(graph, conclusion.profile, conclusion.supports)
    return Graphed(heard, graph, entities, conclusion.profile)


def enrich(graph: Graph, heard: Heard, decisions: Decisions | None = None) -> Entities:
    """Add whom and what one person speaks of to a graph, in place, and return it."""
    entities = resolve(heard.person, heard.utterances, heard.attributes, decisions=decisions)
    evidence.add_entities(graph, entities)
    return entities


def concluded(
    heard: Iterable[Heard],
    before: Mapping[str, Concluded] | None = None,
    decisions: Decisions | None = None,
) -> Iterator[tuple[str, Concluded]]:
    """Yield each person's profile, one graph at a time in memory.

    Parameters
    ----------
    heard
        Of :func:`auditor.pipeline.evidencing.by_person`.
    before
        What was concluded earlier, by person and with the same decisions; who has not been heard
        anew is not worked out again.
    decisions
        On entities.
    """
    for one in heard:
        key = key_of_heard(one)
        known = (before or {}).get(one.person)
        if known is not None and known.key == key:
            yield one.person, known
        else:
            yield one.person, Concluded(key, graph_of(one, decisions).profile)


def decisions_of(folder: Path) -> Decisions:
    """Return what was decided on entities in an audit's ``entities.toml`` or ``entities.json``.

    Raises
    ------
    UsageError
        If both are there, or the file cannot be read.
    """
    return read_decisions(_decisions_path(folder))


def _decisions_path(folder: Path) -> Path:
    there = [folder / name for name in _DECISIONS if (folder / name).exists()]
    if len(there) > 1:
        raise UsageError(
            "decisions on entities are in two files",
            where=str(folder),
            remedy=f"Keep one of {' and '.join(_DECISIONS)}.",
        )
    return there[0] if there else folder / _DECISIONS[-1]


def decide(
    folder: Path,
    person: str,
    *,
    merges: Sequence[tuple[str, str]] = (),
    separated: tuple[str, Sequence[str]] | None = None,
) -> Entities:
    """Return a person's entities after new decisions, which are kept if all of them hold.

    Parameters
    ----------
    folder
        Of the audit; decisions are kept in its ``entities.json``.
    person
        Whose entities they are.
    merges
        Pairs of entity ids that are one.
    separated
        An entity id, and those of its mentions that are of another.

    Raises
    ------
    UsageError
        If something named is unknown, decisions contradict one another, or they are kept in a
        TOML file, which people write.
    """
    path = _decisions_path(folder)
    if path.suffix == ".toml" and (merges or separated):
        raise UsageError(
            "decisions are kept in a file that people write",
            where=str(path),
            remedy="Write the entry there by hand, or save the file as entities.json.",
        )
    (heard,) = heard_by(folder, person)
    before = decisions = read_decisions(path)

    def now(decisions: Decisions) -> Entities:
        return resolve(person, heard.utterances, heard.attributes, decisions=decisions)

    for one, other in merges:
        decisions = merge(decisions, now(decisions), one, other)
    if separated:
        decisions = separate(decisions, now(decisions), *separated)
    if decisions != before:
        write_json(path, decisions.model_dump(mode="json"))
    return now(decisions)


def write_graphs(
    folder: Path,
    form: str,
    out: Path,
    *,
    person: str | None = None,
    language: Language = "en",
    with_voices: bool = False,
) -> list[tuple[str, Path]]:
    """Write the graph of an audit in a format, and return (person, file).

    Pictures are one file a person, numbered in the order of the audit's persons; of the other
    formats there is one, for everybody or for ``person``, whose name is then empty.

    Raises
    ------
    UsageError
        If the folder is no audit, or there is no such person, format, or no voices.
    AuditorError
        If it cannot be written.
    """
    decisions = decisions_of(folder)
    everybody = heard_by(folder, person)
    speakers = voices.cluster(*heard_in(folder)) if with_voices else None
    whole: Graph = nx.MultiDiGraph()
    written = []
    for number, heard in enumerate(everybody, start=1):
        graph = graph_of(heard, decisions).graph
        if speakers is not None:
            evidence.add_voices(graph, speakers)
        if form not in PICTURES:
            whole.update(graph)
            continue
        name = f"person-{number}.{form}" if person is None else f"graph.{form}"
        (file,) = write_graph(graph, form, out / name, person=heard.person, language=language)
        written.append((heard.person, file))
    if form in PICTURES:
        return written
    path = out if form == "tables" else out / f"graph.{form}"
    return [(person or "", file) for file in write_graph(whole, form, path)]
