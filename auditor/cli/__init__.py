"""The command line: parses options, prints, and holds no logic of its own."""

from __future__ import annotations

import os
import sys

import click

from auditor import __version__
from auditor.cli.attributing import attributes_command, explain_command
from auditor.cli.auditing import audit_command
from auditor.cli.evaluating import evaluate_command
from auditor.cli.graphing import graph_command
from auditor.cli.measuring import compare_command, measure_command
from auditor.cli.modelling import models_group
from auditor.cli.profiling import profile_command
from auditor.cli.recipients import recipients_command
from auditor.cli.speaking import speakers_command
from auditor.cli.synthesising import synth_command
from auditor.cli.transcribing import transcribe_command
from auditor.errors import EXIT_INTERRUPTED, AuditorError

__all__ = ["command", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(__version__, prog_name="auditor")
def command() -> None:
    """Measure, offline, what an in-car voice assistant's recordings give away.

    \b
    auditor models fetch vosk-en whisper-base     once, to have models
    auditor audit RECORDINGS --out report         then open report/index.html

    Exit codes: 0 all well; 1 some recordings or manifest rows failed or are
    partial; 2 wrong usage; 3 nothing could be done or a verification failed;
    130 interrupted.
    """


command.add_command(audit_command)
command.add_command(evaluate_command)
command.add_command(measure_command)
command.add_command(compare_command)
command.add_command(transcribe_command)
command.add_command(speakers_command)
command.add_command(synth_command)
command.add_command(graph_command)
command.add_command(attributes_command)
command.add_command(explain_command)
command.add_command(profile_command)
command.add_command(recipients_command)
command.add_command(models_group)


def main() -> None:
    """Run the command line; errors become one message and an exit code."""
    try:
        code = command.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except AuditorError as error:
        click.echo(f"auditor: {error}", err=True)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("auditor: interrupted; run the same command again to go on.", err=True)
        sys.stderr.flush()
        # Recognisers may be in native code for minutes; what they had done is stored already.
        os._exit(EXIT_INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output has gone (as with "| head"): that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
