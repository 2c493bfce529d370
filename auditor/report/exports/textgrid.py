"""Praat's TextGrid, in its long form, in UTF-8."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.report.exports.spoken import Spoken
from auditor.report.exports.tiers import Tier, confidence_text, tiers

__all__ = ["textgrid_bytes"]

Interval = tuple[float, float, str]
"""Seconds, seconds, text."""


def textgrid_bytes(spoken: Spoken) -> bytes:
    """Return three interval tiers a speaker: utterances, words, confidences.

    The grid is as long as the sound that was heard, or as the last word where that is later.
    """
    from praatio.utilities import textgrid_io  # type: ignore[import-untyped]

    lines = spoken.lines()
    heard_ms = round(spoken.transcript.decoded_s * 1000)
    length_s = max([heard_ms, 1, *(line.end_ms for line in lines)]) / 1000
    grid = {
        "xmin": 0.0,
        "xmax": length_s,
        "tiers": [
            {
                "class": "IntervalTier",
                "name": name,
                "xmin": 0.0,
                "xmax": length_s,
                "entries": list(intervals),
            }
            for tier in tiers(lines)
            for name, intervals in _levels(tier)
        ],
    }
    # Praat wants the gaps written; praatio would merge short words into their neighbours.
    text: str = textgrid_io.getTextgridAsStr(
        grid, "long_textgrid", includeBlankSpaces=True, minimumIntervalLength=None
    )
    return text.encode("utf-8")


def _levels(tier: Tier) -> Iterable[tuple[str, Iterable[Interval]]]:
    words = [word for line in tier.lines for word in line.words]
    yield tier.name, (_interval(one.start_ms, one.end_ms, one.text) for one in tier.lines)
    yield tier.words, (_interval(one.start_ms, one.end_ms, one.text) for one in words)
    yield (
        tier.confidence,
        (_interval(one.start_ms, one.end_ms, confidence_text(one.confidence)) for one in words),
    )


def _interval(start_ms: int, end_ms: int, text: str) -> Interval:
    return start_ms / 1000, end_ms / 1000, text
