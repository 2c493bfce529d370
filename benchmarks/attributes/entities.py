"""Entities against marked ones: exact spans, and overlap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.attributes.systems import Span
from training.attributes.texts import Text

CORE = frozenset(("PERSON", "LOCATION", "ORG", "DATE", "TIME"))
WIDE = CORE | {"RELATION", "FOOD", "EVENT", "MEDIA"}
TIMES = frozenset(("DATE", "TIME"))


@dataclass(frozen=True)
class F1:
    """Rates in 0 … 1, over ``n`` marked entities; ``overlap`` counts any shared character."""

    exact: float
    precision: float
    recall: float
    overlap: float
    n: int


def f1(texts: Sequence[Text], found: Callable[[str], list[Span]], kinds: Iterable[str]) -> F1:
    """Score entities of ``kinds``; dates and times count as one kind, which tools tell apart.

    Joined are a date and a time that touch ("tomorrow morning"), in what is marked and in what is
    found.
    """
    wanted = set(kinds)
    said = true = exact = overlapping_said = overlapping_true = 0
    for text in texts:
        marked = _joined(text.words, [each for each in text.entities or () if each[2] in wanted])
        spans = _joined(text.words, [each for each in found(text.words) if each[2] in wanted])
        said, true = said + len(spans), true + len(marked)
        exact += len(set(spans) & set(marked))
        overlapping_said += sum(any(_overlap(one, other) for other in marked) for one in spans)
        overlapping_true += sum(any(_overlap(one, other) for other in spans) for one in marked)
    precision, recall = exact / max(said, 1), exact / max(true, 1)
    loose = (overlapping_said / max(said, 1), overlapping_true / max(true, 1))
    return F1(_mean(precision, recall), precision, recall, _mean(*loose), true)


def _mean(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _joined(words: str, spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end, kind in sorted(spans):
        named = "WHEN" if kind in TIMES else kind
        last = joined[-1] if joined else None
        if last and named == last[2] == "WHEN" and not words[last[1] : start].strip():
            joined[-1] = (last[0], end, named)
        else:
            joined.append((start, end, named))
    return joined


def _overlap(one: Span, other: Span) -> bool:
    return one[2] == other[2] and one[0] < other[1] and other[0] < one[1]
