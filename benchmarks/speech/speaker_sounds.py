"""The sounds of the speaker benchmark: synthetic voices made from nothing, or found in a folder."""

from __future__ import annotations

import tomllib
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np

from auditor.corpus.synthesis import Kokoro, Voice
from auditor.corpus.synthesis.levels import Samples
from auditor.records import SAMPLE_RATE, Language

__all__ = ["Set", "Spoken", "make", "read", "seed", "spoken"]

Set = Literal["building", "test"]
_PLAN = Path(__file__).with_name("speakers.toml")
_UTTERANCES = 3
"""Sentences of each voice in a language; no voice says one twice."""
_FRENCH_EVERY = 2
"""Every second voice speaks French as well."""


@dataclass(frozen=True)
class Spoken:
    """One sentence of one synthetic voice; ``kin`` names the voice a lookalike is made from."""

    of: Set
    voice: str
    kin: str
    parts: tuple[tuple[str, float], ...]
    language: Language
    text: str
    accent: str
    speed: float
    number: int

    @property
    def file_name(self) -> str:
        """The name of its sound, without a folder."""
        return f"{self.of}-{self.voice}-{self.language}-{self.number}.wav"


def spoken() -> list[Spoken]:
    """Return every sentence of the benchmark, those first without which nothing is measured."""
    found = [*_of_set("building", _pure("building")), *_of_set("test", _pure("test") + _alike())]
    return sorted(found, key=lambda one: (one.language != "en", one.number, one.of != "building"))


def seed() -> int:
    """Return the seed that everything drawn begins with."""
    return int(_plan()["seed"])


def make(folder: Path, of: Set) -> None:
    """Speak what ``folder`` does not hold yet, at about a second of processor a second of sound."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [one for one in spoken() if one.of == of]
    missing = [one for one in wanted if not (folder / one.file_name).exists()]
    if not missing:
        return
    engine = Kokoro.installed()
    for one in missing:
        voice = Voice(dict(one.parts))
        samples = engine.speak(one.text, voice, accent=one.accent, speed=one.speed)
        _write(folder / one.file_name, samples)


def read(folder: Path, one: Spoken) -> Samples:
    """Return the sound of a sentence, in −1 … 1."""
    with wave.open(str(folder / one.file_name)) as file:
        stored = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return stored.astype(np.float32) / 32768.0


def _write(path: Path, samples: Samples) -> None:
    written = path.with_suffix(".part")
    with wave.open(str(written), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    written.rename(path)


@cache
def _plan() -> dict[str, Any]:
    return tomllib.loads(_PLAN.read_text("utf-8"))


_Made = tuple[str, str, tuple[tuple[str, float], ...]]
"""Name of a voice, of its kin, and its parts."""


def _pure(of: Set) -> list[_Made]:
    return [(name, name, ((name, 1.0),)) for name in _plan()[of]]


def _alike() -> list[_Made]:
    share = _plan()["lookalike_share"]
    return [
        (f"{first}+{second}", first, ((first, share), (second, round(1 - share, 6))))
        for first, second in _plan()["lookalikes"]
    ]


def _of_set(of: Set, voices: list[_Made]) -> Iterator[Spoken]:
    rng = np.random.default_rng([_plan()["seed"], of == "test"])
    for index, (name, kin, parts) in enumerate(voices):
        languages: list[Language] = ["en", "fr"] if index % _FRENCH_EVERY == 0 else ["en"]
        for language in languages:
            texts = _plan()["english" if language == "en" else "french"]
            chosen = rng.permutation(len(texts))[:_UTTERANCES]
            british = name.startswith("b")
            accent = "fr-fr" if language == "fr" else "en-gb" if british else "en-us"
            for number, text in enumerate(chosen):
                speed = round(float(rng.uniform(0.9, 1.15)), 3)
                yield Spoken(of, name, kin, parts, language, texts[text], accent, speed, number)
