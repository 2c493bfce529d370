"""Writing a graph in one of the formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import UsageError
from auditor.records import Language
from auditor.report.files import folder, write_bytes
from auditor.report.graphml import graphml_bytes
from auditor.report.graphs.gexf import gexf_bytes
from auditor.report.graphs.jsonld import jsonld_bytes
from auditor.report.graphs.page import page_bytes
from auditor.report.graphs.picture import picture
from auditor.report.graphs.tables import table_bytes

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["FORMATS", "PICTURES", "graph_bytes", "write_graph"]

_WRITERS: Mapping[str, Callable[[nx.MultiDiGraph[str]], bytes]] = {
    "graphml": graphml_bytes,
    "gexf": gexf_bytes,
    "jsonld": jsonld_bytes,
}
PICTURES = ("png", "svg", "html")
"""Formats that show one person."""
FORMATS = (*_WRITERS, "tables", *PICTURES)
"""The names that :func:`write_graph` takes."""


def graph_bytes(
    graph: nx.MultiDiGraph[str], form: str, *, person: str = "", language: Language = "en"
) -> bytes:
    """Return a graph in a format of one file; pictures show ``person``.

    Raises
    ------
    UsageError
        If there is no such format, or no such person in the graph.
    """
    if form in _WRITERS:
        return _WRITERS[form](graph)
    if form not in PICTURES:
        raise UsageError(f"unknown format {form!r}", remedy=f"Use: {', '.join(FORMATS)}.")
    if f"person:{person}" not in graph:
        raise UsageError("there is no such person in the graph", remedy="profile.json lists them.")
    if form == "html":
        return page_bytes(graph, person, language)
    return picture(graph, person, language, form)


def write_graph(
    graph: nx.MultiDiGraph[str],
    form: str,
    path: Path,
    *,
    person: str = "",
    language: Language = "en",
) -> list[Path]:
    """Write a graph, and return the files: ``path`` itself, or the tables in it as a folder.

    Every file takes its name when it is whole and may be read by its owner alone.

    Raises
    ------
    UsageError
        As :func:`graph_bytes`.
    AuditorError
        If it cannot be written, or holds what no reader would get back.
    """
    if form == "tables":
        tables = table_bytes(graph)
        out = folder(path)
        return [write_bytes(out / name, data) for name, data in tables.items()]
    data = graph_bytes(graph, form, person=person, language=language)
    folder(path.parent)
    return [write_bytes(path, data)]
