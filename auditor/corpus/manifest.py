"""Manifests: a CSV or JSON file that lists recordings and what is known of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from auditor.errors import UsageError

__all__ = ["COLUMNS", "Entry", "ManifestRow", "read_manifest"]


class ManifestRow(BaseModel):
    """One row, as a person writes it; columns that are not listed here are ignored."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    path: str = Field(min_length=1)
    started_at: datetime | None = None
    person: str | None = None
    language: Literal["en", "fr"] | None = None
    assistant: str | None = None
    vehicle: str | None = None
    trip: str | None = None
    device: str | None = None
    channel: str | None = None
    licence: str | None = None

    @field_validator("started_at", mode="before")
    @classmethod
    def _iso_only(cls, value: Any) -> Any:
        # Plain numbers would be read as seconds since 1970: a date a person wrote is ISO 8601.
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        if value is not None and not isinstance(value, datetime):
            raise ValueError("not an ISO 8601 date and time")
        return value

    @field_validator("language", mode="before")
    @classmethod
    def _plain_language(cls, value: Any) -> Any:
        # A locale such as fr-CA says the language in its first part.
        return value.strip().lower().split("-")[0] if isinstance(value, str) else value

    # The last to be written is the first to be asked.
    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if isinstance(value, str) and not value.strip() else value


COLUMNS = tuple(ManifestRow.model_fields)


@dataclass(frozen=True)
class Entry:
    """One row of a manifest with its place, or what is wrong with it."""

    where: str
    row: ManifestRow | None
    problem: str | None = None
    path: str = ""


def read_manifest(path: Path) -> Iterator[Entry]:
    """Yield the rows of a manifest in order; a bad row carries its problem and the rest go on.

    Raises
    ------
    UsageError
        If the file as a whole is no manifest.
    """
    rows = _json_rows(path) if path.suffix.lower() == ".json" else _csv_rows(path)
    for place, fields in rows:
        where = f"{path.name}, {place}"
        written = str(fields.get("path") or "")
        try:
            yield Entry(where, ManifestRow.model_validate(fields), path=written)
        except ValidationError as error:
            yield Entry(where, None, _explain(error, fields), path=written)


def _csv_rows(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            sample = file.readline()
            file.seek(0)
            reader = csv.DictReader(
                file, delimiter=";" if sample.count(";") > sample.count(",") else ","
            )
            if "path" not in (reader.fieldnames or ()):
                raise UsageError(
                    "the manifest has no column 'path'",
                    where=f"{path}, line 1",
                    remedy=f"Its columns are: {', '.join(COLUMNS)}; only path is needed.",
                )
            for fields in reader:
                yield f"line {reader.line_num}", fields
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(
            f"the manifest cannot be read ({error})",
            where=str(path),
            remedy="Save it as CSV in UTF-8.",
        ) from None


def _json_rows(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        data = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UsageError(
            f"the manifest is not JSON ({error})", where=str(path), remedy="Mend the file."
        ) from None
    rows = data.get("recordings") if isinstance(data, dict) else data
    if not isinstance(rows, list):
        raise UsageError(
            "the manifest is neither a list of recordings nor {'recordings': [...]}",
            where=str(path),
            remedy="See 'Manifests' in README.",
        )
    for number, fields in enumerate(rows, start=1):
        yield f"entry {number}", fields if isinstance(fields, dict) else {"path": None}


def _explain(error: ValidationError, fields: Mapping[str, Any]) -> str:
    problems = []
    for detail in error.errors():
        column = str(detail["loc"][0]) if detail["loc"] else "row"
        value = fields.get(column)
        problems.append(
            _EXPLANATIONS.get(column, "column {column} has a bad value {value!r}").format(
                column=column, value=value
            )
        )
    return "; ".join(problems)


_EXPLANATIONS = {
    "path": "no path is given",
    "started_at": "bad date {value!r}: write it as 2026-03-02T07:41:00+01:00",
    "language": "unknown language {value!r}: write en or fr, or leave it empty",
}
