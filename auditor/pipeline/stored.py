"""What the store keeps of a sound that was heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from auditor.records import Language, ModelPin, SpeakerVector, Word
from auditor.speech import Dropped, Heard, Hypothesis

__all__ = ["Sounded", "from_stored", "to_stored"]


@dataclass(frozen=True)
class Sounded:
    """What one sound says, whoever's recording it is."""

    language: Language
    heard: tuple[Heard, ...]
    model: ModelPin
    declared_s: float | None
    decoded_s: float
    channels: int | None
    problem: str | None


def to_stored(sounded: Sounded) -> dict[str, Any]:
    """Return JSON types that :func:`from_stored` turns back into the same record."""
    return asdict(sounded)


def from_stored(stored: Mapping[str, Any]) -> Sounded:
    """Return the record that was stored."""
    fields = dict(stored)
    fields["heard"] = tuple(_heard(each) for each in fields["heard"])
    fields["model"] = ModelPin(**fields["model"])
    return Sounded(**fields)


def _heard(stored: Mapping[str, Any]) -> Heard:
    speaker = stored["speaker"]
    return Heard(
        _words(stored["words"]),
        None if speaker is None else SpeakerVector(tuple(speaker["values"]), speaker["frames"]),
        tuple(Dropped(**each) for each in stored["dropped"]),
        tuple(
            Hypothesis(_words(each["words"]), each["probability"]) for each in stored["hypotheses"]
        ),
    )


def _words(stored: Sequence[Mapping[str, Any]]) -> tuple[Word, ...]:
    return tuple(Word(**word) for word in stored)
