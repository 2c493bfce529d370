"""Whether two recognisers heard the same: word by word, in the same place.

Two recognisers of different kinds seldom make the same mistake at the same moment, so that a word
both wrote was hardly invented. Spelling is no disagreement: ``rendez-vous`` is ``rendez vous``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Indel

from auditor.records import Transcript, Utterance, Word

__all__ = ["span_agreed", "with_second"]

_NEAR_S = 0.8
"""The two put a word some 0.1 s apart, at worst half a second; the same word said twice is farther
away."""
_PARTS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class _Part:
    """Letters between hyphens and apostrophes, and which word they are of."""

    text: str
    word: int
    at_s: float


def with_second(first: Transcript, second: Transcript) -> Transcript:
    """Return the first transcript with the second beside it, each of its words marked.

    Its words, times and utterances stay as they are.
    """
    heard = [word for one in second.utterances for word in one.words]
    parts = list(_parts(heard))
    times = [part.at_s for part in parts]
    utterances = []
    done = 0  # of parts, so that a word of the second is taken once
    for utterance in first.utterances:
        own = list(_parts(utterance.words))
        first_near = bisect_left(times, utterance.start_s - _NEAR_S, lo=done)
        last_near = bisect_right(times, utterance.end_s + _NEAR_S, lo=first_near)
        matches = list(_matches(own, parts[first_near:last_near]))
        if matches:
            done = first_near + matches[-1][1] + 1
        agreed = _whole_words(own, {mine for mine, _ in matches}, len(utterance.words))
        utterances.append(_marked(utterance, agreed))
    return replace(first, utterances=tuple(utterances), second=second)


def span_agreed(utterance: Utterance, span: tuple[int, int] | None) -> bool | None:
    """Return whether both recognisers heard all words of a span of an utterance's text.

    Parameters
    ----------
    utterance
        As :func:`with_second` marked it.
    span
        Characters of its ``text``, as :class:`~auditor.records.Attribute` has them; None for all.

    Returns
    -------
    bool or None
        None where there was no second recogniser, or the span holds no word.
    """
    first, last = span or (0, len(utterance.text))
    place, inside = 0, []
    for word in utterance.words:
        if place < last and first < place + len(word.text):
            inside.append(word.agreed)
        place += len(word.text) + 1
    return None if not inside or None in inside else all(inside)


def _parts(words: Iterable[Word]) -> Iterator[_Part]:
    for number, word in enumerate(words):
        for text in _PARTS.findall(word.text.lower()):
            yield _Part(text, number, (word.start_s + word.end_s) / 2)


def _matches(own: Sequence[_Part], other: Sequence[_Part]) -> Iterator[tuple[int, int]]:
    """Yield places of equal parts in the alignment with most of them, if they are near."""
    codes = Indel.opcodes([each.text for each in own], [each.text for each in other])
    for code in codes:
        if code.tag != "equal":
            continue
        here = range(code.src_start, code.src_end)
        for mine, theirs in zip(here, range(code.dest_start, code.dest_end), strict=True):
            if abs(own[mine].at_s - other[theirs].at_s) <= _NEAR_S:
                yield mine, theirs


def _whole_words(own: Sequence[_Part], matched: set[int], words: int) -> list[bool]:
    """Return for each word whether it has parts and all of them were matched."""
    found: list[list[bool]] = [[] for _ in range(words)]
    for place, part in enumerate(own):
        found[part.word].append(place in matched)
    return [bool(each) and all(each) for each in found]


def _marked(utterance: Utterance, agreed: Sequence[bool]) -> Utterance:
    words = (
        replace(word, agreed=heard) for word, heard in zip(utterance.words, agreed, strict=True)
    )
    return replace(utterance, words=tuple(words))
