"""Speaker vectors of the benchmark's sounds: dry and in a car, cut to seconds, by both passes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import speaker_sounds as sounds
import vosk

from auditor import models
from auditor.corpus.synthesis import CONDITIONS, Turn, compose, impulse_responses, resample
from auditor.corpus.synthesis.levels import Samples
from auditor.errors import ModelError
from auditor.records import SAMPLE_RATE, Language, SpeakerVector
from auditor.speech.voices.vectors import VoiceEncoder, load_speaker_model, vector_of

__all__ = ["Cut", "Row", "rows"]

Pass = Literal["encoder", "recogniser"]
"""The encoder's short list of words, or the recogniser's full vocabulary."""

Cut = Literal["2 s", "3 s", "3 s of speech", "whole"]
"""The first seconds of a sentence, pauses and all; so many that they hold 3 s of what the encoder
takes for speech; or all of it."""

_IN_CAR = ("quiet", "town", "road", "motorway")
_PITCHES = (1.0, 0.92, 1.09)
"""Building voices are used three times, as if of three lengths of the vocal tract."""


@dataclass(frozen=True)
class Row:
    """A vector and where it comes from."""

    voice: str
    kin: str
    language: Language
    number: int
    condition: str
    cut: Cut
    by: Pass
    vector: SpeakerVector | None


def rows(folder: Path, of: sounds.Set, language: Language) -> list[Row]:
    """Return the vectors of a set, found in ``folder`` or made: 0.05 to 0.1 CPU s a second."""
    kept = folder / f"vectors-{of}-{language}.json"
    if not kept.exists():
        made = [asdict(row) for row in _made(folder, of, language)]
        kept.write_text(json.dumps(made, indent=0), "utf-8")
    return [_from_json(each) for each in json.loads(kept.read_text("utf-8"))]


def _from_json(kept: dict[str, Any]) -> Row:
    vector = kept.pop("vector")
    found = None if vector is None else SpeakerVector(tuple(vector["values"]), vector["frames"])
    return Row(**kept, vector=found)


def _made(folder: Path, of: sounds.Set, language: Language) -> Iterator[Row]:
    encoder = VoiceEncoder(_model("vosk-en"), _model("vosk-speaker"))
    recogniser = _Recogniser()
    responses = impulse_responses()
    for index, one in enumerate(sounds.spoken()):
        if (one.of, one.language) != (of, language):
            continue
        dry = sounds.read(folder, one)
        for pitch in _PITCHES if of == "building" else _PITCHES[:1]:
            voiced = dry if pitch == 1.0 else resample(dry, SAMPLE_RATE * pitch)
            rng = np.random.default_rng([sounds.seed(), index, round(pitch * 100)])
            condition = _IN_CAR[rng.integers(len(_IN_CAR))]
            heard = {condition: _in_car(voiced, responses, condition, rng)}
            if pitch == 1.0:
                heard = {"dry": voiced, **heard}
            for name, samples in heard.items():
                facts = (f"{one.voice}@{pitch}", one.kin, language, one.number, name)
                yield from _cut_rows(samples, facts, encoder, recogniser, of, pitch)


def _cut_rows(
    samples: Samples,
    facts: tuple[str, str, Language, int, str],
    encoder: VoiceEncoder,
    recogniser: _Recogniser,
    of: sounds.Set,
    pitch: float,
) -> Iterator[Row]:
    """Yield the vectors of one sentence in one condition."""
    three = samples[: 3 * SAMPLE_RATE]
    if len(samples) > 3.2 * SAMPLE_RATE:  # else three seconds are nearly the whole
        yield Row(*facts, "3 s", "encoder", encoder.encode(three))
    if pitch != 1.0:
        return
    whole = encoder.encode(samples)
    yield Row(*facts, "whole", "encoder", whole)
    if of == "building":
        return
    yield Row(*facts, "2 s", "encoder", encoder.encode(samples[: 2 * SAMPLE_RATE]))
    if len(samples) >= 3 * SAMPLE_RATE:
        yield Row(*facts, "3 s", "recogniser", recogniser.encode(three))
    if whole is not None and whole.frames >= 330:
        part = samples[: len(samples) * 300 // whole.frames]
        yield Row(*facts, "3 s of speech", "encoder", encoder.encode(part))


def _in_car(
    samples: Samples, responses: dict[str, Samples], condition: str, rng: np.random.Generator
) -> Samples:
    scene = compose([Turn(samples, "driver")], responses, CONDITIONS[condition], rng)
    start, end = (int(at * SAMPLE_RATE) for at in scene.times[0])
    return scene.samples[start:end]


class _Recogniser:
    """The recogniser's own pass, whose vectors audits heard by Vosk hold."""

    def __init__(self) -> None:
        self._decoder = vosk.KaldiRecognizer(vosk.Model(str(_model("vosk-en").path)), SAMPLE_RATE)
        self._decoder.SetSpkModel(load_speaker_model(_model("vosk-speaker")))

    def encode(self, samples: Samples) -> SpeakerVector | None:
        scaled = (np.clip(samples, -1.0, 1.0) * 32767.0).astype(np.int16)
        self._decoder.AcceptWaveform(scaled.tobytes())
        return vector_of(json.loads(self._decoder.FinalResult()))


def _model(name: str) -> models.ModelDir:
    found = models.find(name)
    if found is None:
        raise ModelError(f"{name} is not here", remedy=f"Run: auditor models fetch {name}")
    return found
