"""What a caller may choose about an audit, and how it tells how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from auditor.records import Language, RecordingRow
from auditor.speech import Choice
from auditor.speech.addressed import Policy
from auditor.speech.memory import MAX_MEMORY_MB

__all__ = ["Observer", "Options", "Silent"]


@dataclass(frozen=True)
class Options:
    """The choices of an audit.

    Attributes
    ----------
    language
        The language of recordings whose source does not say; None lets each be decided by ear.
    recogniser
        ``vosk``, ``whisper``, ``auto`` for Vosk where it has the language, or ``both`` for a second
        opinion on every word.
    models
        Folders of models of the user's own, by name: ``vosk-en``, ``vosk-fr``,
        ``whisper``, ``vosk-speaker``.
    jobs
        How many recordings are heard at once; results do not depend on it.
    alternatives
        How many ways to hear it are kept of each doubtful utterance; 0 for none.
    max_memory_mb
        Memory of this process above which recognisers are made anew.
    exact
        Whether Vosk begins anew with each recording: twice the work, and a guarantee that
        confidences do not depend in their last digits on what else was heard.
    channel
        Of a file with several channels: ``mix``, ``left``, ``right`` or a number. The source's
        own word on a recording goes first.
    wake_phrases
        A TOML file of further wake phrases, in the form of ``auditor/speech/wake_phrases.toml``.
    wake
        Whether absence of a wake phrase means overheard: see
        :func:`auditor.speech.addressed.decide`.
    rules
        TOML files of categories, lexicons and cues of the user's own.
    fresh
        Forget stored results and begin anew.
    report_language
        The language of the page.
    """

    language: Language | None = None
    recogniser: Choice = "auto"
    models: Mapping[str, Path] = field(default_factory=dict)
    jobs: int = 1
    alternatives: int = 0
    max_memory_mb: int = MAX_MEMORY_MB
    exact: bool = False
    channel: str = "mix"
    wake_phrases: Path | None = None
    wake: Policy = "auto"
    rules: tuple[Path, ...] = ()
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
