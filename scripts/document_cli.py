"""Write docs/cli.md from the help texts of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from click.testing import CliRunner

from auditor.cli import command


def commands(group: click.Group, prefix: str) -> Iterator[tuple[str, click.Command]]:
    """Yield every command below ``group`` with its full name, groups left out."""
    for name, each in group.commands.items():
        if isinstance(each, click.Group):
            yield from commands(each, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", each


def main() -> None:
    """Write the page."""
    parts = ["# The command line\n\nWritten by `python scripts/document_cli.py`.\n"]
    for name, each in [("auditor", command), *commands(command, "auditor")]:
        shown = CliRunner().invoke(each, ["--help"], prog_name=name, terminal_width=80).output
        parts.append(f"## {name}\n\n```text\n{shown.strip()}\n```\n")
    path = Path(__file__).parents[1] / "docs" / "cli.md"
    path.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
