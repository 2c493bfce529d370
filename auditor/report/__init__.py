"""Results to files: for a person to read and listen to, and for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.lazy import lazily

if TYPE_CHECKING:
    from auditor.report.documents import SCHEMAS, schema
    from auditor.report.inputs import ReportInput
    from auditor.report.page import html
    from auditor.report.tables import attribute_table
    from auditor.report.writer import write
else:
    # Who writes transcripts alone needs no page.
    __getattr__ = lazily(
        __name__,
        {
            "SCHEMAS": "documents",
            "schema": "documents",
            "ReportInput": "inputs",
            "html": "page",
            "attribute_table": "tables",
            "write": "writer",
        },
    )

__all__ = ["SCHEMAS", "ReportInput", "attribute_table", "html", "schema", "write"]
