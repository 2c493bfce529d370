"""Profiles made anew from the graph that an audit left, with other assumptions or less evidence."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import cast

import networkx as nx

from auditor import inference
from auditor.errors import UsageError
from auditor.evidence import Graph
from auditor.inference import Assumed
from auditor.inference.calibration import read_calibration
from auditor.records import Profile

__all__ = ["profiles_in"]


def profiles_in(
    folder: str | Path,
    person: str | None = None,
    *,
    assumed: Assumed = "full",
    without: Iterable[str] = (),
    calibration: Path | None = None,
    rules: Iterable[Path] = (),
) -> list[Profile]:
    """Return the profiles of an audit's persons, sorted.

    Parameters
    ----------
    folder
        That ``auditor audit --out`` wrote.
    person
        Only this one.
    assumed
        What to make of rules whose strength is assumed: halved, as they are, doubled (in log
        odds), or left out.
    without
        Ids of utterances to leave out, as if they had not been said.
    calibration
        A file of calibrated probabilities; those that come with auditor where None.
    rules
        Files of further rules; one of the same file and table replaces auditor's own.

    Raises
    ------
    UsageError
        If the folder is no audit, names of a person or an utterance are not in it, or a rule is
        not right.
    """
    graph = _graph(Path(folder))
    persons = sorted(str(facts["label"]) for _, facts in graph.nodes(data=True)
                     if facts.get("kind") == "person")  # fmt: skip
    if person is not None and person not in persons:
        known = ", ".join(persons) or "nobody"
        raise UsageError(f"nobody here is called {person!r}", remedy=f"There is: {known}.")
    left_out = tuple(without)
    for each in left_out:
        if f"utterance:{each}" not in graph:
            raise UsageError(
                f"there is no utterance {each!r}",
                where=str(folder),
                remedy="profile.json names the utterances of every claim.",
            )
    book = inference.rulebook().with_rules(rules).scaled(assumed)
    fitted = None if calibration is None else read_calibration(calibration)
    return [
        inference.conclude(graph, each, book=book, fitted=fitted, without=left_out).profile
        for each in ([person] if person is not None else persons)
    ]


def _graph(folder: Path) -> Graph:
    path = folder / "graph.graphml"
    if not path.is_file():
        raise UsageError(
            "this is no audit: it has no graph.graphml",
            where=str(folder),
            remedy="Give the folder that was given to auditor audit --out.",
        )
    try:
        return cast(Graph, nx.read_graphml(path, force_multigraph=True))
    except Exception as error:  # whatever a damaged file makes the XML reader raise
        raise UsageError(
            f"the graph cannot be read ({type(error).__name__})",
            where=str(path),
            remedy="Run the audit again into this folder.",
        ) from None
