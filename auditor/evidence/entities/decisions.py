"""What people decided about entities: kept in a file, honoured by every later run.

Decisions are about mentions, not about entities: a mention stays what it is when recordings are
added and everything is resolved anew. The file is JSON, or TOML where its name says so::

    together = [["9f2c…", "77b0…"]]

    [[apart]]
    mentions = ["1f3a…"]
    others = ["9f2c…"]
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from auditor.decided import made_one, read_decided
from auditor.errors import UsageError
from auditor.evidence.entities.records import Entities, Entity

__all__ = ["Apart", "Decisions", "merge", "read_decisions", "separate"]

Ids = Annotated[tuple[str, ...], Field(min_length=1)]


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Apart(_Written):
    """The ``mentions`` are of one entity, which is not that of the ``others``."""

    mentions: Ids
    others: Ids


class Decisions(_Written):
    """All of a folder's decisions; ``together`` lists mentions that are of one entity."""

    schema_version: Literal[1] = 1
    together: tuple[Ids, ...] = ()
    apart: tuple[Apart, ...] = ()

    def groups(self) -> list[frozenset[str]]:
        """Return the sets of mentions that were decided to be of one entity, disjoint."""
        return made_one((*self.together, *(each.mentions for each in self.apart)))

    def conflict(self) -> tuple[str, str] | None:
        """Return two mentions that are decided to be of one entity and of two; None if none."""
        for group in self.groups():
            for each in self.apart:
                ones, others = group & set(each.mentions), group & set(each.others)
                if ones and others:
                    return min(ones), min(others)
        return None


def read_decisions(path: Path) -> Decisions:
    """Return the decisions of a file; none where it does not exist.

    Raises
    ------
    UsageError
        If it cannot be read, is no such file, or its decisions contradict one another.
    """
    decisions = read_decided(path, Decisions, "entities")
    if pair := decisions.conflict():
        raise UsageError(
            f"mentions {pair[0]} and {pair[1]} are said to be of one entity and of two",
            where=str(path),
            remedy="Remove one of the two entries.",
        )
    return decisions


def merge(decisions: Decisions, entities: Entities, one_id: str, other_id: str) -> Decisions:
    """Return the decisions with two entities made one.

    Raises
    ------
    UsageError
        If there are no such two, they are of different types, or were decided to be two.
    """
    one, other = existing(entities, one_id), existing(entities, other_id)
    if one.id == other.id or one.type != other.type:
        raise UsageError(
            f"{one.id} and {other.id} are not two of one type", remedy="Name two that are."
        )
    both = (*_ids(one), *_ids(other))
    kept = [group for group in decisions.together if not set(group) <= set(both)]
    merged = decisions.model_copy(update={"together": (*kept, both)})
    if merged.conflict():
        raise UsageError(
            f"{one.id} and {other.id} were decided to be two",
            remedy="Remove that entry of 'apart' first.",
        )
    return merged


def separate(
    decisions: Decisions, entities: Entities, entity_id: str, mentions: Sequence[str]
) -> Decisions:
    """Return the decisions with some mentions of an entity made another entity.

    Earlier decisions that put them together go: the last word counts.

    Raises
    ------
    UsageError
        If there is no such entity, a mention is not one of its, or none would be left.
    """
    entity = existing(entities, entity_id)
    own = _ids(entity)
    strangers = sorted(set(mentions) - set(own))
    if strangers or not mentions:
        raise UsageError(
            f"{entity.id} has no mention {', '.join(strangers) or 'that was named'}",
            remedy=f"Its mentions are: {', '.join(own)}.",
        )
    rest = tuple(one for one in own if one not in set(mentions))
    if not rest:
        raise UsageError(f"nothing of {entity.id} would be left", remedy="List fewer mentions.")
    chosen = set(mentions)
    kept = [group for group in decisions.together if not (set(group) & chosen)]
    kept += [
        left
        for group in decisions.together
        if set(group) & chosen
        for left in (tuple(one for one in group if one not in chosen),)
        if len(left) > 1
    ]
    entry = Apart(mentions=tuple(dict.fromkeys(mentions)), others=rest)
    update = {"together": tuple(kept), "apart": (*decisions.apart, entry)}
    return decisions.model_copy(update=update)


def existing(entities: Entities, entity_id: str) -> Entity:
    """Return an entity by its id, with or without ``entity:`` in front.

    Raises
    ------
    UsageError
        If there is none.
    """
    found = entities.find(entity_id.removeprefix("entity:"))
    if found is None:
        raise UsageError(
            f"there is no entity {entity_id!r}",
            remedy="auditor graph FOLDER --entities lists them.",
        )
    return found


def _ids(entity: Entity) -> tuple[str, ...]:
    return tuple(placed.mention.id for placed in entity.mentions)
