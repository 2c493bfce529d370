"""The evidence graph as GEXF 1.2, which Gephi opens and a reader gets back as it was."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from auditor.report.graphml import numbered

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["gexf_bytes"]

_CLOCK = "lastmodifieddate"


def gexf_bytes(graph: nx.MultiDiGraph[str]) -> bytes:
    """Return ``graph`` as GEXF; read it with :func:`auditor.report.graphs.read_graph`.

    Values are text, integers, floats and booleans. The date that networkx puts into the head is
    left out: the same graph gives the same bytes.

    Raises
    ------
    AuditorError
        If a value is of another type.
    """
    from networkx.readwrite.gexf import GEXFWriter

    writer: Any = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(numbered(graph, "graph.gexf"))
    for element in writer.xml.iter():
        element.attrib.pop(_CLOCK, None)
    sink = io.BytesIO()
    writer.indent(writer.xml)
    ElementTree.ElementTree(writer.xml).write(sink, encoding="utf-8", xml_declaration=True)
    return sink.getvalue() + b"\n"
