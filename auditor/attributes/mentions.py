"""Mentions: lexicon entries that give something away by being spoken of at all.

Nobody asks a car about olanzapine or probation out of the blue; a church or a strike may be
anybody's. So every row of a lexicon is strong, plain or weak (its note), and the score also asks
whether the speaker linked the words to themselves, to a relative or to an errand. Weak words add
up: a pew, a hymn and a collection are one after the other anybody's, together a Sunday.
"""

from __future__ import annotations

import math
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from auditor import taxonomy
from auditor.attributes.about import Frame
from auditor.attributes.finding import Finding
from auditor.attributes.hits import Hit
from auditor.attributes.lexicon import data
from auditor.attributes.reading import Reading

__all__ = ["MentionDetector"]

_ENOUGH = 0.5
"""A score that needs no help; what stays below after adding up is left to the resolver."""


@dataclass(frozen=True, slots=True)
class _Policy:
    """What an entry of a class gives away, and how surely by the strength of its row."""

    labels: tuple[str, ...]
    linked: dict[str, float]
    bare: dict[str, float]


class MentionDetector:
    """Reports the lexicon entries that ``data/mentions.toml`` gives labels to."""

    def __init__(self, version: str) -> None:
        raw = tomllib.loads(data("mentions.toml").read_text("utf-8"))
        self._policies = {
            name: _Policy(
                tuple(row["labels"]),
                raw["default"]["linked"] | row.get("linked", {}),
                raw["default"]["bare"] | row.get("bare", {}),
            )
            for name, row in raw["classes"].items()
        }
        self._version = version
        for policy in self._policies.values():
            for label in policy.labels:
                taxonomy.category(label)

    def detect(self, reading: Reading, frame: Frame) -> Iterator[Finding]:
        """Yield one finding for each stretch of entries that together give something away."""
        if frame.register != "talk":
            return
        linked = frame.self_linked or "{errand}" in reading.keys
        by_label: dict[str, list[tuple[Hit, float]]] = defaultdict(list)
        for hit in reading.hits.of(*self._policies):
            policy = self._policies[hit.cls]
            strength, _, kind = hit.note.partition(" ")
            score = (policy.linked if linked else policy.bare).get(strength or "plain", 0.0)
            for label in policy.labels:
                by_label[_finer(label, kind)].append((hit, score))
        for label, hits in by_label.items():
            yield from self._added_up(label, hits)

    def _added_up(self, label: str, hits: list[tuple[Hit, float]]) -> Iterator[Finding]:
        """Yield every entry that suffices alone, else the strongest with the help of the others."""
        apart = _without_overlaps(hits)
        alone = [(hit, score) for hit, score in apart if score >= _ENOUGH]
        if alone or not apart:
            yield from (self._finding(label, hit, score) for hit, score in alone)
            return
        doubt = math.prod(1 - score for _, score in apart)
        best, _ = max(apart, key=lambda one: one[1])
        yield self._finding(label, best, round(1 - doubt, 4))

    def _finding(self, category: str, hit: Hit, score: float) -> Finding:
        why = f"lexicon:{hit.source}:{hit.concept}@{self._version}"
        return Finding(category, hit.first, hit.last, score, why, None, hit.concept)


def _finer(label: str, kind: str) -> str:
    """Return the finer kind of ``label`` where there is one: a medicine of the mind has none."""
    finer = f"{label}.{kind}"
    return finer if kind and finer in taxonomy.categories() else label


def _without_overlaps(hits: list[tuple[Hit, float]]) -> list[tuple[Hit, float]]:
    """Keep one of the entries that share words, and one of each concept's wording."""
    kept: list[tuple[Hit, float]] = []
    for hit, score in sorted(hits, key=lambda one: (one[0].first - one[0].last, -one[1])):
        if all(hit.last <= other.first or other.last <= hit.first for other, _ in kept):
            kept.append((hit, score))
    return kept
