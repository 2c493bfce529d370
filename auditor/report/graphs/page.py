"""One person's graph as a page for a browser: hover, click, evidence; nothing is fetched.

The script lays branches out for the width there is; without it the same content is a list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from auditor.evidence.seconds import Stretch, seconds_against, seconds_for
from auditor.records import Language
from auditor.report.files import plain
from auditor.report.formats import clock
from auditor.report.graphs.tree import Branch, Leaf, Tree, sized, tree_of
from auditor.report.texts import texts

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["page_bytes"]

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'"
)
_ALL = 1_000_000
_MOST_QUOTED = 12
"""Utterances quoted for one finding; the rest are counted."""


def page_bytes(graph: nx.MultiDiGraph[str], person: str, language: Language) -> bytes:
    """Return the page of one person in UTF-8; it holds every finding and needs no other file."""
    tree = tree_of(graph, person, language, _ALL)
    words = texts(language)
    page = _template().render(
        language=language,
        policy=_POLICY,
        t=words,
        n=words.count,
        tree=tree,
        size=sized(tree, language),
        style=Markup(_file("graph.css")),  # noqa: S704
        script=Markup(_file("graph.js")),  # noqa: S704
        data=Markup(_data(graph, tree, language)),  # noqa: S704
    )
    return plain(page).encode("utf-8")


def _data(graph: nx.MultiDiGraph[str], tree: Tree, language: Language) -> str:
    """Return what the script draws, as JSON that no tag can end."""
    words = texts(language)
    document = {
        "person": tree.person,
        "branches": [_branch(graph, branch, language) for branch in tree.branches],
        "texts": {
            name: words(f"graph.{name}")
            for name in ("inferred", "stated", "choose", "for", "against", "fewer")
        }
        | {f"more.{form}": words.by_key[f"graph.more.{form}"] for form in ("one", "other")},
    }
    text = json.dumps(document, ensure_ascii=False, sort_keys=True)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _branch(graph: nx.MultiDiGraph[str], branch: Branch, language: Language) -> dict[str, Any]:
    return {
        "title": branch.title,
        "mark": branch.mark,
        "leaves": [_leaf(graph, leaf, language) for leaf in branch.leaves],
    }


def _leaf(graph: nx.MultiDiGraph[str], leaf: Leaf, language: Language) -> dict[str, Any]:
    words = texts(language)
    supporting, contrary = _grounds(graph, leaf)
    return {
        **{key: value for key, value in asdict(leaf).items() if key != "node"},
        "id": leaf.node,
        "word": words(f"certainty.{leaf.certainty}"),
        "for": [*_quoted(graph, supporting)],
        "against": [*_quoted(graph, contrary)],
        "further": _further(len(supporting), language),
    }


def _grounds(graph: nx.MultiDiGraph[str], leaf: Leaf) -> tuple[list[Stretch], list[Stretch]]:
    """Return one stretch an utterance for and against a claim; of an entity, where it is named."""
    if leaf.node.startswith("claim:"):
        found = (seconds_for(graph, leaf.node), seconds_against(graph, leaf.node))
        return _one_each(found[0]), _one_each(found[1])
    return _one_each(tuple(_mentions(graph, leaf.node))), []


def _one_each(stretches: tuple[Stretch, ...]) -> list[Stretch]:
    first: dict[str, Stretch] = {}
    for one in stretches:
        first.setdefault(one.utterance, one)
    return list(first.values())


def _mentions(graph: nx.MultiDiGraph[str], entity: str) -> Iterator[Stretch]:
    for start, _, values in graph.in_edges(entity, data=True):
        if values["kind"] not in ("mentions", "spoken_by"):
            continue
        utterance = start if start.startswith("utterance:") else next(graph.predecessors(start))
        recording = next(graph.predecessors(utterance))
        yield Stretch(
            recording=recording.removeprefix("recording:"),
            file=graph.nodes[recording]["label"],
            utterance=utterance.removeprefix("utterance:"),
            at=values["at"],
            start_s=values["start_s"],
            end_s=values["end_s"],
            timed=graph.nodes[utterance].get("timed", True),
            confidence=values["confidence"],
            path=(recording, utterance, entity),
        )


def _quoted(graph: nx.MultiDiGraph[str], stretches: list[Stretch]) -> Iterator[dict[str, str]]:
    for one in stretches[:_MOST_QUOTED]:
        where = f"{one.file}, {clock(one.start_s)}" if one.timed else one.file
        said = graph.nodes[f"utterance:{one.utterance}"]
        yield {"text": said["label"], "where": where, "at": one.at[:16].replace("T", " "),
               "language": said["language"]}  # fmt: skip


def _further(count: int, language: Language) -> str:
    rest = count - _MOST_QUOTED
    return texts(language).count("graph.further", rest) if rest > 0 else ""


def _file(name: str) -> str:
    return resources.files("auditor.report").joinpath(f"templates/{name}").read_text("utf-8")


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_file("graph.html"))
