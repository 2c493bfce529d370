"""The data that say how mentions are weighed: weights, kinds and references, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["Kinds", "Weights", "kinds", "table", "weights"]


@dataclass(frozen=True)
class Weights:
    """Weights in natural log-odds and other settings, by table of ``weights.toml``."""

    decision: Mapping[str, float]
    person: Mapping[str, float]
    place: Mapping[str, float]
    organisation: Mapping[str, float]
    thing: Mapping[str, float]


@dataclass(frozen=True)
class Kinds:
    """What ``kinds.toml`` says.

    Attributes
    ----------
    type_of
        The entity type that a category names.
    context
        Categories that say something of the people spoken of, by what they say.
    role_of
        The role of a relation; ``only`` roles are those one person plays.
    only, many, young
        Roles of one person, relations that name groups, and roles of the driver's children.
    sex_of
        ``f`` or ``m`` of a relation or title.
    titles, dull
        Words that a name of a person, or of a place or organisation, does without.
    """

    type_of: Mapping[str, str]
    context: Mapping[str, frozenset[str]]
    role_of: Mapping[str, str]
    only: frozenset[str]
    many: frozenset[str]
    young: frozenset[str]
    sex_of: Mapping[str, str]
    titles: frozenset[str]
    dull: frozenset[str]


def table(name: str) -> dict[str, Any]:
    """Return a TOML file of ``data``."""
    return tomllib.loads(resources.files(__package__).joinpath("data", name).read_text("utf-8"))


@cache
def weights() -> Weights:
    """Return the weights that are shipped."""
    return Weights(**table("weights.toml"))


@cache
def kinds() -> Kinds:
    """Return the kinds that are shipped."""
    raw = table("kinds.toml")
    roles, titles = raw["roles"], raw["titles"]
    role_of = {one: group[0] for group in (*roles["only"], *roles["several"]) for one in group}
    sexes = ((one, "f") for one in (*roles["female"], *titles["female"]))
    males = ((one, "m") for one in (*roles["male"], *titles["male"]))
    return Kinds(
        type_of=raw["type"],
        context={name: frozenset(found) for name, found in raw["context"].items()},
        role_of=role_of,
        only=frozenset(group[0] for group in roles["only"]),
        many=frozenset(roles["many"]),
        young=frozenset(roles["young"]),
        sex_of={**dict(sexes), **dict(males)},
        titles=frozenset(titles["words"]),
        dull=frozenset(raw["dull"]["words"]),
    )
