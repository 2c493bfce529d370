"""Which recogniser hears which recording."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from auditor.errors import ModelError, UsageError
from auditor.models import ModelDir, find
from auditor.records import SAMPLE_RATE, Language
from auditor.speech.protocol import Recogniser, Sound
from auditor.speech.vosk_recogniser import VOSK_SETTINGS, VoskRecogniser
from auditor.speech.whisper_engine import knows_french
from auditor.speech.whisper_recogniser import (
    TELLING_VERSION,
    WHISPER_SETTINGS,
    WhisperRecogniser,
)

__all__ = ["NAMEABLE", "Choice", "Recognisers"]

Choice = Literal["auto", "vosk", "whisper"]
NAMEABLE = ("whisper", "vosk-en", "vosk-fr", "vosk-speaker")
"""Models for which a user may name a folder of their own."""
_WHISPER = "whisper-base"
_VOICES = "vosk-speaker"
"""Where it is present, segments carry the voice that said them."""
_LISTEN_S = 30.0
"""Seconds that Whisper looks at to tell a language."""


class Recognisers:
    """The recognisers of one audit: verified when first named, loaded when first used.

    Parameters
    ----------
    choice
        ``vosk`` or ``whisper`` for everything, or ``auto``: a model of the language that the user
        named, else Vosk where its model is present, else Whisper.
    workers
        How many threads will recognise at once.
    models
        Folders of the user's own models, by a name of :data:`NAMEABLE`: any Whisper model in
        CTranslate2's form, any Vosk model. Their pins are named ``custom:<folder>``.

    Raises
    ------
    UsageError
        If ``models`` holds another name.
    """

    def __init__(
        self,
        choice: Choice = "auto",
        *,
        workers: int = 1,
        models: Mapping[str, Path | str] | None = None,
    ) -> None:
        self._choice = choice
        self._workers = workers
        self._folders = _folders(models or {})
        self._found: dict[tuple[str, Path | None], ModelDir | None] = {}
        self._loaded: dict[Path, Recogniser] = {}
        self._lock = threading.RLock()

    def identity(self, language: Language) -> dict[str, object]:
        """Return what a transcript in ``language`` depends on beside the sound, without loading.

        Raises
        ------
        ModelError
            If no model that was asked for is present.
        """
        name, found = self._wanted(language)
        if name == _WHISPER:
            return {"model": found.pin.sha256, "language": language, **WHISPER_SETTINGS}
        voices = self._find(_VOICES)
        return {
            "model": found.pin.sha256,
            "language": language,
            "voices": None if voices is None else voices.pin.sha256,
            **VOSK_SETTINGS,
        }

    def telling_identity(self) -> str:
        """Return what a decision on the language depends on beside the sound."""
        teller = self._teller()
        return f"{teller.pin.sha256}-{TELLING_VERSION}" if teller is not None else "none"

    def for_language(self, language: Language) -> Recogniser:
        """Return the recogniser for ``language``.

        Raises
        ------
        ModelError
            If no model that was asked for is present; the message says how to get one.
        """
        name, found = self._wanted(language)
        return self._whisper(found) if name == _WHISPER else self._vosk(found, language)

    def language_of(self, sound: Sound) -> Language:
        """Return the language spoken in the first half minute of ``sound``.

        Without a Whisper model of several languages there is nothing to tell by, and the answer
        is the language that has a recogniser, English first.
        """
        teller = self._teller()
        if teller is None:
            return "fr" if self._find("vosk-en") is None and self._find("vosk-fr") else "en"
        return self._whisper(teller).language_of(_beginning(sound))[0]

    def _wanted(self, language: Language) -> tuple[str, ModelDir]:
        vosk = f"vosk-{language}"
        names = {"vosk": (vosk,), "whisper": (_WHISPER,), "auto": (vosk, _WHISPER)}[self._choice]
        # What the user named comes before what happens to be here; the sort keeps the order else.
        for name in sorted(names, key=lambda each: each not in self._folders):
            found = self._find(name)
            if found is not None and (name != _WHISPER or _knows(found, language)):
                return name, found
        raise self._none_for(language, names)

    def _none_for(self, language: Language, names: tuple[str, ...]) -> ModelError:
        spoken = "French" if language == "fr" else "English"
        if _WHISPER in self._folders and self._choice != "vosk":
            return ModelError(
                f"this Whisper model does not know {spoken}",
                where=str(self._folders[_WHISPER]),
                remedy="Name a multilingual model.",
            )
        easiest = "vosk-en" if (self._choice, language) == ("auto", "en") else names[-1]
        return ModelError(
            f"no recogniser for {spoken} is installed",
            remedy=f"Run: auditor models fetch {easiest}",
        )

    def _teller(self) -> ModelDir | None:
        """Return the Whisper model that tells languages: the user's if it can, else the cached."""
        own = self._find(_WHISPER)
        if own is None or knows_french(own.path):
            return own
        return self._find(_WHISPER, own=False)

    def _whisper(self, found: ModelDir) -> WhisperRecogniser:
        with self._lock:
            loaded = self._loaded.get(found.path)
            if loaded is None:
                loaded = WhisperRecogniser(found.path, found.pin, workers=self._workers)
                self._loaded[found.path] = loaded
        assert isinstance(loaded, WhisperRecogniser)
        return loaded

    def _vosk(self, found: ModelDir, language: Language) -> Recogniser:
        with self._lock:
            if found.path not in self._loaded:
                self._loaded[found.path] = VoskRecogniser(
                    found.path, found.pin, language, speakers=self._find(_VOICES)
                )
            return self._loaded[found.path]

    def _find(self, name: str, *, own: bool = True) -> ModelDir | None:
        folder = self._folders.get(name) if own else None
        with self._lock:
            if (name, folder) not in self._found:
                self._found[name, folder] = find(name, path=folder)
            return self._found[name, folder]


def _folders(models: Mapping[str, Path | str]) -> dict[str, Path]:
    for name in models:
        if name not in (*NAMEABLE, _WHISPER):
            raise UsageError(
                f"there is no recogniser's model named {name!r}",
                remedy=f"Name one of: {', '.join(NAMEABLE)}.",
            )
    return {_WHISPER if name == "whisper" else name: Path(path) for name, path in models.items()}


def _knows(whisper: ModelDir, language: Language) -> bool:
    return language == "en" or knows_french(whisper.path)


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
