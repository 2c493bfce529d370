"""Names: their comparable form, how they sound in English and French, how alike two are.

Two spellings are taken to sound alike when their folded sounds are the same, which keeps vowels:
Metaphone (Philips, "Hanging on the Metaphone", Computer Language 7(12), 1990; by jellyfish) drops
them and takes Dan, Dana and Diana for one. It and Jaro-Winkler similarity (by rapidfuzz) only
find names that are nearly alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Literal

import jellyfish
from rapidfuzz.distance import JaroWinkler

from auditor.attributes import gazetteer
from auditor.attributes.text import read
from auditor.evidence.entities.weights import kinds
from auditor.records import Language

__all__ = ["Likeness", "alike", "name_words", "near_names", "plain", "sex_of_name", "sound"]

Likeness = Literal["same", "sounds_alike", "nearly_alike", "different"]

_NEAR = 0.9
"""Jaro-Winkler similarity from which names of one Metaphone code are nearly alike."""
_SHORTEST_NEAR = 4
"""Letters below which one letter more or less makes another name: Dan, Dana, Ian."""
_WINDOW = 8
"""Names of one Metaphone code that each is compared with, in the order of their sounds: the
work stays linear when somebody reads out a telephone book."""
_POSSESSIVE = re.compile(r"['’]s?$")
_NOT_LETTERS = re.compile(r"[^a-z0-9 ]+")
_SOUNDS = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (r"ph", "f"),
        (r"eaux?\b|eau|aux\b|au", "o"),
        (r"gn", "ni"),
        (r"[ck]h(?=[rlm])", "k"),
        (r"sch|sh|ch", "ç"),
        (r"c(?=[eiy])", "s"),
        (r"qu|ck|c|q", "k"),
        (r"ge(?=[ao])|g(?=[eiy])", "j"),
        (r"gu(?=[ei])", "g"),
        (r"[ae]i|ey", "e"),
        (r"y|ie\b", "i"),
        (r"w", "v"),
        (r"z", "s"),
        (r"h", ""),
        (r"x\b|(?<=[^s])s\b", ""),
        (r"(?<=[^aeiou])e\b", ""),
        (r"(.)\1", r"\1"),
    )
)
"""Folding of spellings that sound the same in either language, applied in this order."""


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Return ``text`` case-folded, without accents, possessives and signs."""
    folded = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", text.strip()).casefold())
    letters = "".join(each for each in folded if not unicodedata.combining(each))
    return " ".join(_NOT_LETTERS.sub(" ", letters.replace("œ", "oe")).split())


def name_words(text: str, language: str) -> tuple[tuple[str, ...], str]:
    """Return the words of a person's name without titles, and the sex that a title tells.

    >>> name_words("madame Roussel's", "fr")
    (('roussel',), 'f')
    """
    words, sex = [], ""
    for raw in re.split(r"[\s]+", text):
        word = plain(raw)
        if word in _titles():
            sex = sex or kinds().sex_of.get(word, "")
        elif word:
            words.append(word)
    return tuple(words), sex


@cache
def _titles() -> frozenset[str]:
    return frozenset(plain(word) for word in kinds().titles)


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """Return how a word of :func:`plain` sounds, folded so that English and French spellings meet.

    >>> sound("emma") == sound("ema") and sound("stephane") == sound("stefane")
    True
    """
    for pattern, into in _SOUNDS:
        word = pattern.sub(into, word)
    return word


def alike(one: str, other: str) -> Likeness:
    """Return how far two words of :func:`plain` may be one name, spelled in two ways."""
    if one == other:
        return "same"
    if sound(one) == sound(other):
        return "sounds_alike"
    near = JaroWinkler.similarity(one, other) >= _NEAR
    if near and min(len(one), len(other)) >= _SHORTEST_NEAR and _code(one) == _code(other):
        return "nearly_alike"
    return "different"


@lru_cache(maxsize=50_000)
def _code(word: str) -> str:
    return jellyfish.metaphone(word)


def near_names(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return, for each word, the others that are not different from it.

    Words are compared within blocks of one Metaphone code or of one folded sound, and in large
    blocks with their neighbours only, so that the work grows like n log n.
    """
    blocks: dict[str, list[str]] = defaultdict(list)
    for word in sorted(set(words)):
        blocks[_code(word)].append(word)
        blocks["=" + sound(word)].append(word)
    found: dict[str, set[str]] = defaultdict(set)
    for block in blocks.values():
        for one, other in _pairs(block):
            if alike(one, other) != "different":
                found[one].add(other)
                found[other].add(one)
    return {word: tuple(sorted(others)) for word, others in found.items()}


def _pairs(block: list[str]) -> Iterator[tuple[str, str]]:
    ordered = sorted(block, key=lambda word: (sound(word), word))
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 : place + 1 + _WINDOW]:
            yield one, other


@lru_cache(maxsize=50_000)
def sex_of_name(word: str, language: Language) -> str:
    """Return ``f`` or ``m`` where nearly all who bear a first name are of one sex, else ``""``."""
    for hit in gazetteer.load(language).hits(read(word, language)):
        if hit.cls in ("name", "name_word"):
            return hit.note
    return ""
