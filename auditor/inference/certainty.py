"""From which probability a claim counts, and the words that stand for a probability."""

from __future__ import annotations

from typing import Literal

__all__ = ["CERTAIN", "COUNTED", "LIKELY", "Certainty", "certainty"]

Certainty = Literal["certain", "likely", "possible"]

CERTAIN = 0.85
"""The least probability that is called certain."""
LIKELY = 0.6
"""The least probability that is called likely; anything under it is possible."""
COUNTED = 0.5
"""The least probability with which a claim counts in measures and scores."""


def certainty(probability: float) -> Certainty:
    """Return the word for a probability in 0 … 1: ``certain``, ``likely`` or ``possible``.

    Reports use the words until reviewed decisions calibrate the numbers.
    """
    if probability >= CERTAIN:
        return "certain"
    return "likely" if probability >= LIKELY else "possible"
