"""auditor evaluate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
from rich.console import Console
from rich.table import Table

from auditor.cli.options import hearing_options, options_of, out_option, quiet_option
from auditor.cli.progress import AuditProgress, error_console
from auditor.errors import EXIT_OK, EXIT_PARTIAL

if TYPE_CHECKING:
    from auditor.evaluation import Evaluation

__all__ = ["evaluate_command"]


@click.command("evaluate")
@click.argument("truths", metavar="TRUTH...", nargs=-1, required=True, type=click.Path())
@out_option
@click.option(
    "--from",
    "source",
    type=click.Choice(["text", "audio"]),
    default="text",
    show_default=True,
    help="text reads asr only; audio recognises the sound.",
)
@hearing_options
@quiet_option
@click.option("--json", "as_json", is_flag=True, help="Print the evaluation as JSON.")
def evaluate_command(
    *,
    truths: tuple[str, ...],
    out: Path,
    source: Literal["text", "audio"],
    quiet: bool,
    as_json: bool,
    **hearing: Any,
) -> int:
    """Score the instrument against truth files (or folders of them).

    Writes evaluation.json with precision, recall and F1 of labels and
    profiles, value accuracy, false alarms per 100 harmless utterances and, from
    audio, the word error rate.
    """
    from auditor.pipeline import evaluate

    options = options_of(hearing)
    with AuditProgress(error_console(), quiet=quiet or as_json) as progress:
        evaluated = evaluate(truths, out, source=source, options=options, observer=progress)
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
