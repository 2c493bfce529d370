"""Wake phrases: what wakes an assistant, and whether an utterance begins with it.

Recognisers write brand names as they can, so a phrase is looked for in three ways: as it is said,
as recognisers were measured to write it (``heard_as``), and, behind one of its greetings, with a
few letters wrong. Whole words are compared, run together: "hey mer cedes" is "hey mercedes", and
"hey seriously" is not "hey siri".
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from auditor.errors import UsageError
from auditor.records import Language, Utterance

__all__ = ["Greeting", "Wake", "WakePhrase", "WakePhrases", "load"]

_FILLERS = frozenset("ah alors bah ben bon er euh heu hm hum mm oh so uh um".split())
_MOST_FILLERS = 2
_MOST_WORDS = 6
"""Words into which a recogniser may break a phrase."""
_LETTERS_PER_EDIT = 7
"""A name may be heard with one letter wrong, missing, added or swapped for each so many of its
letters. Behind four greetings, 16,546 words of commands and 5,099 first names then hold one that is
taken for a name ("citron"); with 6 it is "Vivian" too, with 5 eleven, with 4 eighty-five."""


@dataclass(frozen=True)
class WakePhrase:
    """What wakes an assistant.

    Attributes
    ----------
    assistant, brand
        What is woken, and whose it is.
    languages
        Languages of utterances in which it is looked for.
    phrase
        As it is said.
    heard_as
        Other ways in which recognisers write the whole phrase.
    mistaken_for
        The same, where the words mean something of their own ("hey many" for "hey MINI").
    source
        The page that says so, or ``unverified``.
    ordinary
        Whether people say it to each other too (a first name, a common word). Such a phrase, and
        ``mistaken_for``, are doubtful unless the source names the assistant or the brand.
    """

    assistant: str
    brand: str
    languages: tuple[Language, ...]
    phrase: str
    heard_as: tuple[str, ...] = ()
    mistaken_for: tuple[str, ...] = ()
    source: str = "unverified"
    ordinary: bool = False


@dataclass(frozen=True)
class Greeting:
    """A word that opens wake phrases, and how it is written; see :class:`WakePhrase`."""

    word: str
    heard_as: tuple[str, ...] = ()
    mistaken_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wake:
    """A wake phrase that an utterance begins with; it also gives the assistant's brand away.

    Attributes
    ----------
    phrase
        Which.
    span
        (start, end) in characters of the utterance's ``text``.
    edits
        Letters in which the name differs from every known way of writing it.
    doubtful
        Whether the words could as well be ordinary language: see :class:`WakePhrase`.
    """

    phrase: WakePhrase
    span: tuple[int, int]
    edits: int = 0
    doubtful: bool = False


class _Word(NamedTuple):
    """A word as plain letters, and where it stands in the text."""

    letters: str
    start: int
    end: int


T = TypeVar("T")
_Table = dict[Language, dict[str, list[T]]]


@dataclass(frozen=True)
class WakePhrases:
    """The wake phrases to look for, and the greetings that they begin with."""

    phrases: tuple[WakePhrase, ...]
    greetings: tuple[Greeting, ...] = ()

    def find(self, utterance: Utterance, *, known: str = "") -> Wake | None:
        """Return the wake phrase that an utterance begins with, or may begin with.

        One without doubt comes before a doubtful one, then the one written most exactly, then the
        longest. Up to two fillers or greetings may stand before it ("um", "hey" before "Alexa").

        Parameters
        ----------
        utterance
            Words in any case, with or without punctuation and accents.
        known
            What the source says of assistant and vehicle; it takes the doubt from what could be
            ordinary language.
        """
        words = _words(utterance.text)[: _MOST_FILLERS + _MOST_WORDS]
        named = frozenset(word.letters for word in _words(known))
        found: list[Wake] = []
        for skipped in range(min(_MOST_FILLERS, len(words)) + 1):
            if skipped and words[skipped - 1].letters not in self._openers:
                break
            found += self._at(words[skipped:][:_MOST_WORDS], utterance.language, named)
        return min(found, key=lambda one: (one.doubtful, one.edits, -one.span[1]), default=None)

    def _at(
        self, words: Sequence[_Word], language: Language, named: frozenset[str]
    ) -> Iterator[Wake]:
        """Yield every phrase that ``words`` begin with."""
        for count, heard in enumerate(_run_together(words), start=1):
            span = (words[0].start, words[count - 1].end)
            for phrase, ordinary in self._written[language].get(heard, ()):
                yield Wake(phrase, span, 0, ordinary and not _is_named(phrase, named))
            for name, phrase, ordinary in self._greeted[language].get(heard, ()):
                for end, edits in _misheard(name, words[count:]):
                    doubtful = ordinary and not _is_named(phrase, named)
                    yield Wake(phrase, (span[0], end), edits, doubtful)

    @cached_property
    def _openers(self) -> frozenset[str]:
        forms = ((one.word, *one.heard_as) for one in self.greetings)
        return _FILLERS.union(*(map(_letters, ways) for ways in forms))

    @cached_property
    def _written(self) -> _Table[tuple[WakePhrase, bool]]:
        """Phrases by language and by every way in which the whole of them is written.

        With each stands whether that way of writing it is ordinary language.
        """
        table: _Table[tuple[WakePhrase, bool]] = defaultdict(lambda: defaultdict(list))
        for phrase in self.phrases:
            ways = dict(self._ways(phrase.mistaken_for, ordinary=True))
            ways |= self._ways((phrase.phrase, *phrase.heard_as), ordinary=phrase.ordinary)
            for language in phrase.languages:
                for written, ordinary in ways.items():
                    table[language][written].append((phrase, ordinary))
        return table

    @cached_property
    def _greeted(self) -> _Table[tuple[str, WakePhrase, bool]]:
        """The names behind a greeting, by language and by every way of writing the greeting."""
        table: _Table[tuple[str, WakePhrase, bool]] = defaultdict(lambda: defaultdict(list))
        for phrase in self.phrases:
            greeting, name = self._parts(phrase.phrase)
            for form, ordinary in _forms(greeting) if greeting else ():
                for language in phrase.languages:
                    table[language][form].append((name, phrase, ordinary or phrase.ordinary))
        return table

    def _ways(self, phrases: Iterable[str], *, ordinary: bool) -> Iterator[tuple[str, bool]]:
        """Yield the letters of phrases with every way of writing their greetings."""
        for phrase in phrases:
            greeting, name = self._parts(phrase)
            for form, mistaken in _forms(greeting):
                yield form + name, ordinary or mistaken

    def _parts(self, phrase: str) -> tuple[Greeting | None, str]:
        """Return the greeting, if there is one, and the letters of the name."""
        first, _, rest = phrase.casefold().partition(" ")
        for greeting in self.greetings:
            if first == greeting.word:
                return greeting, _letters(rest)
        return None, _letters(phrase)


def _forms(greeting: Greeting | None) -> list[tuple[str, bool]]:
    """Return the ways of writing a greeting, and whether each is ordinary language."""
    if greeting is None:
        return [("", False)]
    ways = dict.fromkeys(map(_letters, greeting.mistaken_for), True)
    ways |= dict.fromkeys(map(_letters, (greeting.word, *greeting.heard_as)), False)
    return list(ways.items())


def _misheard(name: str, words: Sequence[_Word]) -> Iterator[tuple[int, int]]:
    """Yield (end, edits) of each beginning of ``words`` that is nearly the name."""
    from rapidfuzz.distance import OSA

    most = len(name) // _LETTERS_PER_EDIT
    for word, heard in zip(words, _run_together(words), strict=True):
        edits = OSA.distance(heard, name, score_cutoff=most)
        if 0 < edits <= most:
            yield word.end, edits


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class _Phrase(_Row):
    assistant: str = Field(min_length=1)
    brand: str = Field(min_length=1)
    languages: tuple[Language, ...] = Field(min_length=1)
    phrase: str = Field(min_length=1)
    heard_as: tuple[str, ...] = ()
    mistaken_for: tuple[str, ...] = ()
    source: str = "unverified"
    ordinary: bool = False


class _Greeting(_Row):
    word: str = Field(min_length=1)
    heard_as: tuple[str, ...] = ()
    mistaken_for: tuple[str, ...] = ()


class _File(_Row):
    replace: bool = False
    greeting: list[_Greeting] = []
    phrase: list[_Phrase] = []


def load(extra: Path | None = None) -> WakePhrases:
    """Return the wake phrases of ``wake_phrases.toml``, and those of a user's file.

    Parameters
    ----------
    extra
        A TOML file in the same form. A row of the same assistant and phrase takes the place of
        ours, others are added; with ``replace = true`` on top, ours are left out altogether.

    Raises
    ------
    UsageError
        If ``extra`` cannot be read, naming file, line and entry.
    """
    here = resources.files(__package__).joinpath("wake_phrases.toml")
    files = [_parse(here.read_bytes(), here.name)]
    if extra is not None:
        theirs = _read(extra)
        files = [theirs] if theirs.replace else [*files, theirs]
    phrases = {
        (row.assistant.casefold(), _letters(row.phrase)): WakePhrase(**row.model_dump())
        for file in files
        for row in file.phrase
    }
    greetings = {
        row.word.casefold(): Greeting(row.word.casefold(), row.heard_as, row.mistaken_for)
        for file in files
        for row in file.greeting
    }
    return WakePhrases(tuple(phrases.values()), tuple(greetings.values()))


def _read(path: Path) -> _File:
    try:
        return _parse(path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(
            f"the wake phrases cannot be read ({error.strerror or type(error).__name__})",
            where=str(path),
            remedy="Name a TOML file that exists.",
        ) from error


def _parse(data: bytes, name: str) -> _File:
    try:
        text = data.decode("utf-8")
        return _File.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"no valid TOML ({error})", where=name) from error
    except ValidationError as error:
        problem = error.errors()[0]
        raise UsageError(
            f"{_place(problem['loc'])}: {problem['msg']}",
            where=f"{name}{_line(text, problem['loc'])}",
            remedy="A phrase needs assistant, brand, languages (en, fr) and phrase.",
        ) from error


def _place(location: tuple[int | str, ...]) -> str:
    """Return where in the file, for people: ``phrase 3, languages``."""
    if len(location) > 1 and isinstance(location[1], int):
        table, number, *rest = location
        return ", ".join([f"{table} {int(number) + 1}", *map(str, rest)])
    return ", ".join(map(str, location))


def _line(text: str, location: tuple[int | str, ...]) -> str:
    if len(location) < 2 or not isinstance(location[1], int):
        return ""
    header = re.compile(rf"^\s*\[\[\s*{re.escape(str(location[0]))}\s*\]\]", re.MULTILINE)
    starts = [match.end() for match in header.finditer(text)]
    return f", line {text.count(chr(10), 0, starts[location[1]]) + 1}" if starts else ""


def _words(text: str) -> list[_Word]:
    words = (_Word(_letters(one.group()), *one.span()) for one in re.finditer(r"\S+", text))
    return [word for word in words if word.letters]


def _letters(text: str) -> str:
    """Return lower-case letters and digits alone, without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if char.isalnum())


def _run_together(words: Iterable[_Word]) -> Iterator[str]:
    """Yield the first word, then the first two as one, and so on."""
    return accumulate(word.letters for word in words)


def _is_named(phrase: WakePhrase, named: frozenset[str]) -> bool:
    return any(
        {word.letters for word in _words(name)} <= named
        for name in (phrase.assistant, phrase.brand)
    )
