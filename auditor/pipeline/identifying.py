"""Claims in the words of a population: what a profile is looked for with."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.attributes.text import fold
from auditor.errors import UsageError
from auditor.records import Claim, Profile
from auditor.risk.bits import identify
from auditor.risk.known import Known
from auditor.risk.uniqueness import Person

if TYPE_CHECKING:
    from auditor.population import Population

__all__ = [
    "CoarsePlaces",
    "bits_of",
    "in_population",
    "lies_in",
    "person_of",
    "person_with",
    "with_place_id",
]

_COARSE = re.compile(r"[A-Z]{2}(\|[^|]*)?")
"""A region or a country as the gazetteer writes it: ``GB|ENG``, ``GB``."""


class CoarsePlaces:
    """A population that also knows regions and countries: the towns of it that lie there."""

    def __init__(self, population: Population) -> None:
        self._population = population

    def probability(self, evidence: Mapping[str, str]) -> float:
        """Return the share of people who have all values of ``evidence``.

        Raises
        ------
        UsageError
            If the population lacks a variable or a value.
        """
        return self._population.probability(
            {name: self._named(name, value) for name, value in evidence.items()}
        )

    def _named(self, name: str, value: str) -> str | list[str]:
        if not _COARSE.fullmatch(value):
            return value
        values = self._population[name].domain.all
        return value if value in values else _towns(value, values) or value


def lies_in(place: str, coarse: str) -> bool:
    """Return whether a town's gazetteer id lies in a region or country (``GB|ENG``, ``GB``)."""
    wider = place.partition("|")[2]
    return bool(_COARSE.fullmatch(coarse)) and f"{wider}|".startswith(f"{coarse}|")


def person_of(profile: Profile, known: Known, population: Population) -> Person | None:
    """Return whom a profile is looked for as; None where nobody has such a profile."""
    claims, _ = in_population(profile, known, population)
    return person_with(claims, CoarsePlaces(population))


def person_with(claims: Mapping[str, Claim], people: CoarsePlaces) -> Person | None:
    """Return whom claims of :func:`in_population` look for; None where nobody is like that."""
    evidence = {name: claim.normalised for name, claim in claims.items()}
    if people.probability(evidence) <= 0:
        return None
    return Person(evidence, math.prod(claim.probability for claim in claims.values()))


def bits_of(profile: Profile, known: Known, population: Population, size: int) -> float:
    """Return a profile's bits under the joint model; infinite where nobody has such a profile."""
    person = person_of(profile, known, population)
    if person is None:
        return math.inf
    return identify(person.evidence, CoarsePlaces(population), size).estimate


def with_place_id(claim: Claim, values: Sequence[str]) -> Claim:
    """Return a claim on a place with the gazetteer id that the population has for its name."""
    slug = "-".join(fold(claim.normalised.casefold()).replace("'", " ").split())
    ids = [value for value in values if value.startswith(f"{slug}|")]
    return replace(claim, normalised=ids[0]) if ids else claim


def in_population(
    profile: Profile, known: Known, population: Population
) -> tuple[dict[str, Claim], int]:
    """Return the driver's likeliest claim of each variable, and how many the population lacks."""
    found: dict[str, Claim] = {}
    missing = 0
    claims = [each for each in known.counting(profile.claims) if each.about == "driver"]
    for claim in sorted(claims, key=lambda each: (-each.probability, each.id)):
        variables = population.of_category(claim.category)
        if len(variables) != 1 or variables[0].name in found:
            continue
        values = variables[0].domain
        placed = with_place_id(claim, values.all)
        try:
            values.named(_towns(placed.normalised, values.all) or placed.normalised)
        except UsageError:
            missing += 1
            continue
        found[variables[0].name] = placed
    return found, missing


def _towns(coarse: str, values: Sequence[str]) -> list[str]:
    return [each for each in values if lies_in(each, coarse)]
