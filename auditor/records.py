"""The records that pass between stages.

Plain frozen dataclasses: they describe data and do nothing else. This module imports nothing of
ours, so that every stage can speak about the same things. Times inside a recording are seconds
from its start; clock times are aware or naive :class:`datetime.datetime` as the source gave them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

About = Literal["driver", "relative", "passenger", "other"]
"""Whom an attribute concerns; a fact of the household is the driver's."""
How = Literal["stated", "inferred"]
Status = Literal["ok", "partial", "failed", "duplicate"]
Language = Literal["en", "fr"]

SAMPLE_RATE = 16_000
"""Hz; every recogniser here was trained at this rate."""


@dataclass(frozen=True)
class Recording:
    """One recorded interaction and what its source says of it.

    ``id`` hashes the content, the path inside its source and the person; ``path`` is None when
    only text was given. ``name`` is the path inside the source, as shown to people.
    """

    id: str
    sha256: str
    path: Path | None
    name: str
    person: str
    started_at: datetime | None = None
    language: Language | None = None
    assistant: str | None = None
    vehicle: str | None = None
    trip: str | None = None
    device: str | None = None
    channel: str | None = None
    licence: str | None = None


@dataclass(frozen=True)
class Waveform:
    """Mono sound at 16 kHz: ``samples`` float32 of shape (n,), in −1 … 1."""

    samples: npt.NDArray[np.float32]
    declared_s: float | None
    decoded_s: float
    rate: int = SAMPLE_RATE


@dataclass(frozen=True)
class Word:
    """One recognised word.

    ``confidence`` is the recogniser's own, in 0 … 1; ``probability`` is how likely the word is
    right, calibrated on known text, or None where the recogniser was never calibrated. ``agreed``
    says whether a second recogniser heard the word there too, None where there was none.
    """

    text: str
    start_s: float
    end_s: float
    confidence: float
    probability: float | None = None
    agreed: bool | None = None


@dataclass(frozen=True)
class Alternative:
    """One text that an utterance may have; the probabilities of an utterance's add up to 1.

    They are relative: what the recogniser gives each of the hypotheses that were asked for.
    """

    text: str
    probability: float


@dataclass(frozen=True)
class SpeakerVector:
    """A voice, as the x-vector of an utterance, and the frames (10 ms each) it rests on."""

    values: tuple[float, ...]
    frames: int


@dataclass(frozen=True)
class ModelPin:
    """Which model spoke: its name, version and the SHA-256 that was verified."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True)
class Utterance:
    """Words between two pauses, by one speaker as far as is known.

    ``words`` carry times in seconds of the recording; for text without times they are all zero
    and ``timed`` is False. ``at`` is the clock time of the first word where the source tells it.
    ``addressed`` is False for speech caught without being spoken to the assistant.
    ``alternatives`` are the likeliest texts, its own usually among them, likeliest first; empty
    where they were not asked for or the recogniser was sure.
    """

    id: str
    recording_id: str
    start_s: float
    end_s: float
    words: tuple[Word, ...]
    language: Language
    at: datetime | None = None
    speaker: SpeakerVector | None = None
    addressed: bool | None = None
    timed: bool = True
    alternatives: tuple[Alternative, ...] = ()

    @property
    def text(self) -> str:
        """The words, joined by single spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def agreement(self) -> float | None:
        """The share of words that a second recogniser heard there too; None without one."""
        agreed = [word.agreed for word in self.words if word.agreed is not None]
        return round(sum(agreed) / len(agreed), 4) if agreed else None


@dataclass(frozen=True)
class Transcript:
    """What one recording says, and which model heard it.

    ``second`` is what another recogniser made of the same sound. Nothing is concluded from it:
    the words of ``utterances`` say whether it agrees.
    """

    recording_id: str
    language: Language
    utterances: tuple[Utterance, ...]
    model: ModelPin
    declared_s: float | None
    decoded_s: float
    second: Transcript | None = None


