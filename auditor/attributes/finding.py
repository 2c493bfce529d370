"""What a detector reports, and what a detector is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from auditor.attributes.about import Frame
from auditor.attributes.reading import Reading
from auditor.records import About

__all__ = ["WORTH_JOINING", "Detector", "Finding", "Party", "party_of"]

Party = Literal["family", "passenger", "other"]
"""Whom an analyst reports together: the driver with the family, those aboard, anybody else."""
WORTH_JOINING = 0.1
"""Probability from which something about driver and family is kept as a hint."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule or model believes that some words give away.

    Attributes
    ----------
    category
        A category of :mod:`auditor.taxonomy`.
    first, last
        The words of the value in the reading's text, ``last`` excluded.
    score
        Strength in 0 … 1, before the resolver has looked at what else was found.
    why
        The rule or model with its version.
    about
        Whom it concerns where the detector knows; None leaves it to the frame.
    normalised
        The value in comparable form; "" takes the case-folded words.
    hint
        Whether it is too unsure to be reported by itself.
    guess
        What the encoder takes the value for, of categories with few values; "" if it cannot tell.
    """

    category: str
    first: int
    last: int
    score: float
    why: str
    about: About | None = None
    normalised: str = ""
    hint: bool = False
    guess: str = ""


class Detector(Protocol):
    """Anything that finds attributes in a reading: cues, lexicons, readers, trained models.

    Detectors do not know of each other; :mod:`auditor.attributes.resolver` merges what they find.
    """

    def detect(self, reading: Reading, frame: Frame) -> Iterable[Finding]:
        """Return what ``reading`` gives away, in any order."""
        ...


def party_of(about: About | None) -> Party:
    """Return the party of a person; what nobody is named for is the driver's."""
    return about if about in ("passenger", "other") else "family"
