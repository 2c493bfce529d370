"""A scenario as people are shown it, in either language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from auditor.recipients.scenario import Fact, Scenario, Standing, fields
from auditor.recipients.sources import Words, purposes
from auditor.taxonomy import categories, category

__all__ = ["Shown", "label", "said", "shown"]

_Table = Literal["fields", "values", "standings", "page"]


@dataclass(frozen=True)
class Shown:
    """One field, in words: what it is, its value, how it is known, from where or why."""

    key: str
    label: str
    value: str
    standing: Standing
    rests_on: str
    note: str


def label(table: _Table, key: str, language: str) -> str:
    """Return a word of the page in ``language`` (``"fr"``, otherwise English)."""
    return _labels()[table][key].said(language)


def said(what: str, words: str, language: str) -> str:
    """Return ``what: words``, with the space that French puts before a colon."""
    return f"{what}\N{NO-BREAK SPACE}: {words}" if language == "fr" else f"{what}: {words}"


def shown(scenario: Scenario, language: str) -> tuple[Shown, ...]:
    """Return every field of a scenario in ``language``, in the order of the file's manual."""
    return tuple(_shown(scenario, key, fact, language) for key, fact in fields(scenario))


def _shown(scenario: Scenario, key: str, fact: Fact[Any], language: str) -> Shown:
    standing = scenario.standing(fact)
    why = fact.assumed.said(language) if fact.assumed else ", ".join(fact.source)
    # What is assumed of a firm is said as what one could do, whatever the file's author wrote.
    head = label("standings", standing, language)
    return Shown(
        key=key,
        label=label("fields", key, language),
        value=_value(key, fact.value, language),
        standing=standing,
        rests_on=f"{head} {why}" if standing == "hypothetical" else said(head, why, language),
        note=fact.note.said(language) if fact.note else "",
    )


def _value(key: str, value: Any, language: str) -> str:
    if isinstance(value, Words):
        return value.said(language)
    if isinstance(value, tuple):
        parts = [_item(key, each, language) for each in value]
        return ", ".join(parts) or label("values", "none", language)
    if isinstance(value, bool):
        return label("values", str(value).lower(), language)
    if isinstance(value, int):
        # A thin space is read as a thousands mark in both languages.
        digits = f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
        days = key == "retention_days"
        return f"{digits} {label('values', 'days', language)}" if days else digits
    return label("values", value, language) if value in _labels()["values"] else str(value)


def _item(key: str, value: Any, language: str) -> str:
    if isinstance(value, Words):
        return value.said(language)
    if key == "purposes":
        return f"{purposes()[value].said(language)} ({value})"
    return category(value).label(language) if value in categories() else str(value)


@cache
def _labels() -> dict[str, dict[str, Words]]:
    text = resources.files(__package__).joinpath("labels.toml").read_text("utf-8")
    return {
        table: {key: Words.model_validate(row) for key, row in rows.items()}
        for table, rows in tomllib.loads(text).items()
    }
