"""Utterances: words between two pauses."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from auditor.corpus import GivenLine
from auditor.records import Alternative, Language, Recording, Utterance, Word
from auditor.speech.alternatives import alternatives_within
from auditor.speech.protocol import Heard

__all__ = ["PAUSE_S", "from_lines", "segment"]

PAUSE_S = 0.7
"""Seconds of silence that end an utterance; recognisers disagree, so it is done here for all."""


def segment(
    recording: Recording, heard: Sequence[Heard], language: Language
) -> tuple[Utterance, ...]:
    """Return the utterances of a recording, split where a segment ends or a pause is long."""
    pieces = [
        (words, one, alternatives)
        for one in heard
        for words, alternatives in _with_alternatives(list(_split(one.words)), one)
    ]
    return tuple(
        Utterance(
            id=f"{recording.id}-{number:04d}",
            recording_id=recording.id,
            start_s=words[0].start_s,
            end_s=words[-1].end_s,
            words=words,
            language=language,
            at=_clock(recording.started_at, words[0].start_s),
            speaker=one.speaker,
            alternatives=alternatives,
        )
        for number, (words, one, alternatives) in enumerate(pieces, start=1)
    )


def _with_alternatives(
    pieces: Sequence[tuple[Word, ...]], heard: Heard
) -> Iterator[tuple[tuple[Word, ...], tuple[Alternative, ...]]]:
    """Yield the pieces of a segment, each with what else may have been said nearest to it."""
    borders = [(before[-1].end_s + after[0].start_s) / 2 for before, after in pairwise(pieces)]
    bounds = zip(pieces, [-math.inf, *borders], [*borders, math.inf], strict=True)
    for words, start_s, end_s in bounds if pieces else ():
        text = " ".join(word.text for word in words)
        yield words, alternatives_within(heard.hypotheses, start_s, end_s, text)


def _split(words: Iterable[Word]) -> Iterator[tuple[Word, ...]]:
    current: list[Word] = []
    for word in words:
        if current and word.start_s - current[-1].end_s >= PAUSE_S:
            yield tuple(current)
            current = []
        current.append(word)
    if current:
        yield tuple(current)


def _clock(started_at: datetime | None, start_s: float) -> datetime | None:
    return None if started_at is None else started_at + timedelta(seconds=start_s)


def from_lines(
    recording: Recording, lines: Sequence[GivenLine], language: Language
) -> tuple[Utterance, ...]:
    """Return the utterances of a recording given as text, under the ids it gave them."""
    return tuple(_given(recording, line, language) for line in lines if line.text.strip())


def _given(recording: Recording, line: GivenLine, language: Language) -> Utterance:
    words = line.words or tuple(Word(text, 0.0, 0.0, 1.0) for text in _clean(line.text).split())
    timed = any(word.end_s > 0 for word in words)
    return Utterance(
        id=line.id,
        recording_id=recording.id,
        start_s=words[0].start_s if words else 0.0,
        end_s=words[-1].end_s if words else 0.0,
        words=words,
        language=language,
        at=line.at,
        timed=timed,
    )


def _clean(text: str) -> str:
    """Return the text without control characters, which no file format of the report can hold."""
    return "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)
