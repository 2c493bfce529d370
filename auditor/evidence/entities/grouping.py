"""Entities while they grow: candidates weighed against each other and against somebody new."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from auditor.evidence.entities.records import Mention, Placed
from auditor.evidence.entities.weights import weights

__all__ = [
    "Candidate",
    "Choice",
    "Group",
    "Grouped",
    "choose",
    "days_between",
    "fading",
    "placed_or_new",
    "relative_fading",
    "wall_clock",
]

_SAME_RECORDING_DAYS = 1 / 1440
_OTHER_RECORDING_DAYS = 1.0
"""Days between mentions without clock times: minutes in one recording, else a day (assumed)."""


@dataclass(eq=False)
class Group:
    """An entity that grows by mentions; ``last`` is the one that was said last of all.

    An ``unsure`` group holds mentions that may be of any of several others.
    """

    placed: list[Placed] = field(default_factory=list)
    last: Mention | None = None
    unsure: bool = False

    def add(self, mention: Mention, probability: float, reason: str) -> None:
        """Place a mention here."""
        self.placed.append(Placed(mention, round(probability, 4), reason))
        if self.last is None or (self.last.order, self.last.id) < (mention.order, mention.id):
            self.last = mention


G = TypeVar("G", bound=Group)


@dataclass(frozen=True)
class Candidate(Generic[G]):
    """A group that a mention may belong to, with its log-odds and the reason."""

    group: G
    log_odds: float
    reason: str


@dataclass(frozen=True)
class Choice(Generic[G]):
    """What became of a mention: its group, or None for a new one, and who else it may be.

    ``others`` are (group, probability, reason) of those it was not given to.
    """

    group: G | None
    probability: float
    reason: str
    others: tuple[tuple[G, float, str], ...]


def choose(candidates: Sequence[Candidate[G]]) -> Choice[G]:
    """Return the likeliest candidate if it is sure enough, else none.

    Candidates exclude one another and the case that none is right, whose odds are ``new``: the
    probability of one is its odds over the sum of all odds. Two people of one name thus halve
    each other's probability, and a name that could be either's is given to neither.
    """
    decision = weights().decision
    odds = [math.exp(one.log_odds) for one in candidates]
    total = decision["new"] + sum(odds)
    shares = [each / total for each in odds]
    ranked = sorted(range(len(candidates)), key=lambda place: -shares[place])
    chosen = ranked[0] if ranked and shares[ranked[0]] >= decision["least"] else None
    others = tuple(
        (candidates[place].group, round(shares[place], 4), candidates[place].reason)
        for place in ranked
        if place != chosen and shares[place] >= decision["shown"]
    )
    if chosen is None:
        return Choice(None, 1.0, "", others)
    best = candidates[chosen]
    return Choice(best.group, shares[chosen], best.reason, others)


def fading(one: Mention, other: Mention | None, half_life_days: float) -> float:
    """Return the log-odds that time between two mentions takes away: ln 2 each half-life."""
    if other is None:
        return 0.0
    return -math.log(2) * days_between(one, other) / half_life_days


def days_between(one: Mention, other: Mention) -> float:
    """Return the days between two mentions, in either order."""
    if one.at is None or other.at is None:
        same = one.recording == other.recording
        return _SAME_RECORDING_DAYS if same else _OTHER_RECORDING_DAYS
    return abs(_comparable(one.at, other.at)) / 86_400


def _comparable(one: datetime, other: datetime) -> float:
    """Return seconds between two clock times; where only one has an offset, wall clocks count."""
    if (one.tzinfo is None) != (other.tzinfo is None):
        one, other = one.replace(tzinfo=None), other.replace(tzinfo=None)
    return (one - other).total_seconds()


def wall_clock(moment: datetime) -> datetime:
    """Return a clock time as its place showed it: weekdays are those of the person's own day."""
    return moment.replace(tzinfo=None)


def relative_fading(
    mention: Mention, candidates: Sequence[Candidate[G]], half_life_days: float
) -> list[Candidate[G]]:
    """Return the candidates with less odds for those that were not spoken of lately.

    Only the time beyond the freshest counts: with one candidate nothing is lost, since a name
    does not come to mean somebody else by not being said.
    """
    faded = [fading(mention, one.group.last, half_life_days) for one in candidates]
    least = max(faded, default=0.0)
    return [
        Candidate(one.group, one.log_odds + fade - least, one.reason)
        for one, fade in zip(candidates, faded, strict=True)
    ]


@dataclass
class Grouped(Generic[G]):
    """Groups in the order in which they came up, and pairs that may be one."""

    groups: list[G] = field(default_factory=list)
    maybe: list[tuple[G, G, float, str]] = field(default_factory=list)


def placed_or_new(
    grouped: Grouped[G],
    mention: Mention,
    candidates: Sequence[Candidate[G]],
    make: Callable[[], G],
) -> G:
    """Place a mention in the candidate that is sure enough, or in a new group; return it.

    What may be of several goes to one unsure group, which does not compete with them: otherwise
    each doubtful mention would make the next one more doubtful. A new group remembers which
    others it may be the same as.
    """
    firm = [one for one in candidates if not one.group.unsure]
    choice = choose(firm)
    if choice.group is None:
        doubtful = choose([one for one in candidates if one.group.unsure][-1:])
        if doubtful.group is not None:
            choice = doubtful
    if choice.group is not None:
        choice.group.add(mention, choice.probability, choice.reason)
        return choice.group
    group = make()
    group.unsure = len(choice.others) > 1
    group.add(mention, 1.0, "first mention")
    grouped.groups.append(group)
    grouped.maybe += [(group, other, share, why) for other, share, why in choice.others]
    return group
