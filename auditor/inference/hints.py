"""Hints joined: what no utterance gives away for sure, and several together may.

A hint is an attribute that is likelier wrong than right, reported or not. The chance that at least
one of several is right is a noisy or (Pearl, "Probabilistic Reasoning in Intelligent Systems",
1988), P = 1 − Π (1 − p_k); as hints of one person are wrong in like ways, the k-th strongest counts
with a weight that falls with k. Where a value is what matters (a faith, a name, a town), only hints
of one value are joined; where a standing trait does (an illness, a hobby), all of the category.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from auditor.inference.findings import Said
from auditor.inference.settings import weights
from auditor.inference.signals import Signal, logit
from auditor.taxonomy import parent

__all__ = ["HINTS", "hint_signals", "is_hint", "joined"]

HINTS = "hints"
"""The kind of evidence that joined hints are."""

_SUREST = 0.999
_MOST = 5
"""Hints that are joined: further ones would let whoever talks much give everything away."""


def is_hint(said: Said) -> bool:
    """Return whether an attribute says too little by itself."""
    return said.hint or said.score < weights().hints.below


def hint_signals(hints: Iterable[Said]) -> list[Signal]:
    """Return one piece of evidence for each group of hints from at least two utterances.

    Parameters
    ----------
    hints
        Of one person.
    """
    groups: dict[tuple[str, str, str], list[Said]] = defaultdict(list)
    for hint in hints:
        kind = parent(hint.category)
        value = "" if kind in weights().hints.traits else hint.value
        groups[kind, value, hint.about].append(hint)
    signals = (_signal(_strongest(groups[key])) for key in sorted(groups))
    return [each for each in signals if each is not None]


def joined(chances: Iterable[float]) -> float:
    """Return the chance that at least one hint is right, each less certain to add to the others."""
    damping = weights().hints.damping
    ranked = sorted(chances, reverse=True)
    return 1.0 - math.prod(math.pow(1.0 - p, damping**k) for k, p in enumerate(ranked))


def _strongest(hints: Sequence[Said]) -> list[Said]:
    """Return the strongest hint of each utterance, strongest first, a few of them."""
    ranked = sorted(hints, key=lambda each: (-each.score, each.utterance.order, each.node))
    strongest: dict[str, Said] = {}
    for each in ranked:
        strongest.setdefault(each.utterance.id, each)
    return list(strongest.values())[:_MOST]


def _signal(hints: Sequence[Said]) -> Signal | None:
    if len(hints) < 2:
        return None
    first = hints[0]
    prior = weights().prior_of(first.category)
    chance = min(max(joined(each.score for each in hints), prior), _SUREST)
    return Signal(
        category=first.category,
        value=first.value,
        label=first.label,
        about=first.about,
        kind=HINTS,
        log_ratio=logit(chance) - logit(prior),
        base=logit(prior),
        utterances=tuple(each.utterance for each in hints),
        nodes=tuple(each.node for each in hints),
        stated=not first.hint,
    )
