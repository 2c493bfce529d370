"""Mentions, and the entities they are resolved to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

__all__ = ["POINTING", "Entities", "Entity", "EntityType", "Link", "Mention", "Placed"]

EntityType = Literal["person", "place", "organisation", "thing"]
POINTING = frozenset(("there", "same_place"))
"""What a mention does that only points back, and makes no entity of its own."""


@dataclass(frozen=True)
class Mention:
    """Words of one utterance that name, or point to, a person, place, organisation or thing.

    Attributes
    ----------
    id
        The attribute's id, or the utterance's id with ``@`` and the first character of the words.
    node
        The graph's node that mentions: an attribute, or an utterance where no attribute does.
    type, category
        Of the entity, and of the attribute; the latter is empty for words that point back.
    text, normalised
        As spoken, and in comparable form.
    name
        Of a person, as spoken; for a relation the name that is said beside it, else empty.
    relation
        A common relation ("mother") where the words tell one, else empty.
    points
        ``name``, ``relation``, ``kind`` (of place), ``home``, ``work``, ``there`` or
        ``same_place``.
    back
        For ``same_place``: ``days:7``, ``weekday:1`` or empty for the last time.
    context
        What else the utterance tells of people in it: ``child``, ``work``.
    order
        The place of the utterance among all of the person's, in time.
    """

    id: str
    node: str
    type: EntityType
    category: str
    text: str
    normalised: str
    name: str
    relation: str
    points: str
    back: str
    context: frozenset[str]
    language: str
    utterance: str
    recording: str
    at: datetime | None
    order: int
    span: tuple[int, int] | None
    seconds: tuple[float, float]
    score: float


@dataclass(frozen=True)
class Placed:
    """A mention in an entity: how probably it belongs there, and why."""

    mention: Mention
    probability: float
    reason: str


@dataclass(frozen=True)
class Entity:
    """One person, place, organisation or thing that a person spoke of.

    ``id`` hashes the person and the entity's first mention, and so stays what it is when more is
    heard. ``relation`` is the driver's to a person, or ``home`` or ``work`` of a place.
    """

    id: str
    person: str
    type: EntityType
    label: str
    relation: str
    names: tuple[str, ...]
    mentions: tuple[Placed, ...]

    @property
    def probability(self) -> float:
        """How surely all that names it is of one: that of the least sure mention.

        Words that only point back ("there") do not make the entity, and do not count.
        """
        naming = [one.probability for one in self.mentions if one.mention.points not in POINTING]
        return min(naming, default=min(one.probability for one in self.mentions))


@dataclass(frozen=True)
class Link:
    """Two entities that may be one, and are kept apart because it is not sure enough."""

    one: str
    other: str
    probability: float
    reason: str


@dataclass(frozen=True)
class Entities:
    """Everything a person spoke of, in the order of first mention, and what may be the same."""

    person: str
    entities: tuple[Entity, ...]
    links: tuple[Link, ...]

    def __iter__(self) -> Iterator[Entity]:
        return iter(self.entities)

    def find(self, entity_id: str) -> Entity | None:
        """Return the entity with that id."""
        return next((one for one in self.entities if one.id == entity_id), None)

    def of(self, mention_id: str) -> Entity | None:
        """Return the entity that a mention belongs to."""
        for one in self.entities:
            if any(placed.mention.id == mention_id for placed in one.mentions):
                return one
        return None
