"""Sources to transcripts, one recording after the other, with memory that does not grow."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from auditor import corpus
from auditor.errors import SourceError, exit_code_of
from auditor.pipeline.folder import opened
from auditor.pipeline.hearing import Hearer, Listened, recognisers_for
from auditor.pipeline.options import Observer, Options, Silent
from auditor.records import RecordingRow, Status
from auditor.report.exports import export
from auditor.report.files import write_bytes

__all__ = ["Transcribed", "transcribe"]

_COLUMNS = (
    "name", "status", "recording_id", "person", "language", "recogniser", "declared_s",
    "decoded_s", "utterances", "words", "problem", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Transcribed:
    """How many recordings fared how, and the folder that holds their transcripts."""

    statuses: tuple[Status, ...]
    out: Path

    @property
    def exit_code(self) -> int:
        """0 when all is well, 1 when some failed or are partial, 3 when all failed."""
        return exit_code_of(self.statuses)


def transcribe(
    sources: Sequence[str | Path],
    out: str | Path,
    *,
    formats: Sequence[str] = ("json",),
    options: Options | None = None,
    observer: Observer | None = None,
) -> Transcribed:
    """Transcribe recordings into ``out``, with one row for each in ``recordings.csv``.

    Parameters
    ----------
    sources
        As for :func:`auditor.audit`.
    out
        The folder to write; it also keeps what a later run can go on from.
    formats
        Some of :data:`auditor.report.exports.FORMATS`.

    Raises
    ------
    UsageError
        If a format is unknown or the folder cannot be used.
    """
    options, observer = options or Options(), observer or Silent()
    folder = Path(out)
    rows: list[RecordingRow] = []
    with opened(folder, fresh=options.fresh) as store:
        items = list(corpus.load(sources, language=options.language))
        observer.began(len(items))
        recognisers = recognisers_for(options)
        with Hearer(recognisers, store, options) as hearer:
            for row in _written(hearer.hear(items), formats, folder):
                observer.finished(row)
                rows.append(row)
        write_bytes(folder / "recordings.csv", _table(rows))
    return Transcribed(tuple(row.status for row in rows), folder)


def _written(
    listened: Iterator[Listened], formats: Sequence[str], folder: Path
) -> Iterator[RecordingRow]:
    for each in listened:
        row = each.row
        if each.recording is not None and each.transcript is not None:
            try:
                export(each.transcript, each.recording, formats, folder)
            except SourceError as error:  # a text without times has no subtitles
                row = replace(row, status="partial", problem=str(error))
        yield row


def _table(rows: Sequence[RecordingRow]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([getattr(row, column) for column in _COLUMNS] for row in rows)
    return text.getvalue().encode("utf-8", "replace")
