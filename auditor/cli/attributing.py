"""auditor attributes, auditor explain."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from auditor.cli.options import rules_option
from auditor.errors import EXIT_OK, UsageError

if TYPE_CHECKING:
    from auditor.attributes import Own, Weighed
    from auditor.records import Attribute, Language, Utterance

__all__ = ["attributes_command", "explain_command"]

_ARTICLE_STYLE = {9: "bold red", 10: "bold magenta", None: "cyan"}

_language = click.option(
    "--language",
    type=click.Choice(["en", "fr", "auto"]),
    default="auto",
    show_default=True,
    help="auto tells it from each text's words.",
)


@click.command("attributes")
@click.argument("texts", metavar="TEXT|FILE...", nargs=-1, required=True)
@_language
@rules_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def attributes_command(
    *, texts: tuple[str, ...], language: str, rules: tuple[Path, ...], as_json: bool
) -> int:
    """Print what a sentence, or each line of a transcript, gives away.

    Words of special categories (GDPR Art. 9) are red, of offences (Art. 10)
    magenta, others cyan. A FILE holds an utterance a line, or is a transcript
    that auditor or another recogniser wrote; - reads lines from standard input.
    """
    from auditor.attributes import extract

    console = Console(highlight=False)
    own = _own(rules)
    for utterance in _utterances(texts, language):
        found = extract([utterance], own)
        if as_json:
            rows = [asdict(each) for each in found]
            click.echo(json.dumps({"text": utterance.text, "attributes": rows}, ensure_ascii=False))
        else:
            _print(console, utterance, found)
    return EXIT_OK


@click.command("explain")
@click.argument("text", metavar="TEXT")
@_language
@rules_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def explain_command(*, text: str, language: str, rules: tuple[Path, ...], as_json: bool) -> int:
    """Show why an utterance gives something away, or why it does not.

    For each category that was weighed: the probability, what the encoder alone
    makes of it, and the rules and lexicon rows that spoke for it.
    """
    from auditor.attributes import explain

    utterances = list(_utterances((text,), language, files=False))
    if not utterances:
        raise UsageError("there is nothing to explain", remedy="Give a sentence.")
    utterance = utterances[0]
    found = explain(utterance.text, utterance.language, _own(rules))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False))
    else:
        Console(highlight=False).print(_reasons(found))
    return EXIT_OK


def _own(paths: tuple[Path, ...]) -> Own:
    from auditor.attributes import read_own

    return read_own(paths)


def _utterances(texts: Iterable[str], language: str, *, files: bool = True) -> Iterable[Utterance]:
    from auditor.pipeline.typed import typed_utterances

    chosen: Language | None = None if language == "auto" else language  # type: ignore[assignment]
    return typed_utterances(texts, chosen, sys.stdin, files=files)


def _print(console: Console, utterance: Utterance, found: list[Attribute]) -> None:
    from auditor import taxonomy

    line = Text(utterance.text)
    for each in found:
        if each.span:
            line.stylize(_ARTICLE_STYLE[taxonomy.category(each.category).article], *each.span)
    console.print(line)
    for each in found:
        style = _ARTICLE_STYLE[taxonomy.category(each.category).article]
        row = Text.assemble(
            "  ", (f"{each.score:.2f} ", "bold"), (each.category, style), f" of {each.about}: ",
            each.normalised or each.value, (f"  {each.why}", "dim"),
        )  # fmt: skip
        console.print(row, soft_wrap=True)


def _reasons(found: Iterable[Weighed]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title, justify in (("", "left"), ("category", "left"), ("of", "left"), ("p", "right"),
                           ("encoder", "right"), ("rules", "left")):  # fmt: skip
        table.add_column(title, justify=justify)  # type: ignore[arg-type]
    for one in found:
        rules = "\n".join(f"{rule.why} ({rule.score:.2f})" for rule in one.rules)
        cells: tuple[Any, ...] = (
            "yes" if one.reported else "no", one.category, one.party, f"{one.probability:.2f}",
            f"{one.encoder:.2f}", rules,
        )  # fmt: skip
        table.add_row(*cells, style="" if one.reported else "dim")
    return table
