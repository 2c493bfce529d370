"""Transcripts given as JSONL, for people who have only text.

A line is ``{"id": "u1", "time": "2026-03-02T07:41", "text": "...", "words": [["call", 0.1, 0.4,
0.98], ...], "confidences": [0.98, ...], "person": "p1", "language": "fr", "recording": "r1"}``;
only ``text`` is needed. Lines of the same person and recording form one recording.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from auditor.corpus.items import Given, GivenLine, Identities, Item, failed
from auditor.records import Language, Word

__all__ = ["read_transcripts"]


class TranscriptLine(BaseModel):
    """One line of a transcript file."""

    model_config = ConfigDict(extra="ignore")

    text: str
    id: str | None = None
    time: datetime | None = None
    words: list[tuple[Any, ...] | dict[str, Any]] | None = None
    confidences: list[float] | None = None
    person: str | None = None
    language: Literal["en", "fr"] | None = None
    recording: str | None = None

    @field_validator("id", "recording", "person", mode="before")
    @classmethod
    def _as_text(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int) else value


@dataclass
class _Session:
    """The lines of one recording while they are gathered."""

    lines: list[GivenLine] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    language: Language | None = None


def read_transcripts(path: Path, name: str, person: str, identities: Identities) -> Iterator[Item]:
    """Yield a :class:`Given` for each recording of a JSONL file.

    Lines that cannot be used are named in the ``problem`` of their recording, with their line
    number and never with their text.
    """
    sessions: dict[tuple[str, str], _Session] = {}
    ids: set[str] = set()
    orphans: list[str] = []
    for number, line, problem in _lines(path):
        if line is None:
            orphans.append(f"line {number}: {problem}")
            continue
        key = (line.person or person, line.recording or "")
        session = sessions.setdefault(key, _Session())
        _add(session, line, number, f"{path.stem}-{number}", ids)
    if not sessions:
        yield failed(name, "; ".join(orphans[:5]) or "an empty transcript: it has no lines")
        return
    for index, ((who, recording), session) in enumerate(sessions.items()):
        problems = (orphans if index == 0 else []) + session.problems
        yield _given(
            f"{name}#{recording}" if recording else name, who, session, problems, identities
        )


def _lines(path: Path) -> Iterator[tuple[int, TranscriptLine | None, str]]:
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            if not raw.strip():
                continue
            try:
                yield number, TranscriptLine.model_validate(json.loads(raw)), ""
            except ValidationError as error:
                fields = sorted(
                    {str(detail["loc"][0]) for detail in error.errors() if detail["loc"]}
                )
                yield number, None, f"bad or missing {', '.join(fields) or 'line'}"
            except (ValueError, RecursionError):
                yield number, None, "not JSON"


def _add(
    session: _Session, line: TranscriptLine, number: int, fallback: str, ids: set[str]
) -> None:
    identity = line.id or fallback
    if identity in ids:
        session.problems.append(f"line {number}: duplicate id {identity!r}, left out")
        return
    try:
        words = _words(line)
    except (TypeError, ValueError, KeyError, IndexError):
        session.problems.append(f"line {number}: bad words or confidences, left out")
        return
    ids.add(identity)
    session.language = session.language or line.language
    session.lines.append(GivenLine(identity, line.text, line.time, words))


def _words(line: TranscriptLine) -> tuple[Word, ...] | None:
    """Return the words with times, with confidences alone, or None when there are neither."""
    if line.words is not None:
        words = [_word(word) for word in line.words]
    elif line.confidences is not None:
        words = [Word(text, 0.0, 0.0, 1.0) for text in line.text.split()]
    else:
        return None
    if line.confidences is None:
        return tuple(words)
    pairs = zip(words, line.confidences, strict=True)
    return tuple(Word(w.text, w.start_s, w.end_s, float(c)) for w, c in pairs)


def _word(word: tuple[Any, ...] | dict[str, Any]) -> Word:
    if isinstance(word, dict):
        text = word.get("text", word.get("word"))
        times: list[Any] = [
            word.get("start_s", word.get("start")),
            word.get("end_s", word.get("end")),
        ]
        confidence: Any = word.get("confidence", word.get("conf", 1.0))
    else:
        text, times = word[0], list(word[1:3])
        confidence = word[3] if len(word) > 3 else 1.0
    if None in times:
        times = [0.0, 0.0]
    start_s, end_s = (float(each) for each in times)
    return Word(str(text), start_s, end_s, float(confidence))


def _given(
    name: str, person: str, session: _Session, problems: list[str], identities: Identities
) -> Item:
    if not session.lines:
        return failed(name, "; ".join(problems[:5]))
    content = json.dumps(
        [
            (
                line.id,
                line.text,
                line.at.isoformat() if line.at else None,
                [(w.text, w.start_s, w.end_s, w.confidence) for w in line.words or ()],
            )
            for line in session.lines
        ],
        ensure_ascii=True,
    )
    times = [line.at for line in session.lines if line.at is not None]
    recording = identities.recording(
        None,
        name,
        hashlib.sha256(content.encode()).hexdigest(),
        person,
        {"language": session.language, "started_at": times[0] if times else None},
    )
    more = f"; and {len(problems) - 5} more" if len(problems) > 5 else ""
    return Given(recording, tuple(session.lines), "; ".join(problems[:5]) + more or None)
