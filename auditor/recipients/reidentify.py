"""Finding people again: anonymous profiles against a list of people who are known.

The attacker has a list of known people with what is known of each (a customer file, a network, an
earlier leak) and looks in it for the person whose values overlap most with an anonymous profile,
rare values counting more. The plain form of record linkage by weights (Fellegi and Sunter, *A
Theory for Record Linkage*, Journal of the American Statistical Association 64, 1969), with the
information of a match, −log2 of the share of the list that has the value, for a weight. What the
anonymous side tells in a coarser form is matched in that form.

A better attacker may exist: a low rate here is no proof of anonymity.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.errors import UsageError
from auditor.recipients.grains import generalisations
from auditor.recipients.recall import Value

__all__ = ["Match", "Reidentification", "reidentify"]


@dataclass(frozen=True)
class Match:
    """Where the right person stands for one anonymous profile.

    Attributes
    ----------
    person
        Who is behind the profile.
    hit
        The chance that the attacker's first choice is right: one over how many share the first
        place where the right person is among them, else 0.
    rank
        The place of the right person, the mean of those that tie with it; 1 is first.
    bits
        What the overlap with the right person tells, in bits.
    """

    person: str
    hit: float
    rank: float
    bits: float


@dataclass(frozen=True)
class Reidentification:
    """How many were found again.

    Attributes
    ----------
    top1
        The mean of the matches' ``hit``.
    chance
        What guessing a name of the list reaches: one over its length.
    among
        How long the list is.
    matches
        One of each anonymous profile, by person: what an interval over persons is taken from.
    """

    top1: float
    chance: float
    among: int
    matches: tuple[Match, ...]


def reidentify(
    anonymous: Mapping[str, Iterable[Value]], known: Mapping[str, Iterable[Value]]
) -> Reidentification:
    """Look for each anonymous profile in a list of known people.

    Parameters
    ----------
    anonymous
        By the person who is truly behind it, the values of a profile; who it is plays no part in
        the search.
    known
        By person, the values that the attacker knows already.

    Raises
    ------
    UsageError
        If nothing is to be looked for, the list has fewer than two people, or it lacks somebody
        who is behind a profile.
    """
    _check(anonymous, known)
    having: dict[Value, set[str]] = defaultdict(set)
    for person, some in known.items():
        for category, normalised in some:
            for form in generalisations(category, normalised):
                having[category, form].add(person)
    weights = {value: math.log2(len(known) / len(people)) for value, people in having.items()}
    matches = tuple(
        _match(person, _scores(set(anonymous[person]), having, weights), len(known))
        for person in sorted(anonymous)
    )
    top1 = math.fsum(match.hit for match in matches) / len(matches)
    return Reidentification(top1, 1 / len(known), len(known), matches)


def _check(anonymous: Mapping[str, object], known: Mapping[str, object]) -> None:
    strangers = sorted(anonymous.keys() - known.keys())
    if not anonymous:
        what, remedy = "there is no anonymous profile", "Give at least one."
    elif len(known) < 2:
        what, remedy = f"{len(known)} known people", "A list of at least two makes it a search."
    elif strangers:
        what = f"{len(strangers)} of the profiles belong to nobody on the list"
        remedy = "Give what is known of them, or leave them out."
    else:
        return
    raise UsageError(what, where="re-identification", remedy=remedy)


def _scores(
    profile: set[Value], having: Mapping[Value, set[str]], weights: Mapping[Value, float]
) -> dict[str, float]:
    """Return the bits of overlap with everybody who shares any value."""
    scores: dict[str, list[float]] = defaultdict(list)
    for value in profile:
        for person in having.get(value, ()):
            scores[person].append(weights[value])
    # An exact sum does not depend on the order in which a set is gone through.
    return {person: math.fsum(some) for person, some in scores.items()}


def _match(person: str, scores: Mapping[str, float], among: int) -> Match:
    own = scores.get(person, 0.0)
    better = sum(score > own for score in scores.values())
    # People without any overlap are not in the scores, and all stand at 0.
    same = sum(score == own for score in scores.values()) if own else 0
    same = same or among - sum(score > 0 for score in scores.values())
    return Match(
        person=person,
        hit=0.0 if better else 1 / same,
        rank=better + (same + 1) / 2,
        bits=own,
    )
