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
from auditor.speech.memory import MAX_MEMORY_MB, MemoryBound
from auditor.speech.protocol import Recogniser, Sound
from auditor.speech.voices.vectors import VoiceEncoder
from auditor.speech.vosk_recogniser import VOSK_SETTINGS, VoskRecogniser
from auditor.speech.whisper_engine import knows_french
from auditor.speech.whisper_recogniser import (
    TELLING_VERSION,
    WHISPER_SETTINGS,
    WhisperRecogniser,
)

__all__ = ["NAMEABLE", "Choice", "Recognisers"]

Choice = Literal["auto", "vosk", "whisper", "both"]
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
        named, else Vosk where its model is present, else Whisper. ``both`` chooses like ``auto``,
        and has the other as a second opinion.
    workers
        How many threads will recognise at once.
    models
        Folders of the user's own models, by a name of :data:`NAMEABLE`: any Whisper model in
        CTranslate2's form, any Vosk model. Their pins are named ``custom:<folder>``.
    alternatives
        How many hypotheses to keep of what is doubtful.
    max_memory_mb
        What the process should not hold more of for long: see
        :class:`~auditor.speech.memory.MemoryBound`. No result depends on it.
    exact
        Whether Vosk begins anew with each recording, which costs twice as much and leaves no
        doubt that the same sound gives the same bytes.

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
        alternatives: int = 0,
        max_memory_mb: float = MAX_MEMORY_MB,
        exact: bool = False,
    ) -> None:
        self._choice = choice
        self._workers = workers
        self._alternatives = alternatives
        self._bound = MemoryBound(max_memory_mb)
        self._exact = exact
        self._folders = _folders(models or {})
        self._found: dict[tuple[str, Path | None], ModelDir | None] = {}
        self._loaded: dict[tuple[Path, bool], Recogniser] = {}
        self._encoders: list[VoiceEncoder] = []
        self._lock = threading.RLock()

    @property
    def has_second(self) -> bool:
        """Whether everything is to be heard by a second recogniser too."""
        return self._choice == "both"

    def identity(self, language: Language, *, second: bool = False) -> dict[str, object]:
        """Return what a transcript in ``language`` depends on beside the sound, without loading.

        Raises
        ------
        ModelError
            If no model that was asked for is present.
        """
        name, found = self._wanted(language, second)
        vosk_settings = {**VOSK_SETTINGS, "exact": self._exact}
        settings = WHISPER_SETTINGS if name == _WHISPER else vosk_settings
        return {
            "model": found.pin.sha256,
            "language": language,
            "voices": None if second else self._voices_identity(name),
            "alternatives": 0 if second else self._alternatives,
            **settings,
        }

    def _voices_identity(self, name: str) -> list[str] | None:
        models = self._voice_models() if name == _WHISPER else (self._find(_VOICES),)
        return [each.pin.sha256 for each in models if each is not None] or None

    def telling_identity(self) -> str:
        """Return what a decision on the language depends on beside the sound."""
        teller = self._teller()
        return f"{teller.pin.sha256}-{TELLING_VERSION}" if teller is not None else "none"

    def for_language(self, language: Language, *, second: bool = False) -> Recogniser:
        """Return the recogniser for ``language``.

        The second one tells no voices and keeps no alternatives.

        Raises
        ------
        ModelError
            If no model that was asked for is present; the message says how to get one.
        """
        name, found = self._wanted(language, second)
        if name == _WHISPER:
            return self._whisper(found, second)
        return self._vosk(found, language, second)

    def language_of(self, sound: Sound) -> Language:
        """Return the language spoken in the first half minute of ``sound``.

        Without a Whisper model of several languages there is nothing to tell by, and the answer
        is the language that has a recogniser, English first.
        """
        teller = self._teller()
        if teller is None:
            return "fr" if self._find("vosk-en") is None and self._find("vosk-fr") else "en"
        return self._whisper(teller).language_of(_beginning(sound))[0]

    def _wanted(self, language: Language, second: bool = False) -> tuple[str, ModelDir]:
        vosk = f"vosk-{language}"
        names = {"vosk": (vosk,), "whisper": (_WHISPER,)}.get(self._choice, (vosk, _WHISPER))
        # What the user named comes before what happens to be here; the sort keeps the order else.
        ordered = sorted(names, key=lambda each: each not in self._folders)
        present = [
            (name, found)
            for name in ordered
            if (found := self._find(name)) and (name != _WHISPER or _knows(found, language))
        ]
        if not present:
            raise self._none_for(language, names)
        if self.has_second and len(present) < 2:
            raise _no_second(language, *(name for name in names if name != present[0][0]))
        return present[1 if second else 0]

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

    def _whisper(self, found: ModelDir, second: bool = False) -> WhisperRecogniser:
        with self._lock:
            loaded = self._loaded.get((found.path, second))
            if loaded is None:
                loaded = WhisperRecogniser(
                    found.path,
                    found.pin,
                    workers=self._workers,
                    voices=None if second else self._encoder,
                    alternatives=0 if second else self._alternatives,
                )
                self._loaded[found.path, second] = loaded
        assert isinstance(loaded, WhisperRecogniser)
        return loaded

    def _vosk(self, found: ModelDir, language: Language, second: bool) -> Recogniser:
        with self._lock:
            if (found.path, second) not in self._loaded:
                self._loaded[found.path, second] = VoskRecogniser(
                    found.path,
                    found.pin,
                    language,
                    speakers=None if second else self._find(_VOICES),
                    alternatives=0 if second else self._alternatives,
                    bound=self._bound,
                    exact=self._exact,
                )
            return self._loaded[found.path, second]

    def _voice_models(self) -> tuple[ModelDir, ModelDir] | tuple[()]:
        """Return what tells the voices of what Whisper hears: the English words and the voices."""
        words, voices = self._find("vosk-en"), self._find(_VOICES)
        return (words, voices) if words is not None and voices is not None else ()

    def _encoder(self) -> VoiceEncoder | None:
        with self._lock:
            if not self._encoders and (models := self._voice_models()):
                self._encoders.append(VoiceEncoder(*models))
            return self._encoders[0] if self._encoders else None

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


def _no_second(language: Language, missing: str) -> ModelError:
    spoken = "French" if language == "fr" else "English"
    return ModelError(
        f"only one recogniser for {spoken} is installed, and both were asked for",
        remedy=f"Run: auditor models fetch {missing}; or choose another --recogniser.",
    )


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
