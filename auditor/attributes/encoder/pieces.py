"""Words to the pieces that the encoder knows.

The most probable segmentation of a word under a unigram model of pieces (Kudo, "Subword
regularization", ACL 2018, doi:10.18653/v1/P18-1007), found by dynamic programming. A word becomes
the same pieces whatever stands around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

__all__ = ["BEGIN", "END", "PAD", "UNKNOWN", "PieceTable", "Pieces"]

BEGIN, PAD, END, UNKNOWN = 0, 1, 2, 3
"""Pieces that stand for no letters; those with letters come after them."""
_WORD_MARK = "▁"
_MOST_PER_WORD = 12
"""Pieces of one word; what is longer is no word that anybody says."""


@dataclass(frozen=True)
class Pieces:
    """The pieces of some words.

    Attributes
    ----------
    ids
        int64 of shape (pieces,), between a begin and an end mark.
    firsts
        int64 of shape (words,): where each word's first piece stands in ``ids``; words that did
        not fit are left out.
    """

    ids: npt.NDArray[np.int64]
    firsts: npt.NDArray[np.int64]


class PieceTable:
    """The pieces and their log probabilities.

    Parameters
    ----------
    rows
        (piece, natural logarithm of its probability); the first has the id 4.
    unknown
        The score of a letter that no piece has.
    """

    def __init__(self, rows: Sequence[tuple[str, float]], unknown: float) -> None:
        self._scored = {piece: (k, score) for k, (piece, score) in enumerate(rows, start=4)}
        self._unknown = unknown
        self._longest = max((len(piece) for piece, _ in rows), default=1)
        self._of_word = lru_cache(maxsize=65_536)(self._segment)

    def encode(self, words: Iterable[str], *, most: int) -> Pieces:
        """Return the pieces of ``words``, at most ``most`` with the marks at both ends."""
        ids = [BEGIN]
        firsts: list[int] = []
        for word in words:
            found = self._of_word(word)
            if len(ids) + len(found) + 1 > most:
                break
            firsts.append(len(ids))
            ids += found
        ids.append(END)
        return Pieces(np.array(ids, np.int64), np.array(firsts, np.int64))

    def _segment(self, word: str) -> tuple[int, ...]:
        text = _WORD_MARK + word[: 8 * _MOST_PER_WORD]
        best = [0.0] + [-np.inf] * len(text)
        came: list[tuple[int, int]] = [(0, UNKNOWN)] * (len(text) + 1)
        for start in range(len(text)):
            for end in range(start + 1, min(start + self._longest, len(text)) + 1):
                known = self._scored.get(text[start:end])
                if known is not None and best[start] + known[1] > best[end]:
                    best[end], came[end] = best[start] + known[1], (start, known[0])
            if best[start] + self._unknown > best[start + 1]:
                best[start + 1], came[start + 1] = best[start] + self._unknown, (start, UNKNOWN)
        ids = []
        end = len(text)
        while end > 0:
            end, piece = came[end]
            ids.append(piece)
        return tuple(ids[::-1][:_MOST_PER_WORD])
