"""A Chow–Liu tree of a table: the closest joint distribution with pairwise dependence only."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd

from auditor.risk.dirichlet import concentration
from auditor.risk.tables import Coded, Codes, coded, evidence_codes

__all__ = ["ChowLiuTree"]

Floats = npt.NDArray[np.float64]


class ChowLiuTree:
    """A population as a tree of attributes, each depending on one other.

    The maximum spanning tree over mutual information is the tree distribution closest to the
    table by Kullback–Leibler divergence (Chow and Liu, IEEE Trans. Inf. Theory 14, 1968).

    Misleads where three attributes hang together more than in pairs: it overstates surprisal, less
    than independence does (Adult, 6 attributes: 14.90 bits for a true 13.18).

    Parameters
    ----------
    table
        A row a person, a column an attribute, or its codes; missing values are a value more.
    smoothed
        Of a sample, stand for the population that it was drawn from: each conditional table is
        mixed with the attribute's marginal by as many people's worth as makes the sample most
        likely (:mod:`auditor.risk.dirichlet`), one person is spread over each attribute's values
        (Perks 1947), and mutual information is corrected for its bias in small samples (Miller
        and Madow 1955). Else the table is taken as it is.

    Raises
    ------
    UsageError
        If the table is empty.
    """

    def __init__(self, table: pd.DataFrame | Coded, smoothed: bool = False) -> None:
        self._table = table if isinstance(table, Coded) else coded(table)
        self._sizes = [len(each) for each in self._table.values]
        self._root, self._edges = _tree(self._table, corrected=smoothed)
        self._shares = [self._marginal(each, smoothed) for each in range(len(self._sizes))]
        self._given = {
            child: self._conditional(parent, child, smoothed) for parent, child in self._edges
        }

    @property
    def edges(self) -> tuple[tuple[str, str], ...]:
        """The tree as (parent, child) pairs from the root down."""
        names = self._table.columns
        return tuple((names[parent], names[child]) for parent, child in self._edges)

    def probability(self, evidence: Mapping[str, str]) -> float:
        """Return the share of people who have the values; what is not named may be anything.

        Raises
        ------
        UsageError
            If the tree lacks an attribute or a value.
        """
        wanted = evidence_codes(self._table, evidence)
        messages = [self._may_be(column, wanted) for column in range(len(self._table.columns))]
        for parent, child in reversed(self._edges):
            messages[parent] = messages[parent] * (self._given[child] @ messages[child])
        return min(1.0, float(self._shares[self._root] @ messages[self._root]))

    def row_probabilities(self, rows: Codes | None = None) -> Floats:
        """Return the probability of each row of codes; by default of the rows it was made from."""
        codes = self._table.codes if rows is None else rows
        found = np.log(self._shares[self._root][codes[:, self._root]])
        for parent, child in self._edges:
            found = found + np.log(self._given[child][codes[:, parent], codes[:, child]])
        return np.asarray(np.exp(found))

    def sample(self, n: int, chance: np.random.Generator) -> Codes:
        """Draw people, as an array of codes of shape (n, attributes)."""
        people = np.empty((n, len(self._table.columns)), dtype=np.int64)
        people[:, self._root] = chance.choice(
            len(self._shares[self._root]), n, p=self._shares[self._root]
        )
        for parent, child in self._edges:
            people[:, child] = _drawn(self._given[child], people[:, parent], chance)
        return people

    def _may_be(self, column: int, wanted: Mapping[int, int]) -> Floats:
        size = self._sizes[column]
        if column not in wanted:
            return np.ones(size)
        alone = np.zeros(size)
        alone[wanted[column]] = 1.0
        return alone

    def _marginal(self, column: int, smoothed: bool) -> Floats:
        size = self._sizes[column]
        counts = np.bincount(self._table.codes[:, column], minlength=size)
        spread = smoothed / size
        return np.asarray((counts + spread) / (len(self._table.codes) + smoothed))

    def _conditional(self, parent: int, child: int, smoothed: bool) -> Floats:
        pairs = _pairs(self._table, parent, child).astype(float)
        if smoothed:
            pairs += concentration(pairs, self._shares[child]) * self._shares[child]
        return np.asarray(pairs / pairs.sum(axis=1, keepdims=True))


def _drawn(given: Floats, parents: Codes, chance: np.random.Generator) -> Codes:
    """Draw a child of each parent by its row of the table, inverting the running sum."""
    # Row r's running sum is shifted to r … r + 1, so that one search serves all rows.
    rising = np.cumsum(given, axis=1)
    rising = rising / rising[:, -1:] + np.arange(len(given))[:, None]
    at = np.searchsorted(rising.ravel(), parents + chance.random(parents.size), side="right")
    found = np.minimum(at - parents * given.shape[1], given.shape[1] - 1)
    return np.asarray(found, dtype=np.int64)


def _tree(table: Coded, corrected: bool) -> tuple[int, list[tuple[int, int]]]:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(table.columns)))
    for one in graph.nodes:
        for other in range(one):
            shared = _information(_pairs(table, other, one), corrected)
            graph.add_edge(other, one, weight=shared)
    spanning = nx.maximum_spanning_tree(graph)
    return 0, list(nx.bfs_edges(spanning, 0, sort_neighbors=sorted))


def _pairs(table: Coded, one: int, other: int) -> Codes:
    first, second = table.codes[:, one], table.codes[:, other]
    height, width = len(table.values[one]), len(table.values[other])
    counts = np.bincount(first * width + second, minlength=height * width)
    return np.asarray(counts.reshape(height, width), dtype=np.int64)


def _information(pairs: Codes, corrected: bool) -> float:
    """Return the mutual information, in nats, of a table of counts."""
    shares = pairs / pairs.sum()
    expected = shares.sum(1, keepdims=True) @ shares.sum(0, keepdims=True)
    there = shares > 0
    found = float((shares[there] * np.log(shares[there] / expected[there])).sum())
    if not corrected:
        return found
    cells = there.sum() - there.any(1).sum() - there.any(0).sum() + 1
    return found - float(cells) / (2 * float(pairs.sum()))
