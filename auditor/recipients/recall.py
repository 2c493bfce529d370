"""What a recipient got: of what it wants, beyond what it declares, and of people never asked.

Pure counting, one record a person, so that intervals can be taken over persons
(:mod:`auditor.risk`). Nothing here is a weighted sum of the others. Who is counted is said by the
caller, since a person of whom a recipient holds nothing counts too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.recipients.grains import generalisations
from auditor.recipients.held import Held
from auditor.records import Attribute
from auditor.taxonomy import category, covers, parent

__all__ = [
    "Beyond",
    "NeverAsked",
    "Recall",
    "Value",
    "beyond_declared",
    "never_asked",
    "values",
    "wanted_recall",
]

Value = tuple[str, str]
"""A category and a normalised value."""

_ABOARD = ("passenger", "other")
"""Whom the driver's consent cannot speak for: people aboard and people spoken of."""


@dataclass(frozen=True)
class Recall:
    """How much of what a recipient wants of one person it holds.

    Attributes
    ----------
    person
        Of whom.
    wanted
        Known values in the categories that it wants.
    exact
        How many of them it holds as they are.
    coarse
        How many of them it holds as they are or in a coarser form (a region for a town).
    categories_wanted, categories_held
        Wanted categories in which there is a value to be known, and in how many of them it holds
        anything.
    """

    person: str
    wanted: int
    exact: int
    coarse: int
    categories_wanted: int
    categories_held: int

    @property
    def recall(self) -> float | None:
        """The share of wanted values that it holds exactly; None where there is none to know."""
        return self.exact / self.wanted if self.wanted else None


@dataclass(frozen=True)
class Beyond:
    """What a recipient holds of one person in categories that its notice does not declare.

    ``special`` counts the attributes among them under GDPR Art. 9 and 10; ``categories`` are
    parents, sorted.
    """

    person: str
    attributes: int
    values: int
    special: int
    categories: tuple[str, ...]


@dataclass(frozen=True)
class NeverAsked:
    """What a recipient holds about people whom nobody asked, through one person's recordings.

    Attributes
    ----------
    person
        Whose recordings they are.
    aboard, spoken_of, relatives
        Attributes about passengers, about other people, and about the family.
    children
        Attributes that tell of children, whoever they are about.
    special
        Attributes about any of these under GDPR Art. 9 and 10.
    overheard
        Attributes of speech that nobody addressed to the assistant.
    """

    person: str
    aboard: int
    spoken_of: int
    relatives: int
    children: int
    special: int
    overheard: int


def values(held: Held) -> dict[str, frozenset[Value]]:
    """Return the values that are held of each person: of the driver, the household, the family."""
    people = held.person_of
    found: dict[str, set[Value]] = {person: set() for person in held.persons}
    for each in held.reported:
        if each.about not in _ABOARD and each.normalised:
            found[people[each.utterance_id]].add((each.category, each.normalised))
    return {person: frozenset(some) for person, some in found.items()}


def wanted_recall(
    held: Mapping[str, Iterable[Value]],
    known: Mapping[str, Iterable[Value]],
    wanted: Iterable[str],
) -> tuple[Recall, ...]:
    """Return how much of what is known of each person is held, in the categories wanted.

    Parameters
    ----------
    held
        By person, what the recipient holds; a person who is missing is one of whom it holds
        nothing.
    known
        By person, what there is to know: a truth, or all that was found without any limit.
    wanted
        Categories; a finer kind counts for its parent.
    """
    categories = tuple(dict.fromkeys(wanted))
    return tuple(
        _recall(person, set(held.get(person, ())), set(known[person]), categories)
        for person in sorted(known)
    )


def _recall(
    person: str, held: set[Value], known: set[Value], categories: tuple[str, ...]
) -> Recall:
    asked = sorted(value for value in known if _among(value[0], categories))
    coarse = sum(
        any((name, form) in held for form in generalisations(name, value)) for name, value in asked
    )
    there = {each for each in categories if any(covers(each, name) for name, _ in asked)}
    got = {each for each in there if any(covers(each, name) for name, _ in held)}
    exact = sum(value in held for value in asked)
    return Recall(person, len(asked), exact, coarse, len(there), len(got))


def beyond_declared(
    held: Held, declared: Iterable[str], persons: Iterable[str]
) -> tuple[Beyond, ...]:
    """Return what is held of each person in categories that are not declared.

    Attributes about anybody count. The voice itself is no attribute and does not count.
    """
    told = tuple(declared)
    found = _by_person(held, persons)
    return tuple(
        _beyond(person, [each for each in some if not _among(each.category, told)])
        for person, some in sorted(found.items())
    )


def _beyond(person: str, some: list[Attribute]) -> Beyond:
    return Beyond(
        person=person,
        attributes=len(some),
        values=len({(each.category, each.normalised) for each in some}),
        special=_special(some),
        categories=tuple(sorted({parent(each.category) for each in some})),
    )


def never_asked(held: Held, persons: Iterable[str]) -> tuple[NeverAsked, ...]:
    """Return what is held, through each person's recordings, about people who were never asked."""
    overheard = {each.id for each in held.utterances if each.addressed is False}
    found = _by_person(held, persons)
    return tuple(_never_asked(person, some, overheard) for person, some in sorted(found.items()))


def _never_asked(person: str, some: list[Attribute], overheard: set[str]) -> NeverAsked:
    aboard = [each for each in some if each.about == "passenger"]
    spoken_of = [each for each in some if each.about == "other"]
    relatives = [each for each in some if each.about == "relative"]
    children = [each for each in some if covers("children", each.category)]
    return NeverAsked(
        person=person,
        aboard=len(aboard),
        spoken_of=len(spoken_of),
        relatives=len(relatives),
        children=len(children),
        special=_special([*aboard, *spoken_of, *relatives]),
        overheard=sum(each.utterance_id in overheard for each in some),
    )


def _by_person(held: Held, persons: Iterable[str]) -> dict[str, list[Attribute]]:
    people = held.person_of
    found: dict[str, list[Attribute]] = {person: [] for person in persons}
    for each in held.reported:
        found.setdefault(people[each.utterance_id], []).append(each)
    return found


def _special(some: Iterable[Attribute]) -> int:
    return sum(category(each.category).article is not None for each in some)


def _among(name: str, categories: Iterable[str]) -> bool:
    return any(covers(each, name) for each in categories)
