"""What several tests need: small sounds, and a recogniser that needs no model."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from auditor.records import Language, ModelPin, Word
from auditor.speech import Heard, Sound

WriteWav = Callable[..., Path]


@pytest.fixture
def write_wav(tmp_path: Path) -> WriteWav:
    """Write a tone as WAV: ``write_wav("a.wav", seconds=1.0, hz=440.0)``."""

    def write(name: str | Path, *, seconds: float = 1.0, hz: float = 440.0) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        times = np.arange(int(seconds * 16_000)) / 16_000
        samples = (8_000 * np.sin(2 * np.pi * hz * times)).astype("<i2")
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(16_000)
            file.writeframes(samples.tobytes())
        return path

    return write


class ScriptedRecogniser:
    """Says what a script holds for sounds of a length: seconds (rounded) to words."""

    def __init__(self, script: dict[int, str], name: str = "scripted") -> None:
        self.script = script
        self.name = name
        self.heard = 0

    @property
    def pin(self) -> ModelPin:
        return ModelPin(self.name, "1", "0" * 64)

    @property
    def languages(self) -> frozenset[Language]:
        return frozenset({"en", "fr"})

    def recognise(self, sound: Sound, language: Language) -> list[Heard]:
        self.heard += 1
        samples = sum(block.size for block in sound)
        words = self.script.get(round(samples / 16_000), "").split()
        timed = tuple(
            Word(word, number * 0.3, number * 0.3 + 0.25, 0.9) for number, word in enumerate(words)
        )
        return [Heard(timed)] if timed else []


class ScriptedRecognisers:
    """Stands for :class:`auditor.speech.Recognisers`."""

    def __init__(self, script: dict[int, str], second: dict[int, str] | None = None) -> None:
        self.one = ScriptedRecogniser(script)
        self.other = None if second is None else ScriptedRecogniser(second, "other")

    @property
    def has_second(self) -> bool:
        return self.other is not None

    def identity(self, language: Language, *, second: bool = False) -> dict[str, object]:
        return {"model": self._which(second).name, "language": language}

    def telling_identity(self) -> str:
        return "scripted"

    def for_language(self, language: Language, *, second: bool = False) -> ScriptedRecogniser:
        return self._which(second)

    def _which(self, second: bool) -> ScriptedRecogniser:
        if not second:
            return self.one
        assert self.other is not None
        return self.other

    def language_of(self, sound: Sound) -> Language:
        for _ in sound:
            pass
        return "en"


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Callable[..., ScriptedRecogniser]:
    """Let audits be heard by a script instead of a model."""

    def use(script: dict[int, str], second: dict[int, str] | None = None) -> ScriptedRecogniser:
        recognisers = ScriptedRecognisers(script, second)
        monkeypatch.setattr("auditor.pipeline.hearing.Recognisers", lambda *a, **k: recognisers)
        return recognisers.one

    return use
