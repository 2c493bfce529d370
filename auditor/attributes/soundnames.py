"""The lexicon names that are looked for by sound, and what asks for them.

``data/sounds/<language>.toml`` says which classes of the lexicons are looked for, how alike letters
have to be, and which words ask for such a name; each asking has a bit, so that several are compared
at once.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from rapidfuzz.distance import Levenshtein

from auditor.attributes.lexicon import Entry, Lexicon, data
from auditor.attributes.sounds import joined, key, letters
from auditor.records import Language

__all__ = ["SHORTEST", "Askings", "Kind", "Name", "NameIndex"]

SHORTEST = 4
"""Consonants that a key needs to tell anything."""
_WORDS = 2
"""Words of a name that is looked for; longer ones are phrases, which recognisers know."""
_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """One table of the file.

    Attributes
    ----------
    strange
        How alike letters are at least, 0 to 1, where a word is one that nobody is known to say.
    ordinary
        The same where all words are known; None where those are never such a name.
    alone
        Whether strange words may be such a name without being asked for.
    bits
        Of its askings.
    """

    strange: float
    ordinary: float | None
    alone: bool
    bits: int


@dataclass(frozen=True, slots=True)
class Name:
    """A surface of a lexicon entry: its letters without accents, and its key."""

    entry: Entry
    kind: Kind
    surface: str
    letters: str
    key: str


class Askings:
    """What asks for a name: for each word the bits of the askings it is part of.

    Attributes
    ----------
    asks, leads
        Words near which, and words after which a name is expected.
    kinds
        By lexicon class.
    ordinarily
        The bits of the kinds that known words may be a name of.
    """

    def __init__(self, language: Language) -> None:
        self.asks: dict[str, int] = defaultdict(int)
        self.leads: dict[str, int] = defaultdict(int)
        self.kinds: dict[str, Kind] = {}
        self.ordinarily = 0
        bit = 1
        raw = tomllib.loads(data("sounds", f"{language}.toml").read_text("utf-8"))
        for table in raw.values():
            bits = 0
            for asked in table["asked"]:
                for word in asked["asks"].split():
                    self.asks[word] |= bit
                for word in asked["leads"].split():
                    self.leads[word] |= bit
                bits |= bit
                bit <<= 1
            kind = Kind(table["strange"], table.get("ordinary"), table["alone"], bits)
            self.kinds |= dict.fromkeys(table["classes"], kind)
            self.ordinarily |= 0 if kind.ordinary is None else bits


class NameIndex:
    """Finds names by their key, the same or nearly.

    Parameters
    ----------
    lexicons
        Where the names are.
    kinds
        By the classes that are looked for.
    """

    def __init__(
        self, language: Language, lexicons: Sequence[Lexicon], kinds: dict[str, Kind]
    ) -> None:
        self._language: Language = language
        self._same: dict[str, list[Name]] = defaultdict(list)
        self._shorter: dict[str, list[Name]] = defaultdict(list)
        for name in self._names(lexicons, kinds):
            self._same[name.key].append(name)
            for shorter in _without_one(name.key):
                self._shorter[shorter].append(name)
        self.longest = max(map(len, self._same), default=0)

    def same(self, sound: str) -> Sequence[Name]:
        """Return the names with the key ``sound``."""
        return self._same.get(sound, ())

    def nearly(self, sound: str) -> list[Name]:
        """Return the names whose key has one consonant more, less or another than ``sound``.

        Two keys one change apart share what is left of each without one consonant (Mor and
        Fraenkel, "A hash code method for detecting and correcting spelling errors",
        Communications of the ACM 25(12), 1982).
        """
        lists = [self._shorter.get(sound, ())]
        for shorter in _without_one(sound):
            lists += [self._same.get(shorter, ()), self._shorter.get(shorter, ())]
        names = {id(name): name for found in lists for name in found}
        return [
            name
            for name in names.values()
            if name.key != sound and Levenshtein.distance(name.key, sound, score_cutoff=1) == 1
        ]

    def _names(self, lexicons: Iterable[Lexicon], kinds: dict[str, Kind]) -> Iterator[Name]:
        seen: set[tuple[str, str, str]] = set()
        for words, entry in (row for lexicon in lexicons for row in lexicon.rows()):
            kind, spelled = kinds.get(entry.cls), letters(words)
            if kind is None or len(words) > _WORDS or len(spelled) < _LETTERS:
                continue
            for sound in self._sounds(words):
                told = (entry.cls, spelled, sound)
                if len(sound) >= SHORTEST and told not in seen:
                    seen.add(told)
                    yield Name(entry, kind, " ".join(words), spelled, sound)

    def _sounds(self, words: tuple[str, ...]) -> list[str]:
        """Return the keys of a name; in French the one with its last consonant spoken, too."""
        ends = ("", "e") if self._language == "fr" else ("",)
        return [
            reduce(joined, (key(word, self._language) for word in (*words[:-1], words[-1] + end)))
            for end in ends
        ]


def _without_one(sound: str) -> set[str]:
    return {sound[:k] + sound[k + 1 :] for k in range(len(sound))}
