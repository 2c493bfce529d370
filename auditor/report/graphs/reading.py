"""Reading a graph back from what was written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx

from auditor.errors import SourceError
from auditor.evidence.schema import Graph, edge_key
from auditor.report.graphs.jsonld import EDGE_TYPE
from auditor.report.graphs.tables import EDGES_FILE, NODES_FILE, read_rows

__all__ = ["read_graph"]

_Edge = tuple[str, str, dict[str, Any]]
_DERIVED = ("node", "hasPersonalData", "wasDerivedFrom")


def read_graph(path: str | Path) -> Graph:
    """Return the graph of a file that auditor wrote, or of a folder with its two tables.

    Parameters
    ----------
    path
        A ``.graphml``, ``.gexf``, ``.jsonld`` or ``.json`` file, or a folder.

    Raises
    ------
    SourceError
        If there is no such file, or it is none of these.
    """
    path = Path(path)
    try:
        if path.is_dir():
            return _of_tables(path)
        readers = {
            ".graphml": _of_graphml,
            ".gexf": _of_gexf,
            ".jsonld": _of_json,
            ".json": _of_json,
        }
        if path.suffix not in readers:
            raise SourceError("this is no graph that auditor writes", where=str(path))
        return readers[path.suffix](path)
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        ElementTree.ParseError,
        nx.NetworkXError,
    ) as error:
        raise SourceError(
            f"the graph cannot be read ({type(error).__name__})", where=str(path)
        ) from None


def _graph(nodes: Iterable[tuple[str, dict[str, Any]]], edges: Iterable[_Edge]) -> Graph:
    """Return a graph whose edges have their kinds for keys, as those that were built."""
    graph: Graph = nx.MultiDiGraph()
    graph.add_nodes_from(nodes)
    for start, end, values in edges:
        kind = str(values.get("kind", ""))
        number = 0
        while graph.has_edge(start, end, edge_key(kind, number)):
            number += 1
        graph.add_edge(start, end, key=edge_key(kind, number), **values)
    return graph


def _of_graphml(path: Path) -> Graph:
    found: Any = nx.read_graphml(path, force_multigraph=True)
    return _graph(found.nodes(data=True), _without_ids(found))


def _of_gexf(path: Path) -> Graph:
    found: Any = nx.read_gexf(path)
    return _graph(found.nodes(data=True), _without_ids(found))


def _without_ids(found: Any) -> Iterable[_Edge]:
    """Return edges in the order of the numbers they were written with."""
    edges = [(start, end, dict(values)) for start, end, values in found.edges(data=True)]
    edges.sort(key=lambda edge: int(str(edge[2].get("id", 0)).removeprefix("e")))
    for start, end, values in edges:
        values.pop("id", None)
        yield start, end, values


def _of_json(path: Path) -> Graph:
    entries = json.loads(path.read_text("utf-8"))["@graph"]
    names = {entry["@id"]: entry["node"] for entry in entries if entry["@type"] != EDGE_TYPE}
    nodes = [
        (entry["node"], _own(entry, _DERIVED)) for entry in entries if entry["@type"] != EDGE_TYPE
    ]
    edges = [
        (names[entry["from"]], names[entry["to"]], _own(entry, ("from", "to")))
        for entry in entries
        if entry["@type"] == EDGE_TYPE
    ]
    return _graph(nodes, edges)


def _own(entry: dict[str, Any], left_out: tuple[str, ...]) -> dict[str, Any]:
    return {
        key: value
        for key, value in entry.items()
        if not key.startswith("@") and key not in left_out
    }


def _of_tables(folder: Path) -> Graph:
    nodes, edges = (
        list(read_rows((folder / name).read_text("utf-8"), name))
        for name in (NODES_FILE, EDGES_FILE)
    )
    return _graph(
        [(row.pop("id"), row) for row in nodes],
        [(row.pop("from"), row.pop("to"), row) for row in edges],
    )
