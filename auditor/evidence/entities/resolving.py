"""A person's utterances to the people, places, organisations and things they speak of."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from auditor.evidence.entities.decisions import Decisions
from auditor.evidence.entities.grouping import Group, Grouped, wall_clock
from auditor.evidence.entities.mentions import mentions_of
from auditor.evidence.entities.people import group_people
from auditor.evidence.entities.places import PlaceGroup, group_places
from auditor.evidence.entities.records import Entities, Entity, Link, Mention, Placed
from auditor.evidence.entities.wordings import group_by_words
from auditor.records import Attribute, Utterance

__all__ = ["resolve"]

_DECIDED = "decided by hand"


def resolve(
    person: str,
    utterances: Iterable[Utterance],
    attributes: Iterable[Attribute],
    *,
    decisions: Decisions | None = None,
) -> Entities:
    """Return whom and what one person speaks of, across utterances and recordings.

    Parameters
    ----------
    person
        Whose utterances they are.
    utterances
        All of the person's, in any order; those with a clock time are taken in time, the others
        before them in the order given.
    attributes
        What was found in them.
    decisions
        What people decided about mentions: stronger than any weight.

    Returns
    -------
    Entities
        Each mention belongs to one entity, with the probability that it does; words that point
        back to nothing belong to none. Pairs that may be one, and are not sure enough, are links.
    """
    spoken = sorted(utterances, key=_time)
    mentions = mentions_of(spoken, attributes)
    grouped: Grouped[Group] = Grouped()
    for kind in ("person", "place", "organisation", "thing"):
        found = _grouped(kind, [one for one in mentions if one.type == kind])
        grouped.groups += found.groups
        grouped.maybe += found.maybe
    groups = _decided(grouped.groups, decisions or Decisions())
    groups.sort(key=lambda group: min(_place(one) for one in group.placed))
    entities = tuple(_entity(person, group) for group in groups)
    ids = {id(group): entity.id for group, entity in zip(groups, entities, strict=True)}
    return Entities(person, entities, _links(grouped, ids))


def _time(utterance: Utterance) -> tuple[bool, datetime]:
    return utterance.at is not None, wall_clock(utterance.at) if utterance.at else datetime.min


def _grouped(kind: str, mentions: Sequence[Mention]) -> Grouped[Group]:
    if kind == "person":
        return group_people(mentions)  # type: ignore[return-value]
    if kind == "place":
        return group_places(mentions)  # type: ignore[return-value]
    return group_by_words(mentions, kind)  # type: ignore[return-value]


def _decided(groups: Sequence[Group], decisions: Decisions) -> list[Group]:
    """Apply what people decided: joins of whole groups first, then what was put apart."""
    kept = list(groups)
    for together in decisions.together:
        joined = [group for group in kept if _holds(group, together)]
        for group in joined[1:]:
            joined[0].placed += _as_decided(group.placed, set(together))
            kept.remove(group)
    for apart in decisions.apart:
        mixed = [
            group for group in kept if _holds(group, apart.mentions) and _holds(group, apart.others)
        ]
        for group in mixed:
            moved = [one for one in group.placed if one.mention.id in apart.mentions]
            group.placed = [one for one in group.placed if one.mention.id not in apart.mentions]
            kept.append(Group(_as_decided(moved, set(apart.mentions))))
    return kept


def _holds(group: Group, mentions: Sequence[str]) -> bool:
    return any(one.mention.id in mentions for one in group.placed)


def _as_decided(placed: Sequence[Placed], named: set[str]) -> list[Placed]:
    return [
        Placed(one.mention, 1.0, _DECIDED) if one.mention.id in named else one for one in placed
    ]


def _place(placed: Placed) -> tuple[int, tuple[int, int], str]:
    return placed.mention.order, placed.mention.span or (0, 0), placed.mention.id


def _entity(person: str, group: Group) -> Entity:
    mentions = tuple(sorted(group.placed, key=_place))
    first = mentions[0].mention
    names = _common(one.mention.name or one.mention.text for one in mentions if _naming(one))
    relations = _common(one.mention.relation for one in mentions if one.mention.relation)
    anchor = group.anchor if isinstance(group, PlaceGroup) else ""
    text = "\0".join((person, first.type, first.id))
    return Entity(
        id=hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16],
        person=person,
        type=first.type,
        label=next(iter((*names, *relations)), first.text),
        relation=next(iter(relations), anchor),
        names=names,
        mentions=mentions,
    )


def _naming(placed: Placed) -> bool:
    """Return whether a mention's words are a name, and not "my sister" or "there"."""
    mention = placed.mention
    return bool(mention.name) or (mention.type != "person" and bool(mention.category))


def _common(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts by how often they occur, the commonest first, then in order of occurrence."""
    found = list(texts)
    counts = Counter(text.casefold() for text in found)
    shown: dict[str, str] = {}
    for text in found:
        shown.setdefault(text.casefold(), text)
    return tuple(shown[key] for key, _ in counts.most_common())


def _links(grouped: Grouped[Group], ids: dict[int, str]) -> tuple[Link, ...]:
    """Return pairs that may be one; groups that were joined by hand are no pair any more."""
    links = [
        Link(ids[id(one)], ids[id(other)], probability, reason)
        for one, other, probability, reason in grouped.maybe
        if id(one) in ids and id(other) in ids
    ]
    return tuple(sorted(links, key=lambda link: (-link.probability, link.one, link.other)))
