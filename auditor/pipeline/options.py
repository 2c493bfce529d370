"""What a caller may choose about an audit, and how it tells how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from auditor.records import Language, RecordingRow
from auditor.speech import Choice

__all__ = ["Observer", "Options", "Silent"]


@dataclass(frozen=True)
class Options:
    """The choices of an audit.

    Attributes
    ----------
    language
        The language of recordings whose source does not say; None lets each be decided by ear.
    recogniser
        ``vosk``, ``whisper``, or ``auto`` for Vosk where it has the language.
    jobs
        How many recordings are heard at once; results do not depend on it.
    channel
        Of a file with several channels: ``mix``, ``left``, ``right`` or a number. The source's
        own word on a recording goes first.
    fresh
        Forget stored results and begin anew.
    report_language
        The language of the page.
    """

    language: Language | None = None
    recogniser: Choice = "auto"
    jobs: int = 1
    channel: str = "mix"
    fresh: bool = False
    report_language: Language = "en"


class Observer(Protocol):
    """Hears how far an audit is; never what was said."""

    def began(self, total: int) -> None:
        """Tell how many recordings there are."""

    def finished(self, row: RecordingRow) -> None:
        """Tell that one recording is done, and how it fared."""

    def stage(self, name: str) -> None:
        """Tell that everything was heard and a later stage begins."""


class Silent:
    """An observer that says nothing."""

    def began(self, total: int) -> None:
        """Say nothing."""

    def finished(self, row: RecordingRow) -> None:
        """Say nothing."""

    def stage(self, name: str) -> None:
        """Say nothing."""
