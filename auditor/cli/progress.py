"""How far an audit is: a bar on a terminal, plain lines elsewhere, nothing when quiet."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from auditor.records import RecordingRow

__all__ = ["AuditProgress", "Counting", "error_console"]

_STAGES = {
    "attributes": "Looking for what leaks",
    "profiles": "Building profiles",
    "report": "Writing the report",
}


def error_console() -> Console:
    """Return the console for everything that is not the result."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def _bar(console: Console, *, disable: bool = False) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("·"),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=console,
        expand=True,
        disable=disable,
    )


class AuditProgress:
    """An observer of an audit that a person can watch; it never shows what was said.

    Parameters
    ----------
    console
        Where to write; a bar is drawn only when it is a terminal.
    quiet
        Say nothing at all.
    """

    def __init__(self, console: Console, *, quiet: bool = False) -> None:
        self._console = console
        self._quiet = quiet
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._total = 0
        self._done = 0

    def __enter__(self) -> AuditProgress:
        if self._console.is_terminal and not self._quiet:
            self._bar = _bar(self._console)
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def began(self, total: int) -> None:
        """Start the bar, or say how many recordings there are."""
        self._total = total
        if self._bar is not None:
            self._task = self._bar.add_task("Listening", total=total)
        elif not self._quiet:
            self._console.print(f"{total} recording{'' if total == 1 else 's'} to hear")

    def finished(self, row: RecordingRow) -> None:
        """Move the bar; what failed or is partial gets a line of its own."""
        self._done += 1
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task)
            if row.status in ("failed", "partial"):
                self._bar.console.print(_problem(row))
        elif not self._quiet:
            self._console.print(f"[dim]\\[{self._done}/{self._total}][/dim] {_line(row)}")

    def stage(self, name: str) -> None:
        """Name the stage that begins."""
        text = _STAGES.get(name, name)
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=text)
        elif not self._quiet:
            self._console.print(text)


def _problem(row: RecordingRow) -> str:
    colour = "red" if row.status == "failed" else "yellow"
    return f"[{colour}]{row.status}[/{colour}] {escape(row.name)}: {escape(row.problem or '')}"


def _line(row: RecordingRow) -> str:
    if row.status in ("failed", "partial"):
        return _problem(row)
    seconds = f"{row.decoded_s:.1f} s, " if row.decoded_s else ""
    copy = " (the same sound as above)" if row.status == "duplicate" else ""
    return f"{row.status} {escape(row.name)}: {seconds}{row.words} words{copy}"


class Counting:
    """A bar for work of a known length; call it with (done, in all).

    Parameters
    ----------
    console
        Where to write; a bar is drawn only when it is a terminal.
    what
        What is being done.
    quiet
        Say nothing at all.
    """

    def __init__(self, console: Console, what: str, *, quiet: bool = False) -> None:
        self._bar = _bar(console, disable=quiet or not console.is_terminal)
        self._task = self._bar.add_task(what, total=None)

    def __enter__(self) -> Counting:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def __call__(self, done: int, total: int) -> None:
        """Move the bar."""
        self._bar.update(self._task, completed=done, total=total)
