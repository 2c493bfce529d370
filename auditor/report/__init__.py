"""Results to files: for a person to read and listen to, and for other programs."""

from auditor.report.documents import SCHEMAS, schema
from auditor.report.inputs import ReportInput
from auditor.report.page import html
from auditor.report.tables import attribute_table
from auditor.report.writer import write

__all__ = ["SCHEMAS", "ReportInput", "attribute_table", "html", "schema", "write"]
