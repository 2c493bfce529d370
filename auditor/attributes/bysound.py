"""Lexicon entries found by their sound, where a recogniser did not know the name.

"sertraline" may be heard as "certain lean", "Sélincro" as "sel en croix". One to three words that
are no entry themselves are taken for one if their key (:mod:`auditor.attributes.sounds`) is the
entry's, or one consonant from it, and the letters are alike; and if

- they are asked for, as after "my" near "prescription" (``data/sounds/<language>.toml``), and are
  no single word that people are known to say; or
- they are improbable as they stand: one of them is a word that nobody is known to say
  (``data/sounds/words_<language>.toml``).

The work is bounded by the places where a name may begin; most utterances have none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from auditor.attributes.hits import Hit, Hits
from auditor.attributes.lexicon import ITSELF, Lexicon, data, macros
from auditor.attributes.soundnames import SHORTEST, Askings, Name, NameIndex
from auditor.attributes.sounds import joined, key, letters
from auditor.attributes.text import BREAK, Text
from auditor.records import Language

__all__ = ["SoundReader"]

_MOST_WORDS = 3
"""Words that one name is heard as."""
_LONG, _LONGER = 5, 6
"""Consonants of a key that weaker grounds ask for."""
_REACH = 8
"""Words between what asks for a name and the name."""
_CHANGED = 0.12
"""By how much more alike the letters have to be where a consonant of the key differs."""
_CHANGED_SHORT = 0.8
"""How alike they have to be where that is one of few."""
_ALONE = (0.86, 0.78)
"""How alike the letters of one word, of two words are to those of a name that nothing asks for."""
_BELIEVED = ("number", "when", "at_clock", "at_date")
"""Classes whose exact hits are believed, beside the classes that are looked for."""

_Likely = Iterator[tuple[Name, float]]


@dataclass(frozen=True, slots=True)
class _Match:
    name: Name
    first: int
    last: int
    likeness: float


class SoundReader:
    """Finds the lexicon entries of one language by sound.

    Parameters
    ----------
    language
        ``"en"`` or ``"fr"``.
    lexicons
        Where the names are. All their words are words that people are known to say.
    """

    def __init__(self, language: Language, lexicons: Sequence[Lexicon]) -> None:
        self._language: Language = language
        self._askings = Askings(language)
        self._names = NameIndex(language, lexicons, self._askings.kinds)
        # Words that are in most utterances, which no name ends with.
        self._dull = {*macros(language)["common"]["words"].split(), *self._askings.leads}
        asks = self._askings.asks
        self._known = _known(language).union(asks, (BREAK,), *(each.words() for each in lexicons))
        self._ordinarily = {
            word: bits & self._askings.ordinarily
            for word, bits in asks.items()
            if bits & self._askings.ordinarily
        }

    def read(self, text: Text, hits: Hits) -> list[Hit]:
        """Return what is found by sound in ``text``, beside the exact ``hits`` of it."""
        strange: set[int] = set()
        if not self._known.issuperset(text.words):
            strange = {k for k, word in enumerate(text.words) if self._is_strange(word)}
        found = [
            match
            for first, asked in self._places(text.words, strange)
            for match in self._matches(text.words, first, asked, strange)
        ]
        if not found:
            return []
        exact = hits.of(*self._askings.kinds, *_BELIEVED)
        free = (
            one
            for one in found
            if all(hit.last <= one.first or one.last <= hit.first for hit in exact)
        )
        return [_hit(match) for match in _apart(free)]

    def _is_strange(self, word: str) -> bool:
        return word not in self._known and word.isalpha()

    def _places(self, words: tuple[str, ...], strange: set[int]) -> list[tuple[int, int]]:
        """Return where a name may begin, with the bits of what asks for one there."""
        asks = self._askings.asks if strange else self._ordinarily
        if not strange and asks.keys().isdisjoint(words):
            return []
        asking = [(k, asks[word]) for k, word in enumerate(words) if word in asks]
        leads, dull = self._askings.leads, self._dull
        begins = {k for at in strange for k in range(max(at - _MOST_WORDS + 1, 0), at + 1)}
        if asking:
            # A word that is in most utterances begins a name only beside a strange one.
            begins.update(
                k
                for k, lead in enumerate(words[:-1], start=1)
                if lead in leads and words[k] not in dull
            )
        places = []
        for k in sorted(begins):
            lead = leads.get(words[k - 1], 0) if k else 0
            asked = 0
            for at, bits in asking:
                if -_REACH <= at - k <= _REACH:
                    asked |= bits & lead
            if asked or k in strange or k + 1 in strange:
                places.append((k, asked))
        return places

    def _matches(
        self, words: tuple[str, ...], first: int, asked: int, strange: set[int]
    ) -> Iterator[_Match]:
        """Yield the names that one to three words from ``first`` on sound like."""
        sound = ""
        telling = 0
        odd = False
        for k in range(first, min(first + _MOST_WORDS, len(words))):
            if words[k] == BREAK:
                return
            sound = joined(sound, key(words[k], self._language))
            if len(sound) > self._names.longest + 1:
                return
            odd = odd or k in strange
            if words[k] in self._dull:
                continue
            telling += 1
            if len(sound) < SHORTEST:
                continue
            heard = words[first : k + 1]
            if odd:
                found = self._strange(heard, sound, asked)
            elif telling > 1:
                found = self._ordinary(heard, sound, asked & self._askings.ordinarily)
            else:
                continue
            for name, likeness in found:
                yield _Match(name, first, k + 1, likeness)

    def _strange(self, heard: tuple[str, ...], sound: str, asked: int) -> _Likely:
        """Yield the names that words sound like of which one is strange."""
        for name in self._names.same(sound):
            likeness = _likeness(heard, name)
            wanted = name.kind.bits & asked and likeness >= name.kind.strange
            if wanted or (name.kind.alone and _stands_alone(heard, sound, likeness)):
                yield name, likeness
        for name in self._names.nearly(sound) if asked else ():
            if name.kind.bits & asked:
                likeness = _likeness(heard, name)
                short = min(len(sound), len(name.key)) < _LONG
                if likeness >= (_CHANGED_SHORT if short else name.kind.strange + _CHANGED):
                    yield name, likeness - _CHANGED

    def _ordinary(self, heard: tuple[str, ...], sound: str, asked: int) -> _Likely:
        """Yield the names that known words sound like, where they are asked for."""
        if not asked or len(sound) < _LONG:
            return
        near = self._names.nearly(sound) if len(sound) >= _LONGER else ()
        for names, changed in ((self._names.same(sound), 0.0), (near, _CHANGED)):
            for name in names:
                if name.kind.bits & asked:
                    likeness = _likeness(heard, name) - changed
                    if name.kind.ordinary is not None and likeness >= name.kind.ordinary:
                        yield name, likeness


def _stands_alone(heard: tuple[str, ...], sound: str, likeness: float) -> bool:
    """Return whether one or two words are so like a name that nothing needs to ask for it."""
    if len(heard) > len(_ALONE) or (len(heard) == 1 and len(sound) < _LONG):
        return False
    return likeness >= _ALONE[len(heard) - 1]


def _likeness(heard: tuple[str, ...], name: Name) -> float:
    """Return the normalised Indel similarity of the letters, from 0 to 1."""
    return fuzz.ratio(letters(heard), name.letters) / 100


def _apart(found: Iterable[_Match]) -> list[_Match]:
    """Keep the likest of the matches that share words."""
    kept: list[_Match] = []
    for match in sorted(found, key=_rank):
        if all(match.last <= other.first or other.last <= match.first for other in kept):
            kept.append(match)
    return kept


def _rank(match: _Match) -> tuple[object, ...]:
    return (-match.likeness, match.last - match.first, match.first, match.name.surface)


def _hit(match: _Match) -> Hit:
    entry, surface = match.name.entry, match.name.surface
    concept = surface if entry.concept == ITSELF else entry.concept
    return Hit(entry.cls, match.first, match.last, concept, entry.note, entry.source, surface)


@cache
def _known(language: Language) -> frozenset[str]:
    raw = tomllib.loads(data("sounds", f"words_{language}.toml").read_text("utf-8"))
    return frozenset(str(raw["known"]).split())
