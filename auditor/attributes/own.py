"""A researcher's own categories, lexicon rows and cues, from a TOML file.

::

    [categories.loyalty]
    label = { en = "loyalty card", fr = "carte de fidélité" }

    [[lexicon]]
    class = "loyalty_card"
    concept = "nectar"
    en = ["nectar", "nectar card"]
    fr = ["carte nectar"]

    [[cues]]
    id = "loyalty.has"
    language = "en"
    labels = ["loyalty"]
    score = 0.8
    patterns = ["my [{loyalty_card}]", "points on [{loyalty_card}]"]

Patterns are those of :mod:`auditor.attributes.pattern`. Cues may name the project's categories as
well, and its lexicon classes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from auditor import taxonomy
from auditor.attributes.lexicon import Entry
from auditor.attributes.pattern import Grammar
from auditor.attributes.rules import Rule
from auditor.errors import UsageError
from auditor.records import Language

__all__ = ["NOTHING", "Own", "read_own"]

_Name = Annotated[str, Field(pattern=r"^[a-z][a-z_]*(\.[a-z][a-z_]*)?$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Label(_Strict):
    en: str
    fr: str


class _Category(_Strict):
    label: _Label
    dpv: tuple[str, ...] = ()
    article: Literal[9, 10] | None = None
    location: bool = False
    closed: bool = False
    single: bool = False
    note: str = ""


class _Row(_Strict):
    cls: _Name = Field(alias="class")
    concept: str
    en: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()
    note: str = ""


class _Cue(_Strict):
    id: str
    language: Language
    labels: tuple[str, ...] = Field(min_length=1)
    score: float = Field(gt=0, le=1)
    patterns: tuple[str, ...] = Field(min_length=1)
    normalised: str = ""
    firm: bool = False
    linked: bool = False


class _File(_Strict):
    categories: dict[_Name, _Category] = {}
    lexicon: tuple[_Row, ...] = ()
    cues: tuple[_Cue, ...] = ()


@dataclass(frozen=True)
class Own:
    """What own files add; :data:`NOTHING` adds nothing."""

    categories: tuple[taxonomy.Category, ...] = ()
    rows: tuple[tuple[Path, _Row], ...] = ()
    cues: tuple[tuple[Path, _Cue], ...] = field(default=())

    def entries(self, language: Language) -> list[Entry]:
        """Return the lexicon rows of a language."""
        return [
            Entry(row.cls, row.concept, row.en if language == "en" else row.fr, row.note, path.stem)
            for path, row in self.rows
            if (row.en if language == "en" else row.fr)
        ]

    def rules(self, language: Language, compiler: Grammar) -> list[Rule]:
        """Return the cues of a language, compiled.

        Raises
        ------
        UsageError
            If a pattern cannot be read, with its file and line.
        """
        return [_rule(path, cue, compiler) for path, cue in self.cues if cue.language == language]


NOTHING = Own()


def read_own(paths: Iterable[str | Path]) -> Own:
    """Return what the files add, together; their categories become known to the taxonomy.

    Raises
    ------
    UsageError
        If a file cannot be read, has an unknown field or names an unknown category, with its line.
    """
    found = [(Path(path), _file(Path(path))) for path in paths]
    categories = tuple(
        _category(name, row) for _, file in found for name, row in file.categories.items()
    )
    taxonomy.add(categories)
    for path, file in found:
        for cue in file.cues:
            _check_labels(path, cue.labels)
    return Own(
        categories,
        tuple((path, row) for path, file in found for row in file.lexicon),
        tuple((path, cue) for path, file in found for cue in file.cues),
    )


def _file(path: Path) -> _File:
    try:
        return _File.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("the rules cannot be read", where=f"{path} ({error})") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"no valid TOML: {error}", where=str(path)) from None
    except ValidationError as error:
        # A misspelt field is also a missing one: what is there is told first.
        first = min(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
        place = ".".join(map(str, first["loc"]))
        word = next((str(part) for part in reversed(first["loc"]) if isinstance(part, str)), "")
        raise UsageError(
            f"{place}: {first['msg'].lower()}",
            where=_line(path, word),
            remedy="docs/own-categories.md has an example.",
        ) from None


def _category(name: str, row: _Category) -> taxonomy.Category:
    fields = row.model_dump(exclude={"label"})
    return taxonomy.Category(id=name, label_en=row.label.en, label_fr=row.label.fr, **fields)


def _check_labels(path: Path, labels: Sequence[str]) -> None:
    for label in labels:
        try:
            taxonomy.category(label.partition("@")[0])
        except UsageError as error:
            raise UsageError(error.what, where=_line(path, label), remedy=error.remedy) from None


def _rule(path: Path, cue: _Cue, compiler: Grammar) -> Rule:
    patterns = []
    for source in cue.patterns:
        try:
            patterns.append(compiler.compile(source))
        except UsageError as error:
            raise UsageError(error.what, where=_line(path, source), remedy=error.remedy) from None
    fields = cue.model_dump(include={"labels", "score", "normalised", "firm", "linked"})
    return Rule(f"{path.stem}.{cue.id}", tuple(patterns), fields)


def _line(path: Path, words: str) -> str:
    """Return ``file, line n`` of the first line that holds ``words``."""
    lines = path.read_text("utf-8").splitlines()
    number = next((k for k, line in enumerate(lines, start=1) if words and words in line), None)
    return str(path) if number is None else f"{path}, line {number}"