@dataclass(frozen=True)
class Attribute:
    """One thing that one utterance gives away.

    ``span`` is (start, end) in characters of the utterance's ``text``, or None when it is implied
    without words of its own; ``start_s`` and ``end_s`` are seconds in the recording. ``score`` is
    the probability, in 0 … 1, of rules and encoder weighed together and of the words having been
    heard right; of a user's own categories it is what their rule says. ``why`` names the rule or
    model with its version. A ``hint`` is too unsure to be reported by itself: only inference looks
    at it, to join it with others.
    """

    category: str
    value: str
    normalised: str
    about: About
    utterance_id: str
    start_s: float
    end_s: float
    span: tuple[int, int] | None
    score: float
    why: str
    hint: bool = False


@dataclass(frozen=True)
class Possibility:
    """One of several values that a claim may have, with its probability in 0 … 1."""

    value: str
    probability: float


@dataclass(frozen=True)
class Claim:
    """One line of a profile.

    ``id`` hashes person, category and normalised value, so that a reviewer's decision survives a
    new run. ``evidence`` and ``against`` are utterance ids, strongest first. ``why`` names the
    rules and detectors, the strongest first. ``alternatives`` are the likeliest values (at most
    three, the claim's own among them, likeliest first) where values exclude each other; empty
    where they do not. ``first_known`` and ``last_confirmed`` are the clock times of the earliest
    and the latest utterance that supports it, None where no clock was given.
    """

    id: str
    category: str
    value: str
    normalised: str
    about: About
    probability: float
    how: How
    evidence: tuple[str, ...]
    against: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    alternatives: tuple[Possibility, ...] = ()
    first_known: datetime | None = None
    last_confirmed: datetime | None = None


@dataclass(frozen=True)
class Profile:
    """What can be said of one person.

    ``members`` are those who were spoken of or aboard, each apart from the driver: a relative, a
    passenger, somebody else. Their ``person`` is the driver's id, a slash, and who they are
    (``d01/mother``); a member has no members.
    """

    person: str
    claims: tuple[Claim, ...]
    members: tuple[Profile, ...] = ()


@dataclass(frozen=True)
class Risk:
    """One measure, with everything needed to read it.

    ``interval`` is (low, high) at 95 %, or None with ``assumes`` saying why there is none.
    ``baseline`` is what would be had without the recordings, ``control`` what a control attack
    reaches; None where the measure has none, and then ``assumes`` says so.
    """

    name: str
    value: float | None
    interval: tuple[float, float] | None
    n: int
    baseline: float | None
    control: float | None
    unit: str
    assumes: str


@dataclass(frozen=True)
class RecordingRow:
    """How one row of the sources fared; every recording of an audit has exactly one.

    ``duplicate_of`` names the row whose sound this one repeats. ``channels`` is how many the file
    holds, ``channel`` which was heard: ``mix``, ``left``, ``right`` or a number. ``note`` says what
    else is to be known of what was heard: that it was nothing, or what was not believed.
    """

    name: str
    status: Status
    recording_id: str | None = None
    person: str | None = None
    language: Language | None = None
    started_at: datetime | None = None
    sha256: str | None = None
    declared_s: float | None = None
    decoded_s: float | None = None
    utterances: int = 0
    words: int = 0
    recogniser: str | None = None
    problem: str | None = None
    duplicate_of: str | None = None
    channels: int | None = None
    channel: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class TruthLabel:
    """One label of a truth file; ``span`` is the exact words of ``asr``, or None when implied."""

    category: str
    value: str
    about: About
    span: str | None
    normalised: str | None = None


@dataclass(frozen=True)
class TruthUtterance:
    """One utterance of a truth file; times are seconds in ``audio``."""

    id: str
    speaker: str
    asr: str
    text: str
    time: datetime | None
    labels: tuple[TruthLabel, ...]
    audio: Path | None = None
    start_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True)
class TruthLine:
    """One line of a person's true profile."""

    category: str
    value: str
    normalised: str | None
    how: Literal["stated", "implied"]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Truth:
    """One person's truth file."""

    driver: str
    language: Language
    locale: str | None
    path: Path
    profile: tuple[TruthLine, ...]
    utterances: tuple[TruthUtterance, ...]
    gender: str | None = None
    age: str | None = None
    extra: dict[str, str] = field(default_factory=dict)
