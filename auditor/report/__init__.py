"""Results to files: for a person to read and listen to, and for other programs."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.report.documents import SCHEMAS, schema
    from auditor.report.inputs import ReportInput
    from auditor.report.page import html
    from auditor.report.tables import attribute_table
    from auditor.report.writer import write
else:
    _MODULES = {
        "SCHEMAS": "documents",
        "schema": "documents",
        "ReportInput": "inputs",
        "html": "page",
        "attribute_table": "tables",
        "write": "writer",
    }

    def __getattr__(name: str) -> object:
        # Who writes transcripts alone needs no page.
        if name in _MODULES:
            return getattr(import_module(f"auditor.report.{_MODULES[name]}"), name)
        raise AttributeError(f"module 'auditor.report' has no attribute {name!r}")


__all__ = ["SCHEMAS", "ReportInput", "attribute_table", "html", "schema", "write"]
