"""Voices as vectors: Vosk's x-vector of a stretch of speech.

The x-vector (Snyder et al., "X-vectors: robust DNN embeddings for speaker recognition", ICASSP
2018) sums up a stretch of speech in 128 numbers that differ between voices more than between
words. Vosk computes it over the frames its decoder takes for speech, and only over these.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.errors import ModelError
from auditor.models import ModelDir
from auditor.records import SAMPLE_RATE, SpeakerVector

__all__ = ["FRAME_S", "VoiceEncoder", "load_speaker_model", "vector_of"]

FRAME_S = 0.01
"""Seconds that one of :attr:`~auditor.records.SpeakerVector.frames` stands for."""

_SILENT = -2
"""Its log would show what was said; at -1 Vosk still prints warnings."""
_DECIMALS = 5
"""Vosk prints single precision with more digits than carry anything."""


class VoiceEncoder:
    """Speaker vectors of any speech, whoever recognised its words and in whatever language.

    A pass of Vosk limited to a short list of words tells speech from silence at a fraction of
    what recognition costs. May be called from several threads; the same sound gives the same vector
    whatever was heard before or is heard at the same time.

    Parameters
    ----------
    words
        The English Vosk model, verified; what is spoken may be any language.
    voices
        The folder of the speaker model, verified.
    """

    def __init__(self, words: ModelDir, voices: ModelDir) -> None:
        import vosk

        vosk.SetLogLevel(_SILENT)
        self._vosk = vosk
        try:
            self._words = vosk.Model(str(words.path))
        except Exception:
            raise _unloadable(words) from None
        self._voices = load_speaker_model(voices)
        self._grammar = json.dumps(_lines_of_words())

    def encode(
        self, samples: npt.NDArray[np.int16] | npt.NDArray[np.float32]
    ) -> SpeakerVector | None:
        """Return the voice in ``samples``, or None where there is less than half a second of it.

        Parameters
        ----------
        samples
            Mono sound at 16 kHz of shape (n,): int16, or float32 in −1 … 1. It should hold one
            voice; several come out as something between them.
        """
        # A decoder builds its graph as it goes and keeps it, and on what is kept depends which
        # paths its beam cuts: one that is reused gives vectors that depend on what it heard
        # before. With a list of words this short, a new one costs two milliseconds.
        decoder = self._vosk.KaldiRecognizer(self._words, SAMPLE_RATE, self._grammar)
        decoder.SetSpkModel(self._voices)
        # All at once: between blocks Vosk may end an utterance, and forget what is under 0.5 s.
        decoder.AcceptWaveform(_as_int16(samples).tobytes())
        return vector_of(json.loads(decoder.FinalResult()))


def load_speaker_model(voices: ModelDir) -> Any:
    """Return Vosk's speaker model, which a recogniser takes by ``SetSpkModel``.

    Load a Vosk model first: only that makes Vosk heed the log level that is set here.

    Raises
    ------
    ModelError
        If Vosk cannot load it.
    """
    import vosk

    vosk.SetLogLevel(_SILENT)
    try:
        return vosk.SpkModel(str(voices.path))
    except Exception:
        raise _unloadable(voices) from None


def vector_of(result: Mapping[str, Any]) -> SpeakerVector | None:
    """Return the voice that a result of Vosk carries; None below half a second of speech."""
    if "spk" not in result:
        return None
    values = tuple(round(float(value), _DECIMALS) for value in result["spk"])
    return SpeakerVector(values, int(result["spk_frames"]))


def _lines_of_words() -> list[str]:
    text = resources.files(__package__).joinpath("words.toml").read_text("utf-8")
    return list(tomllib.loads(text)["lines"])


def _as_int16(
    samples: npt.NDArray[np.int16] | npt.NDArray[np.float32],
) -> npt.NDArray[np.int16]:
    if samples.dtype == np.int16:
        return np.asarray(samples, dtype=np.int16)
    scaled = np.clip(np.asarray(samples, dtype=np.float32), -1.0, 1.0) * 32767.0
    return np.asarray(scaled, dtype=np.int16)


def _unloadable(model: ModelDir) -> ModelError:
    return ModelError(
        "Vosk cannot load this model",
        where=str(model.path),
        remedy=f"Run: auditor models verify {model.pin.name}",
    )
