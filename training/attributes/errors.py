"""Errors of hearing, so that what is learned survives a recogniser.

A share of words is lost, or becomes another word that sounds like it. Which words do is looked up
by a skeleton of consonants in the frequent words of the language: what recognisers confuse shares
its consonants more often than its vowels.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import replace
from functools import cache

import numpy as np

from auditor.records import Language
from training.attributes.texts import Label, Text

_LOST = 0.02
_MISTAKEN = 0.04
_FREQUENT = 12_000
_ALIKE = (
    ("ph", "f"), ("qu", "k"), ("ck", "k"), ("ch", "S"), ("sh", "S"), ("th", "T"),
    ("gn", "n"), ("gh", ""), ("wr", "r"), ("kn", "n"),
)  # fmt: skip
_LETTERS = str.maketrans({"c": "k", "q": "k", "z": "s", "d": "t", "b": "p", "v": "f", "g": "k"})


class Mishearing:
    """Changes texts as a recogniser might; call it with a text and a generator."""

    def __call__(self, text: Text, rng: np.random.Generator) -> Text:
        """Return the text with some words lost or mistaken; its marks stay on what they meant."""
        pieces: list[str] = []
        moved: list[tuple[int, int, int]] = []  # (old start, new start, new end)
        place = 0
        for word in text.words.split(" "):
            heard = self._heard(word, text.language, rng)
            start = sum(map(len, pieces)) + len(pieces)
            moved.append((place, start, start + len(heard)))
            pieces += [heard] if heard else []
            place += len(word) + 1
        words = " ".join(pieces)
        if not words:
            return text
        return replace(
            text,
            words=words,
            labels=text.labels
            and tuple(_moved_label(one, text.words, moved) for one in text.labels),
            entities=text.entities
            and tuple(
                (*span, kind)
                for start, end, kind in text.entities
                if (span := _moved(start, end, moved)) is not None
            ),
        )

    def _heard(self, word: str, language: Language, rng: np.random.Generator) -> str:
        chance = rng.random()
        if chance < _LOST:
            return ""
        if chance > _LOST + _MISTAKEN:
            return word
        alike = _by_sound(language).get(skeleton(word), [word])
        return alike[int(rng.integers(len(alike)))]


def skeleton(word: str) -> str:
    """Return the consonants of a word, voiced and unvoiced alike.

    >>> skeleton("boat") == skeleton("bad")
    True
    """
    bare = unicodedata.normalize("NFD", word.lower())
    bare = "".join(c for c in bare if c.isalpha())
    for written, sound in _ALIKE:
        bare = bare.replace(written, sound)
    return re.sub(r"[aeiouyhw]", "", re.sub(r"(.)\1+", r"\1", bare.translate(_LETTERS)))


@cache
def _by_sound(language: Language) -> dict[str, list[str]]:
    from wordfreq import top_n_list

    found: dict[str, list[str]] = defaultdict(list)
    for word in top_n_list(language, _FREQUENT):
        if word.isalpha():
            found[skeleton(word)].append(word)
    return found


def _moved(start: int, end: int, moved: list[tuple[int, int, int]]) -> tuple[int, int] | None:
    inside = [(new, until) for old, new, until in moved if start <= old < end and until > new]
    return (inside[0][0], inside[-1][1]) if inside else None


def _moved_label(label: Label, words: str, moved: list[tuple[int, int, int]]) -> Label:
    if label.start is None or label.end is None:
        return label
    # A mark may begin inside a word: the word it begins in is what is moved.
    start = words.rfind(" ", 0, label.start) + 1
    span = _moved(start, label.end, moved)
    return replace(label, start=span and span[0], end=span and span[1])
