"""auditor graph: an audit's evidence graph, why a claim is made, and what some words change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from auditor.cli.options import rules_option
from auditor.errors import EXIT_OK, UsageError

if TYPE_CHECKING:
    from auditor.evidence import Stretch
    from auditor.evidence.persons import Persons
    from auditor.pipeline.asking import Remains, Why

__all__ = ["graph_command"]

_FORMATS = ("graphml", "gexf", "jsonld", "tables", "png", "svg", "html")


@click.command("graph")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("mentions", nargs=-1)
@click.option("--person", help="Only this person's part.")
@click.option("--format", "form", type=click.Choice(_FORMATS), help="Write the graph so.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for --format. [FOLDER/graphs]")
@click.option("--language", type=click.Choice(["en", "fr"]), default="en", help="Of pictures.")
@click.option("--voices", is_flag=True, help="With who spoke, told apart by voice.")
@click.option("--why", "claim", metavar="CLAIM", help="Show the seconds a claim rests on.")
@click.option(
    "--without", "left_out", metavar="UTTERANCE", multiple=True, help="Show what would be left."
)
@click.option("--persons", is_flag=True, help="Show which ids may be one person, and odd clocks.")
@click.option("--entities", is_flag=True, help="List whom and what --person speaks of.")
@click.option("--merge", "merges", nargs=2, multiple=True, metavar="ID ID", help="Make two one.")
@click.option("--separate", "separated", metavar="ID", help="Make MENTIONS of ID another entity.")
@rules_option
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def graph_command(folder: Path, form: str | None, as_json: bool, **asked: Any) -> int:
    """Write or question the evidence graph of the audit in FOLDER.

    \b
    auditor graph report --format gexf
    auditor graph report --format html --person Ruth
    auditor graph report --why 9f2c0a1b77d3e405
    auditor graph report --without 3c1a9d77e5f0b2a4-0002
    auditor graph report --persons
    auditor graph report --person Ruth --entities
    auditor graph report --person Ruth --merge 77b01d4e1f3a90c2 1f3a90c277b01d4e
    auditor graph report --person Ruth --separate 77b01d4e1f3a90c2 MENTION

    Decisions on entities are kept in FOLDER/entities.json; every later run
    honours them. Without options, the graph's size is shown for each person.
    """
    _know(asked["rules"])
    if form:
        return _write(folder, form, asked)
    if asked["claim"]:
        _answer_why(folder, asked["claim"], as_json)
    elif asked["left_out"]:
        _answer_without(folder, asked["left_out"], as_json)
    elif asked["persons"]:
        _show_persons(folder, as_json)
    elif asked["entities"] or asked["merges"] or asked["separated"]:
        _show_entities(folder, asked, as_json)
    else:
        _show_sizes(folder, asked["person"])
    return EXIT_OK


def _know(rules: tuple[Path, ...]) -> None:
    """Make categories of the user's own known, which the audit may hold."""
    if rules:
        from auditor.attributes import read_own

        read_own(rules)


def _write(folder: Path, form: str, asked: dict[str, Any]) -> int:
    from auditor.pipeline.graphing import write_graphs

    out = asked["out"] or folder / "graphs"
    written = write_graphs(
        folder,
        form,
        out,
        person=asked["person"],
        language=asked["language"],
        with_voices=asked["voices"],
    )
    for person, path in written:
        click.echo(f"{path}\t{person}" if person else str(path))
    return EXIT_OK


def _answer_why(folder: Path, claim: str, as_json: bool) -> None:
    from auditor.pipeline.asking import why

    found = why(folder, claim)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False))
        return
    one = found.claim
    click.echo(f"{found.person}: {one.category} = {one.value} ({one.how}, {one.probability:.2f})")
    _print(_stretch_table(found))


def _stretch_table(found: Why) -> Table:
    table = _table("", "Utterance", "Recording", ("From", "To", "Sure"), "Path")
    for word, stretches in (("for", found.supporting), ("against", found.contrary)):
        for one in stretches:
            table.add_row(
                word,
                one.utterance,
                escape(one.file),
                *(_seconds(one) if one.timed else ("", "")),
                f"{one.confidence:.2f}",
                " > ".join(node.partition(":")[0] for node in one.path),
            )
    return table


