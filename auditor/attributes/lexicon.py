"""Lexicons: which words name a medicine, a faith, a relation, a kind of place.

A lexicon is a table in ``data/lexicons``, one row an entry: its class, the concept it stands for,
its surfaces in English and in French, and a note that only its own rules read. Surfaces are
separated by ``|``; ``content/e/s`` is the word with each of these endings. A surface written in
capitals is an abbreviation, found as one word and as spelled letters ("nhs", "n h s"). The lines
before the table say what it holds and where its facts come from.
"""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.abc import Traversable

from auditor.attributes.hits import Hit
from auditor.attributes.pattern import endings
from auditor.attributes.text import Text, split_words
from auditor.errors import UsageError
from auditor.records import Language

__all__ = ["ITSELF", "Entry", "Lexicon", "data", "load", "macros", "table", "word_lists"]


ITSELF = "="
"""The concept of a row whose surfaces stand for themselves."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a lexicon, for one language."""

    cls: str
    concept: str
    surfaces: tuple[str, ...]
    note: str
    source: str


class Lexicon:
    """Finds the entries of one language in a text.

    Entries are looked up by the lengths that those with the same first word have; of several
    entries of one class that begin at the same word the longest is kept.
    """

    def __init__(self, entries: Iterable[Entry], language: Language) -> None:
        self._of_words: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
        self.classes: set[str] = set()
        lengths: dict[str, set[int]] = defaultdict(set)
        for entry in entries:
            self.classes.add(entry.cls)
            for surface in entry.surfaces:
                for words in _wordings(surface, language):
                    self._of_words[words].append(entry)
                    lengths[words[0]].add(len(words))
        self._lengths = {word: sorted(found, reverse=True) for word, found in lengths.items()}

    def rows(self) -> Iterator[tuple[tuple[str, ...], Entry]]:
        """Yield the words of every surface with its entry."""
        for words, entries in self._of_words.items():
            for entry in entries:
                yield words, entry

    def words(self) -> set[str]:
        """Return every word of every surface."""
        return {word for words, _ in self.rows() for word in words}

    def hits(self, text: Text) -> Iterator[Hit]:
        """Yield every entry found in ``text``."""
        for k, word in enumerate(text.words):
            taken: set[str] = set()
            for length in self._lengths.get(word, ()):
                words = text.words[k : k + length]  # shorter at the end of the text
                for entry in self._of_words.get(words, ()):
                    if entry.cls not in taken:
                        taken.add(entry.cls)
                        concept = " ".join(words) if entry.concept == ITSELF else entry.concept
                        yield Hit(entry.cls, k, k + len(words), concept, entry.note, entry.source)


@cache
def load(language: Language) -> Lexicon:
    """Return every lexicon of ``data/lexicons`` for ``language``."""
    folder = data("lexicons")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    entries = [entry for file in files for entry in _entries(file, language)]
    return Lexicon(entries, language)


def data(*parts: str) -> Traversable:
    """Return a file or folder of the package's data."""
    return resources.files(__package__).joinpath("data", *parts)


@cache
def word_lists(language: Language) -> dict[str, frozenset[str]]:
    """Return the lists of ``data/places/words_<language>.toml``: stops, dull and common words."""
    raw = tomllib.loads(data("places", f"words_{language}.toml").read_text("utf-8"))
    return {str(name): frozenset(str(words).split()) for name, words in raw.items()}


@cache
def macros(language: Language) -> dict[str, dict[str, str]]:
    """Return the tables of ``data/macros/<language>.toml``: macros, and the commonest words."""
    return tomllib.loads(data("macros", f"{language}.toml").read_text("utf-8"))


def table(file: Traversable) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a tab-separated table with their line numbers, comments left out."""
    lines = [
        (number, line)
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]
    rows = csv.reader((line for _, line in lines), delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(rows)
    for (number, _), row in zip(lines[1:], rows, strict=True):
        if len(row) > len(header):
            raise UsageError(
                f"{len(row)} columns instead of {len(header)}", where=f"{file.name}, line {number}"
            )
        yield number, dict(zip(header, row + [""] * (len(header) - len(row)), strict=True))


def _entries(file: Traversable, language: Language) -> Iterator[Entry]:
    source = file.name.removesuffix(".tsv")
    for number, row in table(file):
        if not row["class"] or not row["concept"]:
            raise UsageError("a row without a class or a concept", where=f"{file.name}, {number}")
        surfaces = tuple(part.strip() for part in row[language].split("|") if part.strip())
        if surfaces:
            yield Entry(row["class"], row["concept"], surfaces, row.get("note", ""), source)


def _wordings(surface: str, language: Language) -> Iterator[tuple[str, ...]]:
    """Yield the word sequences of a surface: its endings, and an abbreviation's letters."""
    for written in _forms(surface):
        yield split_words(written, language)
    if surface.isupper() and surface.isalpha():
        yield tuple(surface.lower())


def _forms(surface: str) -> Iterator[str]:
    words = [endings(word) for word in surface.split()]
    forms = [""]
    for alternatives in words:
        forms = [f"{form} {word}" for form in forms for word in alternatives]
    yield from forms
