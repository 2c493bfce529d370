"""Scenario files: found by name, read and checked."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from auditor.errors import UsageError
from auditor.recipients.grains import PLACE_GRAINS, TIME_GRAINS
from auditor.recipients.scenario import Scenario, fields
from auditor.recipients.sources import bibliography, purposes
from auditor.taxonomy import categories

__all__ = ["names", "read_scenario", "scenario", "scenarios"]

_MANUAL = "docs/recipients.md says what each field means."


def names() -> tuple[str, ...]:
    """Return the names of the scenarios that come with auditor, sorted."""
    files = resources.files(__package__).joinpath("scenarios").iterdir()
    return tuple(
        sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml"))
    )


def scenarios() -> tuple[Scenario, ...]:
    """Return every scenario that comes with auditor, by name."""
    return tuple(scenario(name) for name in names())


def scenario(name: str) -> Scenario:
    """Return a scenario of auditor's by its name, or one's own by the path of its file.

    Raises
    ------
    UsageError
        If there is none of the name, or its file is wrong: with the file, its line and the key.
    """
    if name in names():
        return _own(name)
    path = Path(name)
    if path.suffix == ".toml":
        return read_scenario(path)
    raise UsageError(
        f"no recipient is called {name!r}",
        remedy=f"Use one of {', '.join(names())}, or the path of a .toml file.",
    )


@cache
def _own(name: str) -> Scenario:
    file = resources.files(__package__).joinpath("scenarios", f"{name}.toml")
    return _checked(file.read_text("utf-8"), f"{name}.toml", stem=name)


def read_scenario(path: Path) -> Scenario:
    """Read and check a scenario file.

    The scenario comes back with every source that it cites, of the bibliography or its own.

    Raises
    ------
    UsageError
        If it cannot be read, or a field is missing, misspelt, without a source, in contradiction
        to another, or names an unknown category, purpose or source: with the line and the key.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise UsageError(f"the scenario cannot be read: {reason}", where=str(path)) from None
    return _checked(text, str(path), stem=path.stem)


def _checked(text: str, where: str, *, stem: str) -> Scenario:
    try:
        found = Scenario.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"no valid TOML: {error}", where=where, remedy=_MANUAL) from None
    except ValidationError as error:
        raise _refusal(text, where, error.errors(include_url=False)) from None
    if found.id != stem:
        raise UsageError(
            f"id: {found.id!r} is not the name of the file",
            where=_line(text, where, "id"),
            remedy=f"Write {stem!r}, or rename the file.",
        )
    return _with_sources(found, text, where)


def _with_sources(found: Scenario, text: str, where: str) -> Scenario:
    known = {**bibliography(), **found.sources}
    cited: dict[str, Any] = {}
    for key, fact in fields(found):
        for source in fact.source:
            if source not in known:
                raise UsageError(
                    f"{key}.source: no source is called {source!r}",
                    where=_line(text, where, source),
                    remedy=f"Describe it in a table [sources.{source}] of the file.",
                )
            cited[source] = known[source]
    return found.model_copy(update={"sources": dict(sorted(cited.items()))})


def _refusal(text: str, where: str, errors: list[ErrorDetails]) -> UsageError:
    # A misspelt key is also a missing one, and an unknown category is also not "all".
    order = {"extra_forbidden": 0, "scenario": 1, "missing": 3}
    first = min(errors, key=lambda each: order.get(each["type"], 2))
    parts = [str(part) for part in first["loc"] if _written(part)]
    key = ".".join(parts)
    said = {"missing": "it is missing", "extra_forbidden": "there is no such key"}
    what = said.get(first["type"], first["msg"])
    given = first.get("input")
    word = f'"{given}"' if isinstance(given, str) else ""
    names = [part for part in reversed(parts) if not part.isdigit() and part != "value"]
    return UsageError(
        f"{key}: {what}" if key else what,
        where=_line(text, where, word, *names),
        remedy=_remedy(names[0] if names and "value" in parts else ""),
    )


def _written(part: int | str) -> bool:
    """Return whether a part of an error's place is a key of the file, and no type of ours."""
    return isinstance(part, int) or not re.fullmatch(r"(.*\[.*)|((constrained-)?(int|str))", part)


def _remedy(key: str) -> str:
    if key in ("attributes", "declared", "scores", "wanted"):
        every = '"all", or ' if key == "attributes" else ""
        return f"Write {every}a list of categories: {', '.join(categories())}."
    if key == "purposes":
        return f"Use terms of the Data Privacy Vocabulary: {', '.join(purposes())}."
    return _REMEDIES.get(key, _MANUAL)


_COUNTRY = "two capital letters (ISO 3166-1)"
_REMEDIES = {
    "places": f"Use one of {', '.join(PLACE_GRAINS)}.",
    "times": f"Use one of {', '.join(TIME_GRAINS)}.",
    "requests": "Use none, kind or needs.",
    "retention_days": 'Write whole days, or "unlimited".',
    "customers": 'Write a whole number, or "unknown".',
    "country": f"Write {_COUNTRY}.",
    "transfers": f"Write a list of countries, {_COUNTRY} each.",
}


def _line(text: str, where: str, *words: str) -> str:
    """Return ``file, line n`` of the first line that holds the first of ``words`` found."""
    lines = text.splitlines()
    for word in words:
        for number, line in enumerate(lines, start=1):
            if word and word in line.partition("#")[0]:
                return f"{where}, line {number}"
    return where
