"""Made-up utterances and attributes for the tests of the evidence room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from auditor.records import Attribute, Recording, SpeakerVector, Utterance, Word

START = datetime(2026, 3, 2, 8, 0)


def recording(
    identity: str = "r", person: str = "p", started_at: datetime | None = None
) -> Recording:
    return Recording(identity, "0" * 64, None, f"{identity}.wav", person, started_at)


def utterance(
    identity: str,
    text: str = "words",
    *,
    recording_id: str = "r",
    day: float | None = 0.0,
    language: str = "en",
    speaker: SpeakerVector | None = None,
    start_s: float = 1.0,
) -> Utterance:
    words = tuple(
        Word(word, start_s + 0.3 * place, start_s + 0.3 * place + 0.25, 0.9)
        for place, word in enumerate(text.split())
    )
    return Utterance(
        identity,
        recording_id,
        start_s,
        words[-1].end_s,
        words,
        language,  # type: ignore[arg-type]
        at=None if day is None else START + timedelta(days=day),
        speaker=speaker,
    )


def attribute(
    said: Utterance | str,
    category: str = "health",
    value: str = "diabetes",
    *,
    normalised: str | None = None,
    about: str = "driver",
    score: float = 0.8,
    why: str = "cue:a",
) -> Attribute:
    """Find ``value`` in the words; its seconds are those of an utterance's second word."""
    text = said if isinstance(said, str) else said.text
    start = text.find(value)
    return Attribute(
        category,
        value,
        normalised or value,
        about,  # type: ignore[arg-type]
        said if isinstance(said, str) else said.id,
        1.2,
        1.8,
        (start, start + len(value)) if start >= 0 else None,
        score,
        why,
    )


Spoken = tuple[str, float, Sequence[tuple[str, str, str]]]
"""Text, day, and (category, words, normalised) of what it gives away."""


def heard(lines: Sequence[Spoken], language: str = "en") -> tuple[list[Utterance], list[Attribute]]:
    """Make one recording a line, with what each gives away."""
    utterances, attributes = [], []
    for number, (text, day, found) in enumerate(lines):
        said = utterance(
            f"u{number:02d}", text, recording_id=f"r{number:02d}", day=day, language=language
        )
        utterances.append(said)
        for category, value, normalised in found:
            about = "relative" if category in ("relationship", "relative_name") else "driver"
            attributes.append(
                attribute(said, category, value, normalised=normalised or value, about=about)
            )
    return utterances, attributes
