"""A driver's first name as evidence of their sex, by how many girls and boys were given it.

The share of girls among those given a name comes from the gazetteer of ``attributes`` (INSEE,
fichier des prénoms; US Social Security Administration, names by year of birth). With share g the
likelihood ratio of "female" over "male" is g / (1 − g), since about half of all people are either.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

from auditor.attributes.lexicon import data as gazetteer_data
from auditor.attributes.lexicon import table
from auditor.attributes.text import fold
from auditor.inference.signals import Fact, Signal

__all__ = ["sex_signals", "share_of_girls"]

_LEAST = 0.3
"""Probability that a name needs to be the driver's before it says anything of them."""
_EDGE = 0.02
"""A share is not believed to be nearer to none or all than this."""


def sex_signals(facts: Iterable[Fact]) -> list[Signal]:
    """Return evidence for the driver's sex from what seems to be their first name.

    Parameters
    ----------
    facts
        Attributes and conclusions of one person; those of the category ``name`` are looked at.
    """
    found = []
    for fact in facts:
        if fact.category != "name" or fact.about != "driver" or fact.score < _LEAST:
            continue
        share = share_of_girls(fact.value)
        if share is not None and share != 0.5:
            found.append(_signal(fact, share))
    return found


def _signal(fact: Fact, share: float) -> Signal:
    """Weigh the share by the chance that the name is the driver's (Pearl's virtual evidence)."""
    sex, chance = ("female", share) if share > 0.5 else ("male", 1.0 - share)
    ratio = fact.score * chance / (1.0 - chance) + 1.0 - fact.score
    first = fact.utterances[0]
    return Signal(
        category="gender",
        value=sex,
        label=sex,
        about="driver",
        kind="rule:sexes.first_name",
        log_ratio=math.log(ratio),
        base=0.0,
        utterances=fact.utterances,
        nodes=(fact.node or f"utterance:{first.id}",),
        stated=False,
    )


def share_of_girls(name: str) -> float | None:
    """Return the share of girls among people given the first word of ``name``; None if unknown."""
    words = name.casefold().split()
    if not words:
        return None
    known = _shares()
    share = known.get(words[0], known.get(fold(words[0])))
    return None if share is None else min(max(share, _EDGE), 1.0 - _EDGE)


@cache
def _shares() -> dict[str, float]:
    rows = table(gazetteer_data("gazetteer", "first_names.tsv"))
    return {row["name"].casefold(): float(row["girls"]) for _, row in rows}
