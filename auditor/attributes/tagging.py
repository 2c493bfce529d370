"""The encoder's tags of words as stretches: B begins an entity, I goes on, O is outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

__all__ = ["CUT", "Stretch", "named", "stretches_of"]

_KINDS: Mapping[str, tuple[str, ...]] = {
    "name": ("PERSON",),
    "relative_name": ("PERSON",),
    "contact_name": ("PERSON",),
    "home_place": ("LOCATION",),
    "work_place": ("LOCATION", "ORG"),
    "visited_place": ("LOCATION", "ORG"),
    "employer": ("ORG",),
}
"""Categories whose value is a name, and the entities that can be it."""


CUT = frozenset(("name", "relative_name", "contact_name", "home_place", "work_place"))
"""Categories of which a rule's words are cut down to the name in them."""
_OUTSIDE = 0.5
"""Log-odds that are added for being outside: of 0, 0.5, 1, 1.5 and 2 the one with the best F1 on
commands kept apart from training, with a third fewer alarms in harmless ones."""


@dataclass(frozen=True)
class Stretch:
    """An entity from word ``first`` to ``last``, excluded.

    ``score`` is the mean of its words' probabilities, in 0 … 1, not calibrated.
    """

    kind: str
    first: int
    last: int
    score: float


def stretches_of(odds: npt.NDArray[np.float32], tags: Sequence[str]) -> list[Stretch]:
    """Return the entities that the likeliest tags make, in order.

    Parameters
    ----------
    odds
        float32 of shape (words, tags), of :class:`~auditor.attributes.encoder.Senses`.
    tags
        Their names, in the encoder's order.
    """
    if not len(odds):
        return []
    careful = odds.copy()
    careful[:, tags.index("O")] += _OUTSIDE
    surest = 1.0 / np.exp(careful - careful.max(axis=1, keepdims=True)).sum(axis=1)
    return list(_runs([tags[k] for k in careful.argmax(axis=1)], surest))


def _runs(tags: Sequence[str], surest: npt.NDArray[np.float32]) -> Iterator[Stretch]:
    """Yield entities; one that begins with I began all the same."""
    first: int | None = None
    for k, tag in enumerate([*tags, "O"]):
        if first is not None and tag != f"I-{tags[first][2:]}":
            yield Stretch(tags[first][2:], first, k, round(float(surest[first:k].mean()), 4))
            first = None
        if first is None and tag != "O":
            first = k


def named(
    category: str, first: int, last: int, entities: Sequence[Stretch], *, least: float = 0.0
) -> tuple[int, int]:
    """Return the words of the name that a value is, where the category's values are names.

    The entity of a fitting kind that shares most words with the value; where none does, the only
    fitting one of the utterance; else the value's own words. Entities with a score under ``least``
    are passed over.
    """
    names = _whole([each for each in entities if each.kind in _KINDS.get(category, ())])
    fitting = [each for each in names if each.score >= least]
    shared = [min(each.last, last) - max(each.first, first) for each in fitting]
    if shared and max(shared) > 0:
        best = fitting[shared.index(max(shared))]
    elif len(fitting) == 1:
        best = fitting[0]
    else:
        return first, last
    return best.first, best.last


def _whole(names: Sequence[Stretch]) -> list[Stretch]:
    """Join names that follow each other without a word between: "sophie" "martin"."""
    found: list[Stretch] = []
    for each in names:
        before = found[-1] if found else None
        if before and before.last == each.first and before.kind == each.kind:
            score = min(before.score, each.score)
            found[-1] = replace(before, last=each.last, score=score)
        else:
            found.append(each)
    return found
