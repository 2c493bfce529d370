"""Whisper behind the recogniser protocol: pieces, words, and the guard against inventions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from auditor.errors import ModelError
from auditor.records import Language, ModelPin, Word
from auditor.speech.alternatives import are_doubtful, weighted
from auditor.speech.guard import GUARD_VERSION, Evidence, doubt
from auditor.speech.packing import SOUND_DB, Piece, pieces
from auditor.speech.protocol import Dropped, Heard, Hypothesis, Sound
from auditor.speech.voices.vectors import VoiceEncoder
from auditor.speech.whisper_engine import DECODING, Encoded, WhisperEngine
from auditor.speech.whisper_words import plain_words, within_sound
from auditor.speech.windows import windows

__all__ = ["TELLING_VERSION", "WHISPER_SETTINGS", "WhisperRecogniser"]

WHISPER_SETTINGS: dict[str, object] = {
    "engine": "whisper",
    "pieces": 1,
    "numerals": 1,
    "guard": GUARD_VERSION,
    **DECODING,
}
"""What changes its output beside the model, for the key of stored results."""
TELLING_VERSION = 2
"""To be raised when ``language_of`` changes: stored languages depend on it."""

_WINDOW_S = 120.0
"""Sound is held and its noise floor taken over this; it bounds memory, whatever the recording."""
_LONGEST_PIECE_S = 20.0
"""The encoder's work grows with the square of the length: a second of it costs half of what it
does in Whisper's 30 s."""
_ON_NOISE: dict[Language, float] = {"en": 0.2, "fr": 0.01}
"""Median probability of the languages where nobody speaks: what Whisper believes beforehand."""


class WhisperRecogniser:
    """A Whisper model of any size, shared by threads.

    Parameters
    ----------
    path
        A verified folder in CTranslate2's form.
    pin
        What was verified.
    workers
        How many threads will call :meth:`recognise` at once.
    voices
        Returns what tells voices, or None; asked when something is first recognised.
    alternatives
        How many hypotheses to keep of pieces with doubtful words, which are decoded once more.

    Raises
    ------
    ModelError
        If Whisper is not installed, or the folder holds no Whisper model.
    """

    def __init__(
        self,
        path: Path,
        pin: ModelPin,
        *,
        workers: int = 1,
        voices: Callable[[], VoiceEncoder | None] | None = None,
        alternatives: int = 0,
    ) -> None:
        self._engine = WhisperEngine(path, pin, workers=workers)
        self._pin = pin
        self._voices = voices or (lambda: None)
        self._alternatives = alternatives

    @property
    def pin(self) -> ModelPin:
        """Which model this is."""
        return self._pin

    @property
    def languages(self) -> frozenset[Language]:
        """The languages of this instrument that it understands."""
        return frozenset({"en", "fr"} if self._engine.multilingual else {"en"})

    def recognise(self, sound: Sound, language: Language) -> list[Heard]:
        """Return what is said between pauses, and how much was not believed.

        Raises
        ------
        ModelError
            If the model does not know the language.
        """
        if language not in self.languages:
            raise ModelError(
                "this Whisper model knows English only",
                where=self._pin.name,
                remedy="Name a multilingual model for French.",
            )
        heard = [
            self._hear(piece, start_s, language)
            for start_s, samples in windows(sound, longest_s=_WINDOW_S)
            for piece in pieces(samples, longest_s=_LONGEST_PIECE_S)
        ]
        return [one for one in heard if one.words or one.dropped]

    def language_of(self, samples: npt.NDArray[np.float32]) -> tuple[Language, float]:
        """Return the likelier of English and French.

        Parameters
        ----------
        samples
            Mono 16 kHz sound of shape (n,), in −1 … 1; the piece with most sound is listened to.

        Returns
        -------
        language, probability
            The probability among the two languages alone, both taken as equally likely
            beforehand.
        """
        heard = list(pieces(samples, longest_s=_LONGEST_PIECE_S))
        if not heard:
            return "en", 0.5
        fullest = max(heard, key=lambda piece: np.count_nonzero(piece.above_db >= SOUND_DB))
        found = self._engine.languages(self._engine.encode(fullest.samples))
        english, french = (found.get(code, 0.0) / _ON_NOISE[code] for code in _ON_NOISE)
        total = (english + french) or 1.0
        return ("fr", french / total) if french > english else ("en", english / total)

    def _hear(self, piece: Piece, window_s: float, language: Language) -> Heard:
        encoded = self._engine.encode(piece.samples)
        words, why = self._words(encoded, language)
        sounding, silent = within_sound(words, piece.above_db)
        offset_s = window_s + piece.start_s
        if why is not None:
            return Heard((), dropped=_dropped(words, why, offset_s))
        encoder = self._voices() if sounding else None
        return Heard(
            _moved(sounding, offset_s),
            None if encoder is None else encoder.encode(piece.samples),
            _dropped(silent, "no sound", offset_s),
            self._hypotheses(encoded, piece, offset_s, sounding, language),
        )

    def _hypotheses(
        self,
        encoded: Encoded,
        piece: Piece,
        offset_s: float,
        words: list[Word],
        language: Language,
    ) -> tuple[Hypothesis, ...]:
        if not self._alternatives or not are_doubtful(words):
            return ()
        scored = []
        for one in self._engine.hypotheses(encoded, language, self._alternatives):
            written = plain_words(self._engine.align(encoded, one, language), language)
            sounding, _ = within_sound(written, piece.above_db)
            score = one.log_probability * (len(one.tokens) + 1)
            scored.append((_moved(sounding, offset_s), score))
        return weighted(scored)

    def _words(self, encoded: Encoded, language: Language) -> tuple[list[Word], str | None]:
        decoded = self._engine.decode(encoded, language)
        words = plain_words(self._engine.align(encoded, decoded, language), language)
        if not words:
            return [], None
        evidence = Evidence(
            text=decoded.text,
            words=len(words),
            seconds=encoded.seconds,
            log_probability=decoded.log_probability,
            no_speech=decoded.no_speech,
            first_word=words[0].confidence,
            languages=self._engine.languages(encoded),
        )
        return words, doubt(evidence, language)


def _moved(words: list[Word], by_s: float) -> tuple[Word, ...]:
    return tuple(
        replace(word, start_s=round(word.start_s + by_s, 2), end_s=round(word.end_s + by_s, 2))
        for word in words
    )


def _dropped(words: list[Word], why: str, offset_s: float) -> tuple[Dropped, ...]:
    if not words:
        return ()
    start_s, end_s = words[0].start_s + offset_s, words[-1].end_s + offset_s
    return (Dropped(round(start_s, 2), round(end_s, 2), len(words), why),)
