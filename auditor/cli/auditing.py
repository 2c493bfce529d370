"""auditor audit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from auditor.cli.progress import AuditProgress, error_console
from auditor.taxonomy import category

if TYPE_CHECKING:
    from auditor.pipeline import Result

__all__ = ["audit_command"]


@click.command("audit")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path())
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write.")
@click.option(
    "--language",
    type=click.Choice(["en", "fr", "auto"]),
    default="auto",
    show_default=True,
    help="Of recordings whose source does not say.",
)
@click.option(
    "--recogniser",
    type=click.Choice(["vosk", "whisper", "auto"]),
    default="auto",
    show_default=True,
    help="auto: Vosk where its model is there, else Whisper.",
)
@click.option(
    "--channel",
    default="mix",
    show_default=True,
    help="Of files with several: mix, left, right or a number.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="Recordings heard at once.",
)
@click.option(
    "--resume/--fresh", default=True, show_default=True, help="Go on from stored results, or not."
)
@click.option(
    "--report-language",
    type=click.Choice(["en", "fr"]),
    default="en",
    show_default=True,
    help="Of the page.",
)
@click.option("--quiet", is_flag=True, help="Print only the path of the report, and errors.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def audit_command(  # noqa: PLR0913, PLR0917, the options of a command
    sources: tuple[str, ...],
    out: Path,
    language: str,
    recogniser: str,
    channel: str,
    jobs: int,
    resume: bool,
    report_language: str,
    quiet: bool,
    as_json: bool,
) -> int:
    """Audit recordings and write a report.

    SOURCE is a recording, a folder, a manifest (CSV or JSON), a truth file, or
    a transcript (JSONL: id, time, text, optional words and confidences).
    """
    from auditor.pipeline import Options, audit

    options = Options(
        language=None if language == "auto" else language,  # type: ignore[arg-type]
        recogniser=recogniser,  # type: ignore[arg-type]
        jobs=jobs,
        channel=channel,
        fresh=not resume,
        report_language=report_language,  # type: ignore[arg-type]
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
