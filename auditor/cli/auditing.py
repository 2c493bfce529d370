"""auditor audit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from auditor.cli.options import hearing_options, options_of, out_option, quiet_option, rules_option
from auditor.cli.progress import AuditProgress, error_console
from auditor.taxonomy import category

if TYPE_CHECKING:
    from auditor.pipeline import Result
    from auditor.records import Language
    from auditor.speech.addressed import Policy

__all__ = ["audit_command"]


@click.command("audit")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path())
@out_option
@hearing_options
@click.option(
    "--wake",
    type=click.Choice(["auto", "required", "absent"]),
    default="auto",
    show_default=True,
    help="Whether speech without a wake phrase was overheard.",
)
@click.option(
    "--wake-phrases",
    type=click.Path(path_type=Path),
    help="A TOML file of further wake phrases.",
)
@rules_option
@click.option(
    "--report-language",
    type=click.Choice(["en", "fr"]),
    default="en",
    show_default=True,
    help="Of the page.",
)
@quiet_option
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def audit_command(
    *,
    sources: tuple[str, ...],
    out: Path,
    report_language: Language,
    wake: Policy,
    wake_phrases: Path | None,
    quiet: bool,
    as_json: bool,
    **hearing: Any,
) -> int:
    """Audit recordings and write a report.

    SOURCE is a recording, a folder, a manifest (CSV or JSON), a truth file, or
    a transcript (JSONL: id, time, text, optional words and confidences).
    """
    from auditor.pipeline import audit

    options = options_of(
        hearing,
        report_language=report_language,
        wake=wake,
        wake_phrases=wake_phrases,
    )
    with AuditProgress(error_console(), quiet=quiet or as_json) as progress:
        result = audit(sources, out, options=options, observer=progress)
    if as_json:
        click.echo(json.dumps(_as_json(result), ensure_ascii=False))
    else:
        if not quiet:
            _summarise(result, Console(highlight=False))
        click.echo(result.page)
    return result.exit_code


def _as_json(result: Result) -> dict[str, Any]:
    return {
        "page": str(result.page),
        "out": str(result.out),
        "exit_code": result.exit_code,
        "headline": result.measures.to_dict()["headline"],
        "rows": [
            {"name": row.name, "status": row.status, "problem": row.problem} for row in result.rows
        ],
    }


def _summarise(result: Result, console: Console) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Person")
    table.add_column("Findings", justify="right")
    table.add_column("Special categories and criminal data")
    for profile in result.profiles:
        special = {
            category(claim.category).label_en: None
            for claim in profile.claims
            if category(claim.category).article
        }
        table.add_row(
            escape(profile.person), str(len(profile.claims)), escape(", ".join(special)) or "none"
        )
    console.print(table)
    statuses = [row.status for row in result.rows]
    counts = ", ".join(
        f"{statuses.count(status)} {status}"
        for status in ("ok", "duplicate", "partial", "failed")
        if status in statuses
    )
    console.print(f"Recordings: {counts}")
