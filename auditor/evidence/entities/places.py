"""Which mentions are of one place, and which place "home", "there" and "the clinic" point to."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from auditor.evidence.entities.grouping import (
    Candidate,
    Grouped,
    choose,
    fading,
    placed_or_new,
    relative_fading,
    wall_clock,
)
from auditor.evidence.entities.names import plain
from auditor.evidence.entities.records import POINTING, Mention
from auditor.evidence.entities.references import kinds_in
from auditor.evidence.entities.weights import weights
from auditor.evidence.entities.wordings import WordGroup, WordIndex, Words, by_words, telling_words
from auditor.records import Language

__all__ = ["PlaceGroup", "group_places"]

_REMEMBERED = 200
"""Visits that words such as "last week" can mean; a person makes fewer in any week."""
_OTHERS = 5
"""Places that compete for being meant."""
_HOME_WORDS = frozenset("home house place flat maison appartement chez moi nous".split())
_SURE_OVERLAP = 5.0


@dataclass(eq=False)
class PlaceGroup(WordGroup):
    """Mentions of one place, the kinds of place it is, and whether it is home or work."""

    kinds: set[str] = field(default_factory=set)
    anchor: str = ""
    town: bool = False


@dataclass(frozen=True)
class _Named:
    """What a mention tells of a place."""

    words: Words
    kinds: frozenset[str]
    anchor: str
    town: bool


def group_places(mentions: Sequence[Mention]) -> Grouped[PlaceGroup]:
    """Return the places that mentions of type ``place`` are of, given in time."""
    places = _Places()
    # Of one utterance, names go first: "there" and "the clinic" may point at them.
    ordered = sorted(mentions, key=lambda one: (one.order, _RANKS.get(one.points, 0)))
    for mention in ordered:
        if mention.points in POINTING:
            places.point_back(mention)
        else:
            places.place(mention)
    return places.grouped


_RANKS = {"kind": 1, "there": 2, "same_place": 2}


class _Places:
    """Groups with indexes by words, kind and part in the person's life, and where they went."""

    def __init__(self) -> None:
        self.grouped: Grouped[PlaceGroup] = Grouped()
        self._index = WordIndex()
        self._by_kind: dict[str, list[PlaceGroup]] = defaultdict(list)
        self._anchors: dict[str, PlaceGroup] = {}
        self._visits: deque[tuple[Mention, PlaceGroup]] = deque(maxlen=_REMEMBERED)

    def place(self, mention: Mention) -> None:
        """Put a mention that names a place, or its kind, into its group or a new one."""
        named = _named(mention)
        group = placed_or_new(self.grouped, mention, self._candidates(mention, named), PlaceGroup)
        self._index.add(group, named.words)
        group.town |= named.town
        for kind in named.kinds - group.kinds:
            group.kinds.add(kind)
            self._by_kind[kind].append(group)
        if named.anchor and named.anchor not in self._anchors:
            self._anchors[named.anchor] = group
            group.anchor = group.anchor or named.anchor
        self._visits.append((mention, group))

    def point_back(self, mention: Mention) -> None:
        """Add a mention that only points back to the likeliest place, as probable as it is."""
        choice = choose(self._there(mention) if mention.points == "there" else self._same(mention))
        if choice.group is not None:
            choice.group.add(mention, choice.probability, choice.reason)
        elif choice.others:
            group, share, why = choice.others[0]
            group.add(mention, share, why)

    def _candidates(self, mention: Mention, named: _Named) -> list[Candidate[PlaceGroup]]:
        beside = self._beside(mention)
        if beside is not None:
            return [Candidate(beside, _SURE_OVERLAP, "the same words")]
        if named.anchor in self._anchors:
            return self._at_anchor(named)
        if named.kinds and not named.words:
            return self._of_kind(mention, named)
        return self._of_words(mention, named)

    def _beside(self, mention: Mention) -> PlaceGroup | None:
        """Return the place that overlapping words of the same utterance name."""
        for other, group in reversed(self._visits):
            if other.utterance != mention.utterance:
                return None
            if mention.span and other.span and _overlap(mention.span, other.span):
                return group
        return None

    def _at_anchor(self, named: _Named) -> list[Candidate[PlaceGroup]]:
        """Weigh whether this is the home, or the work, that was heard of before."""
        group = self._anchors[named.anchor]
        way = by_words(named.words, group.wordings)
        finer = group.town != named.town
        if named.words and group.wordings and not way and not finer:
            return []
        table = weights().place
        log_odds = table[named.anchor] + (table[way] if way else 0.0)
        return [Candidate(group, log_odds, f"it is {named.anchor}")]

    def _of_kind(self, mention: Mention, named: _Named) -> list[Candidate[PlaceGroup]]:
        table = weights().place
        groups = {id(group): group for kind in sorted(named.kinds) for group in self._by_kind[kind]}
        recent = sorted(groups.values(), key=_freshness)[:_OTHERS]
        half_life = table["half_life_kind_days"]
        candidates = [
            Candidate(
                group,
                table["same_kind"] + fading(mention, group.last, half_life),
                "the last one of its kind",
            )
            for group in recent
        ]
        return _one_ahead(candidates)

    def _of_words(self, mention: Mention, named: _Named) -> list[Candidate[PlaceGroup]]:
        table = weights().place
        candidates = []
        for group in self._index.sharing(named.words):
            assert isinstance(group, PlaceGroup)
            way = by_words(named.words, group.wordings)
            # A town is not one of the places in it.
            if way == "same_words" or (way and group.town == named.town):
                candidates.append(Candidate(group, table[way], way.replace("_", " ")))
        return relative_fading(mention, candidates, table["half_life_kind_days"])

    def _there(self, mention: Mention) -> list[Candidate[PlaceGroup]]:
        table = weights().place
        if not self._visits:
            return []
        other, group = self._visits[-1]
        half_life = table["half_life_there_minutes"] / 1440
        log_odds = table["there"] + fading(mention, other, half_life)
        return [Candidate(group, log_odds, "the last place named")]

    def _same(self, mention: Mention) -> list[Candidate[PlaceGroup]]:
        """Weigh the places of the trip that is meant; those of one trip share the odds."""
        found: dict[int, PlaceGroup] = {}
        for other, group in reversed(self._visits):
            if other.recording != mention.recording and _is_meant(mention, other):
                found.setdefault(id(group), group)
            if len(found) == _OTHERS or (found and not mention.back):
                break
        log_odds = weights().place["same_place"]
        return [
            Candidate(group, log_odds, "where the earlier trip went") for group in found.values()
        ]


