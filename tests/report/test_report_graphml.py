"""The graph comes back as it was written."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_sample import report_input

from auditor.errors import AuditorError
from auditor.report.graphml import graphml_bytes, xml_text


def read(data: bytes) -> nx.MultiDiGraph[str]:
    graph: Any = nx.read_graphml(io.BytesIO(data), force_multigraph=True)
    return graph  # type: ignore[no-any-return]


def one_node(**values: Any) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("a", **values)
    return graph


def test_the_sample_survives_a_round_trip() -> None:
    graph = report_input().graph
    back = read(graphml_bytes(graph))
    assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
    assert [(u, v, values) for u, v, values in edges(back)] == list(edges(graph))


def edges(graph: nx.MultiDiGraph[str]) -> list[tuple[str, str, dict[str, Any]]]:
    listed = [
        (start, end, {key: value for key, value in values.items() if key != "id"})
        for start, end, values in graph.edges(data=True)
    ]
    return sorted(listed, key=repr)


def test_parallel_edges_stay_apart_and_every_edge_has_its_own_id() -> None:
    graph = one_node()
    graph.add_edge("a", "b", key="x", kind="x", weight=0.1)
    graph.add_edge("a", "b", key="y", kind="y", weight=0.2)
    graph.add_edge("b", "a", key="x", kind="x", weight=0.3)
    data = graphml_bytes(graph)
    assert sorted(values["weight"] for _, _, values in edges(read(data))) == [0.1, 0.2, 0.3]
    ids = [each.get("id") for each in ElementTree.fromstring(data).iter() if "edge" in each.tag]
    assert sorted(filter(None, ids)) == ["e0", "e1", "e2"]


@pytest.mark.parametrize("value", ["", " two  spaces ", "a\nb", "<&\"'>", "é😀", "0012", "true", 0])
@pytest.mark.parametrize("kind", ["value"])
def test_values_keep_their_type(value: Any, kind: str) -> None:
    back = read(graphml_bytes(one_node(**{kind: value}))).nodes["a"][kind]
    assert (back, type(back)) == (value, type(value))


def test_truth_values_and_numbers_keep_their_type() -> None:
    values = {"yes": True, "no": False, "n": -3, "x": 0.1, "huge": 1e300}
    assert read(graphml_bytes(one_node(**values))).nodes["a"] == values


def test_none_is_left_out_and_times_are_text() -> None:
    moment = datetime(2026, 3, 2, 7, 41, tzinfo=UTC)
    back = read(graphml_bytes(one_node(at=moment, none=None))).nodes["a"]
    assert back == {"at": "2026-03-02T07:41:00+00:00"}


@pytest.mark.parametrize("value", [[1], {"a": 1}, (1, 2), b"bytes", object()])
def test_what_would_not_survive_is_refused_without_saying_its_content(value: Any) -> None:
    with pytest.raises(AuditorError, match="would not survive") as caught:
        graphml_bytes(one_node(secret=value))
    assert caught.value.where == "graph.graphml, secret"


def test_writing_changes_nothing_and_repeats() -> None:
    graph = report_input().graph
    before = nx.to_dict_of_dicts(graph)
    assert graphml_bytes(graph) == graphml_bytes(graph)
    assert nx.to_dict_of_dicts(graph) == before


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_gives_xml_that_reads_back_the_same(text: str) -> None:
    back = read(graphml_bytes(one_node(label=text))).nodes["a"]["label"]
    assert back == xml_text(text)


@given(st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=("Cs", "Cn"))))
def test_ordinary_text_is_not_changed(text: str) -> None:
    assert xml_text(text) == text
