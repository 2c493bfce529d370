"""Identifying bits, and how many people a profile leaves in question."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from auditor.errors import UsageError
from auditor.records import Risk
from auditor.risk.intervals import share_interval
from auditor.risk.student import MIN_PERSONS
from auditor.risk.tables import Population, check_size

__all__ = ["Bits", "anonymity_set", "bits_interval", "identify", "identifying_bits", "surprisal"]

_RANGE = {
    "lowest": "Of the most telling attribute alone: never more than the truth in this population.",
    "estimate": "Under the joint model of the population; a tree overstates it somewhat.",
    "highest": "As if attributes were independent: an alarmist upper limit.",
}


@dataclass(frozen=True)
class Bits:
    """How far one profile narrows down who it is, in a population of ``size``.

    ``lowest``, ``estimate`` and ``highest`` are bits, capped at log2 of the size;
    ``largest_set``, ``estimated_set`` and ``smallest_set`` the people expected to share the
    profile, its owner included, in the same order. ``capped`` names what the cap cut.
    """

    lowest: float
    estimate: float
    highest: float
    largest_set: float
    estimated_set: float
    smallest_set: float
    size: int
    capped: tuple[str, ...]


def surprisal(share: float) -> float:
    """Return −log2 of a share, in bits (Eckersley, PETS 2010).

    Raises
    ------
    ValueError
        If the share is not in 0 … 1; of 0 there is no surprisal.
    """
    if not 0 < share <= 1:
        raise ValueError(f"a share is over 0 and at most 1, not {share}")
    return -math.log2(share) + 0.0


def anonymity_set(share: float, size: int) -> float:
    """Return k = 1 + (N − 1)p, the expected number of people with a profile that one has."""
    return 1 + (size - 1) * share


def identify(evidence: Mapping[str, str], population: Population, size: int) -> Bits:
    """Return the bits and the anonymity set of one profile, as a range.

    Parameters
    ----------
    evidence
        The profile's values by attribute, as the population writes them.
    population
        Says the share of people with some values: a table, a tree, a declared network.
    size
        N, the people among whom somebody is looked for.

    Notes
    -----
    p ≤ min p(a), so the most telling attribute bounds the surprisal from below, whatever depends
    on what. The product of p(a) is usually, not always, under p.

    Misleads where the population is not the one the person is from, and where a value is wrong:
    see :mod:`auditor.risk.uniqueness` for the chance that the extraction is right.

    Raises
    ------
    UsageError
        If the size is under 1, the population lacks an attribute, or nobody in it has a value.
    """
    if size < 1:
        raise UsageError("a population has at least one person", where="size")
    alone = [_share({name: value}, population, name) for name, value in evidence.items()]
    joint = _share(evidence, population, "the values together")
    shares = {
        "lowest": min(alone, default=1.0),
        "estimate": joint,
        "highest": min(math.prod(alone), joint),
    }
    most = math.log2(size)
    bits = {name: surprisal(share) for name, share in shares.items()}
    return Bits(
        lowest=min(bits["lowest"], most),
        estimate=min(bits["estimate"], most),
        highest=min(bits["highest"], most),
        largest_set=anonymity_set(shares["lowest"], size),
        estimated_set=anonymity_set(shares["estimate"], size),
        smallest_set=anonymity_set(shares["highest"], size),
        size=size,
        capped=tuple(name for name, each in bits.items() if each > most),
    )


def _share(evidence: Mapping[str, str], population: Population, what: str) -> float:
    try:
        share = population.probability(evidence)
    except KeyError:
        raise UsageError(
            f"the population knows nothing of {what}", remedy="Leave the attribute out."
        ) from None
    if not 0 <= share <= 1 + 1e-9:
        raise UsageError(f"the population gives {what} a share outside 0 to 1")
    if share == 0:
        raise UsageError(
            f"nobody in the population has {what} as found",
            remedy="Leave the attribute out, or smooth the population: a share of 0 would claim "
            "that the person does not exist.",
        )
    return min(share, 1.0)


def identifying_bits(
    profiles: Sequence[Mapping[str, str]], population: Population, size: int
) -> tuple[Risk, ...]:
    """Return persons' mean bits as a range, and the geometric mean of their anonymity sets.

    Parameters
    ----------
    profiles
        One of each person, as for :func:`identify`.

    Raises
    ------
    UsageError
        As :func:`identify`, or if there are no profiles or more of them than people.
    """
    if not profiles:
        raise UsageError("there are no profiles to be measured")
    check_size(size, len(profiles))
    found = [identify(each, population, size) for each in profiles]
    risks = [
        _mean(f"identifying_bits_{name}", [getattr(each, name) for each in found], size, text)
        for name, text in _RANGE.items()
    ]
    return (*risks, _set_sizes([each.estimated_set for each in found], size))


def _mean(name: str, bits: Sequence[float], size: int, text: str) -> Risk:
    capped = sum(each >= math.log2(size) for each in bits)
    return Risk(
        name=name,
        value=fmean(bits),
        interval=bits_interval(bits, size),
        n=len(bits),
        baseline=0.0,
        control=None,
        unit="bits",
        assumes=f"{text} Capped at log2 of {size} people; {capped} of {len(bits)} reach it. The "
        f"baseline is knowing nothing; there is no control. {_few(len(bits))}",
    )


def _set_sizes(sets: Sequence[float], size: int) -> Risk:
    logs = [math.log2(each) for each in sets]
    interval = bits_interval(logs, size)
    return Risk(
        name="anonymity_set",
        value=2 ** fmean(logs),
        interval=None if interval is None else (2 ** interval[0], 2 ** interval[1]),
        n=len(sets),
        baseline=float(size),
        control=None,
        unit="people",
        assumes=f"k = 1 + (N − 1)p under the joint model, N = {size}; the geometric mean of "
        f"persons. The baseline is everybody; there is no control. {_few(len(sets))}",
    )


def bits_interval(bits: Sequence[float], size: int) -> tuple[float, float] | None:
    """Return the 95 % interval of mean bits, each between 0 and log2 of the size.

    Bounded at both ends, they are taken as shares of the most there can be
    (:func:`~auditor.risk.intervals.share_interval`).
    """
    most = math.log2(size)
    if most == 0:
        return None
    interval = share_interval([each / most for each in bits])
    return None if interval is None else (interval[0] * most, interval[1] * most)


def _few(n: int) -> str:
    if n < MIN_PERSONS:
        return f"Under {MIN_PERSONS} persons no interval is given."
    return "Student's t over persons, on the log-odds of the most there can be."
