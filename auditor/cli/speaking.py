"""auditor speakers: who is who in an audit, and what people decide about it by ear."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from auditor.errors import EXIT_OK, UsageError

if TYPE_CHECKING:
    from auditor.pipeline.speaking import HeardVoices
    from auditor.speech.voices import Link, Speaker, Speakers

__all__ = ["speakers_command"]


@click.command("speakers")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("utterances", nargs=-1)
@click.option("--name", "names", nargs=2, multiple=True, metavar="ID NAME", help="Name a speaker.")
@click.option("--merge", "merges", nargs=2, multiple=True, metavar="ID ID", help="Make two one.")
@click.option("--split", "divided", metavar="ID", help="Make UTTERANCES of ID another speaker.")
@click.option("--show", metavar="ID", help="List the utterances of a speaker.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def speakers_command(
    folder: Path,
    utterances: tuple[str, ...],
    names: tuple[tuple[str, str], ...],
    merges: tuple[tuple[str, str], ...],
    divided: str | None,
    show: str | None,
    as_json: bool,
) -> int:
    """Show who spoke in the audit in FOLDER, told apart by voice.

    \b
    auditor speakers report
    auditor speakers report --show spk-1f3a90c2
    auditor speakers report --name spk-1f3a90c2 Anna
    auditor speakers report --merge spk-1f3a90c2 spk-77b01d4e
    auditor speakers report --split spk-1f3a90c2 UTTERANCE UTTERANCE

    What voices support is a likelihood ratio, never a fact: listen before you
    name. Decisions are kept in FOLDER/speakers.json; every later run honours
    them and refuses one that contradicts another.
    """
    if bool(utterances) != bool(divided):
        raise UsageError(
            "utterances and --split go together",
            remedy="Write: auditor speakers FOLDER --split ID UTTERANCE ...",
        )
    from auditor.pipeline.speaking import decided_speakers, heard_in

    heard = heard_in(folder)
    split = (divided, utterances) if divided else None
    speakers = decided_speakers(folder, heard, names=names, merges=merges, divided=split)
    if as_json:
        click.echo(json.dumps(_document(speakers), ensure_ascii=False))
    elif show:
        _print(_utterance_table(speakers, show, heard))
    else:
        _print(_speaker_table(speakers))
        _print_unknown(speakers)
    return EXIT_OK


def _speaker_table(speakers: Speakers) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Id", no_wrap=True)
    table.add_column("Person", overflow="fold")
    table.add_column("Speaker", overflow="fold")
    for title in ("Rec.", "Utt.", "Seconds"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("Likelihood ratios: most, least", overflow="fold")
    for one in speakers:
        table.add_row(
            one.id,
            escape(one.person),
            escape(f"{one.name} ({one.role})" if one.name else one.role),
            str(len(one.recordings)),
            str(len(one.members)),
            f"{one.seconds:.1f}",
            _extremes(one.links),
        )
    return table


def _utterance_table(speakers: Speakers, speaker_id: str, heard: HeardVoices) -> Table:
    speaker = speakers.find(speaker_id)
    if speaker is None:
        known = ", ".join(one.id for one in speakers) or "none"
        raise UsageError(f"there is no speaker {speaker_id!r}", remedy=f"There are: {known}.")
    transcripts, recordings = heard
    starts = {one.id: one.start_s for each in transcripts for one in each.utterances}
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Utterance", no_wrap=True)
    table.add_column("Recording", overflow="fold")
    table.add_column("From", justify="right", no_wrap=True)
    table.add_column("Seconds", justify="right", no_wrap=True)
    table.add_column("How")
    table.add_column("Likelihood ratio", overflow="fold")
    for member in speaker.members:
        table.add_row(
            member.utterance_id,
            escape(recordings[member.recording_id].name),
            f"{starts[member.utterance_id]:.1f}",
            f"{member.seconds:.1f}",
            member.how,
            _extremes([member.link] if member.link else []),
        )
    return table


def _extremes(links: Sequence[Link]) -> str:
    if not links:
        return "nothing to compare"
    strongest, weakest = _linked(links[0]), _linked(links[-1])
    return strongest if len(links) == 1 else f"{strongest}\n{weakest}"


def _linked(link: Link) -> str:
    """Return a likelihood ratio in figures and words."""
    from auditor.speech.voices import wording

    return f"{10**link.log10_lr:.2g}, {wording(link.log10_lr)}"


def _print(table: Table) -> None:
    Console(highlight=False).print(table)


def _print_unknown(speakers: Speakers) -> None:
    reasons = Counter(one.why for one in speakers.unknown)
    for why, count in sorted(reasons.items()):
        click.echo(f"Unknown: {count} utterances ({why})")


def _document(speakers: Speakers) -> dict[str, Any]:
    from dataclasses import asdict

    def described(speaker: Speaker) -> dict[str, Any]:
        return {
            **asdict(speaker),
            "label": speaker.label,
            "recordings": speaker.recordings,
            "seconds": speaker.seconds,
        }

    return {
        "schema_version": 1,
        "speakers": [described(one) for one in speakers],
        "unknown": [asdict(one) for one in speakers.unknown],
    }
