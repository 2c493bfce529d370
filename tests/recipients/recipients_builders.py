"""Short ways to write what was heard, in the tests of recipients."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from auditor.recipients import Held
from auditor.records import Alternative, Attribute, Recording, SpeakerVector, Utterance, Word

VOICE = SpeakerVector((0.5, -0.5), 300)


def spoken(
    name: str,
    text: str,
    *,
    at: datetime | None = None,
    addressed: bool | None = None,
    recording: str | None = None,
    language: Any = "en",
) -> Utterance:
    words = tuple(Word(word, 0.5 * k, 0.5 * k + 0.4, 0.9) for k, word in enumerate(text.split()))
    return Utterance(
        id=name,
        recording_id=recording or f"r-{name}",
        start_s=0.0,
        end_s=0.5 * len(words),
        words=words,
        language=language,
        at=at,
        speaker=VOICE,
        addressed=addressed,
        alternatives=(Alternative(text, 1.0),),
    )


def gives(
    utterance: Utterance,
    category: str,
    words: str | None,
    normalised: str | None = None,
    *,
    about: Any = "driver",
    score: float = 0.9,
) -> Attribute:
    """Return an attribute whose span is ``words`` of the utterance; None is an implied one."""
    span = None
    if words is not None:
        first = utterance.text.index(words)
        span = (first, first + len(words))
    value = words if words is not None else normalised or ""
    return Attribute(
        category,
        value,
        value if normalised is None else normalised,
        about,
        utterance.id,
        utterance.start_s,
        utterance.end_s,
        span,
        score,
        "cue:test@1",
    )


def recorded(utterance: Utterance, person: str = "p1", **facts: Any) -> Recording:
    name = utterance.recording_id
    told = {"started_at": utterance.at, "trip": "trip-7", "device": "car-7"} | facts
    return Recording(name, "ab" * 32, Path(f"/secret/{name}.wav"), f"{name}.wav", person, **told)


def held(*rows: tuple[Utterance, str, list[Attribute]]) -> Held:
    """Return (utterance, person, its attributes) rows, a recording for each recording id."""
    recordings = {row[0].recording_id: recorded(row[0], row[1]) for row in rows}
    return Held.of(
        recordings.values(),
        [row[0] for row in rows],
        [attribute for row in rows for attribute in row[2]],
    )


def told(what: Held) -> str:
    """Return everything that a recipient could read: all but ids, persons and ``why``."""
    parts: list[object] = []
    for recording in what.recordings:
        named = "" if recording.name == recording.id else recording.name
        parts += [named, recording.path, recording.sha256, recording.started_at, recording.trip]
        parts += [recording.device if recording.path else ""]
    for utterance in what.utterances:
        parts += [utterance.text, utterance.at, utterance.speaker, utterance.alternatives]
    for attribute in what.attributes:
        parts += [attribute.value, attribute.normalised]
    return " | ".join(str(part) for part in parts)
