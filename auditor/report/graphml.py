"""The evidence graph as GraphML, of which a reader gets back what was written."""

from __future__ import annotations

import io
import re
from collections.abc import Hashable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from auditor.errors import AuditorError

if TYPE_CHECKING:
    import networkx as nx

Scalar = str | int | float | bool

_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return ``text`` with what XML 1.0 cannot hold replaced by U+FFFD, and lines ended by LF."""
    return _NOT_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def graphml_bytes(graph: nx.MultiDiGraph[str]) -> bytes:
    """Return ``graph`` as GraphML; read it with ``read_graphml(..., force_multigraph=True)``.

    Values are text, integers, floats and booleans; times become ISO 8601; what is None is left
    out. Every edge gets an id of its own (``e0``, ``e1`` …), which is its key when read: the
    format asks for unique ids, and networkx alone would write each pair's keys.

    Raises
    ------
    AuditorError
        If a value is of another type, which a reader would get back as something else.
    """
    import networkx as nx

    sink = io.BytesIO()
    nx.write_graphml_xml(numbered(graph, "graph.graphml"), sink)
    return sink.getvalue() + b"\n"


def numbered(graph: nx.MultiDiGraph[str], file: str) -> nx.MultiDiGraph[str]:
    """Return a copy whose edges have keys ``e0``, ``e1`` … and whose values every reader keeps.

    Raises
    ------
    AuditorError
        If a value is of a type that a reader would get back as something else; ``file`` says
        where it was to be written.
    """
    import networkx as nx

    copy: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, values in graph.nodes(data=True):
        copy.add_node(_node(node), **scalars(values, file))
    for number, (start, end, values) in enumerate(graph.edges(data=True)):
        copy.add_edge(_node(start), _node(end), key=f"e{number}", **scalars(values, file))
    return copy


def _node(node: Hashable) -> str:
    return xml_text(str(node))


def scalars(values: Mapping[str, object], file: str) -> dict[str, Scalar]:
    """Return values as text, numbers and truth values, sorted by name; what is None is left out."""
    return {
        key: _scalar(value, f"{file}, {key}")
        for key, value in sorted(values.items())
        if value is not None
    }


def _scalar(value: object, where: str) -> Scalar:
    if isinstance(value, str):
        return xml_text(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool | int | float):
        return value
    raise AuditorError(
        f"a value of type {type(value).__name__} would not survive in a graph's file",
        where=where,
        remedy="Store a text, a number or a truth value on the node or edge.",
    )
