"""JSON and CSV: everything that a transcript holds, as it is, voices apart."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from auditor.report import documents
from auditor.report.exports.spoken import Spoken
from auditor.report.files import json_bytes, plain
from auditor.report.tables import inert

__all__ = ["COLUMNS", "csv_bytes", "json_document"]

COLUMNS = (
    "recording_id",
    "utterance_id",
    "speaker",
    "at",
    "language",
    "word",
    "start_s",
    "end_s",
    "confidence",
    "addressed",
)
"""Columns of the CSV. ``start_s`` and ``end_s`` are seconds in the recording, empty for text
without times; ``at`` is the clock time of the utterance; ``addressed`` is True, False or empty."""


def json_document(spoken: Spoken) -> bytes:
    """Return the document of ``transcripts/``; each utterance names its speaker where some do.

    Without ``speakers`` the bytes are those of the audit's own file.
    """
    document = documents.transcript(spoken.transcript, spoken.recording)
    if spoken.speakers:
        for utterance in document["utterances"]:
            utterance["speaker"] = spoken.speakers.get(utterance["id"])
    return json_bytes(document)


def csv_bytes(spoken: Spoken) -> bytes:
    """Return one row a word, in UTF-8; texts that a spreadsheet would run are made inert."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(spoken))
    return table.getvalue().encode("utf-8")


def _rows(spoken: Spoken) -> Iterator[tuple[object, ...]]:
    for utterance in spoken.transcript.utterances:
        for word in utterance.words:
            yield (
                spoken.recording.id,
                inert(plain(utterance.id)),
                inert(spoken.speaker(utterance)),
                utterance.at.isoformat() if utterance.at else None,
                utterance.language,
                inert(plain(word.text)),
                word.start_s if utterance.timed else None,
                word.end_s if utterance.timed else None,
                word.confidence,
                utterance.addressed,
            )
