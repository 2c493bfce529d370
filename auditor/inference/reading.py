"""Words of rules, found in utterances by the patterns and lexicons of ``attributes``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from auditor.attributes.about import FrameReader
from auditor.attributes.reading import ReadingMaker
from auditor.attributes.rules import Rule as Patterns
from auditor.attributes.rules import RuleSet, grammar
from auditor.attributes.text import stretches
from auditor.errors import UsageError
from auditor.inference.findings import Heard
from auditor.inference.rulebook import Rulebook
from auditor.records import About, Language

__all__ = ["WordReader", "Words", "reader_of"]


@dataclass(frozen=True)
class Words:
    """Where the words of a premise were said: ``premise`` is (rule id, place in its ``when``)."""

    premise: tuple[str, int]
    value: str
    about: About


class WordReader:
    """Finds the words of rules in utterances of one language.

    What is broadcast, told of a film or asked as trivia leaks nothing, and is passed over.
    """

    def __init__(self, book: Rulebook, language: Language) -> None:
        self._language: Language = language
        self._maker = ReadingMaker(language)
        compiler = grammar(language, self._maker.marks)
        self._frames = FrameReader(language, compiler)
        compiled = []
        for rule in book.rules:
            for place, premise in enumerate(rule.when):
                sources = premise.fr if language == "fr" else premise.en
                if sources and language in rule.languages:
                    try:
                        patterns = tuple(compiler.compile(source) for source in sources)
                    except UsageError as error:
                        raise UsageError(error.what, where=rule.id, remedy=error.remedy) from None
                    fields = {"premise": (rule.id, place)}
                    compiled.append(Patterns(f"{rule.id}/{place}", patterns, fields))
        self._rules = RuleSet(compiled)

    def read(self, heard: Heard) -> Iterator[Words]:
        """Yield the words of rules in an utterance, with whom they are about."""
        for text in stretches(heard.text, self._language):
            reading = self._maker.read(text, heard.at)
            matches = list(self._rules.matches(reading))
            if not matches:
                continue
            frame = self._frames.read(reading)
            if frame.register != "talk":
                continue
            for match in matches:
                span = reading.text.span(match.value_first, match.value_last)
                yield Words(
                    match.rule.fields["premise"],
                    reading.text.source[slice(*span)],
                    frame.owner(match.value_first, match.value_last),
                )


def reader_of(book: Rulebook, language: Language) -> WordReader:
    """Return the reader of a rulebook's words, made once for all strengths of its rules."""
    return _reader(book.scaled_from or book, language)


@cache
def _reader(book: Rulebook, language: Language) -> WordReader:
    return WordReader(book, language)
