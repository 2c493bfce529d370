"""auditor measure and auditor compare."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from auditor.errors import EXIT_OK

if TYPE_CHECKING:
    from auditor.records import Risk

__all__ = ["compare_command", "measure_command"]


@click.command("measure")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--truth", "truths", multiple=True, type=click.Path(), help="Truth files, or folders of them."
)
@click.option("--population", metavar="GB|FR|US|FILE", help="Among whom persons are looked for.")
@click.option("--size", type=click.IntRange(min=1), help="How many people; else the population's.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of random orders.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def measure_command(
    *,
    folder: Path,
    truths: tuple[str, ...],
    population: str | None,
    size: int | None,
    seed: int,
    as_json: bool,
) -> int:
    """Measure the audit in FOLDER further: with a population, with a truth.

    \b
    auditor measure report --population GB --size 6000000
    auditor measure report --population FR --truth corpora/demo-fr

    Writes risk.json into FOLDER: every figure with its unit, interval, baseline,
    control and what it assumes. What cannot be measured is said, not guessed.
    """
    from auditor.pipeline.measuring import measure

    found = measure(folder, truths=truths, population=population, size=size, seed=seed)
    if as_json:
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False))
        return EXIT_OK
    Console(highlight=False).print(_table(found.risks))
    for note in found.notes:
        click.echo(note)
    return EXIT_OK


@click.command("compare")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def compare_command(*, before: Path, after: Path, as_json: bool) -> int:
    """Compare two measured audits: how much higher figures are in AFTER.

    Persons are compared with themselves where both audits have the same.
    """
    from auditor.pipeline.comparing import compare

    found = compare(before, after)
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found]))
    else:
        Console(highlight=False).print(_table(found))
    return EXIT_OK


def _table(risks: Sequence[Risk]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Measure", no_wrap=True)
    for title in ("value", "95 %", "n", "baseline", "control"):
        table.add_column(title, justify="right", no_wrap=True)
    for risk in risks:
        span = "" if risk.interval is None else "…".join(_number(each) for each in risk.interval)
        table.add_row(
            risk.name,
            _number(risk.value),
            span,
            str(risk.n),
            _number(risk.baseline),
            _number(risk.control),
        )
    return table


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if abs(value) < 1000 else f"{value:,.0f}"
