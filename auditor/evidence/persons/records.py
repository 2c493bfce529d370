"""Which recordings are of one person: the records that come out, and what may be set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Person", "PersonLink", "Persons", "Settings"]


@dataclass(frozen=True)
class Settings:
    """What is believed before anybody listens, and what an error costs.

    Attributes
    ----------
    cost_ratio
        How many missed merges one wrong merge is worth. A wrong one puts a stranger's life into a
        profile, spoils every claim and measure of both, and shows only to who listens; a missed
        one splits a profile in two that stay right as far as they go, and is listed as a link.
        At 100, a merge is made from a probability of 0.99 on, so that of a hundred merges one is
        wrong at most.
    two_ids
        The share of persons who appear under a second id (assumed). A pair's prior odds are this
        over the number of other ids, so that many persons do not bring chance merges.
    strangers
        The share of an id's recordings that somebody else drove (assumed).
    """

    cost_ratio: float = 100.0
    two_ids: float = 0.05
    strangers: float = 0.05


@dataclass(frozen=True)
class Person:
    """Recordings of one person: ``ids`` are the manifest's, the one with most recordings first."""

    id: str
    ids: tuple[str, ...]
    recordings: tuple[str, ...]


@dataclass(frozen=True)
class PersonLink:
    """How far two manifest ids, or parts of them, are of one person.

    ``log10_odds`` are posterior; ``voice`` and ``traits`` the decimal logarithms of likelihood
    ratios in it; ``shared`` the categories in which both tell the same.
    """

    one: str
    other: str
    log10_odds: float
    voice: float
    traits: float
    shared: tuple[str, ...]

    @property
    def probability(self) -> float:
        """The posterior probability that they are one."""
        return round(1 / (1 + 10**-self.log10_odds), 4)


@dataclass(frozen=True)
class Persons:
    """Everybody, what speaks for two being one, and where manifest and voices disagree.

    ``warnings`` are sentences that name manifest ids.
    """

    persons: tuple[Person, ...]
    links: tuple[PersonLink, ...]
    warnings: tuple[str, ...]

    def __iter__(self) -> Iterator[Person]:
        return iter(self.persons)

    def by_recording(self) -> dict[str, str]:
        """Return the person of each recording."""
        return {each: person.id for person in self.persons for each in person.recordings}
