"""Times as people say them: clock times, dates, recurrences, durations.

The forms are data (``data/times``); what they mean is worked out in
:mod:`auditor.attributes.calendar`. Parts that stand together ("next tuesday at four") make one
``when``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from auditor.attributes.hits import Encoded, Hit, Hits
from auditor.attributes.lexicon import data
from auditor.attributes.pattern import Grammar, Marks, Pattern
from auditor.attributes.text import Text
from auditor.records import Language

__all__ = ["TimeReader", "number_classes"]

_KINDS = ("clock", "date", "recurrence", "duration")
_JOINTS = {
    "en": frozenset("at on the for by about around of in , and".split()),
    "fr": frozenset("à le la vers de du pour au et dès".split()),
}


def number_classes(found: list[Hit]) -> Iterator[Hit]:
    """Yield the numbers that can be an hour (``clock``), a ``minute`` or a ``day``."""
    for hit in found:
        if hit.cls != "number":
            continue
        value = int(hit.concept)
        for name, low, high in (("clock", 0, 24), ("minute", 5, 59), ("day", 1, 31)):
            if low <= value <= high:
                yield Hit(name, hit.first, hit.last, hit.concept, source="numbers")


class TimeReader:
    """Finds the times of one language in texts encoded with ``marks``."""

    def __init__(self, language: Language, marks: Marks) -> None:
        raw = tomllib.loads(data("times", f"{language}.toml").read_text("utf-8"))
        grammar = Grammar(language, macros=raw["macros"], marks=marks)
        self._marks = marks
        self._forms: list[tuple[str, Pattern, re.Pattern[str]]] = []
        for kind in _KINDS:
            for source in raw[kind]["patterns"]:
                pattern = grammar.compile(source)
                self._forms.append((kind, pattern, re.compile(pattern.regex)))

    def read(self, text: Text, hits: Hits) -> list[Hit]:
        """Return the parts (classes ``at_clock``, ``at_date`` …) and each joined ``when``."""
        marked, plain = hits.encode(text, self._marks), Encoded(text.words)
        present = {*text.words, *hits.keys()}
        found: list[Hit] = []
        for kind, pattern, regex in self._forms:
            if pattern.anchors.isdisjoint(present):
                continue
            encoded = marked if pattern.marked else plain
            for match in regex.finditer(encoded.string):
                first, last = encoded.word_at(match.start()), encoded.word_at(match.end())
                concept = " ".join(text.words[first:last])
                found.append(Hit(f"at_{kind}", first, last, concept, source="times"))
        parts = _longest(found)
        return [*parts, *_joined(text, parts)]


def _longest(found: list[Hit]) -> list[Hit]:
    """Keep the longest of overlapping parts."""
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.first - hit.last, hit.first)):
        if all(hit.last <= other.first or other.last <= hit.first for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.first)


def _joined(text: Text, parts: list[Hit]) -> Iterator[Hit]:
    """Yield a ``when`` for every run of clock times and dates."""
    run: list[Hit] = []
    for part in [hit for hit in parts if hit.cls in ("at_clock", "at_date")]:
        between = text.words[run[-1].last : part.first] if run else ()
        if run and not (len(between) <= 2 and set(between) <= _JOINTS[text.language]):
            yield _when(text, run)
            run = []
        run.append(part)
    if run:
        yield _when(text, run)


def _when(text: Text, run: list[Hit]) -> Hit:
    first, last = run[0].first, run[-1].last
    kinds = "+".join(hit.cls.removeprefix("at_") for hit in run)
    return Hit("when", first, last, " ".join(text.words[first:last]), kinds, "times")
