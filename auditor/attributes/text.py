"""Words of an utterance, normalised, with their places in the original text.

Recognised speech is lower case and bare; written text has capitals, typographic apostrophes and
punctuation. Both become the same sequence of words, each knowing which characters it came from, so
that a rule is written once and every span indexes the utterance as it was given. Contractions are
opened in English ("i've" is "i", "have") and elisions split in French ("j'ai" is "j'", "ai").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from auditor.records import Language

__all__ = ["BREAK", "Text", "fold", "read", "split_words", "stretches"]

BREAK = "."
"""Stands where a written sentence ends; no rule reaches across it."""

_APOSTROPHES = "'’ʼ`´"
_PIECE = re.compile(
    rf"(?P<number>\d+(?:[.,:]\d+)*)"
    rf"|(?P<word>(?:[^\W\d_][̀-ͯ]*)+(?:[{_APOSTROPHES}](?:[^\W\d_][̀-ͯ]*)+)*[{_APOSTROPHES}]?)"
    rf"|(?P<sign>[@€£$%+])"
    rf"|(?P<stop>[.!?…;]+(?=\s|$)|\n)"
    rf"|(?P<lead>[{_APOSTROPHES}])"
)
_TITLES = frozenset("dr mr mrs ms st ste mt m mm mme mlle prof av bd approx no vs".split())

_OPENED = {
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("am", "not"),
    "i'm": ("i", "am"),
    "im": ("i", "am"),
    "ive": ("i", "have"),
    "dont": ("do", "not"),
    "cant": ("can", "not"),
    "didnt": ("did", "not"),
    "doesnt": ("does", "not"),
    "isnt": ("is", "not"),
    "wasnt": ("was", "not"),
    "gonna": ("going", "to"),
    "gotta": ("got", "to"),
    "wanna": ("want", "to"),
    "'cause": ("because",),
    "cause": ("because",),
    "'em": ("them",),
    "'til": ("till",),
}
_ENDINGS = {"n't": "not", "'ve": "have", "'re": "are", "'ll": "will", "'d": "'d", "'s": "'s"}
_KEPT_FR = frozenset(("aujourd'hui", "prud'hommes", "prud'homme", "quelqu'un", "presqu'île", "o'"))
_OPENED_FR = {
    "p'tit": ("petit",),
    "p'tite": ("petite",),
    "p'tits": ("petits",),
    "chuis": ("je", "suis"),
    "chus": ("je", "suis"),
    "chui": ("je", "suis"),
    "shui": ("je", "suis"),
    "ptit": ("petit",),
}
_ELIDED = re.compile(r"(?:jusqu|lorsqu|puisqu|quoiqu|qu|[cdjlmnsty])'")


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one stretch of an utterance.

    ``words[k]`` came from characters ``starts[k]:ends[k]`` of ``source``; two words may share
    characters where a contraction was opened.
    """

    source: str
    language: Language
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.words)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the characters of words ``first`` to ``last``, the latter excluded."""
        return self.starts[first], self.ends[last - 1]

    def surface(self, first: int, last: int) -> str:
        """Return the original characters of words ``first`` to ``last``, the latter excluded."""
        start, end = self.span(first, last)
        return self.source[start:end]

    def windows(self, size: int) -> Iterator[Text]:
        """Yield stretches of at most ``size`` words, cut at a sentence's end where there is one.

        Rules link words that belong together; thousands of words apart they do not, and bounded
        stretches keep the time linear in the length of an utterance.
        """
        first = 0
        while first < len(self.words):
            last = min(first + size, len(self.words))
            if last < len(self.words):
                stops = [k for k in range(first + size // 2, last) if self.words[k] == BREAK]
                last = stops[-1] + 1 if stops else last
            yield Text(
                self.source,
                self.language,
                self.words[first:last],
                self.starts[first:last],
                self.ends[first:last],
            )
            first = last


def read(source: str, language: Language) -> Text:
    """Return the normalised words of ``source``; anything that is no word is left out."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _PIECE.finditer(source):
        if match.lastgroup == "lead":
            continue
        if match.lastgroup == "stop":
            if words and words[-1] != BREAK and not _abbreviates(words[-1], match.group()):
                words.append(BREAK)
                starts.append(match.start())
                ends.append(match.end())
            continue
        for word, start, end in _pieces(match.group(), language):
            words.append(word)
            starts.append(match.start() + start)
            ends.append(match.start() + end)
    while words and words[-1] == BREAK:
        words.pop(), starts.pop(), ends.pop()
    return Text(source, language, tuple(words), tuple(starts), tuple(ends))


_STRETCH = 80
"""Words that belong together; longer utterances are read in stretches."""


def stretches(source: str, language: Language) -> Iterator[Text]:
    """Yield the stretches of ``source`` that are read each on its own."""
    return read(source, language).windows(_STRETCH)


def split_words(source: str, language: Language) -> tuple[str, ...]:
    """Return the words of a rule or lexicon surface as they look in a :class:`Text`."""
    return read(source, language).words


def fold(word: str) -> str:
    """Return ``word`` without its accents."""
    bare = unicodedata.normalize("NFD", word)
    return "".join(mark for mark in bare if not unicodedata.combining(mark))


def _abbreviates(word: str, stop: str) -> bool:
    return stop == "." and (word in _TITLES or (len(word) == 1 and word.isalpha()))


@lru_cache(maxsize=65_536)
def _pieces(raw: str, language: Language) -> tuple[tuple[str, int, int], ...]:
    word = unicodedata.normalize("NFC", raw).lower().replace("œ", "oe").replace("æ", "ae")
    word = re.sub(f"[{_APOSTROPHES}]", "'", word)
    if not word.strip("'"):
        return ()
    opened = (_OPENED if language == "en" else _OPENED_FR).get(word)
    if opened is not None:
        return tuple(_share(opened, len(raw)))
    if "'" not in word or len(word) != len(raw):
        return ((word.strip("'"), 0, len(raw)),)
    return tuple(_english(word) if language == "en" else _french(word))


def _share(parts: tuple[str, ...], length: int) -> Iterator[tuple[str, int, int]]:
    """Spread a contraction's characters over its words, the last taking what is left."""
    at = 0
    for k, part in enumerate(parts):
        end = length if k == len(parts) - 1 else min(at + len(part), length - 1)
        yield part, at, end
        at = end


def _english(word: str) -> Iterator[tuple[str, int, int]]:
    for ending, meaning in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            cut = len(word) - len(ending)
            yield from _english(word[:cut])
            yield meaning, cut, len(word)
            return
    yield word.strip("'"), 0, len(word)


def _french(word: str) -> Iterator[tuple[str, int, int]]:
    at = 0
    while word[at:] not in _KEPT_FR and (elided := _ELIDED.match(word, at)):
        yield elided.group(), at, elided.end()
        at = elided.end()
    if at < len(word):
        yield word[at:].strip("'"), at, len(word)
