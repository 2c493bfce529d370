"""The gate: whether there is any doubt for the encoder to settle.

Rules read every utterance, at a fifth of the encoder's cost. Where they find nothing, a linear
model over words, pairs of words and letters (hashed: Weinberger et al., "Feature hashing for large
scale multitask learning", ICML 2009) tells whether the encoder could find something. It was fitted
on what rules and encoder together report (``python -m training.attributes.gate``), with a threshold
that loses next to nothing of it on utterances kept apart.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from importlib.abc import Traversable
from zlib import crc32

import numpy as np
import numpy.typing as npt

__all__ = ["BUCKETS", "Gate", "gate", "letter_buckets", "word_buckets"]

BUCKETS = 1 << 16
"""Places that words and pairs of words are hashed to, and as many again for letters."""
_LETTERS = 4
"""Letters in a row that are looked at together; a space stands at both ends of a word."""
_KNOWN_WORDS = 65_536


def word_buckets(words: Sequence[str]) -> Iterator[int]:
    """Yield the bucket of each word and of each pair of neighbours."""
    before = ""
    for word in words:
        yield crc32(word.encode()) % BUCKETS
        yield crc32(f"{before} {word}".encode()) % BUCKETS
        before = word


@lru_cache(maxsize=_KNOWN_WORDS)
def letter_buckets(word: str) -> tuple[int, ...]:
    """Return the buckets of four letters each, of one word."""
    told = f" {word} "
    ends = range(_LETTERS, max(len(told), _LETTERS) + 1)
    return tuple(crc32(told[end - _LETTERS : end].encode()) % BUCKETS for end in ends)


@dataclass(frozen=True)
class Gate:
    """The fitted weights.

    Attributes
    ----------
    words, letters
        int8 of shape (:data:`BUCKETS`,), in units of ``unit``.
    length
        Weight of the logarithm of one more than the number of words.
    bias
        Log-odds where nothing speaks for anything.
    least
        Log-odds under which the encoder is not asked.
    """

    words: npt.NDArray[np.int8]
    letters: npt.NDArray[np.int8]
    unit: float
    length: float
    bias: float
    least: float

    def odds(self, words: Sequence[str]) -> float:
        """Return the log-odds that something is to be found in lower-case words."""
        by_word = [int(self.words[k]) for k in word_buckets(words)]
        by_letter = [int(self.letters[k]) for word in words for k in letter_buckets(word)]
        total = sum(
            self.unit * sum(found) / math.sqrt(max(len(found), 1)) for found in (by_word, by_letter)
        )
        return total + self.length * math.log1p(len(words)) + self.bias

    def doubts(self, words: Sequence[str]) -> bool:
        """Return whether the encoder should be asked."""
        return self.odds(words) >= self.least


def read(folder: Traversable) -> Gate:
    """Return the gate of a folder: ``gate.npz`` and ``gate.json``."""
    numbers = json.loads(folder.joinpath("gate.json").read_text("utf-8"))
    with folder.joinpath("gate.npz").open("rb") as file:
        arrays = np.load(file)
        words, letters = arrays["words"], arrays["letters"]
    return Gate(words, letters, **{k: numbers[k] for k in ("unit", "length", "bias", "least")})


@cache
def gate() -> Gate:
    """Return the gate that comes with auditor, loaded once."""
    return read(resources.files(__package__).joinpath("encoder", "weights"))
