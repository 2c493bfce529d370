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
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from auditor.attributes.hits import Hit, Hits
from auditor.attributes.lexicon import ITSELF, Entry, Lexicon, data
from auditor.attributes.sounds import joined, key, letters
from auditor.attributes.text import BREAK, Text
from auditor.records import Language

__all__ = ["SoundReader"]

_MOST_WORDS = 3
"""Words that one name is heard as."""
_NAME_WORDS = 2
"""Words of a name that is looked for; longer ones are phrases, which recognisers know."""
_LETTERS = 5
_SHORT, _LONG, _LONGER = 4, 5, 6
"""Consonants of a key: below the first it tells nothing; the others are asked of weaker grounds."""
_REACH = 8
"""Words between what asks for a name and the name."""
_CHANGED = 0.12
"""By how much more alike the letters have to be where a consonant of the key differs."""
_CHANGED_SHORT = 0.8
"""How alike they have to be where it is one of few."""
_ALONE = (0.86, 0.78)
"""How alike the letters of one word, of two words are to those of a name that nothing asks for."""
_BELIEVED = ("number", "when", "at_clock", "at_date")
"""Classes whose exact hits are believed, beside the classes that are looked for."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is known of the names of one table of ``data/sounds``; ``bits`` are of its askings."""

    strange: float
    ordinary: float
    alone: bool
    bits: int


@dataclass(frozen=True, slots=True)
class _Name:
    """A surface of a lexicon entry."""

    entry: Entry
    kind: _Kind
    surface: str
    letters: str
    key: str


