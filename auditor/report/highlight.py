"""The words of a sentence that give something away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.records import Attribute, Claim
from auditor.taxonomy import covers

_LONGEST = 480
"""Characters of a sentence that are shown; a longer one is cut around the words that count."""
_LEAD = 160
_CUT = "…"


@dataclass(frozen=True)
class Segment:
    """Part of a sentence; ``marked`` where it gives the claim away."""

    text: str
    marked: bool


def behind(claim: Claim, attributes: Sequence[Attribute]) -> list[Attribute]:
    """Return the attributes of one utterance that a claim rests on.

    Those with the claim's own value; where there are none, those of its category; where these are
    hints alone, the hints; and for a conclusion from something else, all that is reported.
    """
    of_kind = [
        each
        for each in attributes
        if covers(claim.category, each.category) or covers(each.category, claim.category)
    ]
    same = [each for each in of_kind if each.normalised == claim.normalised]
    return _reported(same) or _reported(of_kind) or same or of_kind or _reported(attributes)


def _reported(attributes: Sequence[Attribute]) -> list[Attribute]:
    return [each for each in attributes if not each.hint]


def segments(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Segment, ...]:
    """Cut ``text`` into marked and unmarked parts, and to a length that can be read.

    Parameters
    ----------
    text
        The sentence.
    spans
        (start, end) in characters; they may overlap, and those outside the text are ignored.
    """
    merged = _merged(text, spans)
    start, end = _window(text, merged)
    parts = [Segment(_CUT + " ", marked=False)] if start else []
    place = start
    for low, high in merged:
        if place >= end:
            break
        if low > place:
            parts.append(Segment(text[place : min(low, end)], marked=False))
        if low < end:
            parts.append(Segment(text[max(low, start) : min(high, end)], marked=True))
        place = max(place, high)
    if place < end:
        parts.append(Segment(text[place:end], marked=False))
    if end < len(text):
        parts.append(Segment(" " + _CUT, marked=False))
    return tuple(parts)


def _merged(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if not 0 <= low < high <= len(text):
            continue
        if merged and low <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(high, merged[-1][1])
        else:
            merged.append((low, high))
    return merged


def _window(text: str, merged: Sequence[tuple[int, int]]) -> tuple[int, int]:
    if len(text) <= _LONGEST:
        return 0, len(text)
    first = merged[0][0] if merged else 0
    start = max(0, min(first - _LEAD, len(text) - _LONGEST))
    end = start + _LONGEST
    # Cuts fall between words where there are any.
    if start and (space := text.find(" ", start, first)) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", start + 1, end)) > first:
        end = space
    return start, end
