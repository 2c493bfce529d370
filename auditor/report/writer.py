"""The folder of an audit: data first, and the page, which stands for all of it, last."""

from __future__ import annotations

import json
from pathlib import Path

from auditor.records import Language
from auditor.report import documents
from auditor.report.figures import NAMES, Drawing, draw
from auditor.report.files import folder, write_bytes, write_json
from auditor.report.graphml import graphml_bytes
from auditor.report.inputs import ReportInput
from auditor.report.page import render
from auditor.report.tables import attribute_table, csv_bytes, parquet_bytes


def write(source: ReportInput, out_dir: Path | str, *, language: Language = "en") -> Path:
    """Write everything that an audit leaves, and return the page's path.

    The same input gives the same bytes. Every file takes its name when it is whole, and may be
    read by its owner alone; so may folders that did not exist. Transcripts and figures of an
    earlier audit in the same folder go when they are no longer part of it.

    Raises
    ------
    AuditorError
        If the folder cannot be written, or the graph holds what no reader would get back.
    """
    out = folder(Path(out_dir))
    drawings = draw(source, language)
    _write_transcripts(source, folder(out / "transcripts"))
    _write_figures(drawings, folder(out / "figures"))
    _write_attributes(source, out)
    write_bytes(out / "graph.graphml", graphml_bytes(source.graph))
    write_json(out / "profile.json", documents.profile(source.profiles))
    write_json(out / "measures.json", source.measures.to_dict())
    write_json(out / "timings.json", documents.versioned(source.timings))
    write_json(out / "run.json", documents.versioned(source.run))
    page = render(source, drawings, language)
    return write_bytes(out / "index.html", page.encode("utf-8"))


def _write_transcripts(source: ReportInput, out: Path) -> None:
    written = {
        write_json(out / f"{key}.json", documents.transcript(transcript, source.recordings[key]))
        for key, transcript in source.transcripts.items()
    }
    for path in out.glob("*.json"):
        if path not in written and _is_transcript(path):
            path.unlink()


def _is_transcript(path: Path) -> bool:
    """Tell a transcript of ours from a file that somebody put into the folder."""
    try:
        document = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(document, dict) and document.get("recording_id") == path.stem


def _write_figures(drawings: tuple[Drawing, ...], out: Path) -> None:
    for drawing in drawings:
        write_bytes(out / f"{drawing.name}.svg", drawing.svg)
        write_bytes(out / f"{drawing.name}.png", drawing.png)
    for name in NAMES - {drawing.name for drawing in drawings}:
        for kind in ("svg", "png"):
            (out / f"{name}.{kind}").unlink(missing_ok=True)


def _write_attributes(source: ReportInput, out: Path) -> None:
    listed = attribute_table(source).drop(columns="hint")
    write_bytes(out / "attributes.csv", csv_bytes(listed))
    everything = attribute_table(source, hints=True)
    write_bytes(out / "attributes.parquet", parquet_bytes(everything))
