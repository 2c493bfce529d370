"""Rules read from data files, and the one matcher that runs them.

A rule file is TOML: one table a rule, each with ``patterns`` in the language of
:mod:`auditor.attributes.pattern` and whatever else its reader needs. The macros that the patterns
of a language share are in ``data/macros/<language>.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.abc import Traversable
from typing import Any

import regex

from auditor.attributes.hits import Encoded
from auditor.attributes.lexicon import macros
from auditor.attributes.pattern import Grammar, Marks, Pattern
from auditor.attributes.reading import Reading
from auditor.errors import UsageError
from auditor.records import Language

__all__ = ["Match", "Rule", "RuleSet", "grammar", "load_rules"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named group of patterns; ``fields`` is everything else its table says."""

    id: str
    patterns: tuple[Pattern, ...]
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Match:
    """Where a rule matched: words ``first`` to ``last``, and the words of its value."""

    rule: Rule
    first: int
    last: int
    value_first: int
    value_last: int
    valued: bool
    """Whether the pattern has a value in brackets."""


class RuleSet:
    """Rules of one language, tried only where one of their anchors occurs.

    Parameters
    ----------
    rules
        Of :func:`load_rules`.
    limit_s
        Seconds that a pattern may take on one text; None for no limit.
    """

    def __init__(self, rules: list[Rule], *, limit_s: float | None = None) -> None:
        self.rules = rules
        self._limit_s = limit_s
        self._patterns = [(rule, pattern) for rule in rules for pattern in rule.patterns]
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._index: dict[str, list[int]] = defaultdict(list)
        for k, (_, pattern) in enumerate(self._patterns):
            for anchor in pattern.anchors:
                self._index[anchor].append(k)

    def matches(self, reading: Reading) -> Iterator[Match]:
        """Yield every match, in the order of the rules, then of the text."""
        wanted: set[int] = set()
        for key in reading.keys:
            wanted.update(self._index.get(key, ()))
        for k in sorted(wanted):
            rule, pattern = self._patterns[k]
            encoded = reading.marked if pattern.marked else reading.plain
            for match in self._found(k, rule, pattern, encoded.string):
                yield _match(rule, match, encoded)

    def _found(self, k: int, rule: Rule, pattern: Pattern, text: str) -> Iterator[re.Match[str]]:
        if self._limit_s is None:
            if k not in self._compiled:
                self._compiled[k] = re.compile(pattern.regex)
            yield from self._compiled[k].finditer(text)
            return
        try:
            # The same syntax, by the library that can be told when to give up.
            yield from regex.finditer(pattern.regex, text, timeout=self._limit_s)
        except TimeoutError:
            raise UsageError(
                f"a pattern takes longer than {self._limit_s:g} s on one utterance",
                where=rule.id,
                remedy="Use fewer gaps (~, ~~) in one pattern.",
            ) from None


def grammar(language: Language, marks: Marks) -> Grammar:
    """Return the grammar of ``language``: its macros, and ``<common>`` for its commonest words."""
    raw = macros(language)
    common = dict.fromkeys(raw["common"]["words"].split())
    named = {**raw["macros"], "common": f"({'|'.join(common)})"}
    return Grammar(language, macros=named, marks=marks, common=frozenset(common))


def load_rules(file: Traversable, prefix: str, compiler: Grammar) -> list[Rule]:
    """Return the rules of one TOML file, in its order; ids are ``prefix.<table>``."""
    rules = []
    for name, fields in _tables(file).items():  # type: ignore[arg-type] # paths are hashable
        if not isinstance(fields, dict) or "patterns" not in fields:
            raise UsageError("a rule without patterns", where=f"{file.name}, [{name}]")
        try:
            patterns = tuple(compiler.compile(source) for source in fields["patterns"])
        except UsageError as error:
            raise UsageError(
                error.what, where=f"{prefix} in {file.name}, [{name}]", remedy=error.remedy
            ) from error
        rest = {key: value for key, value in fields.items() if key != "patterns"}
        rules.append(Rule(f"{prefix}.{name}", patterns, rest))
    return rules


@cache
def _tables(file: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"no valid TOML: {error}", where=file.name) from error


def _match(rule: Rule, match: re.Match[str], encoded: Encoded) -> Match:
    first, last = encoded.word_at(match.start()), encoded.word_at(match.end())
    valued = "value" in match.re.groupindex and match.end("value") > match.start("value")
    if not valued:
        return Match(rule, first, last, first, last, valued)
    begin, end = encoded.word_at(match.start("value")), encoded.word_at(match.end("value"))
    return Match(rule, first, last, begin, end, valued)
