"""Transcripts in the forms that other programs read: tables, subtitles, annotation tiers.

============ ================= ==================================================================
format       file              for
============ ================= ==================================================================
``json``     ``<id>.json``     programs; the form of ``transcripts/``, with speakers where known
``csv``      ``<id>.csv``      spreadsheets and statistics; one row a word
``srt``      ``<id>.srt``      video players and subtitle editors
``vtt``      ``<id>.vtt``      browsers (WebVTT)
``textgrid`` ``<id>.TextGrid`` Praat
``eaf``      ``<id>.eaf``      ELAN
============ ================= ==================================================================

The last four need times. Utterances without them are left out of these files, and stand in
``json`` and ``csv``; a transcript in which no utterance has times is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from auditor.errors import UsageError
from auditor.records import Recording, Transcript
from auditor.report.exports.documents import csv_bytes, json_document
from auditor.report.exports.eaf import eaf_bytes
from auditor.report.exports.spoken import Spoken
from auditor.report.exports.subtitles import srt_bytes, vtt_bytes
from auditor.report.exports.textgrid import textgrid_bytes
from auditor.report.files import folder, write_bytes

__all__ = ["FORMATS", "export"]

_WRITERS: Mapping[str, tuple[str, Callable[[Spoken], bytes]]] = {
    "json": (".json", json_document),
    "csv": (".csv", csv_bytes),
    "srt": (".srt", srt_bytes),
    "vtt": (".vtt", vtt_bytes),
    "textgrid": (".TextGrid", textgrid_bytes),
    "eaf": (".eaf", eaf_bytes),
}

FORMATS = tuple(_WRITERS)
"""The names that :func:`export` takes."""


def export(
    transcript: Transcript,
    recording: Recording,
    formats: Sequence[str],
    out_dir: Path,
    *,
    speakers: Mapping[str, str] | None = None,
) -> list[Path]:
    """Write a transcript in some of :data:`FORMATS` and return the files, in that order.

    Either all files are written or none: the content of every file is made before the first is
    opened. Each takes its name when it is whole and may be read by its owner alone; the same
    transcript gives the same bytes.

    Parameters
    ----------
    transcript, recording
        What was heard, and where.
    formats
        Names of :data:`FORMATS`; a repeated one counts once.
    out_dir
        A folder; it is made where it does not exist.
    speakers
        Names of speakers by utterance id. The others are on a tier called ``unknown``.

    Raises
    ------
    UsageError
        If a format is unknown.
    SourceError
        If a format needs times and there are none, or times are no seconds.
    AuditorError
        If the folder cannot be written.
    """
    spoken = Spoken(transcript, recording, speakers or {})
    spoken.check()
    contents = {name: _writer(name)[1](spoken) for name in formats}
    out = folder(Path(out_dir))
    return [
        write_bytes(out / f"{recording.id}{_writer(name)[0]}", content)
        for name, content in contents.items()
    ]


def _writer(name: str) -> tuple[str, Callable[[Spoken], bytes]]:
    if name not in _WRITERS:
        raise UsageError(f"unknown format {name!r}", remedy=f"Use: {', '.join(FORMATS)}.")
    return _WRITERS[name]
