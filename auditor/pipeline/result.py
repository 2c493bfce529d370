"""What an audit returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditor import report
from auditor.errors import exit_code_of
from auditor.evidence import Graph
from auditor.records import Language, Profile, RecordingRow, Transcript
from auditor.report import ReportInput
from auditor.report.files import write_bytes
from auditor.risk import Measures

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Result"]


@dataclass(frozen=True)
class Result:
    """Everything that an audit found.

    Attributes
    ----------
    source
        All of it, in the form that the report is written from.
    out
        The folder that was written, or None.
    page
        The page in it, or None.
    """

    source: ReportInput
    out: Path | None = None
    page: Path | None = None

    @property
    def rows(self) -> tuple[RecordingRow, ...]:
        """How every recording fared, in the order of the sources."""
        return self.source.rows

    @property
    def transcripts(self) -> Mapping[str, Transcript]:
        """Transcripts by recording id."""
        return self.source.transcripts

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """One profile a person, sorted by person."""
        return self.source.profiles

    @property
    def attributes(self) -> pd.DataFrame:
        """One row for each attribute found; columns as in ``attributes.csv``."""
        return report.attribute_table(self.source)

    @property
    def graph(self) -> Graph:
        """The evidence graph of all persons."""
        return self.source.graph

    @property
    def measures(self) -> Measures:
        """The measures, with exposure and claims curves."""
        return self.source.measures

    @property
    def exit_code(self) -> int:
        """0 when all is well, 1 when some recordings failed or are partial, 3 when all failed."""
        return exit_code_of(row.status for row in self.rows)

    def to_html(self, path: str | Path, *, language: Language = "en") -> Path:
        """Write the page alone, self-contained, and return its path."""
        return write_bytes(Path(path), report.html(self.source, language).encode("utf-8"))
