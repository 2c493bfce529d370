"""Utterances: words between two pauses."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from auditor.corpus import GivenLine
from auditor.records import Language, Recording, Utterance, Word
from auditor.speech.protocol import Heard

__all__ = ["PAUSE_S", "from_lines", "segment"]

PAUSE_S = 0.7
"""Seconds of silence that end an utterance; recognisers disagree, so it is done here for all."""


def segment(
    recording: Recording, heard: Sequence[Heard], language: Language
) -> tuple[Utterance, ...]:
    """Return the utterances of a recording, split where a segment ends or a pause is long."""
    pieces = [(piece, one) for one in heard for piece in _split(one.words)]
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
        )
        for number, (words, one) in enumerate(pieces, start=1)
    )


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