def _is_meant(mention: Mention, other: Mention) -> bool:
    """Return whether an earlier mention is of the trip that "last week" or "Tuesday" means."""
    if not mention.back:
        return True
    if mention.at is None or other.at is None:
        return False
    unit, _, count = mention.back.partition(":")
    now, then = wall_clock(mention.at), wall_clock(other.at)
    gap = now - then
    if unit == "weekday":
        return timedelta(0) < gap <= timedelta(days=7.5) and then.weekday() == int(count)
    days = int(count)
    if days == 1:
        return (now.date() - then.date()).days == 1
    tolerance = timedelta(days=weights().place["week_tolerance_days"])
    return abs(gap - timedelta(days=days)) <= tolerance


def _named(mention: Mention) -> _Named:
    language: Language = "fr" if mention.language == "fr" else "en"
    anchor = mention.points if mention.points in ("home", "work") else ""
    if mention.category == "work_place":
        anchor = "work"
    said = mention.text if mention.category else ""
    if mention.points == "kind":
        told = kinds_in(mention.text, language) or frozenset((mention.normalised,))
        return _Named((), told - {""}, "", False)
    words = tuple(word for word in telling_words(said) if word not in _HOME_WORDS)
    own_kinds = kinds_in(said, language) if said else frozenset()
    if own_kinds and not set(words) - {part for kind in own_kinds for part in telling_words(kind)}:
        words = ()
    elif not words and not anchor:
        words = tuple(plain(said).split())
    return _Named(words, own_kinds, anchor, "|" in mention.normalised)


def _freshness(group: PlaceGroup) -> int:
    return -group.last.order if group.last else 0


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _one_ahead(candidates: list[Candidate[PlaceGroup]]) -> list[Candidate[PlaceGroup]]:
    """Let earlier ones of a kind compete only where they are nearly as fresh as the last.

    "The clinic" is the one spoken of last; two on one day leave it open which.
    """
    least = max((one.log_odds for one in candidates), default=0.0)
    a_day = math.log(2) / weights().place["half_life_kind_days"]
    return [one for one in candidates if least - one.log_odds <= a_day]
