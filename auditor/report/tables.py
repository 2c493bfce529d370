"""The attributes as a table: for pandas, and as CSV and Parquet."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from auditor.records import Attribute
from auditor.report.files import plain
from auditor.report.inputs import ReportInput
from auditor.taxonomy import category

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: dict[str, str] = {
    "person": "string",
    "recording_id": "string",
    "recording": "string",
    "utterance_id": "string",
    "at": "string",
    "language": "string",
    "category": "string",
    "article": "Int64",
    "location": "boolean",
    "value": "string",
    "normalised": "string",
    "about": "string",
    "start_s": "float64",
    "end_s": "float64",
    "span_start": "Int64",
    "span_end": "Int64",
    "score": "float64",
    "why": "string",
    "hint": "boolean",
}
"""Columns and their pandas types, in the order in which they are written.

``at`` is the clock time of the utterance in ISO 8601, as the source gave it, with an offset or
without; ``start_s`` and ``end_s`` are seconds in the recording, ``span_start`` and ``span_end``
characters of the utterance's text. ``article`` is 9 or 10 (GDPR) or missing. A
``hint`` was too unsure to be reported by itself, and only joins others; the CSV file has neither
hints nor this column.
"""

_FORMULA = re.compile(r"[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"[+-]?[\d .]+")


def attribute_table(source: ReportInput, *, hints: bool = False) -> pd.DataFrame:
    """Return one row an attribute, in the order of the report's input.

    Parameters
    ----------
    hints
        Add what was too unsure to be reported by itself, after the rest.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`COLUMNS`; empty, with the same columns, when nothing was found.
    """
    import pandas as pd

    listed = (*source.attributes, *(source.hints if hints else ()))
    rows = [_row(source, attribute) for attribute in listed]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Return the table as CSV in UTF-8.

    Recognised words and file names are other people's: a text that a spreadsheet would run as a
    formula gets an apostrophe in front, as spreadsheets themselves write it. Numbers with a sign,
    telephone numbers among them, stay as they are. The Parquet file has every text as it was.
    """
    safe = table.copy()
    for column in (name for name in table.columns if COLUMNS[name] == "string"):
        safe[column] = table[column].map(inert, na_action="ignore")
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8")


def parquet_bytes(table: pd.DataFrame) -> bytes:
    """Return the table as Parquet: without pandas' own metadata, which no reader needs."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    arrow = pa.Table.from_pandas(table, schema=_arrow_schema(), preserve_index=False)
    pq.write_table(arrow.replace_schema_metadata(None), sink, compression="zstd")
    return sink.getvalue()


def _row(source: ReportInput, attribute: Attribute) -> dict[str, Any]:
    utterance = source.utterances.get(attribute.utterance_id)
    recording = source.recording_of(attribute.utterance_id)
    kind = category(attribute.category)
    span_start, span_end = attribute.span or (None, None)
    return {
        "person": plain(recording.person) if recording else None,
        "recording_id": recording.id if recording else None,
        "recording": plain(recording.name) if recording else None,
        "utterance_id": attribute.utterance_id,
        "at": utterance.at.isoformat() if utterance and utterance.at else None,
        "language": utterance.language if utterance else None,
        "category": attribute.category,
        "article": kind.article,
        "location": kind.location,
        "value": plain(attribute.value),
        "normalised": plain(attribute.normalised),
        "about": attribute.about,
        "start_s": attribute.start_s,
        "end_s": attribute.end_s,
        "span_start": span_start,
        "span_end": span_end,
        "score": attribute.score,
        "why": plain(attribute.why),
        "hint": attribute.hint,
    }


def inert(text: str) -> str:
    """Return ``text`` with an apostrophe in front where a spreadsheet would run it."""
    if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


def _arrow_schema() -> Any:
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "Int64": pa.int64(),
        "boolean": pa.bool_(),
        "float64": pa.float64(),
    }
    return pa.schema([(name, types[kind]) for name, kind in COLUMNS.items()])
