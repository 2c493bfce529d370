"""Attributes against the labels of a truth file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.evaluation.counts import Counts, Share, Table
from auditor.evaluation.values import value_hit
from auditor.records import About, Attribute, TruthLabel, TruthUtterance
from auditor.taxonomy import covers, parent

__all__ = ["LabelScore", "about_group", "same_category", "score_labels"]


def same_category(one: str, other: str) -> bool:
    """Return whether two categories count as the same: equal, or one a child of the other.

    "A child counts for its parent" holds on either side: finding ``health.mental`` finds the
    ``health`` of a label, and a label of ``health.mental`` makes a finding of ``health`` right.
    Two different children of one parent are not the same.
    """
    return covers(one, other) or covers(other, one)


def about_group(about: About) -> str:
    """Return the group within which abouts count as the same: driver and relative are one."""
    return "driver" if about == "relative" else about


@dataclass(frozen=True)
class LabelScore:
    """The labels of one utterance, by parent category, and the value hits among their hits."""

    labels: Table[Counts]
    labels_about: Table[Counts]
    values: Share


def score_labels(
    utterance: TruthUtterance, attributes: Sequence[Attribute], heard: str
) -> LabelScore:
    """Score what was found in one utterance.

    Hits are one to one: no attribute hits two labels and no label is hit twice, so that saying a
    category again does not help. As many pairs are made as can be made (a maximum matching, whose
    size does not depend on any order). Value hits are the most pairs that can be made of label
    hits whose value is right too.

    Parameters
    ----------
    attributes
        Those of this utterance.
    heard
        The text that the attributes' spans index; ``utterance.asr`` from reference text.
    """

    def hit(label: TruthLabel, found: Attribute) -> bool:
        return same_category(label.category, found.category)

    def value(label: TruthLabel, found: Attribute) -> bool:
        return hit(label, found) and value_hit(found, label, heard, utterance.asr)

    plain = _grouped(utterance.labels, attributes, lambda each: (parent(each.category), ""))
    about = _grouped(utterance.labels, attributes, _with_about)
    labels_about = _counts(about, hit)
    return LabelScore(
        labels=_counts(plain, hit),
        labels_about=labels_about,
        values=Share(
            hits=sum(_matched(*group, value) for group in about.values()),
            n=labels_about.total.tp,
        ),
    )


_Groups = Mapping[tuple[str, str], tuple[list[TruthLabel], list[Attribute]]]


def _with_about(each: TruthLabel | Attribute) -> tuple[str, str]:
    return parent(each.category), about_group(each.about)


def _grouped(
    labels: Iterable[TruthLabel],
    attributes: Iterable[Attribute],
    key: Callable[[TruthLabel | Attribute], tuple[str, str]],
) -> _Groups:
    """Part labels and attributes into groups outside of which nothing can match."""
    groups: dict[tuple[str, str], tuple[list[TruthLabel], list[Attribute]]] = defaultdict(
        lambda: ([], [])
    )
    for label in labels:
        groups[key(label)][0].append(label)
    for attribute in attributes:
        groups[key(attribute)][1].append(attribute)
    return groups


def _counts(groups: _Groups, hit: Callable[[TruthLabel, Attribute], bool]) -> Table[Counts]:
    counts: dict[str, Counts] = {}
    for (category, _), (labels, found) in groups.items():
        tp = _matched(labels, found, hit)
        here = Counts(tp, len(found) - tp, len(labels) - tp)
        counts[category] = Counts.sum((counts.get(category, Counts()), here))
    return Table(Counts(), counts)


def _matched(
    labels: Sequence[TruthLabel],
    found: Sequence[Attribute],
    fits: Callable[[TruthLabel, Attribute], bool],
) -> int:
    """Return the size of a maximum matching (augmenting paths, found breadth first)."""
    fitting = [[at for at, each in enumerate(found) if fits(label, each)] for label in labels]
    owner: dict[int, int] = {}
    return sum(_augment(label, fitting, owner) for label in range(len(labels)))


def _augment(label: int, fitting: Sequence[Sequence[int]], owner: dict[int, int]) -> bool:
    came_from: dict[int, int] = {}
    waiting = [label]
    for each in waiting:
        for at in fitting[each]:
            if at in came_from:
                continue
            came_from[at] = each
            if at in owner:
                waiting.append(owner[at])
            else:
                _reassign(at, came_from, owner)
                return True
    return False


def _reassign(at: int, came_from: Mapping[int, int], owner: dict[int, int]) -> None:
    held = {label: attribute for attribute, label in owner.items()}
    step: int | None = at
    while step is not None:
        label = came_from[step]
        owner[step] = label
        step = held.get(label)