def _seconds(one: Stretch) -> tuple[str, str]:
    return f"{one.start_s:.1f}", f"{one.end_s:.1f}"


def _answer_without(folder: Path, left_out: Sequence[str], as_json: bool) -> None:
    from auditor.pipeline.asking import remains

    found = remains(folder, left_out)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        click.echo(f"{one.person}: {len(one.kept)} claims as before, {len(one.lost)} lost")
        _print(_change_table(one))


def _change_table(one: Remains) -> Table:
    table = _table("", "Category", "Value", ("Before", "After"))
    for claim in one.lost:
        table.add_row("lost", claim.category, escape(claim.value), f"{claim.probability:.2f}", "")
    for before, after in one.changed:
        figures = (f"{before.probability:.2f}", f"{after.probability:.2f}")
        table.add_row("changed", after.category, escape(after.value), *figures)
    for claim in one.gained:
        table.add_row("new", claim.category, escape(claim.value), "", f"{claim.probability:.2f}")
    return table


def _show_persons(folder: Path, as_json: bool) -> None:
    from auditor.pipeline.asking import jumps_of, persons_of

    found, jumps = persons_of(folder), jumps_of(folder)
    if as_json:
        document = {"schema_version": 1, **asdict(found), "clocks": jumps}
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    _print(_person_table(found))
    for link in found.links:
        shared = f", both tell {', '.join(link.shared)}" if link.shared else ""
        click.echo(f"{link.one} and {link.other}: one person at {link.probability:.2f}{shared}")
    for warning in found.warnings:
        click.echo(f"Warning: {warning}")
    for name, reason in jumps:
        click.echo(f"Warning: the clock of {name} is not to be believed: {reason}")


def _person_table(found: Persons) -> Table:
    table = _table("Person", "Ids in the manifest", ("Recordings",))
    for one in found:
        table.add_row(escape(one.id), escape(", ".join(one.ids)), str(len(one.recordings)))
    return table


def _show_entities(folder: Path, asked: dict[str, Any], as_json: bool) -> None:
    from auditor.pipeline.graphing import decide

    if not asked["person"]:
        raise UsageError("whose entities is not said", remedy="Add --person NAME.")
    if bool(asked["separated"]) != bool(asked["mentions"]):
        raise UsageError(
            "mentions and --separate go together",
            remedy="Write: auditor graph FOLDER --person NAME --separate ID MENTION ...",
        )
    separated = (asked["separated"], asked["mentions"]) if asked["separated"] else None
    found = decide(folder, asked["person"], merges=asked["merges"], separated=separated)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, default=_plain))
        return
    for one in found:
        called = f"{one.label} ({one.relation})" if one.relation else one.label
        click.echo(f"{one.id}  {one.type}: {called}")
        for placed in one.mentions:
            words = f"{placed.mention.text} ({placed.reason})"
            click.echo(f"  {placed.mention.id}  {placed.probability:.2f}  {words}")
    for link in found.links:
        click.echo(f"Perhaps one: {link.one} {link.other} ({link.probability:.2f}, {link.reason})")


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)


def _show_sizes(folder: Path, person: str | None) -> None:
    from auditor.pipeline.evidencing import heard_by
    from auditor.pipeline.graphing import decisions_of, graph_of

    figures = ("Nodes", "Edges", "Utterances", "Entities", "Claims")
    table = _table("Person", figures)
    decisions = decisions_of(folder)
    for heard in heard_by(folder, person):
        found = graph_of(heard, decisions)
        counts = (
            found.graph.number_of_nodes(),
            found.graph.number_of_edges(),
            len(heard.utterances),
            len(found.entities.entities),
            len(found.profile.claims),
        )
        table.add_row(escape(heard.person), *(str(each) for each in counts))
    _print(table)


def _table(*titles: str | Iterable[str]) -> Table:
    """Return a plain table; titles that stand together in a tuple are of figures."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for each in titles:
        if isinstance(each, str):
            table.add_column(each, overflow="fold")
        else:
            for title in each:
                table.add_column(title, justify="right", no_wrap=True)
    return table


def _print(table: Table) -> None:
    Console(highlight=False).print(table)
