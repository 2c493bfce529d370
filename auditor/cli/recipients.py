"""auditor recipients."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from auditor.errors import EXIT_OK

if TYPE_CHECKING:
    from auditor.recipients import Scenario
    from auditor.recipients.shown import Shown

__all__ = ["recipients_command"]

_STYLES = {
    "first-hand": "green",
    "second-hand": "yellow",
    "assumed": "magenta",
    "hypothetical": "magenta",
}


@click.command("recipients")
@click.argument("name", required=False)
@click.option(
    "--language",
    type=click.Choice(["en", "fr"]),
    default="en",
    show_default=True,
    help="Of what is printed.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def recipients_command(*, name: str | None, language: str, as_json: bool) -> int:
    """List who may get the recordings, or show one with all its sources.

    NAME is one of the list, or a TOML file of your own, which is checked.
    Every field says where it was read or why it is assumed.
    """
    from auditor.recipients import scenario, scenarios
    from auditor.recipients.shown import label

    chosen = (scenario(name),) if name else scenarios()
    if as_json:
        rows = [_as_json(each) for each in chosen]
        click.echo(json.dumps(rows[0] if name else rows, ensure_ascii=False, indent=1))
        return EXIT_OK
    console = Console(highlight=False)
    if name:
        _show(console, chosen[0], language)
    else:
        console.print(_listed(chosen, language))
        console.print(label("page", "more", language), style="dim")
    return EXIT_OK


def _as_json(one: Scenario) -> dict[str, Any]:
    """Return the file's own fields, and beside them how well each is known."""
    from auditor.recipients import fields

    standing = {key: one.standing(fact) for key, fact in fields(one)}
    return {**one.model_dump(mode="json"), "standing": standing}


def _listed(every: tuple[Scenario, ...], language: str) -> Table:
    from auditor.recipients import fields
    from auditor.recipients.shown import label

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(label("page", "name", language), no_wrap=True)
    table.add_column(label("page", "recipient", language))
    table.add_column(label("page", "sourced", language), justify="right", no_wrap=True)
    table.add_column(label("page", "assumed", language), justify="right", no_wrap=True)
    for each in every:
        known = Counter(fact.assumed is None for _, fact in fields(each))
        table.add_row(
            each.id, escape(each.label.said(language)), str(known[True]), str(known[False])
        )
    return table


def _show(console: Console, one: Scenario, language: str) -> None:
    from auditor.recipients.shown import label, said, shown

    console.print(Text(one.label.said(language), style="bold"))
    for row in shown(one, language):
        console.print(_field(row, language))
    if outside := ", ".join(one.outside_eea):
        console.print(said(label("page", "outside", language), outside, language), style="bold red")
    console.print(Text(f"\n{label('page', 'sources', language)}", style="bold"))
    for key, source in one.sources.items():
        console.print(f"[cyan]{key}[/] {escape(source.line())}")
        read = label("standings", source.read, language)
        for line in (said(read, source.says.said(language), language), source.url):
            if line:
                console.print(Padding(Text(line, style="dim", overflow="fold"), (0, 0, 0, 2)))


def _field(row: Shown, language: str) -> Table:
    from auditor.recipients.shown import label, said

    table = Table.grid(padding=(0, 1))
    table.add_column(width=18)
    table.add_column(overflow="fold")
    cell = Text(row.value)
    cell.append(f"\n{row.rests_on}", style=_STYLES[row.standing])
    if row.note:
        cell.append(f"\n{said(label('page', 'note', language), row.note, language)}", style="dim")
    table.add_row(Text(row.label, style="bold"), cell)
    return table
