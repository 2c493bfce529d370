"""Utterances that somebody typed, or that lie in a file of text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TextIO

from auditor import corpus
from auditor.corpus import Given, GivenLine, Identities
from auditor.errors import SourceError
from auditor.records import Language, Recording, Utterance
from auditor.speech import from_lines, language_of_text

__all__ = ["typed_utterances"]


def typed_utterances(
    texts: Iterable[str], language: Language | None, stdin: TextIO, *, files: bool = True
) -> list[Utterance]:
    """Return the utterances that ``texts`` are or name.

    Parameters
    ----------
    texts
        Sentences; with ``files`` also files of one utterance a line, transcripts (JSON that
        auditor wrote, JSON lines), and ``-`` for lines of ``stdin``.
    language
        None tells it from each text's words.

    Raises
    ------
    SourceError
        If a file is neither text nor a transcript.
    """
    recording = Identities().recording(None, "typed", "typed", "typed", {})
    return [
        utterance
        for text in texts
        for lines, said in _lines(text, stdin, files=files)
        for utterance in _read(recording, lines, language or said)
    ]


def _read(
    recording: Recording, lines: list[GivenLine], language: Language | None
) -> Iterator[Utterance]:
    for line in lines:
        known = language or language_of_text(line.text.split())[0]
        yield from from_lines(recording, [line], known)


def _lines(
    text: str, stdin: TextIO, *, files: bool
) -> Iterator[tuple[list[GivenLine], Language | None]]:
    if not files:
        yield _numbered([text]), None
    elif text == "-":
        yield _numbered(stdin.read().splitlines()), None
    elif _is_file(text):
        yield from _of_file(Path(text))
    else:
        yield _numbered([text]), None


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # a sentence can be longer than any name of a file
        return False


def _of_file(path: Path) -> Iterator[tuple[list[GivenLine], Language | None]]:
    if path.suffix.lower() == ".jsonl":
        for item in corpus.load([path]):
            if not isinstance(item, Given):
                raise SourceError("this transcript cannot be read", where=str(path))
            yield list(item.lines), item.recording.language
        return
    try:
        written = path.read_text("utf-8")
    except UnicodeDecodeError:
        raise SourceError(
            "this file is no text", where=str(path), remedy="Give recordings to: auditor audit"
        ) from None
    yield _of_transcript(path, written) if path.suffix.lower() == ".json" else (
        _numbered(written.splitlines()), None
    )  # fmt: skip


def _of_transcript(path: Path, written: str) -> tuple[list[GivenLine], Language | None]:
    try:
        found = json.loads(written)
        lines = [
            GivenLine(each["id"], each["text"], _clock(each.get("at")))
            for each in found["utterances"]
        ]
        return lines, found.get("language")
    except (ValueError, TypeError, KeyError):
        raise SourceError("this is no transcript that auditor wrote", where=str(path)) from None


def _clock(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _numbered(lines: Iterable[str]) -> list[GivenLine]:
    return [
        GivenLine(f"typed-{number:04d}", line, None)
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]
