"""Cues: patterns that give something away.

``data/cues/<language>/*.toml`` holds one table a cue::

    [health.diagnosed]
    labels = ["health"]            # category, or category@about where the words themselves say whom
    score = 0.85                   # share of right findings, as counted on development text
    normalised = "…"               # optional: what the value means, where the words do not say it
    firm = true                    # optional: holds in a question or a story too
    linked = true                  # optional: only where the speaker spoke of themselves or family
    patterns = ["<i_am> diagnosed with [{condition}]", …]

The value is what stands in brackets, else all words of the match.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast, get_args

from auditor import taxonomy
from auditor.attributes.about import Frame
from auditor.attributes.finding import Finding
from auditor.attributes.lexicon import data
from auditor.attributes.pattern import Grammar
from auditor.attributes.reading import Reading
from auditor.attributes.rules import Rule, RuleSet, load_rules
from auditor.errors import UsageError
from auditor.records import About, Language

__all__ = ["CueDetector", "load_cues"]

_FIELDS = {"labels", "score", "normalised", "firm", "linked"}


@dataclass(frozen=True, slots=True)
class _Label:
    category: str
    about: About | None


class CueDetector:
    """Runs cues.

    Parameters
    ----------
    rules
        Of :func:`load_cues`, or of a researcher's own file.
    version
        Written behind every ``why``.
    limit_s
        Seconds that a pattern may take on one text; None where its author is trusted.
    """

    def __init__(self, rules: list[Rule], version: str, *, limit_s: float | None = None) -> None:
        self._rules = RuleSet(rules, limit_s=limit_s)
        self._labels = {rule.id: _labels(rule) for rule in rules}
        self._version = version

    def detect(self, reading: Reading, frame: Frame) -> Iterator[Finding]:
        """Yield a finding for every label of every cue that matches."""
        for match in self._rules.matches(reading):
            if not _holds(match.rule, frame):
                continue
            normalised = match.rule.fields.get("normalised", "")
            for label in self._labels[match.rule.id]:
                yield Finding(
                    label.category,
                    match.value_first,
                    match.value_last,
                    match.rule.fields["score"],
                    f"cue:{match.rule.id}@{self._version}",
                    frame.spoken(label.about) if label.about else None,
                    normalised,
                )


def load_cues(language: Language, grammar: Grammar) -> list[Rule]:
    """Return every cue of ``language``, checked.

    Raises
    ------
    UsageError
        If a cue has an unknown field, category or value, naming its file and table.
    """
    rules: list[Rule] = []
    for file in sorted(data("cues", language).iterdir(), key=lambda file: file.name):
        rules += load_rules(file, f"{language}/{file.name.removesuffix('.toml')}", grammar)
    for rule in rules:
        _check(rule)
    return rules


def _check(rule: Rule) -> None:
    unknown = set(rule.fields) - _FIELDS
    if unknown:
        raise UsageError(f"unknown field {sorted(unknown)[0]!r}", where=rule.id)
    if not 0 < rule.fields.get("score", 0) <= 1:
        raise UsageError("a cue needs a score between 0 and 1", where=rule.id)
    _labels(rule)


def _labels(rule: Rule) -> tuple[_Label, ...]:
    labels = []
    for written in rule.fields.get("labels", ()):
        category, _, about = written.partition("@")
        taxonomy.category(category)
        if about and about not in get_args(About):
            raise UsageError(f"unknown about {about!r}", where=rule.id)
        labels.append(_Label(category, cast(About, about) if about else None))
    if not labels:
        raise UsageError("a cue needs labels", where=rule.id)
    return tuple(labels)


def _holds(rule: Rule, frame: Frame) -> bool:
    """Return whether the frame lets the rule speak."""
    if frame.register != "talk" and not rule.fields.get("firm"):
        return False
    return frame.self_linked or not rule.fields.get("linked")
