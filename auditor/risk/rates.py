"""Rates and counts over an audit, as measures that say what they assume."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import Literal

from auditor.records import Attribute, Claim, Profile, Risk
from auditor.risk.known import Known
from auditor.risk.student import MIN_PERSONS, mean_interval
from auditor.risk.timeline import Timeline
from auditor.taxonomy import categories, category, parent

__all__ = ["attribute_rates", "coverage", "special_counts"]

_NO_BASELINE = "Without a truth or a population there is neither baseline nor control."
_COUNT = "A count of what is in these recordings, not an estimate for others: no interval."
_AS_FOUND = "What the rules found counts, right or wrong."
_STUDENT = "The interval is Student's t over persons, taken as drawn independently."
_FEW = f"Under {MIN_PERSONS} persons no interval is given."
_HOUSEHOLD = ("driver", "relative")


def attribute_rates(
    attributes: Iterable[Attribute], lines: Mapping[str, Timeline]
) -> tuple[Risk, Risk]:
    """Return attributes a minute: the mean of persons, and all sound taken together.

    Attributes about anybody count; those of texts given without sound do not, and neither do
    persons without sound.
    """
    person_of = {
        moment.utterance_id: line.person
        for line in lines.values()
        for moment in line.moments.values()
        if moment.sound
    }
    found = Counter(
        person_of[each.utterance_id] for each in attributes if each.utterance_id in person_of
    )
    minutes = {person: line.minutes for person, line in lines.items() if line.minutes}
    rates = [found[person] / length for person, length in minutes.items()]
    scope = f"{_AS_FOUND} Minutes are decoded sound, pauses included."
    overall = found.total() / sum(minutes.values()) if minutes else None
    unit = "attributes per minute"
    return (
        _mean("attributes_per_minute", rates, unit, scope),
        _count("attributes_per_minute_overall", overall, len(rates), unit, scope),
    )


def coverage(attributes: Iterable[Attribute], lines: Mapping[str, Timeline]) -> tuple[Risk, Risk]:
    """Return how many categories were heard at least once: of anybody, and the mean of persons.

    Attributes about the driver and the family count; finer kinds count as their parent.
    """
    person_of = {each: line.person for line in lines.values() for each in line.moments}
    heard: dict[str, set[str]] = {person: set() for person in lines}
    for each in attributes:
        if each.about in _HOUSEHOLD and each.utterance_id in person_of:
            heard[person_of[each.utterance_id]].add(parent(each.category))
    scope = f"Of {len(_labelled())} categories in the taxonomy. {_AS_FOUND}"
    every = set().union(*heard.values())
    return (
        _count(
            "categories_covered", len(every) if lines else None, len(lines), "categories", scope
        ),
        _mean(
            "categories_covered_per_person",
            [float(len(each)) for each in heard.values()],
            "categories",
            scope,
        ),
    )


def special_counts(profiles: Sequence[Profile], known: Known) -> tuple[Risk, ...]:
    """Return the claims, and their categories, under GDPR Art. 9 and Art. 10.

    Claims about the driver and the family that count; finer kinds count as their parent.
    """
    claims = [claim for profile in profiles for claim in known.household(profile.claims)]
    special, criminal = _under(9, claims), _under(10, claims)
    kinds = {parent(claim.category) for claim in special}
    n = len(profiles)
    nine = f"Special categories are those of GDPR Art. 9. {_AS_FOUND}"
    ten = f"Criminal data are those of GDPR Art. 10. {_AS_FOUND}"
    return (
        _count("special_claims", len(special) if n else None, n, "claims", nine),
        _count("special_categories", len(kinds) if n else None, n, "categories", nine),
        _count("criminal_claims", len(criminal) if n else None, n, "claims", ten),
    )


def _under(article: Literal[9, 10], claims: Iterable[Claim]) -> list[Claim]:
    return [claim for claim in claims if category(claim.category).article == article]


def _labelled() -> list[str]:
    # The voice as biometrics belongs to every utterance: nothing can be found to cover it.
    return [name for name in categories() if parent(name) == name and name != "biometric_voice"]


def _mean(name: str, values: Sequence[float], unit: str, scope: str) -> Risk:
    interval = mean_interval(values)
    return Risk(
        name=name,
        value=fmean(values) if values else None,
        interval=interval,
        n=len(values),
        baseline=None,
        control=None,
        unit=unit,
        assumes=f"{scope} {_STUDENT if interval else _FEW} {_NO_BASELINE}",
    )


def _count(name: str, value: float | None, n: int, unit: str, scope: str) -> Risk:
    return Risk(name, value, None, n, None, None, unit, f"{scope} {_COUNT} {_NO_BASELINE}")
