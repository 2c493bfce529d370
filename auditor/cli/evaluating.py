"""auditor evaluate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from auditor.cli.progress import AuditProgress, error_console
from auditor.errors import EXIT_OK, EXIT_PARTIAL

if TYPE_CHECKING:
    from auditor.evaluation import Evaluation

__all__ = ["evaluate_command"]


@click.command("evaluate")
@click.argument("truths", metavar="TRUTH...", nargs=-1, required=True, type=click.Path())
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write.")
@click.option(
    "--from",
    "source",
    type=click.Choice(["text", "audio"]),
    default="text",
    show_default=True,
    help="text reads asr only; audio recognises the sound.",
)
@click.option(
    "--recogniser",
    type=click.Choice(["vosk", "whisper", "auto"]),
    default="auto",
    show_default=True,
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="Recordings heard at once.",
)
@click.option("--resume/--fresh", default=True, show_default=True)
@click.option("--quiet", is_flag=True, help="Print only the path of evaluation.json, and errors.")
@click.option("--json", "as_json", is_flag=True, help="Print the evaluation as JSON.")
def evaluate_command(  # noqa: PLR0913, PLR0917, the options of a command
    truths: tuple[str, ...],
    out: Path,
    source: str,
    recogniser: str,
    jobs: int,
    resume: bool,
    quiet: bool,
    as_json: bool,
) -> int:
    """Score the instrument against truth files (or folders of them).

    Writes evaluation.json with precision, recall and F1 of labels and
    profiles, value accuracy, false alarms per 100 harmless utterances and, from
    audio, the word error rate.
    """
    from auditor.pipeline import Options, evaluate

    options = Options(recogniser=recogniser, jobs=jobs, fresh=not resume)  # type: ignore[arg-type]
    with AuditProgress(error_console(), quiet=quiet or as_json) as progress:
        evaluated = evaluate(
            truths,
            out,
            source=source,  # type: ignore[arg-type]
            options=options,
            observer=progress,
        )
    if as_json:
        click.echo(json.dumps(evaluated.evaluation.to_dict(), ensure_ascii=False))
    else:
        if not quiet:
            Console(highlight=False).print(_table(evaluated.evaluation))
        click.echo(evaluated.path)
    return EXIT_PARTIAL if evaluated.failed else EXIT_OK


def _table(evaluation: Evaluation) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(f"From {evaluation.source}")
    for title in ("precision", "recall", "F1", "value", "n"):
        table.add_column(title, justify="right")
    for row in evaluation.summary_rows():
        numbers = (row.precision, row.recall, row.f1, row.value)
        table.add_row(row.measure, *(_number(each) for each in numbers), str(row.n))
    return table


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
