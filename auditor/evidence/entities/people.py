"""Which mentions are of one person: by name, by relation, by what is told of them.

Mentions that tell a relation and a name together come first, since they say whom each later one
can be; the others follow in time. Each is compared only with groups that share its relation or a
name like its own, so the work is linear in the mentions of one driver.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from auditor.evidence.entities.grouping import (
    Candidate,
    Group,
    Grouped,
    placed_or_new,
    relative_fading,
)
from auditor.evidence.entities.names import alike, name_words, near_names, sex_of_name
from auditor.evidence.entities.records import Mention
from auditor.evidence.entities.weights import kinds, weights
from auditor.records import Language

__all__ = ["PersonGroup", "group_people"]

_CONFLICT = "conflict"


@dataclass(frozen=True)
class _Traits:
    """What one mention tells of a person."""

    first: str
    surname: str
    role: str
    sex: str
    age: str
    circle: str

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for word in (self.first, self.surname) if word)


@dataclass(eq=False)
class PersonGroup(Group):
    """Mentions of one person, and what they tell together."""

    firsts: set[str] = field(default_factory=set)
    surnames: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    sexes: set[str] = field(default_factory=set)
    ages: set[str] = field(default_factory=set)
    circles: set[str] = field(default_factory=set)

    def learn(self, traits: _Traits) -> None:
        """Take in what one mention tells."""
        for known, value in (
            (self.firsts, traits.first),
            (self.surnames, traits.surname),
            (self.roles, traits.role),
            (self.sexes, traits.sex),
            (self.ages, traits.age),
            (self.circles, traits.circle),
        ):
            if value:
                known.add(value)


def group_people(mentions: Sequence[Mention]) -> Grouped[PersonGroup]:
    """Return the persons that mentions of type ``person`` are of."""
    told = {one.id: _traits(one) for one in mentions}
    near = near_names(word for traits in told.values() for word in traits.words)
    people = _People(near)
    both = [one for one in mentions if told[one.id].role and told[one.id].words]
    chosen = {one.id for one in both}
    for one in (*both, *(one for one in mentions if one.id not in chosen)):
        people.place(one, told[one.id])
    return people.grouped


class _People:
    """Groups with indexes by name and by role."""

    def __init__(self, near: Mapping[str, tuple[str, ...]]) -> None:
        self.grouped: Grouped[PersonGroup] = Grouped()
        self._near = near
        self._by_word: dict[str, list[PersonGroup]] = defaultdict(list)
        self._by_role: dict[str, list[PersonGroup]] = defaultdict(list)

    def place(self, mention: Mention, traits: _Traits) -> None:
        """Put a mention into its group, or into a new one."""
        found = []
        for group in self._possible(traits):
            weighed = _weighed(traits, group)
            if weighed is not None:
                found.append(Candidate(group, *weighed))
        half_life = weights().person["half_life_days"]
        candidates = relative_fading(mention, found, half_life)
        group = placed_or_new(self.grouped, mention, candidates, PersonGroup)
        group.learn(traits)
        self._index(group, traits)

    def _possible(self, traits: _Traits) -> list[PersonGroup]:
        found: dict[int, PersonGroup] = {}
        for word in traits.words:
            for near in (word, *self._near.get(word, ())):
                found |= {id(group): group for group in self._by_word[near]}
        if traits.role:
            found |= {id(group): group for group in self._by_role[traits.role]}
        return list(found.values())

    def _index(self, group: PersonGroup, traits: _Traits) -> None:
        for word in traits.words:
            if group not in self._by_word[word]:
                self._by_word[word].append(group)
        if traits.role and group not in self._by_role[traits.role]:
            self._by_role[traits.role].append(group)


def _traits(mention: Mention) -> _Traits:
    known = kinds()
    words, titled = name_words(mention.name, mention.language)
    only_surname = bool(titled) and len(words) == 1
    first = "" if only_surname or not words else words[0]
    surname = words[-1] if only_surname or len(words) > 1 else ""
    language: Language = "fr" if mention.language == "fr" else "en"
    sex = titled or known.sex_of.get(mention.relation, "")
    role = known.role_of.get(mention.relation, mention.relation)
    if mention.points == "relation" and not role:
        role = mention.normalised
    return _Traits(
        first=first,
        surname=surname,
        role=role,
        sex=sex or (sex_of_name(first, language) if first else ""),
        age=_age(mention, role),
        circle="contact" if mention.category == "contact_name" and not role else "kin",
    )


def _age(mention: Mention, role: str) -> str:
    if role in kinds().young or "child" in mention.context or mention.category == "children":
        return "child"
    return "work" if "work" in mention.context and mention.category == "contact_name" else ""


def _weighed(traits: _Traits, group: PersonGroup) -> tuple[float, str] | None:
    """Return log-odds and the reason that a mention is of a group; None where it cannot be."""
    name, role = _by_name(traits, group), _by_role(traits, group)
    parts = [part for part in (name, role) if part]
    if not parts or name == _CONFLICT:
        return None
    if traits.circle == "kin" and "kin" in group.circles:
        parts.append("both_kin")
    parts += _conflicts(traits, group)
    log_odds = sum(weights().person[part] for part in parts)
    return log_odds, ", ".join(part.replace("_", " ") for part in parts)


def _by_name(traits: _Traits, group: PersonGroup) -> str:
    """Return the weight that names have: empty where either side has none to compare."""
    if traits.surname and traits.surname in group.surnames:
        if not traits.first or not group.firsts:
            return "same_name"
        return "same_full_name" if traits.first in group.firsts else _CONFLICT
    if not traits.first or not group.firsts:
        return ""
    ways = {alike(traits.first, first) for first in group.firsts}
    if "same" in ways:
        return "part_of_name" if bool(traits.surname) != bool(group.surnames) else "same_name"
    return next((way for way in ("sounds_alike", "nearly_alike") if way in ways), _CONFLICT)


def _by_role(traits: _Traits, group: PersonGroup) -> str:
    if not traits.role or traits.role not in group.roles:
        return ""
    one_only = traits.role in kinds().only or traits.role in kinds().many
    return "only_of_role" if one_only else "of_role"


def _conflicts(traits: _Traits, group: PersonGroup) -> list[str]:
    known = kinds()
    other_role = traits.role and group.roles and traits.role not in group.roles
    both_young = traits.role in known.young and group.roles <= known.young
    found = {
        "role_conflict": bool(other_role) and not both_young,
        "surname_conflict": bool(traits.surname and group.surnames)
        and traits.surname not in group.surnames,
        "sex_conflict": bool(traits.sex and group.sexes) and traits.sex not in group.sexes,
        "ages_conflict": bool(traits.age and group.ages) and traits.age not in group.ages,
        "kin_or_contact": traits.circle not in group.circles,
    }
    return [name for name, there in found.items() if there]
