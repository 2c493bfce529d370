"""What every recogniser gives, whichever engine is behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from auditor.records import Language, ModelPin, SpeakerVector, Word

__all__ = ["Dropped", "Heard", "Hypothesis", "Recogniser", "Sound"]

Sound = Iterator[npt.NDArray[np.int16]]
"""Blocks of mono 16 kHz sound in order, each of shape (n,)."""


@dataclass(frozen=True)
class Dropped:
    """Words that a recogniser wrote and a guard did not believe: how many, where, and why.

    The words themselves are not kept: they were never said.
    """

    start_s: float
    end_s: float
    words: int
    why: str


@dataclass(frozen=True)
class Hypothesis:
    """One way to hear a segment; ``probability`` is relative to the others that were kept."""

    words: tuple[Word, ...]
    probability: float


@dataclass(frozen=True)
class Heard:
    """Words that a recogniser put into one segment, and the voice that said them.

    ``words`` is empty where all of them were dropped. ``hypotheses`` are there where they were
    asked for and the words are doubtful: likeliest first, the words themselves among them.
    """

    words: tuple[Word, ...]
    speaker: SpeakerVector | None = None
    dropped: tuple[Dropped, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()


class Recogniser(Protocol):
    """Turns sound into words with times and confidences.

    ``recognise`` may be called from several threads at once; what it returns depends on the
    sound, the language and the model alone, never on what was heard before.
    """

    @property
    def pin(self) -> ModelPin:
        """Which model this is."""
        ...

    @property
    def languages(self) -> frozenset[Language]:
        """The languages it understands."""
        ...

    def recognise(self, sound: Sound, language: Language) -> list[Heard]:
        """Return the segments of ``sound`` in order; empty when nothing was said."""
        ...
