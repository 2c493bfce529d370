"""auditor profile."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditor.errors import EXIT_OK

if TYPE_CHECKING:
    from auditor.records import Claim, Language, Profile

__all__ = ["profile_command"]

_WIDTH = 80


@click.command("profile")
@click.argument("folder", metavar="AUDIT_FOLDER", type=click.Path(path_type=Path))
@click.option("--person", help="Only this one.")
@click.option(
    "--language",
    type=click.Choice(["en", "fr"]),
    default="en",
    show_default=True,
    help="Of the sentences.",
)
@click.option(
    "--assumed",
    type=click.Choice(["half", "full", "double", "off"]),
    default="full",
    show_default=True,
    help="Strength of rules that no count or source backs.",
)
@click.option("--without", multiple=True, metavar="UTTERANCE", help="As if it was not said.")
@click.option(
    "--calibration",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Probabilities as fitted on truth files.",
)
@click.option(
    "--rules",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Further rules, see docs/inference.md; one of the same name replaces ours.",
)
@click.option("--members", is_flag=True, help="Also those who were spoken of or aboard.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON in the form of profile.json.")
def profile_command(
    *,
    folder: Path,
    language: Language,
    members: bool,
    as_json: bool,
    **chosen: Any,
) -> int:
    """Print what can be concluded of each person, and why.

    Profiles are made anew from the graph of an audit, so that rules whose
    strength is assumed can be halved, doubled or switched off, and utterances
    left out, to see what would still be known.
    """
    from auditor.pipeline.profiling import profiles_in
    from auditor.report import documents

    profiles = profiles_in(folder, **chosen)
    if as_json:
        click.echo(json.dumps(documents.profile(profiles), ensure_ascii=False))
        return EXIT_OK
    for profile in profiles:
        for one in (profile, *(profile.members if members else ())):
            click.echo("\n".join(_lines(one, language)))
    return EXIT_OK


def _lines(profile: Profile, language: Language) -> Iterator[str]:
    from auditor import taxonomy
    from auditor.report.texts import texts

    yield profile.person
    yield "=" * len(profile.person)
    for name, claims in groupby(profile.claims, key=lambda claim: claim.category):
        kind = taxonomy.category(name)
        law = f" [{texts(language)(f'findings.article_{kind.article}')}]" if kind.article else ""
        yield f"{kind.label(language)}{law}"
        for claim in claims:
            yield from _claim_lines(claim, language)
    yield ""


def _claim_lines(claim: Claim, language: Language) -> Iterator[str]:
    from auditor.inference import certainty, reason, value_in_words
    from auditor.report.texts import texts

    words = texts(language)
    sure = words(f"certainty.{certainty(claim.probability)}")
    facts = f"{sure}, {words(f'how.{claim.how}')}, {words(f'about_whom.{claim.about}')}"
    yield from _wrapped(f"{value_in_words(claim, language)} ({facts})", "  ")
    yield from _wrapped(reason(claim, language), "      ")


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ") or [
        indent.rstrip()
    ]
