"""auditor synth."""

from __future__ import annotations

import math
from datetime import datetime
from pathlib import Path
from typing import Literal

import click

from auditor.cli.options import quiet_option
from auditor.cli.progress import Counting, error_console
from auditor.errors import UsageError

__all__ = ["synth_command"]

_YEARS = range(1950, 2101)
_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command("synth")
@click.option(
    "--drivers", type=click.IntRange(1), default=10, show_default=True, help="How many people."
)
@click.option("--weeks", type=click.IntRange(1, 104), default=3, show_default=True, help="Of each.")
@click.option(
    "--language",
    type=click.Choice(["en", "fr"]),
    default="en",
    show_default=True,
    help="What they speak.",
)
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="Of everything drawn."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Where to write; a new folder, or one to go on with.",
)
@click.option("--text-only", is_flag=True, help="Write truth files without sound.")
@click.option(
    "--population",
    "countries",
    multiple=True,
    metavar="GB|US|FR|FILE",
    help="Whom to draw from; more than one take turns.  [default: the language's]",
)
@click.option("--rates", type=_FILE, help="How drivers live and talk, in TOML.")
@click.option(
    "--grammar",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A folder of words other than auditor's own.",
)
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    default="2026-03-02",
    show_default=True,
    help="The Monday of the first week.",
)
@click.option(
    "--voices",
    default="kokoro",
    show_default=True,
    metavar="kokoro|espeak|FILE",
    help="What speaks: a model, a program, or Kokoro with the speakers of a file.",
)
@click.option("--snr", type=click.FloatRange(-20, 60), metavar="DB", help="Speech to noise.")
@click.option("--telephone", is_flag=True, help="Sound of 300 to 3400 Hz only.")
@click.option(
    "--bitrate",
    type=click.IntRange(6_000, 128_000),
    default=24_000,
    show_default=True,
    help="Of Opus, in bits per second.",
)
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Drivers at once."
)
@click.option(
    "--speak",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="Make the sound of truth files that people wrote, by their sound.toml.",
)
@click.option("--only", multiple=True, metavar="DRIVER", help="With --speak: only these.")
@quiet_option
def synth_command(  # noqa: PLR0913
    *,
    drivers: int,
    weeks: int,
    language: Literal["en", "fr"],
    seed: int,
    out: Path | None,
    text_only: bool,
    countries: tuple[str, ...],
    rates: Path | None,
    grammar: Path | None,
    start: datetime,
    voices: str,
    snr: float | None,
    telephone: bool,
    bitrate: int,
    jobs: int,
    speak: Path | None,
    only: tuple[str, ...],
    quiet: bool,
) -> int:
    """Make up drivers whose truth is known: their texts, and their sound.

    Draws people from a declared population, weeks of trips for each, and what
    they say on them; writes one truth file a driver, population.csv (what is
    true of each, said or not), synthesis.json (what it was drawn from) and,
    with sound, audio/ and manifest.csv. The same seed gives the same bytes. A
    run that was broken off goes on with the same command.
    """
    from auditor.pipeline.speaking_truths import SoundOptions, speak_corpus, studio_of
    from auditor.pipeline.synthesising import SynthOptions, synthesise

    named = voices in ("kokoro", "espeak")
    sound = SoundOptions(
        engine="espeak" if voices == "espeak" else "kokoro",
        speakers=None if named else _speakers(voices),
        snr_db=_decibels(snr),
        telephone=telephone,
        bitrate=bitrate,
    )
    if speak is not None:
        for path, recordings in speak_corpus(speak, studio_of(sound), bitrate=bitrate, only=only):
            click.echo(f"{path}: {recordings} recordings")
        return 0
    if out is None:
        raise UsageError("no folder to write into", remedy="Give --out FOLDER.")
    options = SynthOptions(
        drivers=drivers,
        weeks=weeks,
        language=language,
        seed=seed,
        countries=countries,
        rates=rates,
        grammar=grammar,
        start=_monday(start),
        sound=None if text_only else sound,
        jobs=jobs,
    )
    with Counting(error_console(), "Making up drivers", quiet=quiet) as counting:
        synthesise(out, options, observer=counting)
    click.echo(out)
    return 0


def _speakers(path: str) -> Path:
    if not Path(path).is_file():
        raise UsageError(
            f"{path!r} is neither kokoro nor espeak nor a file of speakers",
            remedy="See 'Speakers' in docs/synthesis.md.",
        )
    return Path(path)


def _decibels(snr: float | None) -> float | None:
    # click's range lets "nan" pass.
    if snr is not None and math.isnan(snr):
        raise UsageError("--snr is no number", remedy="Give it decibels from -20 to 60.")
    return snr


def _monday(start: datetime) -> datetime:
    if start.year not in _YEARS:
        raise UsageError(
            f"{start:%Y-%m-%d} is out of reach",
            remedy=f"Give --start a year from {_YEARS[0]} to {_YEARS[-1]}.",
        )
    if start.weekday():
        raise UsageError(f"{start:%Y-%m-%d} is no Monday", remedy="Give --start a Monday.")
    return start
