"""Vosk behind the recogniser protocol."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from auditor.errors import ModelError
from auditor.models import ModelDir
from auditor.records import SAMPLE_RATE, Language, ModelPin
from auditor.speech.alternatives import are_doubtful, weighted
from auditor.speech.guard import GUARD_VERSION, doubt_of_segment
from auditor.speech.memory import MemoryBound
from auditor.speech.protocol import Dropped, Heard, Hypothesis, Sound
from auditor.speech.voices.vectors import load_speaker_model
from auditor.speech.vosk_decoder import Segment, VoskDecoder, vosk_words

__all__ = ["VOSK_SETTINGS", "VoskRecogniser"]

VOSK_SETTINGS: dict[str, object] = {
    "engine": "vosk",
    "words": True,
    "decoder": 3,
    "guard": GUARD_VERSION,
}
"""What changes its output beside the model, for the key of stored results."""


class VoskRecogniser:
    """One Vosk model, shared by threads; each thread keeps one decoder.

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
    alternatives
        How many hypotheses to keep of segments with doubtful words, which are decoded once more.
    bound
        Of the memory of this process, which the decoders share.
    exact
        Whether each sound gets a decoder of its own: see
        :class:`~auditor.speech.vosk_decoder.VoskDecoder`.
    """

    def __init__(
        self,
        path: Path,
        pin: ModelPin,
        language: Language,
        *,
        speakers: ModelDir | None = None,
        alternatives: int = 0,
        bound: MemoryBound | None = None,
        exact: bool = False,
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
        self._alternatives = alternatives
        self._bound = bound or MemoryBound()
        self._exact = exact
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
        """Return the segments of ``sound``, split where Vosk hears the end of an utterance.

        What is not believed is counted in place of its words.
        """
        decoder: VoskDecoder | None = getattr(self._decoders, "decoder", None)
        if decoder is None:
            decoder = VoskDecoder(self._new_kaldi, self._bound, exact=self._exact)
        # A decoder that breaks off in the middle would carry its state over: it is not kept.
        self._decoders.decoder = None
        heard = [self._believed(segment) for segment in decoder.decode(sound)]
        self._decoders.decoder = decoder
        return heard

    def _believed(self, segment: Segment) -> Heard:
        words = segment.heard.words
        why = doubt_of_segment(words)
        if why is None:
            return self._looked_at_again(segment)
        return Heard((), dropped=(Dropped(words[0].start_s, words[-1].end_s, len(words), why),))

    def _looked_at_again(self, segment: Segment) -> Heard:
        if not self._alternatives or not are_doubtful(segment.heard.words):
            return segment.heard
        return replace(segment.heard, hypotheses=self._hypotheses(segment))

    def _hypotheses(self, segment: Segment) -> tuple[Hypothesis, ...]:
        """Return what else the samples may say, by a decoder made for them alone.

        The likelihoods of a decoder that is reused change in their last digit with what it heard
        before.
        """
        kaldi = self._vosk.KaldiRecognizer(self._model, SAMPLE_RATE)
        kaldi.SetWords(True)
        kaldi.SetMaxAlternatives(self._alternatives)
        ended = kaldi.AcceptWaveform(segment.samples.tobytes())
        found = json.loads(kaldi.Result() if ended else kaldi.FinalResult())["alternatives"]
        scored = [
            (vosk_words(each, 0.0, segment.start_s), float(each["confidence"]))
            for each in found
            if each.get("result")
        ]
        return weighted(scored)

    def _new_kaldi(self) -> Any:
        kaldi = self._vosk.KaldiRecognizer(self._model, SAMPLE_RATE)
        kaldi.SetWords(True)
        if self._speakers is not None:
            kaldi.SetSpkModel(self._speakers)
        return kaldi
