"""Utterances drawn from the first grammars of the synthesis, with what they give away.

One line of a grammar in four is kept apart, by a hash of what it says: claims are calibrated on
drivers who say only those (``training/inference``). The second grammars (``benchmarks/grammars``)
are for testing and never come here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from auditor import population
from auditor.attributes.concepts import concept_of
from auditor.corpus.synthesis.behaviour import read_rates
from auditor.corpus.synthesis.drivers import COUNTRIES, Study, drivers
from auditor.corpus.synthesis.grammar import Grammar, Line, read_grammar
from auditor.corpus.synthesis.life import SLOTS
from auditor.pipeline.synthesising import GRAMMARS
from auditor.records import Language, Truth, TruthLabel
from training.attributes.labels import CATEGORIES
from training.attributes.texts import Label, Text

LANGUAGES: tuple[Language, ...] = ("en", "fr")
_WEEKS = 3
_START = datetime(2026, 3, 2)


def drawn(language: Language, count: int, seed: int) -> list[Text]:
    """Return what ``count`` drivers say by the lines that are not kept apart, each text once."""
    found: dict[str, Text] = {}
    for driver in drivers(_study(language, seed, apart=False), count):
        for remark in driver.remarks:
            labels = tuple(_labels(remark.labels, remark.asr))
            found.setdefault(remark.asr, Text(remark.asr, language, "grammar", labels=labels))
    return list(found.values())


def kept_apart(line: Line) -> bool:
    """Whether a line of a grammar is one of those that are never trained on."""
    return hashlib.sha256(repr(line.template).encode()).digest()[0] < 64


def restricted(grammar: Grammar, *, apart: bool) -> Grammar:
    """Return the grammar with the lines that are kept apart alone, or with all others."""
    lines = {
        category: tuple(line for line in lines if kept_apart(line) == apart)
        for category, lines in grammar.of_category.items()
    }
    return replace(grammar, of_category=lines)


def truths_apart(language: Language, count: int, seed: int) -> Iterator[Truth]:
    """Yield the truths of ``count`` drivers who say only lines that are kept apart."""
    for driver in drivers(_study(language, seed, apart=True), count):
        yield driver.truth


def _study(language: Language, seed: int, *, apart: bool) -> Study:
    return Study(
        populations=[population.load(each) for each in COUNTRIES[language]],
        grammar=restricted(read_grammar(GRAMMARS / language, SLOTS), apart=apart),
        rates=read_rates(None),
        language=language,
        weeks=_WEEKS,
        seed=seed,
        start=_START,
    )


def _labels(labels: tuple[TruthLabel, ...], words: str) -> Iterator[Label]:
    for label in labels:
        category = label.category.split(".")[0]
        if category in CATEGORIES:
            start = words.find(label.span) if label.span else -1
            whole = start < 0
            yield Label(
                category,
                label.about,
                None if whole else start,
                None if whole else start + len(label.span or ""),
                concept_of(category, label.normalised or label.value) or "",
            )
