"""Codes, accounts, references and number plates said digit by digit or letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.attributes.about import Frame
from auditor.attributes.digits import Run, runs
from auditor.attributes.finding import Finding
from auditor.attributes.lexicon import data
from auditor.attributes.pattern import Grammar
from auditor.attributes.reading import Reading
from auditor.attributes.rules import RuleSet, load_rules
from auditor.records import Language

__all__ = ["IdentifierDetector"]

_PLATES = {
    "en": re.compile(r"[a-z]{2}\d{2}[a-z]{3}|[a-z]\d{1,3}[a-z]{3}|[a-z]{3}\d{3,4}|\d[a-z]{3}\d{3}"),
    "fr": re.compile(r"[a-z]{2}\d{3}[a-z]{2}|\d[a-z]{3}\d{3}|[a-z]{2}\d{5,6}|\d{3}[a-z]{3}"),
}
"""British and American; French, Belgian, Swiss and Québécois plates, as written without gaps."""
_REACH = 6
"""Words between what a code is called and the code itself."""
_SHORTEST = 3


class IdentifierDetector:
    """Finds runs of digits and letters that something nearby calls a code, and bare plates."""

    def __init__(self, language: Language, grammar: Grammar, version: str) -> None:
        file = data("places", f"identifiers_{language}.toml")
        self._names = RuleSet(load_rules(file, f"{language}/identifier", grammar))
        self._version = version

    def detect(self, reading: Reading, frame: Frame) -> Iterator[Finding]:
        """Yield every identifier; it is the driver's unless its owner is told."""
        if frame.register == "news":
            return
        named = [(match.rule.id, match.first, match.last) for match in self._names.matches(reading)]
        for run in runs(reading.text):
            why = self._called(run, named)
            if why and len(run.value) >= _SHORTEST:
                yield self._finding(run, 0.8, why)
            elif _PLATES[reading.text.language].fullmatch(run.value):
                yield self._finding(run, 0.7, "number:plate")

    def _called(self, run: Run, named: list[tuple[str, int, int]]) -> str | None:
        for rule, first, last in named:
            if 0 <= run.first - last <= _REACH or 0 <= first - run.last <= 2:
                return f"cue:{rule}"
        return None

    def _finding(self, run: Run, score: float, why: str) -> Finding:
        value = run.value.upper()
        why = f"{why}@{self._version}"
        return Finding("identifier", run.first, run.last, score, why, None, value)
