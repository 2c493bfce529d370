"""Other ways to hear what was heard: where words are doubtful, what else they may have been.

A second look at doubtful segments alone gives the likeliest hypotheses of the same recogniser.
Their probabilities are relative: what the recogniser gives each of those that were asked for,
as if one of them were right.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from auditor.records import Alternative, Word
from auditor.speech.protocol import Hypothesis

__all__ = ["DOUBTFUL", "alternatives_within", "are_doubtful", "weighted"]

DOUBTFUL = 0.9
"""A segment is looked at again if its recogniser is less sure of any word of it."""
_DECIMALS = 3


def are_doubtful(words: Iterable[Word]) -> bool:
    """Return whether it is worth looking for other hypotheses."""
    return any(word.confidence < DOUBTFUL for word in words)


def weighted(scored: Sequence[tuple[tuple[Word, ...], float]]) -> tuple[Hypothesis, ...]:
    """Return hypotheses with relative probabilities, likeliest first.

    Parameters
    ----------
    scored
        Words, and the natural logarithm of their likelihood up to a constant.
    """
    if not scored:
        return ()
    best = max(score for _, score in scored)
    weights = [math.exp(score - best) for _, score in scored]
    total = sum(weights)
    found = [
        Hypothesis(words, round(weight / total, _DECIMALS))
        for (words, _), weight in zip(scored, weights, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: -one.probability))


def alternatives_within(
    hypotheses: Sequence[Hypothesis], start_s: float, end_s: float, text: str
) -> tuple[Alternative, ...]:
    """Return the texts that an utterance may have, likeliest first; none if there is one alone.

    Parameters
    ----------
    hypotheses
        Of the segment that the utterance is a part of.
    start_s, end_s
        What is nearer to this utterance than to others of its segment.
    text
        Of the utterance.
    """
    found: dict[str, float] = {}
    for one in hypotheses:
        inside = [
            word.text for word in one.words if start_s <= (word.start_s + word.end_s) / 2 < end_s
        ]
        said = " ".join(inside)
        found[said] = found.get(said, 0.0) + one.probability
    if set(found) <= {text}:
        return ()
    ordered = sorted(found.items(), key=lambda each: -each[1])
    return tuple(Alternative(said, round(p, _DECIMALS)) for said, p in ordered)
