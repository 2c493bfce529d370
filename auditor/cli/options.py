"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from auditor.errors import UsageError

if TYPE_CHECKING:
    from auditor.pipeline import Options

__all__ = ["hearing_options", "options_of", "out_option", "quiet_option", "rules_option"]

_Command = TypeVar("_Command", bound=Callable[..., Any])

out_option = click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Folder to write."
)
quiet_option = click.option(
    "--quiet", is_flag=True, help="Print only the path of the result, and errors."
)
rules_option = click.option(
    "--rules",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A TOML file of categories, lexicons and cues of your own.",
)

_HEARING = (
    click.option(
        "--language",
        type=click.Choice(["en", "fr", "auto"]),
        default="auto",
        show_default=True,
        help="Of recordings whose source does not say.",
    ),
    click.option(
        "--recogniser",
        type=click.Choice(["vosk", "whisper", "auto", "both"]),
        default="auto",
        show_default=True,
        help="auto: Vosk where its model is there, else Whisper. both: the other gives a second "
        "opinion on every word.",
    ),
    click.option(
        "--alternatives",
        type=click.IntRange(0, 20),
        default=0,
        show_default=True,
        metavar="N",
        help="Keep N ways to hear each doubtful utterance.",
    ),
    click.option(
        "--model",
        "models",
        metavar="NAME=FOLDER",
        multiple=True,
        help="Use a model of your own, for vosk-en, vosk-fr, whisper or vosk-speaker.",
    ),
    click.option(
        "--channel",
        default="mix",
        show_default=True,
        help="Of files with several: mix, left, right or a number.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(1, 256),
        default=1,
        show_default=True,
        help="Recordings heard at once.",
    ),
    click.option(
        "--max-memory",
        type=click.IntRange(min=100),
        default=440,
        show_default=True,
        metavar="MB",
        help="Make recognisers anew when more is held.",
    ),
    click.option(
        "--exact",
        is_flag=True,
        help="Vosk begins anew with each recording: twice the work, and confidences that do not "
        "depend in their last digits on what else was heard.",
    ),
    click.option(
        "--resume/--fresh",
        default=True,
        show_default=True,
        help="Go on from stored results, or begin anew.",
    ),
)


def hearing_options(command: _Command) -> _Command:
    """Add the options on how recordings are heard."""
    for option in reversed(_HEARING):
        command = option(command)
    return command


def options_of(hearing: dict[str, Any], **more: Any) -> Options:
    """Return the options of a run from those that the decorators here added.

    Raises
    ------
    UsageError
        If ``--model`` is not of the form NAME=FOLDER.
    """
    from auditor.pipeline import Options

    return Options(
        language=None if hearing["language"] == "auto" else hearing["language"],
        recogniser=hearing["recogniser"],
        models=_model_folders(hearing["models"]),
        channel=hearing["channel"],
        jobs=hearing["jobs"],
        alternatives=hearing["alternatives"],
        max_memory_mb=hearing["max_memory"],
        exact=hearing["exact"],
        rules=hearing.get("rules", ()),
        fresh=not hearing["resume"],
        **more,
    )


def _model_folders(given: tuple[str, ...]) -> dict[str, Path]:
    folders = {}
    for each in given:
        name, equals, folder = each.partition("=")
        if not (name and equals and folder):
            raise UsageError(f"--model {each!r} is not NAME=FOLDER", remedy="See --help.")
        folders[name] = Path(folder)
    return folders
