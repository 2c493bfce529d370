"""What is said of a person, joined into claims.

Only what was said about the driver, the household and the family enters a profile; passengers and
other people stay in the graph. Every claim here is stated; conclusions that nobody said are not
drawn yet.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from auditor.evidence import Graph
from auditor.records import About, Claim, Profile

__all__ = ["Conclusion", "claim_id", "conclude", "joined"]

_OF_THE_DRIVER = ("driver", "relative")
_DAMPING = 0.5
"""How much less each further piece of evidence from the same rule counts: a rule that is wrong
once is likely to be wrong again in the same way."""


@dataclass(frozen=True)
class Conclusion:
    """A profile, and the attribute nodes that each claim rests on, strongest first."""

    profile: Profile
    supports: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class _Finding:
    """One attribute in the graph, with the utterance that reveals it."""

    node: str
    utterance: str
    at: str
    score: float
    value: str
    why: str


def claim_id(person: str, category: str, normalised: str) -> str:
    """Return a claim's id, which survives a new run of the audit."""
    text = "\0".join((person, category, normalised))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def joined(scores: Iterable[tuple[str, float]]) -> float:
    """Return the probability that at least one of several findings is right.

    Findings of different rules are taken as independent (noisy-or: 1 − Π(1 − s)); the k-th of
    one rule counts with its log-odds of failure damped by ``0.5 ** (k − 1)``. The result is as
    calibrated as the scores are.

    Parameters
    ----------
    scores
        (rule, score in 0 … 1) of each finding.
    """
    by_rule: dict[str, list[float]] = defaultdict(list)
    for rule, score in scores:
        by_rule[rule].append(min(max(score, 0.0), 0.999))
    failure = 0.0
    for rule in sorted(by_rule):
        for rank, score in enumerate(sorted(by_rule[rule], reverse=True)):
            failure += math.log1p(-score) * _DAMPING**rank
    return -math.expm1(failure)


def conclude(graph: Graph, person: str) -> Conclusion:
    """Return the profile of one person from the evidence graph.

    Parameters
    ----------
    graph
        What :func:`auditor.evidence.build` returned.
    person
        A person of the graph.
    """
    groups: dict[tuple[str, str, About], list[_Finding]] = defaultdict(list)
    for node in nx.descendants(graph, f"person:{person}"):
        facts = graph.nodes[node]
        if facts["kind"] == "attribute" and facts["about"] in _OF_THE_DRIVER:
            key = (facts["category"], facts["normalised"], facts["about"])
            groups[key].append(_finding(graph, node, facts))
    claims = {}
    supports = {}
    for (category, normalised, about), findings in _merged(groups).items():
        findings.sort(key=lambda finding: (-finding.score, finding.at, finding.utterance))
        claim = _claim(person, category, normalised, about, findings)
        claims[claim.id] = claim
        supports[claim.id] = tuple(finding.node for finding in findings)
    ordered = sorted(claims.values(), key=lambda c: (c.category, -c.probability, c.normalised))
    return Conclusion(Profile(person, tuple(ordered)), supports)


def _finding(graph: Graph, node: str, facts: Mapping[str, Any]) -> _Finding:
    (utterance, _, _) = next(iter(graph.in_edges(node, data=True)))
    return _Finding(
        node=node,
        utterance=utterance.removeprefix("utterance:"),
        at=graph.nodes[utterance]["at"],
        score=facts["score"],
        value=facts["label"],
        why=facts["why"],
    )


def _merged(
    groups: Mapping[tuple[str, str, About], list[_Finding]],
) -> dict[tuple[str, str, About], list[_Finding]]:
    """Join findings on driver and relative of the same thing under whom most evidence names.

    A claim's id does not hold whom it is about, so that a reviewer's decision survives when
    further evidence shifts it.
    """
    by_thing: dict[tuple[str, str], dict[About, list[_Finding]]] = defaultdict(dict)
    for (category, normalised, about), findings in groups.items():
        by_thing[category, normalised][about] = findings
    merged = {}
    for (category, normalised), of_whom in sorted(by_thing.items()):
        weight = {about: sum(f.score for f in found) for about, found in of_whom.items()}
        about = max(sorted(weight), key=lambda each: weight[each])
        merged[category, normalised, about] = [f for found in of_whom.values() for f in found]
    return merged


def _claim(
    person: str, category: str, normalised: str, about: About, findings: list[_Finding]
) -> Claim:
    probability = joined((finding.why, finding.score) for finding in findings)
    evidence = tuple(dict.fromkeys(finding.utterance for finding in findings))
    return Claim(
        id=claim_id(person, category, normalised),
        category=category,
        value=findings[0].value,
        normalised=normalised,
        about=about,
        probability=round(probability, 4),
        how="stated",
        evidence=evidence,
        why=tuple(dict.fromkeys(finding.why for finding in findings)),
    )
