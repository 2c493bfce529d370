"""The evidence graph as JSON-LD 1.1 with terms of the W3C Data Privacy Vocabulary (DPV) 2.3.

The context stands in the document, so that no reader needs the network. Persons are
``dpv:DataSubject``; attributes and claims are typed with the terms of the DPV extension PD that
their category has (:mod:`auditor.taxonomy`), with ``dpv:SpecialCategoryPersonalData`` for GDPR
Article 9, and as collected or inferred; what a claim rests on is ``prov:wasDerivedFrom``. Edges
with their times and probabilities are nodes of their own, of type ``Edge``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from auditor.report.files import json_bytes
from auditor.report.graphml import scalars
from auditor.taxonomy import DPV_NAMESPACE, category

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["CONTEXT", "EDGE_TYPE", "iri", "jsonld_bytes"]

EDGE_TYPE = "Edge"
_FILE = "graph.jsonld"
_OWN = "urn:auditor:graph#"
_RESERVED = re.compile(rb"[^A-Za-z0-9._~:-]")
"""Bytes that RFC 3986 wants encoded inside a name."""
CONTEXT: Mapping[str, Any] = {
    "@version": 1.1,
    "@vocab": _OWN,
    "dpv": "https://w3id.org/dpv#",
    "pd": DPV_NAMESPACE,
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "label": "rdfs:label",
    "from": {"@id": f"{_OWN}from", "@type": "@id"},
    "to": {"@id": f"{_OWN}to", "@type": "@id"},
    "hasPersonalData": {"@id": "dpv:hasPersonalData", "@type": "@id"},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
}


def iri(node: str) -> str:
    """Return a node's IRI: ``urn:auditor:person:Ruth%20Adeyemi``."""
    encoded = _RESERVED.sub(
        lambda byte: b"%" + byte[0].hex().upper().encode(), node.encode("utf-8", "replace")
    )
    return f"urn:auditor:{encoded.decode('ascii')}"


def jsonld_bytes(graph: nx.MultiDiGraph[str]) -> bytes:
    """Return ``graph`` as JSON-LD; read it with :func:`auditor.report.graphs.read_graph`.

    Raises
    ------
    AuditorError
        If a value is no text, number or truth value.
    """
    document = {"@context": CONTEXT, "@graph": [*_nodes(graph), *_edges(graph)]}
    return json_bytes(document)


def _nodes(graph: nx.MultiDiGraph[str]) -> Iterator[dict[str, Any]]:
    owned: dict[str, list[str]] = defaultdict(list)
    for node, facts in graph.nodes(data=True):
        if facts.get("kind") == "claim":
            owned[f"person:{facts.get('person')}"].append(iri(node))
    for node, facts in graph.nodes(data=True):
        described: dict[str, Any] = {
            "@id": iri(node),
            "@type": _types(facts),
            "node": node,
            **scalars(facts, _FILE),
        }
        if owned.get(node):
            described["hasPersonalData"] = owned[node]
        if facts.get("kind") == "claim":
            described["wasDerivedFrom"] = [
                iri(start)
                for start, _, values in graph.in_edges(node, data=True)
                if values.get("kind") == "supports"
            ]
        yield described


def _types(facts: Mapping[str, Any]) -> list[str]:
    kind = str(facts.get("kind", "node"))
    types = [kind[:1].upper() + kind[1:]]
    if kind == "person":
        return [*types, "dpv:DataSubject"]
    if kind not in ("attribute", "claim") or facts.get("hint", False):
        return types
    known = category(facts["category"])
    types += [f"pd:{term}" for term in known.dpv]
    if known.article == 9:
        types.append("dpv:SpecialCategoryPersonalData")
    inferred = facts.get("how") == "inferred"
    types.append("dpv:InferredPersonalData" if inferred else "dpv:CollectedPersonalData")
    return types


def _edges(graph: nx.MultiDiGraph[str]) -> Iterator[dict[str, Any]]:
    for number, (start, end, values) in enumerate(graph.edges(data=True)):
        yield {
            "@id": f"urn:auditor:edge:{number}",
            "@type": EDGE_TYPE,
            "from": iri(start),
            "to": iri(end),
            **scalars(values, _FILE),
        }
