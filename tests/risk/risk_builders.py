"""Short ways to write what an audit heard and concluded, in the tests of risk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from auditor.records import (
    Attribute,
    Claim,
    ModelPin,
    Profile,
    Recording,
    Transcript,
    Utterance,
    Word,
)

PIN = ModelPin("test", "1", "0" * 64)


class Audit:
    """Collects recordings and transcripts as the pipeline hands them over."""

    def __init__(self) -> None:
        self.recordings: dict[str, Recording] = {}
        self.transcripts: dict[str, Transcript] = {}

    def heard(
        self,
        name: str,
        *utterances: Utterance,
        person: str = "p1",
        seconds: float = 60.0,
        started_at: datetime | None = None,
    ) -> Audit:
        self.recordings[name] = Recording(name, "0" * 64, None, name, person, started_at)
        self.transcripts[name] = Transcript(name, "en", utterances, PIN, seconds, seconds)
        return self

    def failed(self, name: str, person: str = "p1") -> Audit:
        self.recordings[name] = Recording(name, "0" * 64, None, name, person)
        return self


def spoken(name: str, end_s: float = 0.0, at: datetime | None = None) -> Utterance:
    start_s = max(0.0, end_s - 2)
    words = (Word("word", start_s, end_s, 1.0),)
    return Utterance(name, "", start_s, end_s, words, "en", at)


def found(utterance: str, category: str, about: Any = "driver") -> Attribute:
    return Attribute(category, "v", "v", about, utterance, 0.0, 0.0, None, 0.9, "test")


def claim(
    category: str,
    *evidence: str,
    probability: float = 0.9,
    about: Any = "driver",
    how: Any = "stated",
    name: str | None = None,
) -> Claim:
    name = name or f"{category}:{','.join(evidence)}:{about}"
    return Claim(name, category, "v", "v", about, probability, how, evidence)


def profile(*claims: Claim, person: str = "p1") -> Profile:
    return Profile(person, claims)


def by_name(risks: Sequence[Any]) -> dict[str, Any]:
    return {risk.name: risk for risk in risks}
