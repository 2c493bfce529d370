"""Those who were spoken of or aboard: whose attributes are whose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from auditor.inference.findings import Said

__all__ = ["of_members"]

_OWN_NAMES = ("relationship", "relative_name")
_MANY = 200
"""Members of one person that are told apart; who is spoken of less is left to the graph."""


def of_members(person: str, said: Iterable[Said]) -> list[tuple[str, list[Said]]]:
    """Return what was said of each relative, passenger and other person, by who they are.

    A relative is known by the relation named in the same utterance, or else by name; somebody
    else by the name said there. Who cannot be told is "relative", "passenger" or "other".

    Parameters
    ----------
    person
        The driver.
    said
        All attributes of the person's recordings.

    Returns
    -------
    list
        ``(id, attributes)`` by id; those with most attributes where there are very many.
    """
    by_utterance: dict[str, list[Said]] = defaultdict(list)
    for each in said:
        by_utterance[each.utterance.id].append(each)
    members: dict[str, list[Said]] = defaultdict(list)
    for together in by_utterance.values():
        for each in together:
            if each.about != "driver":
                members[f"{person}/{_who(each, together)}"].append(each)
    kept = sorted(members, key=lambda member: (-len(members[member]), member))[:_MANY]
    return [(member, members[member]) for member in sorted(kept)]


def _who(said: Said, together: Iterable[Said]) -> str:
    if said.about == "passenger":
        return "passenger"
    kinds = _OWN_NAMES if said.about == "relative" else ("contact_name",)
    if said.category in kinds:
        return said.value
    named = [
        each
        for kind in kinds
        for each in together
        if each.category == kind and (each.about == said.about or kind == "contact_name")
    ]
    return named[0].value if named else said.about