@dataclass(frozen=True, slots=True)
class _Match:
    name: _Name
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
        self._asks: dict[str, int] = defaultdict(int)
        self._leads: dict[str, int] = defaultdict(int)
        self._kinds: dict[str, _Kind] = {}
        self._read_kinds()
        self._dull = _commonest(language) | self._leads.keys()
        self._known = _known(language).union(*(lexicon.words() for lexicon in lexicons))
        self._same: dict[str, list[_Name]] = defaultdict(list)
        self._shorter: dict[str, list[_Name]] = defaultdict(list)
        for name in self._names(lexicons):
            self._same[name.key].append(name)
            for shorter in _without_one(name.key):
                self._shorter[shorter].append(name)
        self._longest = max(map(len, self._same), default=0) + 1

    def read(self, text: Text, hits: Hits) -> list[Hit]:
        """Return what is found by sound in ``text``, beside the exact ``hits`` of it."""
        found = [
            match
            for first, asked in self._places(text.words)
            for match in self._matches(text.words, first, asked)
        ]
        if not found:
            return []
        exact = hits.of(*self._kinds, *_BELIEVED)
        free = [
            one
            for one in found
            if all(hit.last <= one.first or one.last <= hit.first for hit in exact)
        ]
        return [_hit(match) for match in _apart(free)]

    def _read_kinds(self) -> None:
        tables = tomllib.loads(data("sounds", f"{self._language}.toml").read_text("utf-8"))
        bit = 1
        for table in tables.values():
            bits = 0
            for asked in table["asked"]:
                for word in asked["asks"].split():
                    self._asks[word] |= bit
                for word in asked["leads"].split():
                    self._leads[word] |= bit
                bits |= bit
                bit <<= 1
            kind = _Kind(table["strange"], table["ordinary"], table["alone"], bits)
            self._kinds |= dict.fromkeys(table["classes"], kind)

    def _names(self, lexicons: Iterable[Lexicon]) -> Iterator[_Name]:
        seen: set[tuple[str, str]] = set()
        for words, entry in (row for lexicon in lexicons for row in lexicon.rows()):
            kind = self._kinds.get(entry.cls)
            spelled = letters(words)
            if kind is None or len(words) > _NAME_WORDS or len(spelled) < _LETTERS:
                continue
            for sound in self._sounds(words):
                if len(sound) >= _SHORT and (entry.cls, sound + spelled) not in seen:
                    seen.add((entry.cls, sound + spelled))
                    yield _Name(entry, kind, " ".join(words), spelled, sound)

    def _sounds(self, words: tuple[str, ...]) -> set[str]:
        """Return the keys of a name; in French also with its last consonant spoken."""
        last = words[-1] + "e" if self._language == "fr" else words[-1]
        return {
            joined(key(word, self._language) for word in said)
            for said in (words, (*words[:-1], last))
        }

    def _places(self, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        """Yield where a name may begin, with the bits of what asks for one there."""
        strange = {k for k, word in enumerate(words) if word not in self._known and word.isalpha()}
        asking = [(k, self._asks[word]) for k, word in enumerate(words) if word in self._asks]
        if not (strange or asking):
            return
        for k in range(len(words)):
            asked = 0
            lead = self._leads.get(words[k - 1], 0) if k else 0
            if lead:
                for at, bits in asking:
                    if -_REACH <= at - k <= _REACH:
                        asked |= bits & lead
            if asked or k in strange or k + 1 in strange:
                yield k, asked

    def _matches(self, words: tuple[str, ...], first: int, asked: int) -> Iterator[_Match]:
        """Yield the names that one to three words from ``first`` on sound like."""
        sound = ""
        telling = 0
        strange = False
        for last in range(first + 1, min(first + _MOST_WORDS, len(words)) + 1):
            word = words[last - 1]
            if word == BREAK:
                return
            sound = joined((sound, key(word, self._language)))
            if len(sound) > self._longest:
                return
            strange = strange or (word not in self._known and word.isalpha())
            if word in self._dull:
                continue
            telling += 1
            if len(sound) < _SHORT:
                continue
            if strange:
                found = self._strange(words[first:last], sound, asked)
            elif asked and telling > 1 and words[first] not in self._dull:
                found = self._ordinary(words[first:last], sound, asked)
            else:
                continue
            for name, likeness in found:
                yield _Match(name, first, last, likeness)

    def _strange(
        self, heard: tuple[str, ...], sound: str, asked: int
    ) -> Iterator[tuple[_Name, float]]:
        """Yield the names that words, one of which nobody is known to say, sound like."""
        for name in self._same.get(sound, ()):
            likeness = _likeness(heard, name)
            wanted = name.kind.bits & asked and likeness >= name.kind.strange
            if wanted or (name.kind.alone and _stands_alone(heard, sound, likeness)):
                yield name, likeness
        if asked:
            for name in self._nearly(sound):
                likeness = _likeness(heard, name)
                short = min(len(sound), len(name.key)) < _LONG
                least = _CHANGED_SHORT if short else name.kind.strange + _CHANGED
                if name.kind.bits & asked and likeness >= least:
                    yield name, likeness - _CHANGED

    def _ordinary(
        self, heard: tuple[str, ...], sound: str, asked: int
    ) -> Iterator[tuple[_Name, float]]:
        """Yield the names that words which all are known sound like, where they are asked for."""
        if len(sound) >= _LONG:
            for name in self._same.get(sound, ()):
                likeness = _likeness(heard, name)
                if name.kind.bits & asked and likeness >= name.kind.ordinary:
                    yield name, likeness
        if len(sound) >= _LONGER:
            for name in self._nearly(sound):
                likeness = _likeness(heard, name) - _CHANGED
                if name.kind.bits & asked and likeness >= name.kind.ordinary:
                    yield name, likeness

    def _nearly(self, sound: str) -> Iterator[_Name]:
        """Yield the names whose key has one consonant more, less or another than ``sound``.

        Two keys one change apart are found by what is left of each without one consonant (Mor and
        Fraenkel, "A hash code method for detecting and correcting spelling errors", Communications
        of the ACM 25(12), 1982).
        """
        seen: set[int] = set()
        lists = [self._shorter.get(sound, [])]
        for shorter in _without_one(sound):
            lists += [self._same.get(shorter, []), self._shorter.get(shorter, [])]
        for name in (name for names in lists for name in names):
            if id(name) in seen:
                continue
            seen.add(id(name))
            if name.key != sound and Levenshtein.distance(name.key, sound, score_cutoff=1) == 1:
                yield name


def _stands_alone(heard: tuple[str, ...], sound: str, likeness: float) -> bool:
    """Return whether one or two words are so like a name that nothing needs to ask for it."""
    if len(heard) > len(_ALONE) or (len(heard) == 1 and len(sound) < _LONG):
        return False
    return likeness >= _ALONE[len(heard) - 1]


def _likeness(heard: tuple[str, ...], name: _Name) -> float:
    """Return the normalised Indel similarity of the letters, from 0 to 1."""
    return fuzz.ratio(letters(heard), name.letters) / 100


def _without_one(sound: str) -> set[str]:
    return {sound[:k] + sound[k + 1 :] for k in range(len(sound))}


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


def _commonest(language: Language) -> frozenset[str]:
    """Return the words that are in most utterances, with which no name ends."""
    raw: Mapping[str, Mapping[str, str]] = tomllib.loads(
        data("macros", f"{language}.toml").read_text("utf-8")
    )
    return frozenset(raw["common"]["words"].split())
