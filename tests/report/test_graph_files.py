"""Graphs come back from every format as they were written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from graph_made import PERSON, made
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor import evidence
from auditor.errors import AuditorError, SourceError, UsageError
from auditor.report.graphml import xml_text
from auditor.report.graphs import FORMATS, graph_bytes, read_graph, write_graph

FILES = ["graphml", "gexf", "jsonld", "tables"]


def path_of(folder: Path, form: str) -> Path:
    return folder / ("graph" if form == "tables" else f"graph.{form}")


def contents(graph: nx.MultiDiGraph[str]) -> tuple[list[Any], list[Any]]:
    nodes = [(node, dict(facts)) for node, facts in graph.nodes(data=True)]
    edges = [(*ends, dict(values)) for *ends, values in graph.edges(keys=True, data=True)]
    return nodes, sorted(edges, key=repr)


@pytest.mark.parametrize("form", FILES)
def test_a_graph_comes_back_with_keys_values_and_types(form: str, tmp_path: Path) -> None:
    graph = made(8)
    written = write_graph(graph, form, path_of(tmp_path, form))
    assert all(file.stat().st_mode & 0o077 == 0 for file in written)
    back = read_graph(path_of(tmp_path, form))
    assert contents(back) == contents(graph)
    assert evidence.validate(back) == []


@pytest.mark.parametrize("form", FILES)
def test_a_claim_in_a_file_still_reaches_its_seconds(form: str, tmp_path: Path) -> None:
    graph = made(8)
    write_graph(graph, form, path_of(tmp_path, form))
    back = read_graph(path_of(tmp_path, form))
    assert evidence.seconds_for(back, "guess") == evidence.seconds_for(graph, "guess") != ()
    assert evidence.seconds_against(back, "guess") == evidence.seconds_against(graph, "guess") != ()


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "tables"])
def test_the_same_graph_gives_the_same_bytes(form: str) -> None:
    one, other = (graph_bytes(made(4), form, person=PERSON) for _ in range(2))
    assert one == other


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(label=st.text(alphabet=st.characters(exclude_categories=("Cs",))))
@pytest.mark.parametrize("form", FILES)
def test_any_text_survives(form: str, label: str, tmp_path: Path) -> None:
    graph: evidence.Graph = nx.MultiDiGraph()
    label = xml_text(label)
    graph.add_node("person:p", kind="person", label=label)
    write_graph(graph, form, path_of(tmp_path, form))
    assert read_graph(path_of(tmp_path, form)).nodes["person:p"]["label"] == label


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "'plain", "+44 20 7946", "-", "@x", ""])
def test_tables_run_nothing_in_a_spreadsheet_and_lose_nothing(text: str, tmp_path: Path) -> None:
    graph: evidence.Graph = nx.MultiDiGraph()
    graph.add_node("person:p", kind="person", label=text)
    write_graph(graph, "tables", tmp_path)
    (_, row) = (tmp_path / "nodes.csv").read_text("utf-8").splitlines()
    assert not any(cell.startswith(("=", "@", "-")) for cell in row.split(","))
    assert read_graph(tmp_path).nodes["person:p"]["label"] == text


def test_gexf_is_plain_gexf_without_a_date() -> None:
    root = ElementTree.fromstring(graph_bytes(made(3), "gexf"))
    assert root.tag.endswith("}gexf")
    assert not any("lastmodifieddate" in element.attrib for element in root.iter())
    edges = [element.get("id") for element in root.iter() if element.tag.endswith("}edge")]
    assert len(set(edges)) == len(edges) > 0


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_json_ld_is_understood_with_dpv_terms_and_no_network() -> None:
    import rdflib

    graph = made(12)
    data = graph_bytes(graph, "jsonld")
    assert isinstance(json.loads(data)["@context"], dict)
    triples = rdflib.Graph().parse(data=data, format="json-ld")
    dpv, pd = (
        rdflib.Namespace("https://w3id.org/dpv#"),
        rdflib.Namespace("https://w3id.org/dpv/pd#"),
    )
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    claims = [node for node, facts in graph.nodes(data=True) if facts["kind"] == "claim"]
    (subject,) = triples.subjects(rdflib.RDF.type, dpv.DataSubject)
    assert " " not in str(subject)
    assert len(set(triples.objects(subject, dpv.hasPersonalData))) == len(claims)
    guess = rdflib.URIRef("urn:auditor:claim:guess")
    types = set(triples.objects(guess, rdflib.RDF.type))
    assert dpv.InferredPersonalData in types
    assert any(str(each).startswith(str(pd)) for each in types)
    assert len(set(triples.objects(guess, prov.wasDerivedFrom))) == 11
    special = set(triples.subjects(rdflib.RDF.type, dpv.SpecialCategoryPersonalData))
    assert len(special) == sum(
        facts["kind"] in ("claim", "attribute") and is_special(facts["category"])
        for _, facts in graph.nodes(data=True)
    )


def is_special(name: str) -> bool:
    from auditor.taxonomy import category

    return category(name).article == 9


@pytest.mark.parametrize("form", FILES)
def test_values_that_would_not_survive_are_refused(form: str, tmp_path: Path) -> None:
    graph: evidence.Graph = nx.MultiDiGraph()
    graph.add_node("person:p", kind="person", label=["secret"])
    with pytest.raises(AuditorError, match="would not survive") as caught:
        write_graph(graph, form, path_of(tmp_path, form))
    assert "secret" not in str(caught.value)
    assert not path_of(tmp_path, form).is_file()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.graphml", "no xml"),
        ("a.gexf", "<gexf/>"),
        ("a.jsonld", "{}"),
        ("a.jsonld", "["),
        ("a.txt", ""),
        ("nodes.csv", "id,kind,score\na,attribute,high\n"),
    ],
)
def test_what_is_no_graph_is_refused(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(SourceError):
        read_graph(tmp_path if name == "nodes.csv" else tmp_path / name)


def test_unknown_formats_and_persons_are_usage_errors() -> None:
    with pytest.raises(UsageError, match="unknown format 'dot'"):
        graph_bytes(made(1), "dot")
    with pytest.raises(UsageError, match="no such person"):
        graph_bytes(made(1), "svg", person="nobody")
