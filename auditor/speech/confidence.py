"""From a recogniser's confidence in a word to the probability that the word is right.

Recognisers' confidences are not probabilities. For models whose words were compared with known
text, ``confidence.toml`` holds two numbers, fitted by ``benchmarks/speech/confidence.py`` (Platt
1999: a logistic regression on the log-odds of the confidence); for others nothing is claimed.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import replace
from functools import cache
from importlib import resources

from auditor.records import Language, ModelPin, Word

__all__ = ["with_probabilities", "word_probability"]

_CLIP = 1e-4
"""Confidences of exactly 0 and 1 have no log-odds."""


@cache
def _fits() -> dict[str, dict[str, float]]:
    text = resources.files(__package__).joinpath("confidence.toml").read_text("utf-8")
    return tomllib.loads(text)


def word_probability(confidence: float, model: ModelPin, language: Language) -> float | None:
    """Return the probability that a word is right, or None for a model that was never fitted.

    ``1 / (1 + exp(-(a + b · ln(c / (1 − c)))))`` with the confidence ``c`` kept within 0.0001 of
    0 and 1.
    """
    fit = _fits().get(f"{model.name}-{language}")
    if fit is None:
        return None
    kept = min(max(confidence, _CLIP), 1 - _CLIP)
    odds = fit["intercept"] + fit["slope"] * math.log(kept / (1 - kept))
    return round(1 / (1 + math.exp(-odds)), 4)


def with_probabilities(
    words: tuple[Word, ...], model: ModelPin, language: Language
) -> tuple[Word, ...]:
    """Return the words with their probability of being right, where the model was fitted."""
    return tuple(
        replace(word, probability=word_probability(word.confidence, model, language))
        for word in words
    )
