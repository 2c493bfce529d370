"""Names made of several words: of places, organisations, things; how alike two are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from auditor.evidence.entities.grouping import (
    Candidate,
    Group,
    Grouped,
    placed_or_new,
    relative_fading,
)
from auditor.evidence.entities.names import plain, sound
from auditor.evidence.entities.records import Mention
from auditor.evidence.entities.weights import kinds, weights

__all__ = ["WordGroup", "Words", "by_words", "group_by_words", "telling_words"]

Words = tuple[str, ...]
_MOST_SHARING = 12
"""Groups of one word that a mention is compared with, those that came up last: a word that more
share tells little, and the work stays linear."""


@dataclass(eq=False)
class WordGroup(Group):
    """Mentions of one thing, and the wordings of its name."""

    wordings: set[Words] = field(default_factory=set)


def telling_words(text: str) -> Words:
    """Return the words of a name in comparable form, without articles, "street" and "ltd"."""
    dull = _dull()
    return tuple(word for word in plain(text.replace("'", "' ")).split() if word not in dull)


@cache
def _dull() -> frozenset[str]:
    return frozenset(plain(word) for word in kinds().dull)


def by_words(words: Words, wordings: Iterable[Words]) -> str:
    """Return the name of the weight with which words may be one of the wordings; else empty.

    ``same_words``, ``part_of_words`` where one has all words of the other, or ``sounds_alike``.
    """
    if not words:
        return ""
    ways = {_way(words, other) for other in wordings if other}
    return next((way for way in ("same_words", "part_of_words", "sounds_alike") if way in ways), "")


def _way(one: Words, other: Words) -> str:
    mine, theirs = frozenset(one), frozenset(other)
    if mine == theirs:
        return "same_words"
    if mine <= theirs or theirs <= mine:
        return "part_of_words"
    heard, listened = {sound(word) for word in mine}, {sound(word) for word in theirs}
    return "sounds_alike" if heard <= listened or listened <= heard else ""


class WordIndex:
    """Groups by the sounds of the words in their names."""

    def __init__(self) -> None:
        self._by_sound: dict[str, list[WordGroup]] = defaultdict(list)

    def add(self, group: WordGroup, words: Words) -> None:
        """Let a group be found by ``words``."""
        if words:
            group.wordings.add(words)
        for word in words:
            found = self._by_sound[sound(word)]
            if group not in found[-_MOST_SHARING:]:
                found.append(group)

    def sharing(self, words: Words) -> list[WordGroup]:
        """Return the groups that share a word's sound with ``words``, oldest first."""
        found: dict[int, WordGroup] = {}
        for word in words:
            found |= {id(group): group for group in self._by_sound[sound(word)][-_MOST_SHARING:]}
        return list(found.values())


def group_by_words(mentions: Sequence[Mention], table: str) -> Grouped[WordGroup]:
    """Return the organisations or things that mentions name, told apart by their words.

    Parameters
    ----------
    mentions
        Of one entity type, in time.
    table
        The table of ``weights.toml`` that weighs them.
    """
    chosen = getattr(weights(), table)
    grouped: Grouped[WordGroup] = Grouped()
    index: dict[str, WordIndex] = defaultdict(WordIndex)
    for mention in mentions:
        words = telling_words(mention.normalised) or telling_words(mention.text)
        candidates = []
        # A dog and a car of one name are two.
        for group in index[mention.category].sharing(words):
            way = by_words(words, group.wordings)
            if way in chosen:
                candidates.append(Candidate(group, chosen[way], way.replace("_", " ")))
        candidates = relative_fading(mention, candidates, chosen["half_life_days"])
        group = placed_or_new(grouped, mention, candidates, WordGroup)
        index[mention.category].add(group, words)
    return grouped
