"""How words sound, as far as a recogniser that does not know a name keeps it.

A name that is not in its vocabulary becomes other words with nearly the same consonants
("lamotrigine": "lammatrogen"; "sélincro": "sel en croix"); vowels, voicing and where one word ends
go first. The key of some words is therefore their consonants in classes, without word boundaries:
b and p are one class, d and t, g and k, v and f, z and s, m and n; of the vowels only one in front
is kept, as "A".

English letters are read by Metaphone (Philips, "Hanging on the Metaphone", Computer Language 7(12),
1990; by jellyfish). French ones by a short list of replacements of our own in the manner of Phonex
(Brouard, "L'art des soundex", https://sqlpro.developpez.com/cours/soundex), which is longer and
keeps the vowels.
"""

from __future__ import annotations

import re
from functools import lru_cache

import jellyfish

from auditor.attributes.text import fold
from auditor.records import Language

__all__ = ["VOWEL", "joined", "key", "letters"]

VOWEL = "A"
"""Stands for any vowel at the beginning."""

_CLASSES = str.maketrans("BDGVZNEIOUY", "PTKFSMAAAAA")
"""Letters of either reading that stand for one class."""
_LETTER = re.compile(r"[^a-z]+")
_FRENCH = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (r"sch|sh", "j"),
        (r"ch(?=[lrn])", "k"),
        (r"ch", "j"),
        (r"ph", "f"),
        (r"h", ""),
        (r"qu|q|ck", "k"),
        (r"gu(?=[eiy])", "k"),
        (r"ge(?=[aou])|g(?=[eiy])", "j"),
        (r"gn", "n"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"w", "v"),
        (r"ti(?=on)", "si"),
        # A last consonant is seldom said unless an e follows; "-ent" may be a verb's.
        (r"(?<=.)(?:ent|es?|(?<=[aeiouylrnm])[tdzp]?s?|(?<=[aeo][ui])x|s)$", ""),
        (r"x", "ks"),
        (r"[aeiouy]+", VOWEL.lower()),
    )
)
"""Replacements for folded French words, in this order."""


@lru_cache(maxsize=65_536)
def key(word: str, language: Language) -> str:
    """Return the consonants of a word by class, and its first vowel.

    Parameters
    ----------
    word
        Lower case, as in a :class:`~auditor.attributes.text.Text`.

    Returns
    -------
    str
        Capitals; "" where the word has no letters.
    """
    read = _metaphone(word) if language == "en" else _french(word)
    classes = read.translate(_CLASSES)
    return _single(classes[:1] + classes[1:].replace(VOWEL, ""))


def joined(left: str, right: str) -> str:
    """Return the key of words said in one breath, from the keys of their parts.

    >>> joined("MT", "AF")
    'MTF'
    >>> joined("MTF", "FML")
    'MTFML'
    """
    if not left:
        return right
    right = right.lstrip(VOWEL)
    return left + (right[1:] if right[:1] == left[-1] else right)


@lru_cache(maxsize=65_536)
def letters(words: tuple[str, ...]) -> str:
    """Return the letters of ``words`` without accents, to compare spellings by."""
    return _LETTER.sub("", fold("".join(words)))


def _metaphone(word: str) -> str:
    # "0" is its th, which recognisers take for t.
    return jellyfish.metaphone(letters((word,))).replace("0", "T")


def _french(word: str) -> str:
    read = letters((word.replace("ç", "s"),))
    for pattern, into in _FRENCH:
        read = pattern.sub(into, read)
    return read.upper()


_TWICE = re.compile(r"(.)\1+")


def _single(classes: str) -> str:
    return _TWICE.sub(r"\1", classes)
