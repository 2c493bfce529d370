"""auditor measure and auditor compare."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from auditor.errors import EXIT_OK

if TYPE_CHECKING:
    from auditor.pipeline.composing import Measured, Viewed
    from auditor.records import Language, Risk
    from auditor.report.frontier import FrontierPoint
    from auditor.report.survival import Survival

__all__ = ["compare_command", "measure_command"]


@click.command("measure")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--truth", "truths", multiple=True, type=click.Path(), help="Truth files, or folders of them."
)
@click.option("--population", metavar="GB|FR|US|FILE", help="Among whom persons are looked for.")
@click.option("--size", type=click.IntRange(min=1), help="How many people; else the population's.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of random orders.")
@click.option(
    "--recipient",
    "recipients",
    multiple=True,
    metavar="NAME|all",
    help="Also what this recipient would hold; auditor recipients lists them.",
)
@click.option(
    "--anonymise",
    multiple=True,
    metavar="NAME|STEPS|all",
    help="Also what is left after a recipe, or steps with commas between.",
)
@click.option(
    "--mitigate",
    multiple=True,
    metavar="NAME|STEPS|all",
    help="Also what a mitigation would leave, and what it costs.",
)
@click.option(
    "--fleet", type=click.IntRange(min=1), metavar="N", help="Also what N customers would show."
)
@click.option(
    "--known",
    type=click.Path(),
    metavar="CSV|TRUTHS",
    help="Whom an attacker knows, for --anonymise; else all that the audit found.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "fr"]),
    default="en",
    show_default=True,
    help="Of figures.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def measure_command(  # noqa: PLR0913
    *,
    folder: Path,
    truths: tuple[str, ...],
    population: str | None,
    size: int | None,
    seed: int,
    recipients: tuple[str, ...],
    anonymise: tuple[str, ...],
    mitigate: tuple[str, ...],
    fleet: int | None,
    known: str | None,
    language: Language,
    as_json: bool,
) -> int:
    """Measure the audit in FOLDER further: with a population, with a truth.

    \b
    auditor measure report --population GB --size 6000000
    auditor measure report --population FR --truth corpora/demo-fr
    auditor measure report --recipient all --anonymise all --mitigate all
    auditor measure report --anonymise names,places:region,times:day
    auditor measure report --population GB --fleet 6000000

    Writes risk.json into FOLDER: every figure with its unit, interval, baseline,
    control and what it assumes. What cannot be measured is said, not guessed.
    With mitigations it draws figures/frontier: what each leaves, and costs; with
    anonymisation figures/anonymisation: what survives each, and who is found again.
    """
    from auditor.pipeline.measuring import measure
    from auditor.pipeline.viewing import Wanted
    from auditor.report.frontier import write_frontier
    from auditor.report.survival import write_survival

    wanted = Wanted(recipients, anonymise, mitigate, known)
    found = measure(
        folder,
        truths=truths,
        population=population,
        size=size,
        seed=seed,
        wanted=wanted if recipients or anonymise or mitigate or known else None,
        fleet=fleet,
    )
    if mitigate:
        write_frontier(folder / "figures", _points(found), language)
    if anonymise:
        write_survival(folder / "figures", _survivals(found), language)
    if as_json:
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False))
        return EXIT_OK
    console = Console(highlight=False)
    console.print(_table(found.risks))
    for note in found.notes:
        click.echo(note)
    if found.views:
        console.print()
        console.print(_views(found.views))
    return EXIT_OK


_SHOWN = {
    "recovery": "recovered",
    "identifying_bits_estimate": "bits",
    "wanted_recall": "wanted",
    "reidentified": "found again",
    "function_lost": "lost",
}
"""Columns of the table of views: measure and heading."""


_WIDTH = 80


def _views(views: Sequence[Viewed]) -> Table:
    """Return a table of the measures that some view has, with intervals as far as they fit."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("View", no_wrap=True)
    rows = [{risk.name: risk for risk in each.risks} for each in views]
    plain = {name: [_cell(row.get(name)) for row in rows] for name in _SHOWN}
    shown = {name: cells for name, cells in plain.items() if any(cells)}
    for name in list(shown):
        spanned = {**shown, name: [_cell(row.get(name), spanned=True) for row in rows]}
        if _width(views, spanned) <= _WIDTH:
            shown = spanned
    for name in shown:
        table.add_column(_SHOWN[name], justify="right", no_wrap=True)
    for at, each in enumerate(views):
        table.add_row(each.name, *(cells[at] for cells in shown.values()))
    return table


def _cell(risk: Risk | None, *, spanned: bool = False) -> str:
    if risk is None or risk.value is None:
        return ""
    span = "…".join(f"{each:.2f}" for each in risk.interval or ())
    return f"{risk.value:.2f} ({span})" if spanned and span else f"{risk.value:.2f}"


def _width(views: Sequence[Viewed], columns: Mapping[str, Sequence[str]]) -> int:
    """Return how many characters a table is wide: each column is followed by a space."""
    widths = [max(map(len, (_SHOWN[name], *cells))) for name, cells in columns.items()]
    return max(len(each.name) for each in views) + sum(2 + width for width in widths)


def _survivals(found: Measured) -> list[Survival]:
    """Return what each anonymisation leaves, and who is found again; the whole stands first."""
    from auditor.report.survival import Survival

    whole, left = _whole(found)
    guess = (whole[left].baseline or None) if left in whole else None
    rows = [Survival("", left, _figures(whole.get(left)), None, guess=guess)]
    for each in found.views:
        if each.kind == "anonymise":
            by_name = {risk.name: risk for risk in each.risks}
            again = by_name.get("reidentified")
            chance = again.baseline if again is not None else None
            left_of = _figures(by_name.get(left))
            rows.append(Survival(each.name, left, left_of, _figures(again), chance, guess))
    return rows


def _figures(risk: Risk | None) -> tuple[float, tuple[float, float] | None] | None:
    return None if risk is None or risk.value is None else (risk.value, risk.interval)


def _whole(found: Measured) -> tuple[dict[str, Risk], str]:
    """Return the measures of the whole audit, and the one that tells what is left of profiles."""
    whole = {each.name: each for each in found.risks}
    return whole, "recovery" if "recovery" in whole else "identifying_bits_estimate"


def _points(found: Measured) -> list[FrontierPoint]:
    """Return each mitigation's cost and what it leaves; the whole audit stands first."""
    from auditor.report.frontier import FrontierPoint

    whole, left = _whole(found)
    points = []
    if left in whole:
        points.append(FrontierPoint("", 0.0, whole[left].value, whole[left].interval, left))
    for each in found.views:
        by_name = {risk.name: risk for risk in each.risks}
        lost = by_name["function_lost"].value if each.kind == "mitigate" else None
        if lost is not None and left in by_name:
            risk = by_name[left]
            points.append(FrontierPoint(each.name, lost, risk.value, risk.interval, left))
    return points


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
    # Where not all fits, long names are folded: a figure is never cut.
    table.add_column("Measure", overflow="fold")
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
    for size, sign in ((1e6, " M"), (1e3, " k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{sign}"
    return f"{value:.1f}" if abs(value) >= 100 else f"{value:.3f}"
