"""Evidence joined in log odds.

For one value: the log odds before evidence, plus the log likelihood ratios of what speaks for it,
less those of what speaks against it. Evidence of one kind is damped, and so is evidence of one
utterance; what is counted is the smaller of the two sums, so that saying more never says less.
Values that exclude each other share one unit of probability with "none of them".
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from auditor.inference.settings import weights
from auditor.inference.signals import Signal

__all__ = ["exclusive", "log_odds", "probability"]


def log_odds(signals: Sequence[Signal]) -> float:
    """Return the log odds of a value after its evidence.

    Parameters
    ----------
    signals
        Evidence for and against one value, in any order; at least one piece.
    """
    base = max(signal.base for signal in signals)
    return base + _joined(signals, 1.0) - _joined(signals, -1.0)


def probability(odds: float) -> float:
    """Return the probability of log odds."""
    return 1.0 / (1.0 + math.exp(-odds)) if odds >= 0 else math.exp(odds) / (1.0 + math.exp(odds))


def exclusive(odds: Mapping[str, float]) -> dict[str, float]:
    """Return probabilities of values of which at most one is true; they add up to less than 1.

    With odds o of each value against "none of them", P(i) = o(i) / (1 + Σ o).

    Parameters
    ----------
    odds
        Log odds by value.
    """
    top = max([0.0, *odds.values()])
    scaled = {value: math.exp(each - top) for value, each in odds.items()}
    total = math.exp(-top) + math.fsum(scaled.values())
    return {value: each / total for value, each in scaled.items()}


def _joined(signals: Sequence[Signal], sign: float) -> float:
    figures = weights()
    pieces = [each for each in signals if each.log_ratio * sign > 0]
    by_kind = _damped(pieces, lambda each: each.kind, figures.same_kind)
    by_utterance = _damped(pieces, lambda each: each.utterances[0].id, figures.same_utterance)
    return min(by_kind, by_utterance)


def _damped(pieces: Iterable[Signal], key: Callable[[Signal], str], factor: float) -> float:
    """Return the sum of strengths, the k-th strongest of each group times ``factor`` ** (k − 1)."""
    groups: dict[str, list[float]] = defaultdict(list)
    for each in pieces:
        groups[key(each)].append(abs(each.log_ratio))
    return math.fsum(
        strength * factor**rank
        for group in groups.values()
        for rank, strength in enumerate(sorted(group, reverse=True))
    )
