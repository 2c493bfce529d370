"""The files of a grammar: sections of lines that leak the same thing alike, and macros."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from hashlib import sha256
from pathlib import Path

from auditor.corpus.synthesis.grammar.template import Template, TemplateError, parse, sentences
from auditor.errors import UsageError
from auditor.taxonomy import category

__all__ = ["FREE", "Grammar", "Line", "Section", "read_grammar"]

FREE = ("harmless", "trap")
"""What a section may say beside a category: nothing leaks, or it looks as if something did."""
_ENOUGH = 5.0
"""Powers of ten of sentences beyond which more variety makes no difference."""
_HOW = ("stated", "implied")
_SPEAKERS = ("driver", "passenger", "child", "phone", "radio")
_REMEDY = "See 'Grammars' in docs/synthesis.md."


@dataclass(frozen=True)
class Section:
    """What the lines under one head give away: a category, one value or any (None), and how.

    ``how`` is ``stated`` or ``implied`` for a category, the kind of trap for a trap, and empty for
    what is harmless.
    """

    category: str
    value: str | None
    how: str
    speaker: str = "driver"


@dataclass(frozen=True)
class Line:
    """One way of saying it, and the slots without which it cannot be said.

    ``weight`` grows with the number of sentences that the line can become, so that lines with
    little variety are not what is heard most often.
    """

    section: Section
    template: Template
    needs: frozenset[str]
    where: str
    weight: float


@dataclass(frozen=True)
class Grammar:
    """All lines by the category of their section, all macros, and a hash of the files."""

    of_category: Mapping[str, tuple[Line, ...]]
    macros: Mapping[str, tuple[Template, ...]]
    digest: str

    def all_lines(self) -> Iterator[Line]:
        """Yield every line, by category."""
        for lines in self.of_category.values():
            yield from lines


@dataclass
class _Draft:
    """What has been read so far."""

    slots: frozenset[str]
    lines: list[tuple[Section, Template, str]] = field(default_factory=list)
    macros: dict[str, list[Template]] = field(default_factory=dict)


def read_grammar(folder: Path, slots: Iterable[str]) -> Grammar:
    """Read and check every ``*.txt`` of a folder.

    Parameters
    ----------
    folder
        Files in UTF-8; all of them together are the grammar.
    slots
        Names that a life can fill; every other name must be a macro.

    Raises
    ------
    UsageError
        With the file and the line that is wrong.
    """
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise UsageError("holds no grammar", where=str(folder), remedy=_REMEDY)
    draft = _Draft(frozenset(slots))
    digest = sha256()
    for path in paths:
        try:
            content = path.read_bytes()
            text = content.decode("utf-8")
        except OSError as error:
            raise UsageError(f"cannot be read ({error.strerror})", where=str(path)) from None
        except UnicodeDecodeError as error:
            raise UsageError(f"byte {error.start + 1} is not UTF-8", where=str(path)) from None
        digest.update(path.name.encode() + b"\0" + content + b"\0")
        _read_file(draft, path, text)
    return _checked(draft, digest.hexdigest())


def _read_file(draft: _Draft, path: Path, text: str) -> None:
    sections: list[Section] = []
    macro: list[Template] | None = None
    for number, raw in enumerate(text.splitlines(), start=1):
        line, where = raw.strip(), f"{path}, line {number}"
        if not line or line.startswith("#"):
            continue
        if line.startswith("=="):
            sections, macro = _head(draft, line.removeprefix("==").strip(), where)
            continue
        if not sections and macro is None:
            raise UsageError("words before the first section", where=where, remedy=_REMEDY)
        try:
            template = parse("" if line == "-" else raw.strip("\n").strip())
        except TemplateError as error:
            raise UsageError(str(error), where=where, remedy=_REMEDY) from None
        if macro is not None:
            macro.append(template)
        for section in sections:
            _check_marks(section, template, where)
            draft.lines.append((section, template, where))


def _head(draft: _Draft, head: str, where: str) -> tuple[list[Section], list[Template] | None]:
    if head.startswith("macro "):
        return [], draft.macros.setdefault(head.removeprefix("macro ").strip(), [])
    fields = [part.strip() for part in head.split("|")]
    if not 3 <= len(fields) <= 4:
        raise UsageError("a section's head has three or four fields", where=where, remedy=_REMEDY)
    name, values, how = fields[:3]
    speaker = fields[3] if len(fields) > 3 else "driver"
    if name not in FREE:
        try:
            category(name)
        except UsageError:
            raise UsageError(f"unknown category {name!r}", where=where, remedy=_REMEDY) from None
        if how not in _HOW:
            raise UsageError(f"{how!r} is neither stated nor implied", where=where, remedy=_REMEDY)
    if name == "trap" and how in _SPEAKERS and len(fields) == 3:
        speaker = how
    if speaker not in _SPEAKERS:
        raise UsageError(f"nobody is called {speaker!r}", where=where, remedy=_REMEDY)
    how = "" if name == "harmless" else how
    wanted = [None if each.strip() == "*" else each.strip() for each in values.split(",")]
    return [Section(name, value, how, speaker) for value in wanted], None


def _check_marks(section: Section, template: Template, where: str) -> None:
    named = {name for mark in template.marks() for name, _ in mark.labels}
    for name in sorted(each for each in named if each):
        try:
            category(name)
        except UsageError:
            raise UsageError(f"unknown category {name!r}", where=where, remedy=_REMEDY) from None
    if section.category in FREE:
        if None in named:
            raise UsageError("marked words without a category", where=where, remedy=_REMEDY)
    elif not {None, section.category} & named:
        raise UsageError(f"no words are marked as {section.category}", where=where, remedy=_REMEDY)


def _checked(draft: _Draft, digest: str) -> Grammar:
    macros = {name: tuple(lines) for name, lines in draft.macros.items()}
    known = draft.slots | macros.keys() | {"value"}
    for name, templates in macros.items():
        if not templates:
            raise UsageError(f"the macro {name!r} has no lines", remedy=_REMEDY)
        for template in templates:
            _check_names(template, known, f"macro {name!r}")
    _refuse_circles(macros)
    needs = _Needs(macros, draft.slots)
    lines: dict[str, list[Line]] = {}
    for section, template, where in draft.lines:
        _check_names(template, known, where)
        variety = sentences(template, macros)
        line = Line(section, template, needs.of(template), where, _weight(variety))
        lines.setdefault(section.category, []).append(line)
    return Grammar({key: tuple(each) for key, each in lines.items()}, macros, digest)


def _refuse_circles(macros: Mapping[str, tuple[Template, ...]]) -> None:
    graph = {
        name: {each for template in lines for each in template.names() if each in macros}
        for name, lines in macros.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        raise UsageError(
            f"the macro {error.args[1][-1]!r} holds itself ({circle})", remedy=_REMEDY
        ) from None


def _weight(variety: float) -> float:
    return (1.0 + min(math.log10(variety), _ENOUGH)) ** 3


def _check_names(template: Template, known: frozenset[str] | set[str], where: str) -> None:
    for name in template.names():
        if name not in known:
            raise UsageError(
                f"{{{name}}} is neither a macro nor a slot", where=where, remedy=_REMEDY
            )


class _Needs:
    """Which slots a template cannot do without, macros opened."""

    def __init__(self, macros: Mapping[str, tuple[Template, ...]], slots: frozenset[str]) -> None:
        self._macros = macros
        self._slots = slots
        self._of_macro: dict[str, frozenset[str]] = {}

    def of(self, template: Template) -> frozenset[str]:
        found: set[str] = set()
        for name in template.references():
            if name in self._macros:
                found |= self._macro(name)
            elif name in self._slots:
                found.add(name)
        return frozenset(found)

    def _macro(self, name: str) -> frozenset[str]:
        if name not in self._of_macro:
            each = [self.of(template) for template in self._macros[name]]
            self._of_macro[name] = frozenset.intersection(*each)
        return self._of_macro[name]
