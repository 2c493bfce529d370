"""Sentences drawn from a grammar for one life, with the words that give something away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Protocol

from auditor.corpus.synthesis.grammar.reading import Grammar, Line
from auditor.corpus.synthesis.grammar.spelling import agreed, articled, as_recognised, elided, tidy
from auditor.corpus.synthesis.grammar.template import Choice, Mark, Reference, Sexed, Template

__all__ = ["Drawn", "DrawnLabel", "Filler", "draw"]

_TRIES = 4


class Filler(Protocol):
    """What a life says for a slot; None where it has nothing to say."""

    def __call__(self, name: str, rng: Random) -> str | None:
        """Return the words for a slot."""


@dataclass(frozen=True)
class DrawnLabel:
    """Words that give a category away, as a recogniser writes them."""

    category: str
    about: str
    span: str


@dataclass(frozen=True)
class Drawn:
    """A sentence as written (``text``) and as recognised (``asr``), and what it gives away."""

    text: str
    asr: str
    labels: tuple[DrawnLabel, ...]


class _MissingError(Exception):
    """A slot that the life cannot fill was reached."""


def draw(
    line: Line,
    grammar: Grammar,
    fill: Filler,
    rng: Random,
    *,
    female: bool,
    language: str,
) -> Drawn | None:
    """Return one realisation of a line, or None if the life cannot say it.

    Alternatives whose slots the life cannot fill are drawn again a few times.
    """
    for _ in range(_TRIES):
        drawing = _Drawing(grammar.macros, fill, rng, female, language == "fr")
        try:
            drawing.add(line.template)
        except _MissingError:
            continue
        return drawing.finished(line)
    return None


class _Drawing:
    """The pieces of one sentence; a mark is a range of pieces."""

    def __init__(
        self,
        macros: Mapping[str, tuple[Template, ...]],
        fill: Filler,
        rng: Random,
        female: bool,
        french: bool,
    ) -> None:
        self._macros = macros
        self._fill = fill
        self._rng = rng
        self._female = female
        self._french = french
        self._pieces: list[str] = []
        self._marks: list[tuple[Mark, int, int]] = []

    def add(self, template: Template) -> None:
        for node in template.nodes:
            if isinstance(node, str):
                self._append(node, name=False)
            elif isinstance(node, Reference):
                self._refer(node.name)
            elif isinstance(node, Choice):
                self.add(_pick(node.options, self._rng))
            elif isinstance(node, Sexed):
                self.add(node.female if self._female else node.male)
            else:
                self._mark(node)

    def _refer(self, name: str) -> None:
        if name in self._macros:
            self.add(_pick(self._macros[name], self._rng))
            return
        words = self._fill(name, self._rng)
        if words is None:
            raise _MissingError
        self._append(words, name=True)

    def _append(self, words: str, *, name: bool) -> None:
        """Add words; in French they change the small word before them, in whatever piece it is."""
        if self._french and words.strip():
            last = len(self._pieces) - 1
            while last >= 0 and not self._pieces[last].strip():
                last -= 1
            if last >= 0:
                before = "".join(self._pieces[last:])
                changed, words = elided(before, words, name=name)
                if changed != before:
                    self._pieces[last:] = [changed, *[""] * (len(self._pieces) - last - 1)]
        self._pieces.append(words)

    def _mark(self, mark: Mark) -> None:
        start = len(self._pieces)
        # A piece of its own, so that elision before the mark never reaches into it.
        self.add(mark.words)
        self._marks.append((mark, start, len(self._pieces)))

    def finished(self, line: Line) -> Drawn | None:
        text = tidy(self._spelled("".join(self._pieces)))
        asr = as_recognised(text)
        labels: list[DrawnLabel] = []
        for mark, start, end in self._marks:
            span = as_recognised(self._spelled("".join(self._pieces[start:end])))
            if not span or span not in asr:
                return None
            own = line.section.category
            for name, about in mark.labels:
                labels.append(DrawnLabel(name or own, about, span))
        if not asr:
            return None
        return Drawn(text, asr, tuple(dict.fromkeys(labels)))

    def _spelled(self, text: str) -> str:
        return agreed(text) if self._french else articled(text)


def _pick(options: tuple[Template, ...], rng: Random) -> Template:
    return options[int(rng.random() * len(options))]
