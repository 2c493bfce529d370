"""Which recogniser hears which recording."""

from __future__ import annotations

import threading
from typing import Literal

import numpy as np
import numpy.typing as npt

from auditor import models
from auditor.errors import ModelError
from auditor.records import SAMPLE_RATE, Language
from auditor.speech.protocol import Recogniser, Sound
from auditor.speech.vosk_recogniser import VOSK_SETTINGS, VoskRecogniser
from auditor.speech.whisper_recogniser import WHISPER_SETTINGS, WhisperRecogniser

__all__ = ["Choice", "Recognisers"]

Choice = Literal["auto", "vosk", "whisper"]
_WHISPER = "whisper-base"
_LISTEN_S = 30.0
"""Seconds that Whisper looks at to tell a language."""


class Recognisers:
    """The recognisers of one audit: verified when first named, loaded when first used.

    Parameters
    ----------
    choice
        ``vosk`` or ``whisper`` for everything, or ``auto``: Vosk where its model of the language
        is present, Whisper otherwise.
    workers
        How many threads will recognise at once.
    """

    def __init__(self, choice: Choice = "auto", *, workers: int = 1) -> None:
        self._choice = choice
        self._workers = workers
        self._found: dict[str, models.ModelDir | None] = {}
        self._loaded: dict[str, Recogniser] = {}
        self._lock = threading.RLock()

    def identity(self, language: Language) -> dict[str, object]:
        """Return what a transcript in ``language`` depends on beside the sound, without loading.

        Raises
        ------
        ModelError
            If no model that was asked for is present.
        """
        name, found = self._wanted(language)
        settings = WHISPER_SETTINGS if name == _WHISPER else VOSK_SETTINGS
        return {"model": found.pin.sha256, "language": language, **settings}

    def telling_identity(self) -> str:
        """Return what a decision on the language depends on beside the sound."""
        whisper = self._find(_WHISPER)
        return whisper.pin.sha256 if whisper is not None else "none"

    def for_language(self, language: Language) -> Recogniser:
        """Return the recogniser for ``language``.

        Raises
        ------
        ModelError
            If no model that was asked for is present; the message says how to get one.
        """
        name, found = self._wanted(language)
        return self._load(name, found, language)

    def language_of(self, sound: Sound) -> Language:
        """Return the language spoken in the first half minute of ``sound``.

        Without Whisper there is nothing to tell by, and the answer is the language that has a
        recogniser, English first.
        """
        found = self._find(_WHISPER)
        if found is None:
            return "fr" if self._find("vosk-en") is None and self._find("vosk-fr") else "en"
        samples = _beginning(sound)
        if not samples.size:
            return "en"
        whisper = self._load(_WHISPER, found, "en")
        assert isinstance(whisper, WhisperRecogniser)
        return whisper.language_of(samples)[0]

    def _wanted(self, language: Language) -> tuple[str, models.ModelDir]:
        names = {
            "vosk": (f"vosk-{language}",),
            "whisper": (_WHISPER,),
            "auto": (f"vosk-{language}", _WHISPER),
        }[self._choice]
        for name in names:
            found = self._find(name)
            if found is not None:
                return name, found
        easiest = "vosk-en" if (self._choice, language) == ("auto", "en") else names[-1]
        raise ModelError(
            f"no recogniser for {'French' if language == 'fr' else 'English'} is installed",
            remedy=f"Run: auditor models fetch {easiest}",
        )

    def _load(self, name: str, found: models.ModelDir, language: Language) -> Recogniser:
        with self._lock:
            if name not in self._loaded:
                self._loaded[name] = (
                    WhisperRecogniser(found.path, found.pin, workers=self._workers)
                    if name == _WHISPER
                    else VoskRecogniser(found.path, found.pin, language)
                )
            return self._loaded[name]

    def _find(self, name: str) -> models.ModelDir | None:
        with self._lock:
            if name not in self._found:
                self._found[name] = models.find(name)
            return self._found[name]


def _beginning(sound: Sound) -> npt.NDArray[np.float32]:
    wanted = int(_LISTEN_S * SAMPLE_RATE)
    kept: list[npt.NDArray[np.int16]] = []
    length = 0
    for block in sound:
        kept.append(block)
        length += block.size
        if length >= wanted:
            break
    samples = np.concatenate(kept)[:wanted] if kept else np.zeros(0, np.int16)
    return samples.astype(np.float32) / 32768.0
