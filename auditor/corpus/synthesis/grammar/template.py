"""One line of a grammar: words, references to macros and slots, choices, and marked words.

::

    {polite} ring [{mother}|relative_name@relative] {when|before|after} I get [my insulin]

``{name}`` is a macro or a slot, ``{a|b|}`` one of several, ``{sex:elle|lui}`` what suits the
driver's sex (female first), ``[words]`` what gives the section's category away, and
``[words|labels]`` what gives away others: ``category@about``, joined by ``+``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

__all__ = [
    "Choice",
    "Mark",
    "Node",
    "Reference",
    "Sexed",
    "Template",
    "TemplateError",
    "parse",
    "sentences",
]

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_WORDS_OF_A_SLOT = 5.0
_ABOUT = ("driver", "relative", "passenger", "other")


class TemplateError(ValueError):
    """A line that does not follow the format; the message says how."""


@dataclass(frozen=True)
class Reference:
    """``{name}``: a macro of the grammar or a slot of the person's life."""

    name: str


@dataclass(frozen=True)
class Choice:
    """``{a|b|c}``: one of several, all equally likely."""

    options: tuple[Template, ...]


@dataclass(frozen=True)
class Sexed:
    """``{sex:female|male}``: what suits the driver's sex."""

    female: Template
    male: Template


@dataclass(frozen=True)
class Mark:
    """``[words|labels]``: give-away words, with (category, about) each; None is the section's."""

    labels: tuple[tuple[str | None, str], ...]
    words: Template


Node = str | Reference | Choice | Sexed | Mark


@dataclass(frozen=True)
class Template:
    """A parsed line."""

    nodes: tuple[Node, ...]

    def references(self) -> Iterator[str]:
        """Yield every name that the line must have; those within a choice only if all need them."""
        for node in self.nodes:
            match node:
                case Reference(name):
                    yield name
                case Mark(_, words):
                    yield from words.references()
                case Sexed(female, male):
                    yield from {*female.references()} & {*male.references()}
                case Choice(options):
                    yield from set.intersection(*({*each.references()} for each in options))

    def names(self) -> Iterator[str]:
        """Yield every name that occurs anywhere in the line."""
        for node in self.nodes:
            match node:
                case Reference(name):
                    yield name
                case Mark(_, words):
                    yield from words.names()
                case Sexed(female, male):
                    yield from (*female.names(), *male.names())
                case Choice(options):
                    for each in options:
                        yield from each.names()

    def marks(self) -> Iterator[Mark]:
        """Yield the marked words."""
        for node in self.nodes:
            if isinstance(node, Mark):
                yield node


def sentences(template: Template, macros: Mapping[str, Sequence[Template]]) -> float:
    """Return how many sentences a template can become; a slot counts as a few."""
    count = 1.0
    for node in template.nodes:
        match node:
            case Reference(name) if name in macros:
                count *= sum(sentences(each, macros) for each in macros[name])
            case Reference(_):
                count *= _WORDS_OF_A_SLOT
            case Choice(options):
                count *= sum(sentences(each, macros) for each in options)
            case Mark(_, words):
                count *= sentences(words, macros)
            case Sexed(female, male):
                count *= (sentences(female, macros) + sentences(male, macros)) / 2
    return count


def parse(text: str) -> Template:
    """Return a line as a template.

    Raises
    ------
    TemplateError
        If brackets or braces do not close, or hold what they may not.
    """
    template, rest = _sequence(text, 0, "")
    if rest != len(text):
        raise TemplateError(f"a stray {text[rest]!r} at character {rest + 1}")
    return template


def _sequence(text: str, place: int, until: str) -> tuple[Template, int]:
    nodes: list[Node] = []
    words: list[str] = []
    while place < len(text) and text[place] not in until:
        symbol = text[place]
        if symbol in "{[":
            if words:
                nodes.append("".join(words))
                words = []
            node, place = (_braces if symbol == "{" else _mark)(text, place)
            nodes.append(node)
        elif symbol in "}]":
            break
        else:
            words.append(symbol)
            place += 1
    if words:
        nodes.append("".join(words))
    return Template(tuple(nodes)), place


def _braces(text: str, start: int) -> tuple[Node, int]:
    sexed = text.startswith("{sex:", start)
    place = start + (5 if sexed else 1)
    options = []
    while True:
        option, place = _sequence(text, place, "|}")
        options.append(option)
        if place >= len(text) or text[place] not in "|}":
            raise TemplateError(f"the brace at character {start + 1} does not close")
        place += 1
        if text[place - 1] == "}":
            break
    if any(isinstance(node, Mark) for option in options for node in option.nodes):
        raise TemplateError("marked words within braces: mark the whole choice")
    return _meaning(options, sexed, start), place


def _meaning(options: list[Template], sexed: bool, start: int) -> Node:
    if sexed:
        if len(options) != 2:
            raise TemplateError("{sex:…} takes two forms, the female first")
        return Sexed(*options)
    if len(options) > 1:
        return Choice(tuple(options))
    (only,) = options
    if len(only.nodes) == 1 and isinstance(only.nodes[0], str) and _NAME.match(only.nodes[0]):
        return Reference(only.nodes[0])
    raise TemplateError(f"the braces at character {start + 1} hold neither a name nor a choice")


def _mark(text: str, start: int) -> tuple[Mark, int]:
    words, place = _sequence(text, start + 1, "|]")
    if any(isinstance(node, Mark) for node in words.nodes):
        raise TemplateError("marked words within marked words")
    close = text.find("]", place)
    if close < 0:
        raise TemplateError(f"the bracket at character {start + 1} does not close")
    if not words.nodes:
        raise TemplateError(f"the bracket at character {start + 1} marks no words")
    labels = text[place + 1 : close] if text[place] == "|" else ""
    return Mark(_labels(labels), words), close + 1


def _labels(text: str) -> tuple[tuple[str | None, str], ...]:
    if not text:
        return ((None, "driver"),)
    parts = [part.strip().partition("@") for part in text.split("+")]
    # "[x|relationship+children@relative]" may only mean that each part says about whom itself.
    labels = tuple((name.strip(), about.strip() or "driver") for name, _, about in parts)
    for name, about in labels:
        if about not in _ABOUT:
            raise TemplateError(f"{about!r} is not one of {', '.join(_ABOUT)}")
        if not name:
            raise TemplateError("a label without a category")
    return labels
