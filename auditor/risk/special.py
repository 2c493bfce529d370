"""Special exposure: Art. 9, Art. 10 and children's data, and speech caught by accident."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean, median
from typing import Literal

from scipy.stats import binom

from auditor.records import Claim, Profile, Recording, Risk, Transcript
from auditor.risk.intervals import share_interval, wilson
from auditor.risk.known import Known
from auditor.risk.student import MIN_PERSONS, mean_interval
from auditor.risk.timeline import Timeline
from auditor.taxonomy import category, parent

__all__ = ["KINDS", "Kind", "SpecialExposure", "accidental_captures", "special_exposure"]

Kind = Literal["special", "criminal", "children"]

KINDS: Mapping[Kind, Callable[[Claim], bool]] = {
    "special": lambda claim: category(claim.category).article == 9,
    "criminal": lambda claim: category(claim.category).article == 10,
    "children": lambda claim: parent(claim.category) == "children",
}
"""Which claims are special categories (GDPR Art. 9), criminal (Art. 10) or about having children.

A child's own words are not told apart from an adult's: nothing in a recording says who is one.
"""

_AS_FOUND = "Claims count as found, right or wrong. Neither baseline nor control."
_FEW = f"Under {MIN_PERSONS} persons no interval is given."


@dataclass(frozen=True)
class SpecialExposure:
    """What was found of one kind.

    Attributes
    ----------
    persons
        The share of persons of whom anything was found.
    per_hour
        Claims an hour of sound, the mean of persons.
    inferred, bystanders
        The shares of claims that nobody stated, and that are about passengers or others: means
        over the persons that have any.
    first
        The utterance that reveals the first, counted from 1: the median of those persons.
    """

    kind: Kind
    claims: int
    persons: Risk
    per_hour: Risk
    inferred: Risk
    bystanders: Risk
    first: Risk


def special_exposure(
    kind: Kind, profiles: Sequence[Profile], lines: Mapping[str, Timeline], known: Known
) -> SpecialExposure:
    """Measure one kind of special data over persons.

    Parameters
    ----------
    profiles
        One of each person.
    lines
        What was heard, by person.
    known
        Which claims count.

    Raises
    ------
    ValueError
        If a claim cites an utterance that no transcript of the person holds.
    """
    found = {
        each.person: [one for one in known.counting(each.claims) if KINDS[kind](one)]
        for each in profiles
    }
    having = {person: claims for person, claims in found.items() if claims}
    return SpecialExposure(
        kind,
        sum(map(len, found.values())),
        _persons(kind, len(having), len(found)),
        _per_hour(kind, found, lines),
        _share(f"{kind}_inferred", having, lambda claim: claim.how == "inferred"),
        _share(f"{kind}_bystanders", having, lambda one: one.about in ("passenger", "other")),
        _first(kind, having, lines),
    )


def _persons(kind: Kind, hits: int, n: int) -> Risk:
    enough = n >= MIN_PERSONS
    return Risk(
        name=f"{kind}_persons",
        value=hits / n if n else None,
        interval=wilson(hits, n) if enough else None,
        n=n,
        baseline=None,
        control=None,
        unit="share of persons",
        assumes=f"{'Wilson, one trial a person.' if enough else _FEW} {_AS_FOUND}",
    )


def _per_hour(
    kind: Kind, found: Mapping[str, Sequence[Claim]], lines: Mapping[str, Timeline]
) -> Risk:
    rates = [
        60 * len(claims) / minutes
        for person, claims in found.items()
        if person in lines and (minutes := lines[person].minutes)
    ]
    return _mean(f"{kind}_claims_per_hour", rates, "claims per hour of sound", _AS_FOUND)


def _share(
    name: str, having: Mapping[str, Sequence[Claim]], counts: Callable[[Claim], bool]
) -> Risk:
    shares = [fmean(counts(each) for each in claims) for claims in having.values()]
    interval = share_interval(shares)
    how = "Student's t over persons, on the log-odds." if interval else _FEW
    return Risk(
        name=name,
        value=fmean(shares) if shares else None,
        interval=interval,
        n=len(shares),
        baseline=None,
        control=None,
        unit="share of claims",
        assumes=f"Of persons with any. {how} {_AS_FOUND}",
    )


def _first(
    kind: Kind, having: Mapping[str, Sequence[Claim]], lines: Mapping[str, Timeline]
) -> Risk:
    orders = []
    for person, claims in having.items():
        moments = [lines[person].first(each.evidence) for each in claims if person in lines]
        if heard := [each.order for each in moments if each is not None]:
            orders.append(min(heard))
    return Risk(
        name=f"{kind}_first_utterance",
        value=float(median(orders)) if orders else None,
        interval=_median_interval(orders),
        n=len(orders),
        baseline=None,
        control=None,
        unit="utterances",
        assumes="The median of persons with any; who reveals nothing is not in it. Order "
        f"statistics, exact, from 6 persons. {_AS_FOUND}",
    )


def _median_interval(values: Sequence[int]) -> tuple[float, float] | None:
    """Return the order statistics that hold the median with a chance of at least .95."""
    ordered, n = sorted(values), len(values)
    rank = int(binom.ppf(0.025, n, 0.5))
    if rank < 1 or n < MIN_PERSONS:
        return None
    return float(ordered[rank - 1]), float(ordered[n - rank])


def accidental_captures(
    recordings: Mapping[str, Recording], transcripts: Mapping[str, Transcript]
) -> Risk:
    """Return how often an hour speech was kept that nobody addressed to the assistant.

    Utterances on end in one recording that are not addressed are one capture. Recordings of
    which nothing says whether they were addressed do not count, nor does their time.
    """
    captures: dict[str, int] = {}
    hours: dict[str, float] = {}
    for key in sorted(transcripts):
        transcript, person = transcripts[key], recordings[key].person
        marks = [each.addressed for each in transcript.utterances]
        if transcript.decoded_s <= 0 or any(each is None for each in marks):
            continue
        captures[person] = captures.get(person, 0) + _stretches(marks)
        hours[person] = hours.get(person, 0.0) + transcript.decoded_s / 3600
    rates = [captures[person] / hours[person] for person in captures]
    unknown = "" if rates else " Of no recording is it known what was addressed."
    scope = f"Utterances on end are one capture.{unknown} Neither baseline nor control."
    return _mean("accidental_captures_per_hour", rates, "captures per hour of sound", scope)


def _stretches(marks: Iterable[bool | None]) -> int:
    return sum(1 for addressed, _ in groupby(marks) if addressed is False)


def _mean(name: str, rates: Sequence[float], unit: str, scope: str) -> Risk:
    interval = mean_interval(rates)
    how = "Student's t over persons, taken as drawn independently." if interval else _FEW
    return Risk(
        name=name,
        value=fmean(rates) if rates else None,
        interval=interval,
        n=len(rates),
        baseline=None,
        control=None,
        unit=unit,
        assumes=f"{how} {scope}",
    )
