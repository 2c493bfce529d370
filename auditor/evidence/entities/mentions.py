"""Who and what a person's utterances mention."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from auditor.attributes import lexicon
from auditor.attributes.text import read
from auditor.evidence.entities.names import name_words, sex_of_name
from auditor.evidence.entities.records import EntityType, Mention
from auditor.evidence.entities.references import Reference, references
from auditor.evidence.entities.weights import kinds
from auditor.evidence.graph import attribute_id
from auditor.records import Attribute, Language, Utterance
from auditor.taxonomy import parent

__all__ = ["mentions_of"]

_KIN_CLASSES = ("kin", "kin_name", "partner", "ex", "child")
_CLOSE = 12
"""Characters between a relation and a name that still belong together: "my sister um Anna"."""


def mentions_of(utterances: Sequence[Utterance], attributes: Iterable[Attribute]) -> list[Mention]:
    """Return the mentions in one person's utterances, in their order.

    Parameters
    ----------
    utterances
        Of one person, in the order in which they were said.
    attributes
        Found in them; those about other people's lives name nobody of the person's own.
    """
    found: dict[str, list[Attribute]] = defaultdict(list)
    for attribute in attributes:
        if attribute.hint:
            continue
        found[attribute.utterance_id].append(attribute)
    mentions = []
    for order, utterance in enumerate(utterances):
        mentions += _in_utterance(utterance, found.get(utterance.id, []), order)
    return mentions


def _in_utterance(
    utterance: Utterance, attributes: Sequence[Attribute], order: int
) -> list[Mention]:
    named = [
        _of_attribute(utterance, one, _context(one, attributes), order)
        for one in attributes
        if one.about != "other" and _names(one, utterance.language)
    ]
    people = _coupled([one for one in named if one.type == "person"])
    rest = [one for one in named if one.type != "person"]
    taken = [one.span for one in rest if one.type == "place" and one.span]
    pointing = [
        _of_reference(utterance, one, order)
        for one in _apart(references(utterance.text, utterance.language), taken)
    ]
    return sorted([*people, *rest, *pointing], key=lambda one: (one.span or (0, 0), one.id))


def _names(attribute: Attribute, language: Language) -> bool:
    """Return whether an attribute names an entity; of children those called by a first name do."""
    category = parent(attribute.category)
    if category == "children":
        words, _ = name_words(attribute.value, language)
        return len(words) == 1 and bool(sex_of_name(words[0], language))
    return category in kinds().type_of


def _context(attribute: Attribute, others: Sequence[Attribute]) -> frozenset[str]:
    """Return what is told of somebody who is named.

    Work may stand anywhere in the utterance; that somebody is a child must be told by the words
    that name them, since who fetches the children is named beside them.
    """
    found = set()
    for one in others:
        said = parent(one.category)
        if said in kinds().context["work"]:
            found.add("work")
        if said in kinds().context["child"] and _overlap(one.span, attribute.span):
            found.add("child")
    return frozenset(found)


def _overlap(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]


def _of_attribute(
    utterance: Utterance, attribute: Attribute, context: frozenset[str], order: int
) -> Mention:
    category = parent(attribute.category)
    kind: EntityType = kinds().type_of.get(category, "person")  # type: ignore[assignment]
    identity = attribute_id(attribute)
    return Mention(
        id=identity,
        node=f"attribute:{identity}",
        type=kind,
        category=category,
        text=attribute.value,
        normalised=attribute.normalised,
        name=attribute.value if kind == "person" and category != "relationship" else "",
        relation=_relation(attribute, utterance.language) if category == "relationship" else "",
        points=_points(category),
        back="",
        context=context,
        language=utterance.language,
        utterance=utterance.id,
        recording=utterance.recording_id,
        at=utterance.at,
        order=order,
        span=attribute.span,
        seconds=(attribute.start_s, attribute.end_s),
        score=attribute.score,
    )


def _points(category: str) -> str:
    own = {"relationship": "relation", "place_type": "kind", "home_place": "home"}
    return {**own, "address": "home", "work_place": "work"}.get(category, "name")


def _relation(attribute: Attribute, language: Language) -> str:
    """Return the common relation: what the encoder found alone has only its words."""
    known = kinds()
    if attribute.normalised in known.role_of or attribute.normalised in known.many:
        return attribute.normalised
    hits = lexicon.load(language).hits(read(attribute.value, language))
    concepts = [hit.concept for hit in hits if hit.cls in _KIN_CLASSES]
    return next((one for one in concepts if one in known.role_of or one in known.many), "")


def _of_reference(utterance: Utterance, reference: Reference, order: int) -> Mention:
    first, last = reference.span
    kind = reference.points == "kind"
    return Mention(
        id=f"{utterance.id}@{first}",
        node=f"utterance:{utterance.id}",
        type="place",
        category="",
        text=utterance.text[first:last],
        normalised=reference.back if kind else "",
        name="",
        relation="",
        points=reference.points,
        back="" if kind else reference.back,
        context=frozenset(),
        language=utterance.language,
        utterance=utterance.id,
        recording=utterance.recording_id,
        at=utterance.at,
        order=order,
        span=reference.span,
        seconds=(utterance.start_s, utterance.end_s),
        score=1.0,
    )


def _apart(found: Iterable[Reference], taken: Sequence[tuple[int, int]]) -> Iterator[Reference]:
    """Keep references that share no character with a place that is named, or with another."""
    spans = list(taken)
    for one in found:
        if not any(one.span[0] < end and start < one.span[1] for start, end in spans):
            spans.append(one.span)
            yield one


def _coupled(people: list[Mention]) -> list[Mention]:
    """Give names the relation that is said right beside them ("my sister Anna").

    The relation's own mention gets the name too, so that both are placed together; each relation
    goes with one name.
    """
    relations = [one for one in people if one.points == "relation" and one.relation]
    names = [one for one in people if one.points == "name"]
    coupled = {one.id: one for one in people}
    free = list(names)
    for relation in relations:
        if relation.relation in kinds().many:
            continue
        beside = [one for one in free if _gap(relation, one) <= _CLOSE]
        if beside:
            name = min(beside, key=lambda one: (_gap(relation, one), one.id))
            free.remove(name)
            coupled[name.id] = replace(name, relation=relation.relation)
            coupled[relation.id] = replace(relation, name=name.name)
    return list(coupled.values())


def _gap(one: Mention, other: Mention) -> int:
    """Return the characters between two mentions; many where one has no place in the text."""
    if one.span is None or other.span is None:
        return 1 << 20
    return max(one.span[0] - other.span[1], other.span[0] - one.span[1], 0)
