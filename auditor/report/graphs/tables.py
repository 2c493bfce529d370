"""The evidence graph as two tables, ``nodes.csv`` and ``edges.csv``."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from auditor.errors import SourceError
from auditor.evidence.schema import EDGE_FIELDS, NODES, Scalar
from auditor.report.files import plain
from auditor.report.graphml import scalars

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["EDGES_FILE", "NODES_FILE", "read_rows", "table_bytes"]

NODES_FILE = "nodes.csv"
EDGES_FILE = "edges.csv"

_FIELDS: dict[str, Scalar] = {
    name: kind
    for node in NODES.values()
    for name, kind in (*node.required.items(), *node.optional.items())
} | dict(EDGE_FIELDS)
_NODE_COLUMNS = ("id", "kind", *dict.fromkeys(
    name for node in NODES.values() for name in (*node.required, *node.optional)
))  # fmt: skip
_EDGE_COLUMNS = ("from", "to", "kind", *EDGE_FIELDS)
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"[+-]?[\d .]+")


def table_bytes(graph: nx.MultiDiGraph[str]) -> dict[str, bytes]:
    """Return the two tables in UTF-8 by file name, one row a node and one row an edge.

    Empty cells are fields that a kind does not have. Texts that a spreadsheet would run as a
    formula have an apostrophe in front; :func:`read_rows` takes it away again.

    Raises
    ------
    AuditorError
        If a value is no text, number or truth value.
    """
    nodes = ({"id": node, **scalars(facts, NODES_FILE)} for node, facts in graph.nodes(data=True))
    edges = (
        {"from": start, "to": end, **scalars(values, EDGES_FILE)}
        for start, end, values in graph.edges(data=True)
    )
    return {
        NODES_FILE: _csv(_NODE_COLUMNS, nodes),
        EDGES_FILE: _csv(_EDGE_COLUMNS, edges),
    }


def _csv(columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> bytes:
    sink = io.StringIO()
    writer = csv.DictWriter(sink, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return plain(sink.getvalue()).encode("utf-8")


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    formula = _FORMULA.match(value) and not _PLAIN_NUMBER.fullmatch(value)
    return "'" + value if formula else value


def read_rows(text: str, file: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table with the types that the schema gives their columns.

    A field that a node of its kind always has is there, empty where its cell is; other empty
    cells are left out.

    Raises
    ------
    SourceError
        If a cell is not of its column's type.
    """
    for number, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), start=2):
        kind = NODES.get(row.get("kind") or "")
        always = kind.required if kind and "id" in row else EDGE_FIELDS
        try:
            yield {
                name: _value(cell or "", _FIELDS.get(name, str))
                for name, cell in row.items()
                if cell or name in always
            }
        except ValueError:
            raise SourceError(
                "a cell is not of its column's type", where=f"{file}, line {number}"
            ) from None


def _value(cell: str, kind: Scalar) -> Any:
    if kind is bool:
        return cell == "True"
    if kind is str:
        return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
    return kind(cell)
