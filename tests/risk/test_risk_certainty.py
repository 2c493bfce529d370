"""The words for probabilities."""

from __future__ import annotations

import pytest

from auditor.inference.certainty import CERTAIN, COUNTED, LIKELY, certainty


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (1.0, "certain"), (0.85, "certain"), (0.8499, "likely"), (0.6, "likely"),
        (0.5999, "possible"), (0.0, "possible"),
    ],
)  # fmt: skip
def test_each_word_begins_at_its_threshold(probability: float, word: str) -> None:
    assert certainty(probability) == word


def test_the_thresholds_are_those_documented() -> None:
    assert (CERTAIN, LIKELY, COUNTED) == (0.85, 0.6, 0.5)
