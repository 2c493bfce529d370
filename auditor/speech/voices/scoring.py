"""How far two stretches of speech support one voice: scores, and calibrated likelihood ratios.

A score is the cosine between two speaker vectors after the mean of the building voices is taken
off and the directions in which one voice varies from utterance to utterance are weighed down
(within-class covariance normalisation: Hatch, Kajarekar and Stolcke, Interspeech 2006). What a
score is worth depends on how much speech it rests on, so it becomes a likelihood ratio by a
logistic regression on the score and on the seconds of both sides (Brümmer and du Preez,
"Application-independent evaluation of speaker detection", Computer Speech & Language 20, 2006).

The constants are in ``voices.json``, with how they were made: from synthetic voices, by
``benchmarks/speech/speakers.py --fit``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.records import SpeakerVector
from auditor.speech.voices.vectors import FRAME_S

__all__ = [
    "LEAST_S",
    "Link",
    "Scorer",
    "link",
    "pooled",
    "pooled_seconds",
    "scorer",
    "seconds_of",
    "wording",
]

Array = npt.NDArray[np.float64]

LEAST_S = 2.0
"""Seconds of speech below which a vector founds no speaker: of 3 s of sound, pauses taken off."""


@dataclass(frozen=True)
class Link:
    """How far two stretches of speech support one voice rather than two.

    Attributes
    ----------
    score
        Cosine, in −1 … 1.
    seconds
        Seconds of speech on either side.
    log10_lr
        Decimal logarithm of the likelihood ratio: 1 says that such a score is ten times likelier
        between two utterances of one voice than between two voices. Bounded on both sides by what
        the number of building voices can support.
    """

    score: float
    seconds: tuple[float, float]
    log10_lr: float


@dataclass(frozen=True)
class Scorer:
    """The constants of ``voices.json``.

    Attributes
    ----------
    mean
        Mean vector of the building voices, of shape (128,).
    whitening
        Matrix of shape (128, k) that weighs directions.
    weights
        ``(a, b, c, d)`` of log LR = a + b·score + (c + d·score)·log(seconds / 3).
    seconds
        Shortest and longest pooled seconds that were fitted; beyond, the nearer is used.
    bound
        Largest absolute value of a decimal logarithm.
    """

    mean: Array
    whitening: Array
    weights: tuple[float, float, float, float]
    seconds: tuple[float, float]
    bound: float

    def project(self, values: npt.ArrayLike) -> Array:
        """Return vectors of shape (n, 128) as unit vectors of shape (n, k)."""
        projected = (np.asarray(values, dtype=np.float64) - self.mean) @ self.whitening
        lengths = np.linalg.norm(projected, axis=-1, keepdims=True)
        unit: Array = projected / np.maximum(lengths, 1e-12)
        return unit

    def log10_lr(self, scores: npt.ArrayLike, seconds: npt.ArrayLike) -> Array:
        """Return decimal log likelihood ratios of scores at pooled seconds of the same shape."""
        a, b, c, d = self.weights
        length = np.log(np.clip(np.asarray(seconds, dtype=np.float64), *self.seconds) / 3.0)
        score = np.asarray(scores, dtype=np.float64)
        natural = a + b * score + (c + d * score) * length
        return np.asarray(np.clip(natural / np.log(10.0), -self.bound, self.bound))

    def threshold(self, seconds: float, log10_lr: float = 0.0) -> float:
        """Return the score at which the likelihood ratio reaches ``log10_lr``."""
        a, b, c, d = self.weights
        length = float(np.log(np.clip(seconds, *self.seconds) / 3.0))
        return float((log10_lr * np.log(10.0) - a - c * length) / (b + d * length))

    def link(self, one: SpeakerVector, other: SpeakerVector) -> Link:
        """Return how far two vectors support one voice."""
        units = self.project([one.values, other.values])
        score = float(units[0] @ units[1])
        seconds = (seconds_of(one), seconds_of(other))
        ratio = float(self.log10_lr(score, pooled_seconds(*seconds)))
        return Link(round(score, 4), seconds, round(ratio, 3))


@cache
def scorer() -> Scorer:
    """Return the scorer that is shipped."""
    text = resources.files(__package__).joinpath("voices.json").read_text("utf-8")
    return _from_json(json.loads(text))


def link(one: SpeakerVector, other: SpeakerVector) -> Link:
    """Return how far two vectors support one voice rather than two.

    A link is never a yes: how much a likelihood ratio must be depends on how probable one voice
    was beforehand and on what a wrong merge costs, which only the reader knows.
    """
    return scorer().link(one, other)


def seconds_of(vector: SpeakerVector) -> float:
    """Return the seconds of speech that a vector rests on."""
    return round(vector.frames * FRAME_S, 2)


def pooled_seconds(one: npt.ArrayLike, other: npt.ArrayLike) -> Any:
    """Return the harmonic mean: the shorter side limits what a comparison can tell."""
    first, second = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    return 2.0 / (1.0 / np.maximum(first, 0.01) + 1.0 / np.maximum(second, 0.01))


def pooled(vectors: Sequence[SpeakerVector]) -> SpeakerVector:
    """Return the voice of several utterances, each weighing as many frames as it rests on."""
    if len(vectors) == 1:
        return vectors[0]
    frames = [vector.frames for vector in vectors]
    mean = np.average([vector.values for vector in vectors], axis=0, weights=frames)
    return SpeakerVector(tuple(float(value) for value in mean), sum(frames))


_WORDS = ((2.0, "rather strong"), (1.0, "moderate"), (0.3, "weak"))
"""Decimal logarithms of likelihood ratios from which a word is used."""


def wording(log10_lr: float) -> str:
    """Return a likelihood ratio in words, after the scale of the ENFSI guideline of 2015.

    >>> wording(1.3)
    'moderate for one voice'
    """
    for least, word in _WORDS:
        if abs(log10_lr) >= least:
            return f"{word} for {'one voice' if log10_lr > 0 else 'two voices'}"
    return "tells nothing"


def _from_json(found: dict[str, Any]) -> Scorer:
    a, b, c, d = found["weights"]
    shortest, longest = found["seconds"]
    return Scorer(
        np.array(found["mean"], dtype=np.float64),
        np.array(found["whitening"], dtype=np.float64),
        (a, b, c, d),
        (shortest, longest),
        found["bound"],
    )
