"""Recognised words against the words that were said."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from auditor.errors import UsageError
from auditor.records import TruthUtterance, Word

__all__ = ["Assigned", "assign_words", "spoken_words", "word_errors"]

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*'?")
_ELISION = re.compile(r"\b((?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)') +(?=\w)")
_ROUNDING_S = 1e-9


def spoken_words(text: str) -> list[str]:
    """Return the words of a text as word error rates compare them.

    Recognisers differ in capitals, punctuation, hyphens and the space after an elision (``j' ai``),
    none of which is spoken: they are made one. Numbers stay as they are written, so ``7`` against
    ``seven`` is an error.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return _WORD.findall(_ELISION.sub(r"\1", plain))


def word_errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """Return the fewest words to substitute, delete and insert to make one text the other.

    The numerator of the word error rate (Levenshtein distance over words). Each row of the table
    is computed at once, so that ten thousand words against as many take about a second.
    """
    codes = {word: code for code, word in enumerate(dict.fromkeys((*said, *heard)))}
    across = np.array([codes[word] for word in heard], dtype=np.int64)
    steps = np.arange(len(heard) + 1)
    row = steps.copy()
    for number, word in enumerate(said, start=1):
        above = np.minimum(row[1:] + 1, row[:-1] + (across != codes[word]))
        # An insertion costs 1 for each step to the right: a running minimum of the rest.
        row = np.minimum.accumulate(np.concatenate(([number], above)) - steps) + steps
    return int(row[-1])


@dataclass(frozen=True)
class Assigned:
    """Recognised words by truth utterance, every utterance having a key.

    ``outside`` are the words that no utterance holds; for a word error rate they are insertions.
    """

    by_utterance: dict[str, list[Word]]
    outside: list[Word]


def assign_words(words: Sequence[Word], utterances: Sequence[TruthUtterance]) -> Assigned:
    """Give each recognised word of one recording to the truth utterance it overlaps most.

    The overlap must be at least half of the word's duration; of two equal ones the earlier
    utterance has it. A word without duration belongs to the utterance that holds its instant.

    Parameters
    ----------
    words
        With times in seconds of the recording.
    utterances
        The truth utterances of that recording. A single one may lack its times: the recording
        is all its own.

    Raises
    ------
    UsageError
        If one of several utterances lacks its times.
    """
    if not utterances:
        return Assigned({}, list(words))
    ordered = sorted(utterances, key=lambda each: (_bounds(each, len(utterances)), each.id))
    by_utterance: dict[str, list[Word]] = {each.id: [] for each in ordered}
    outside: list[Word] = []
    bounds = np.array([_bounds(each, len(utterances)) for each in ordered])
    for word in words:
        overlap = np.minimum(bounds[:, 1], word.end_s) - np.maximum(bounds[:, 0], word.start_s)
        best = int(overlap.argmax())
        if overlap[best] >= (word.end_s - word.start_s) / 2 - _ROUNDING_S:
            by_utterance[ordered[best].id].append(word)
        else:
            outside.append(word)
    return Assigned(by_utterance, outside)


def _bounds(utterance: TruthUtterance, of: int) -> tuple[float, float]:
    if utterance.start_s is not None and utterance.end_s is not None:
        return utterance.start_s, utterance.end_s
    if of == 1:
        return 0.0, math.inf
    raise UsageError(
        "shares its recording with other utterances and has no start_s and end_s",
        where=f"utterance {utterance.id}",
        remedy="Give the seconds at which each utterance of the recording starts and ends.",
    )
