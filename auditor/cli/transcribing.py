"""auditor transcribe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from auditor.cli.options import hearing_options, options_of, out_option, quiet_option
from auditor.cli.progress import AuditProgress, error_console
from auditor.errors import UsageError

__all__ = ["transcribe_command"]


@click.command("transcribe")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path())
@out_option
@click.option(
    "--format",
    "formats",
    default="json",
    show_default=True,
    metavar="LIST",
    help="Some of json,csv,srt,vtt,textgrid,eaf, with commas between.",
)
@hearing_options
@quiet_option
def transcribe_command(
    *, sources: tuple[str, ...], out: Path, formats: str, quiet: bool, **hearing: Any
) -> int:
    """Transcribe recordings, without looking for anything in them.

    Writes one file a recording and format, named by the recording's id, and
    recordings.csv, which says which is which and how each fared.
    """
    from auditor.pipeline import transcribe
    from auditor.report.exports import FORMATS

    wanted = [each.strip().lower() for each in formats.split(",") if each.strip()]
    unknown = sorted(set(wanted) - set(FORMATS))
    if unknown or not wanted:
        raise UsageError(
            f"unknown format {', '.join(unknown) or repr(formats)}",
            remedy=f"Use some of: {', '.join(FORMATS)}.",
        )
    options = options_of(hearing)
    with AuditProgress(error_console(), quiet=quiet) as progress:
        done = transcribe(sources, out, formats=wanted, options=options, observer=progress)
    click.echo(done.out)
    return done.exit_code
