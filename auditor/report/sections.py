"""The tables of the page, row by row, as plain values that its template only lays out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, get_args

from auditor.inference import value_in_words
from auditor.inference.certainty import Certainty
from auditor.records import About, Language, RecordingRow, Risk, Status
from auditor.report import formats
from auditor.report.inputs import ReportInput
from auditor.report.kinds import label
from auditor.report.numbers import number
from auditor.report.phrases import Phrase, phrases
from auditor.report.texts import texts
from auditor.taxonomy import Category, category

_STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True)
class FirstRevealed:
    """One line of the table of special and criminal data."""

    kind: Category
    person: str
    about: About
    certainty: Certainty
    heard: str
    date: str | None
    claim_id: str
    value: str


@dataclass(frozen=True)
class MeasureRow:
    """One measure; what it does not have is None."""

    name: Phrase
    value: str | None
    interval: str | None
    n: str
    baseline: str | None
    control: str | None
    unit: Phrase
    assumes: tuple[Phrase, ...]


@dataclass(frozen=True)
class RecordingLine:
    """One row of the sources."""

    name: str
    person: str | None
    date: str | None
    language: Language | None
    heard: str | None
    words: str | None
    recogniser: str | None
    status: Status
    problem: tuple[Phrase, ...]
    duplicate_of: str | None


def first_revealed(source: ReportInput, language: Language) -> Iterator[FirstRevealed]:
    """Yield the exposures in the order of the measures: by person, and in order of time."""
    words = texts(language)
    values = {
        claim.id: value_in_words(claim, language) for one in source.profiles for claim in one.claims
    }
    for each in source.measures.exposure:
        if each.minutes_heard is None:
            heard = words("first.text")
        else:
            heard = formats.duration(60 * each.minutes_heard, language)
        yield FirstRevealed(
            kind=category(each.category),
            person=each.person,
            about=each.about,
            certainty=each.certainty,
            heard=heard,
            date=formats.date(each.at, language) if each.at else None,
            claim_id=each.claim_id,
            value=values[each.claim_id].strip() or label(category(each.category), language),
        )


def measures(source: ReportInput, language: Language) -> Iterator[MeasureRow]:
    """Yield the measures in their order."""
    for risk in source.measures.risks:
        yield _measure(risk, language)


def recordings(source: ReportInput, language: Language) -> Iterator[RecordingLine]:
    """Yield every row of the sources in its order."""
    for row in source.rows:
        yield _recording(row, source, language)


def recordings_lead(source: ReportInput, language: Language) -> str:
    """Return how many rows there are, and how many of each status."""
    words = texts(language)
    found = Counter(row.status for row in source.rows)
    counts = [words.count(f"status_count.{each}", found[each]) for each in _STATUSES if found[each]]
    recordings = words.count("count.recordings", len(source.rows))
    return words("recordings.lead", recordings=recordings, statuses=", ".join(counts))


def packages(source: ReportInput) -> dict[str, str]:
    """Return the versions that ``run.json`` names, auditor's own among them."""
    own = {"auditor": source.run["auditor"]} if "auditor" in source.run else {}
    return {**own, **source.run.get("packages", {})}


def pairs(table: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return names and values as text, by name; what is no text is written as JSON."""
    return [
        (key, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for key, value in sorted(table.items())
    ]


def _measure(risk: Risk, language: Language) -> MeasureRow:
    words = texts(language)
    interval = None
    if risk.interval is not None:
        low, high = (number(end, language) for end in risk.interval)
        interval = words("format.interval", low=low, high=high)
    return MeasureRow(
        name=_named("measure_name", risk.name, language),
        value=_number(risk.value, language),
        interval=interval,
        n=number(risk.n, language),
        baseline=_number(risk.baseline, language),
        control=_number(risk.control, language),
        unit=_named("unit", risk.unit, language),
        assumes=phrases(risk.assumes, language),
    )


def _named(table: str, name: str, language: Language) -> Phrase:
    words = texts(language)
    key = f"{table}.{name.replace(' ', '_')}"
    return Phrase(words(key), language) if key in words else Phrase(name.replace("_", " "), "en")


def _recording(row: RecordingRow, source: ReportInput, language: Language) -> RecordingLine:
    original = source.recordings.get(row.duplicate_of or "")
    return RecordingLine(
        name=row.name,
        person=row.person,
        date=formats.date(row.started_at, language) if row.started_at else None,
        language=row.language,
        heard=_heard(row, language),
        words=texts(language).count("count.words", row.words) if row.recording_id else None,
        recogniser=row.recogniser,
        status=row.status,
        problem=phrases(_problem(row), language),
        duplicate_of=original.name if original else row.duplicate_of,
    )


def _problem(row: RecordingRow) -> str:
    """Return what went wrong, without the file that errors name first: the row has it already."""
    problem = row.problem or ""
    before, found, after = problem.partition(f"{PurePosixPath(row.name).name}: ")
    return after if found and " " not in before.rpartition("/")[2] else problem


def _heard(row: RecordingRow, language: Language) -> str | None:
    if row.decoded_s is None:
        return None
    decoded = formats.clock(row.decoded_s)
    if row.status == "partial" and row.declared_s is not None:
        declared = formats.clock(row.declared_s)
        return texts(language)("recordings.of", decoded=decoded, declared=declared)
    return decoded


def _number(value: float | None, language: Language) -> str | None:
    return None if value is None else number(value, language)
