"""Whisper (CTranslate2) behind the recogniser protocol."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.errors import ModelError
from auditor.records import Language, ModelPin, Word
from auditor.speech.protocol import Heard, Sound
from auditor.speech.windows import windows
from auditor.speech.words import plain_word

__all__ = ["WHISPER_SETTINGS", "WhisperRecogniser"]

_DECODING: dict[str, Any] = {
    "beam_size": 5,
    # Sampling at higher temperatures is where most inventions come from, and it is not repeatable.
    "temperature": 0.0,
    # A window must not depend on the one before it, or an error would run on.
    "condition_on_previous_text": False,
    "word_timestamps": True,
    "no_speech_threshold": 0.6,
    "log_prob_threshold": -1.0,
}
WHISPER_SETTINGS: dict[str, object] = {"engine": "whisper", "digits": False, **_DECODING}
"""What changes its output beside the model, for the key of stored results."""
_MOST_REPETITIVE = 2.4
"""Text that compresses better than this repeats itself: an invention (Whisper's own threshold)."""


class WhisperRecogniser:
    """A multilingual Whisper model, shared by threads.

    Numbers come out as words, as Vosk writes them, because tokens with digits are suppressed:
    every later stage sees one way of writing.

    Parameters
    ----------
    path
        A verified folder in CTranslate2's form.
    pin
        What was verified.
    workers
        How many threads will call :meth:`recognise` at once.
    """

    def __init__(self, path: Path, pin: ModelPin, *, workers: int = 1) -> None:
        try:
            from faster_whisper import WhisperModel
        except ImportError:
            raise ModelError(
                "Whisper is not installed",
                remedy="Run: pip install 'voice-auditor[whisper]'",
            ) from None
        # One thread each: results must not depend on how many cores share the work.
        self._model = WhisperModel(
            str(path),
            device="cpu",
            compute_type="int8",
            cpu_threads=1,
            num_workers=workers,
            local_files_only=True,
        )
        self._pin = pin
        self._suppressed = [-1, *_tokens_with_digits(self._model.hf_tokenizer)]

    @property
    def pin(self) -> ModelPin:
        """Which model this is."""
        return self._pin

    @property
    def languages(self) -> frozenset[Language]:
        """The languages of this instrument that it understands."""
        return frozenset({"en", "fr"})

    def recognise(self, sound: Sound, language: Language) -> list[Heard]:
        """Return the segments of ``sound``; repetitive ones are dropped as inventions."""
        heard = []
        for start_s, samples in windows(sound):
            segments, _ = self._model.transcribe(
                samples, language=language, suppress_tokens=self._suppressed, **_DECODING
            )
            for segment in segments:
                if segment.compression_ratio <= _MOST_REPETITIVE:
                    heard.append(_heard(segment, start_s))
        return [segment for segment in heard if segment.words]

    def language_of(self, samples: npt.NDArray[np.float32]) -> tuple[Language, float]:
        """Return the likelier of English and French in at most 30 s of sound.

        Parameters
        ----------
        samples
            Mono 16 kHz sound of shape (n,), in −1 … 1.

        Returns
        -------
        language, probability
            The probability among the two languages alone.
        """
        _, _, all_languages = self._model.detect_language(audio=samples)
        found = dict(all_languages)
        english, french = found.get("en", 0.0), found.get("fr", 0.0)
        total = (english + french) or 1.0
        return ("fr", french / total) if french > english else ("en", english / total)


def _tokens_with_digits(tokenizer: Any) -> list[int]:
    return sorted(
        index
        for token, index in tokenizer.get_vocab().items()
        if any(character.isdigit() for character in token) and not token.startswith("<|")
    )


def _heard(segment: Any, offset_s: float) -> Heard:
    """Return a segment's words; Whisper cuts some in two, the rest then has no space before it."""
    words: list[Word] = []
    for piece in segment.words or ():
        text = plain_word(piece.word)
        if not text:
            continue
        start, end = round(piece.start + offset_s, 2), round(piece.end + offset_s, 2)
        if words and not piece.word.startswith(" "):
            before = words.pop()
            confidence = min(before.confidence, float(piece.probability))
            words.append(Word(before.text + text, before.start_s, end, confidence))
        else:
            words.append(Word(text, start, end, float(piece.probability)))
    return Heard(tuple(words))
