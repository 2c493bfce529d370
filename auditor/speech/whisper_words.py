"""Whisper's tokens with times to words as every recogniser writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.records import Language, Word
from auditor.speech.packing import FRAME_S, SOUND_DB
from auditor.speech.whisper_engine import TimedWord
from auditor.speech.whisper_numerals import readings
from auditor.speech.words import plain_word

__all__ = ["plain_words", "within_sound"]

_SHORTEST_S = 0.06


@dataclass(frozen=True)
class _Chunk:
    """Words that are said by the characters ``start`` to ``end`` of the written text."""

    said: tuple[str, ...]
    start: int
    end: int


def plain_words(written: Sequence[TimedWord], language: Language) -> list[Word]:
    """Return the words as they are said: numbers in words, lower case, no punctuation.

    What Whisper writes without a space (``j`` ``'ai``, ``16`` ``h`` ``15``) is one word or one
    number; several words that a number makes share its time by their letters. A word is as sure
    as the least sure token of it.
    """
    text = "".join(part.text for part in written)
    return [word for chunk in _chunks(text, language) for word in _timed(chunk, written)]


def _chunks(text: str, language: Language) -> Iterator[_Chunk]:
    place = 0
    for reading in readings(text, language):
        yield from _plain(text, place, reading.start)
        yield _Chunk(tuple(reading.words.split()), reading.start, reading.end)
        place = reading.end
    yield from _plain(text, place, len(text))


def _plain(text: str, start: int, end: int) -> Iterator[_Chunk]:
    place = start
    for piece in text[start:end].split(" "):
        if word := plain_word(piece):
            yield _Chunk((word,), place, place + len(piece))
        place += len(piece) + 1


def _timed(chunk: _Chunk, written: Sequence[TimedWord]) -> Iterator[Word]:
    parts = [
        part for part, first, last in _placed(written) if first < chunk.end > chunk.start < last
    ]
    # Punctuation lasts into the pause that it stands for.
    sounding = [part for part in parts if plain_word(part.text) or len(parts) == 1] or parts
    start, end = sounding[0].start_s, sounding[-1].end_s
    confidence = min(part.probability for part in sounding)
    bounds = np.cumsum([0, *(len(word) for word in chunk.said)])
    times = start + (end - start) * bounds / bounds[-1]
    for word, begin, until in zip(chunk.said, times, times[1:], strict=False):
        yield Word(word, round(float(begin), 2), round(float(until), 2), confidence)


def _placed(written: Sequence[TimedWord]) -> Iterator[tuple[TimedWord, int, int]]:
    place = 0
    for part in written:
        yield part, place, place + len(part.text)
        place += len(part.text)


def within_sound(
    words: Sequence[Word], above_db: npt.NDArray[np.float32]
) -> tuple[list[Word], list[Word]]:
    """Return the words cut to the sound they lie on, and those that lie on none.

    Whisper's times run into the pauses before and after a word; and what it invents it puts where
    nothing rises above the noise.

    Parameters
    ----------
    words
        With times in seconds of the piece.
    above_db
        The piece's loudness above its noise floor, for each frame.
    """
    sounding, silent = [], []
    for word in words:
        first, last = int(word.start_s / FRAME_S), int(word.end_s / FRAME_S) + 1
        loud = np.flatnonzero(above_db[first:last] >= SOUND_DB)
        if not loud.size:
            silent.append(word)
            continue
        start = max(word.start_s, round((first + int(loud[0])) * FRAME_S, 2))
        end = min(word.end_s, round((first + int(loud[-1]) + 1) * FRAME_S, 2))
        end = max(end, min(start + _SHORTEST_S, word.end_s))
        sounding.append(Word(word.text, start, round(end, 2), word.confidence))
    return sounding, silent
