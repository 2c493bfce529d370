"""Errors that tell a user what is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable

EXIT_OK = 0
"""All well; a duplicate is well."""
EXIT_PARTIAL = 1
"""Some recordings or manifest rows failed or are partial."""
EXIT_USAGE = 2
"""The command line or the configuration is wrong."""
EXIT_NOTHING = 3
"""Nothing could be done, or a verification failed."""
EXIT_INTERRUPTED = 130
"""Stopped by the user."""


def exit_code_of(statuses: Iterable[str]) -> int:
    """Return the exit code of a batch whose recordings fared as ``statuses`` say."""
    seen = set(statuses)
    if seen <= {"failed"}:
        return EXIT_NOTHING
    return EXIT_PARTIAL if seen & {"failed", "partial"} else EXIT_OK


class AuditorError(Exception):
    """What is wrong, where, and what to do.

    Parameters
    ----------
    what
        What is wrong, in one clause, without any transcript text.
    where
        The file, with a line or a second where one is known (``"drive.csv, line 4"``).
    remedy
        What the reader can do about it, as an instruction.
    """

    exit_code = EXIT_NOTHING

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        """Return ``where: what. remedy``, without the parts that are empty."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}. {self.remedy}" if self.remedy else head

    def __reduce__(self) -> tuple[object, ...]:
        """Carry the three parts across processes."""
        return _rebuild, (type(self), self.what, self.where, self.remedy)


def _rebuild(cls: type[AuditorError], what: str, where: str, remedy: str) -> AuditorError:
    return cls(what, where=where, remedy=remedy)


class UsageError(AuditorError):
    """An option, a configuration or a file a person wrote is wrong."""

    exit_code = EXIT_USAGE


class SourceError(AuditorError):
    """A recording, manifest row or transcript line cannot be used; others can."""

    exit_code = EXIT_PARTIAL


class DecodeError(SourceError):
    """A file holds no sound that can be decoded."""


class ModelError(AuditorError):
    """A model is missing, broken, or not the one that was pinned."""
