"""What a picture of one person shows: the person, categories, the surest claims of each.

A graph of thousands of nodes cannot be read node by node. Recordings, utterances and attributes
are counted; what they come to stands at the ends of branches, as far as there is room.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from auditor.inference.certainty import Certainty, certainty
from auditor.records import Language
from auditor.report.graphml import xml_text
from auditor.report.graphs.relations import relation_word
from auditor.report.kinds import ordered, title
from auditor.report.texts import texts
from auditor.taxonomy import category

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Branch", "Leaf", "Mark", "Tree", "sized", "tree_of"]

Mark = Literal["article_9", "article_10", "ordinary", "entity"]
_ENTITY_TYPES = ("person", "place", "organisation", "thing", "voice")
_COUNTED = {
    "recording": "graph.count.recording",
    "utterance": "graph.count.utterance",
    "attribute": "graph.count.attribute",
    "entity": "graph.count.entity",
    "event": "graph.count.event",
    "claim": "graph.count.claim",
}


@dataclass(frozen=True)
class Leaf:
    """A claim or an entity: ``node`` is its id in the graph, ``times`` how often it was heard."""

    node: str
    label: str
    times: int
    certainty: Certainty
    inferred: bool
    contradicted: bool


@dataclass(frozen=True)
class Branch:
    """A category or a type of entities, with its leaves, surest first; ``folded`` are left out."""

    title: str
    mark: Mark
    leaves: tuple[Leaf, ...]
    folded: int = 0


@dataclass(frozen=True)
class Tree:
    """The picture of one person; ``counts`` are the nodes of each kind that it stands for."""

    person: str
    branches: tuple[Branch, ...]
    counts: Mapping[str, int]

    @property
    def folded(self) -> int:
        """How many leaves are not shown."""
        return sum(branch.folded for branch in self.branches)


def tree_of(graph: nx.MultiDiGraph[str], person: str, language: Language, most: int = 56) -> Tree:
    """Return the tree of a person with at most ``most`` leaves.

    Every branch keeps its surest leaf; the rest of the room goes to the surest of all, claims
    before entities.
    """
    own = _own(graph, person)
    branches = [*_claims(graph, own, language), *_entities(graph, own, language)]
    counts = Counter(
        graph.nodes[node]["kind"] for node in own if not graph.nodes[node].get("hint", False)
    )
    return Tree(_line(person), _pruned(branches, most), dict(counts))


def sized(tree: Tree, language: Language) -> str:
    """Return a sentence that says how large the graph behind a tree is."""
    words = texts(language)
    parts = [
        words.count(key, tree.counts[kind])
        for kind, key in _COUNTED.items()
        if tree.counts.get(kind)
    ]
    nodes = words.count("graph.nodes", sum(tree.counts.values()))
    return words("graph.size", nodes=nodes, parts=", ".join(parts))


def _own(graph: nx.MultiDiGraph[str], person: str) -> list[str]:
    import networkx as nx

    node = f"person:{person}"
    reached = nx.descendants(graph, node) | {node}
    return [each for each in graph if each in reached]


def _claims(graph: nx.MultiDiGraph[str], own: Sequence[str], language: Language) -> list[Branch]:
    by_category: dict[str, list[str]] = defaultdict(list)
    for node in own:
        facts = graph.nodes[node]
        if facts["kind"] == "claim":
            by_category[category(facts["category"]).id].append(node)
    branches = []
    for kind in ordered(by_category):
        nodes = sorted(
            by_category[kind.id], key=lambda node: (-graph.nodes[node]["probability"], node)
        )
        mark: Mark = "ordinary" if kind.article is None else f"article_{kind.article}"  # type: ignore[assignment]
        leaves = tuple(_claim(graph, node) for node in nodes)
        branches.append(Branch(title(kind, language), mark, leaves))
    return branches


def _claim(graph: nx.MultiDiGraph[str], node: str) -> Leaf:
    facts = graph.nodes[node]
    edges = [(start, values["kind"]) for start, _, values in graph.in_edges(node, data=True)]
    return Leaf(
        node=node,
        label=_line(facts["label"]),
        times=sum(kind == "supports" for _, kind in edges),
        certainty=certainty(facts["probability"]),
        inferred=facts["how"] == "inferred",
        contradicted=any(kind == "contradicts" for _, kind in edges),
    )


def _entities(graph: nx.MultiDiGraph[str], own: Sequence[str], language: Language) -> list[Branch]:
    words = texts(language)
    by_type: dict[str, list[str]] = defaultdict(list)
    for node in own:
        facts = graph.nodes[node]
        if facts["kind"] == "entity":
            by_type[facts["type"]].append(node)
    return [
        Branch(
            words(f"graph.entities.{kind}"),
            "entity",
            tuple(
                _entity(node, graph.nodes[node], language)
                for node in sorted(
                    by_type[kind], key=lambda node: (-graph.nodes[node]["mentions"], node)
                )
            ),
        )
        for kind in _ENTITY_TYPES
        if by_type[kind]
    ]


def _entity(node: str, facts: Mapping[str, Any], language: Language) -> Leaf:
    label, relation = facts["label"], facts.get("relation", "")
    word = relation_word(relation, language)
    # Where there is no name, the label is the relation itself.
    unnamed = not facts.get("names") and relation
    shown = word if unnamed else f"{label} ({word})" if relation else label
    sure = certainty(facts["probability"])
    return Leaf(node, _line(shown), facts["mentions"], sure, inferred=False, contradicted=False)


def _pruned(branches: Sequence[Branch], most: int) -> tuple[Branch, ...]:
    """Share the room out: one leaf a branch, then the next leaves of all branches in turn.

    Ranks go before branches, so that a category with hundreds of claims cannot fill the picture.
    """
    ranked = sorted(
        (rank, branch.mark == "entity", place)
        for place, branch in enumerate(branches)
        for rank in range(len(branch.leaves))
    )
    room = max(most, len(branches))
    kept = Counter(place for _, _, place in ranked[:room])
    return tuple(
        Branch(
            branch.title,
            branch.mark,
            branch.leaves[: kept[place]],
            len(branch.leaves) - kept[place],
        )
        for place, branch in enumerate(branches)
    )


def _line(text: str) -> str:
    return " ".join(xml_text(text).split())
