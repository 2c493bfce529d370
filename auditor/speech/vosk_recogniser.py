"""Vosk behind the recogniser protocol."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.errors import ModelError
from auditor.models import ModelDir
from auditor.records import SAMPLE_RATE, Language, ModelPin, Word
from auditor.speech.protocol import Heard, Sound
from auditor.speech.voices.vectors import load_speaker_model, vector_of

__all__ = ["VOSK_SETTINGS", "VoskRecogniser"]

VOSK_SETTINGS: dict[str, object] = {"engine": "vosk", "words": True}
"""What changes its output beside the model, for the key of stored results."""


class VoskRecogniser:
    """One Vosk model, shared by threads; each thread keeps one decoder and resets it.

    Vosk releases the GIL while it decodes, so threads share the model's memory and still run side
    by side. A decoder that is reused costs a fraction of one made anew for each file.

    Parameters
    ----------
    path
        A verified model folder, with dither off so that results repeat.
    pin
        What was verified.
    language
        The language of the model.
    speakers
        The speaker model, verified: segments then carry the voice that said them, at about 0.02
        seconds of processor a second of sound. Words and times stay what they are without it.
    """

    def __init__(
        self, path: Path, pin: ModelPin, language: Language, *, speakers: ModelDir | None = None
    ) -> None:
        import vosk

        vosk.SetLogLevel(-2)  # its log would show what was said
        self._vosk = vosk
        try:
            self._model = vosk.Model(str(path))
        except Exception:
            # Vosk raises a bare Exception and says why only in the log silenced above.
            raise ModelError(
                "Vosk cannot load this model",
                where=str(path),
                remedy=f"Run: auditor models verify {pin.name}",
            ) from None
        self._speakers = None if speakers is None else load_speaker_model(speakers)
        self._pin = pin
        self._language = language
        self._decoders = threading.local()

    @property
    def pin(self) -> ModelPin:
        """Which model this is."""
        return self._pin

    @property
    def languages(self) -> frozenset[Language]:
        """The one language of the model."""
        return frozenset({self._language})

    def recognise(self, sound: Sound, language: Language) -> list[Heard]:
        """Return the segments of ``sound``, split where Vosk hears the end of an utterance."""
        decoder: _Decoder | None = getattr(self._decoders, "decoder", None)
        if decoder is None:
            decoder = self._new_decoder()
        # A decoder that breaks off in the middle would carry its state over: it is not kept.
        self._decoders.decoder = None
        heard = decoder.decode(sound)
        self._decoders.decoder = decoder
        return heard

    def _new_decoder(self) -> _Decoder:
        kaldi = self._vosk.KaldiRecognizer(self._model, SAMPLE_RATE)
        if self._speakers is not None:
            kaldi.SetSpkModel(self._speakers)
        return _Decoder(kaldi)


class _Decoder:
    """A Vosk decoder that goes from one sound to the next and counts times from each beginning.

    Vosk counts on from the first sample it was ever given, in single precision, and prints six
    decimals. Every sound is therefore filled up with silence to a multiple of 1/64 s, which both
    hold exactly: what is subtracted is then exact, and times do not depend on what was heard
    before.
    """

    _GRAIN = SAMPLE_RATE // 64

    def __init__(self, kaldi: Any) -> None:
        kaldi.SetWords(True)
        self._kaldi = kaldi
        self._given = 0

    def decode(self, sound: Sound) -> list[Heard]:
        before_s = self._given / SAMPLE_RATE
        heard = [self._result(before_s) for block in sound if self._accept(block)]
        self._accept(np.zeros(-self._given % self._GRAIN, np.int16))
        heard.append(_heard(self._kaldi.FinalResult(), before_s))
        return [segment for segment in heard if segment.words]

    def _accept(self, block: npt.NDArray[np.int16]) -> bool:
        self._given += block.size
        return bool(block.size and self._kaldi.AcceptWaveform(block.tobytes()))

    def _result(self, before_s: float) -> Heard:
        return _heard(self._kaldi.Result(), before_s)


def _heard(result: str, before_s: float) -> Heard:
    found = json.loads(result)
    return Heard(
        tuple(
            Word(
                word["word"],
                round(word["start"] - before_s, 6),
                round(word["end"] - before_s, 6),
                float(word["conf"]),
            )
            for word in found.get("result", ())
            if word["word"] != "[unk]"
        ),
        vector_of(found),
    )
