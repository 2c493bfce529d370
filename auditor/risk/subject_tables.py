"""Plain tables of truth and findings, so that another tool's can be measured."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from auditor.errors import UsageError
from auditor.risk.subjects import Finding, Subject
from auditor.taxonomy import categories

__all__ = ["subjects_of"]


def subjects_of(
    truth: pd.DataFrame, findings: pd.DataFrame, heard: pd.DataFrame
) -> tuple[Subject, ...]:
    """Return subjects from three plain tables, so that any tool's findings can be measured.

    Parameters
    ----------
    truth
        Columns ``person``, ``category``, ``value``: at most one value of a category.
    findings
        Columns ``person``, ``category``, ``value``, ``utterance`` and, optionally, ``minute``
        and ``probability``.
    heard
        Columns ``person``, ``utterances`` and, optionally, ``minutes``.

    Raises
    ------
    UsageError
        If a column is missing, a category is unknown, a person has findings or truth and was not
        heard, or two true values of one category.
    """
    _columns("truth", truth, ("person", "category", "value"))
    _columns("findings", findings, ("person", "category", "value", "utterance"))
    _columns("heard", heard, ("person", "utterances"))
    _known_categories((*truth["category"], *findings["category"]))
    if (twice := truth.duplicated(["person", "category"])).any():
        first = truth[twice].iloc[0]
        raise UsageError(
            f"two true values of {first['category']}",
            where=f"truth, person {first['person']}",
            remedy="Recovery is measured over categories with one value a person.",
        )
    true: dict[str, dict[str, str]] = defaultdict(dict)
    for person, name, value in truth[["person", "category", "value"]].itertuples(index=False):
        true[person][name] = value
    found: dict[str, list[Finding]] = defaultdict(list)
    for row in findings.to_dict("records"):
        found[row.pop("person")].append(_finding(row))
    persons = set(heard["person"])
    if stray := sorted((true.keys() | found.keys()) - persons):
        raise UsageError(
            "a person of the truth or the findings was not heard",
            where=f"heard, person {stray[0]}",
            remedy="Give everybody's number of utterances, 0 included.",
        )
    return tuple(_subject(row, true, found) for row in heard.to_dict("records"))


def _finding(row: Mapping[Hashable, Any]) -> Finding:
    return Finding(
        str(row["category"]),
        str(row["value"]),
        int(row["utterance"]),
        _number(row.get("minute")),
        float(row.get("probability", 1.0)),
    )


def _subject(
    row: Mapping[Hashable, Any],
    true: Mapping[str, dict[str, str]],
    found: Mapping[str, list[Finding]],
) -> Subject:
    person = str(row["person"])
    return Subject(
        person,
        true.get(person, {}),
        tuple(found.get(person, ())),
        int(row["utterances"]),
        _number(row.get("minutes")),
    )


def _number(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else float(value)


def _columns(name: str, table: pd.DataFrame, wanted: Sequence[str]) -> None:
    if missing := [each for each in wanted if each not in table.columns]:
        raise UsageError(
            f"the table has no column {missing[0]!r}",
            where=name,
            remedy=f"Its columns are {', '.join(wanted)}.",
        )


def _known_categories(names: Iterable[str]) -> None:
    if unknown := sorted(set(names) - categories().keys()):
        raise UsageError(
            f"{unknown[0]!r} is no category",
            where="category",
            remedy="docs/truth.md lists the categories.",
        )
