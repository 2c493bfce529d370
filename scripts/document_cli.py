"""Write docs/cli.md from the help texts of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from click.testing import CliRunner

from auditor.cli import command


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of every command below ``group``, groups left out."""
    for name, each in group.commands.items():
        if isinstance(each, click.Group):
            yield from commands(each, (*path, name))
        else:
            yield (*path, name)


def help_text(path: tuple[str, ...]) -> str:
    """Return what ``auditor PATH --help`` prints on a terminal of 80 columns."""
    shown = CliRunner().invoke(command, [*path, "--help"], prog_name="auditor", terminal_width=80)
    return shown.output.strip()


def main() -> None:
    """Write the page."""
    parts = ["# The command line\n\nWritten by `python scripts/document_cli.py`.\n"]
    for path in ((), *commands(command)):
        parts.append(f"## {' '.join(('auditor', *path))}\n\n```text\n{help_text(path)}\n```\n")
    page = Path(__file__).parents[1] / "docs" / "cli.md"
    page.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
