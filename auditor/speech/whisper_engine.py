"""Whisper's network step by step: encode what sound there is, decode it, align the words.

Whisper was trained on windows of exactly 30 s, and the usual tools fill every clip up to that, so
that three seconds cost as much as thirty. The encoder takes fewer frames as well: its positions
are counted from the beginning, and its convolutions and attention know no fixed length. What it
cannot do without is the silence after the last word, by which the decoder knows that it has come
to the end (without it, words are repeated for ever); a few seconds of it are enough. Measured, the
word error rate is that of 30 s at a fifth to a third of the cost.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.errors import ModelError
from auditor.records import SAMPLE_RATE, Language, ModelPin

__all__ = ["DECODING", "Decoded", "Encoded", "TimedWord", "WhisperEngine", "knows_french"]

_SILENCE_S = 3.0
_LEAST_S = 8.0
"""Seconds of silence after the sound, and of both together: lone words need more (measured)."""
_HOP = 160
_WINDOW_FRAMES = 3000
_TOKENS_PER_S = 12.0
_TOKENS_SPARE = 16
"""French at its fastest takes some 9 tokens a second; a decoder that repeats itself takes all."""
_LEVEL = 0.7
"""Where the loudest log-mel value is put, as for speech at −46 dB of full scale with Whisper.
Which level it is hardly matters (measured); that it is one makes results independent of gain."""
_MULTILINGUAL_TOKENS = 51_865
_STEP_S = 0.02
"""Seconds of one encoder frame."""

DECODING: dict[str, Any] = {
    "beam_size": 5,
    "suppress_blank": True,
    "max_initial_timestamp_index": 50,
    "return_scores": True,
    "return_no_speech_prob": True,
}
"""No sampling: it is where most inventions come from, and it is not repeatable."""


@dataclass(frozen=True)
class Encoded:
    """Sound as the decoder attends to it; ``frames`` counts log-mel frames without the silence."""

    states: Any
    frames: int

    @property
    def seconds(self) -> float:
        """Seconds of sound, without the silence."""
        return self.frames * _HOP / SAMPLE_RATE


@dataclass(frozen=True)
class Decoded:
    """What the decoder wrote.

    Attributes
    ----------
    tokens
        The tokens of the text, without timestamps.
    text
        The same as text.
    log_probability
        Mean natural logarithm of a token's probability.
    no_speech
        Probability that there is no speech, by Whisper's own token for it.
    """

    tokens: tuple[int, ...]
    text: str
    log_probability: float
    no_speech: float


@dataclass(frozen=True)
class TimedWord:
    """A word as written, with the space before it if it has one; times from the sound's start."""

    text: str
    start_s: float
    end_s: float
    probability: float


class WhisperEngine:
    """A Whisper model in CTranslate2's form; any size, multilingual or English only.

    Parameters
    ----------
    path
        A verified folder with ``model.bin`` and ``tokenizer.json``.
    pin
        What was verified; named in errors.
    workers
        How many threads will use it at once.

    Raises
    ------
    ModelError
        If the library is not installed, or the folder holds no Whisper model.
    """

    def __init__(self, path: Path, pin: ModelPin, *, workers: int = 1) -> None:
        try:
            import ctranslate2
            import tokenizers
            from faster_whisper.feature_extractor import FeatureExtractor
        except ImportError:
            raise ModelError(
                "Whisper is not installed",
                remedy="Run: pip install 'voice-auditor[whisper]'",
            ) from None
        self._storage = ctranslate2.StorageView.from_array
        try:
            # One thread each: results must not depend on how many cores share the work.
            self._model = ctranslate2.models.Whisper(
                str(path), device="cpu", compute_type="int8", intra_threads=1, inter_threads=workers
            )
            self._vocabulary = tokenizers.Tokenizer.from_file(str(path / "tokenizer.json"))
        except Exception as error:  # tokenizers raises nothing more precise
            raise ModelError(
                "this is no Whisper model in CTranslate2's form, or a damaged one",
                where=str(path),
                remedy="Name a folder made by ct2-transformers-converter, with tokenizer.json "
                f"beside model.bin, or run: auditor models verify {pin.name}",
            ) from error
        _require_alignment(path)
        self._features = FeatureExtractor(feature_size=self._model.n_mels)
        self._tokenizer = cache(self._new_tokenizer)

    @property
    def multilingual(self) -> bool:
        """Whether it knows other languages than English."""
        return bool(self._model.is_multilingual)

    def encode(self, samples: npt.NDArray[np.float32]) -> Encoded:
        """Return the encoder's states for at most 30 s of 16 kHz sound (27 s with silence)."""
        frames = min(-(-samples.size // _HOP), _WINDOW_FRAMES)
        wanted_s = max(samples.size / SAMPLE_RATE + _SILENCE_S, _LEAST_S)
        padded = min(round(wanted_s * SAMPLE_RATE / _HOP), _WINDOW_FRAMES)
        padded += padded % 2  # the encoder halves the rate
        filled = np.zeros(padded * _HOP, np.float32)
        filled[: samples.size] = samples[: filled.size]
        features = self._features(filled)[:, :padded]
        features += _LEVEL - features.max()
        states = self._model.encode(self._storage(np.ascontiguousarray(features[None])))
        return Encoded(states, frames)

    def languages(self, encoded: Encoded) -> dict[str, float]:
        """Return the probability of each language that the model knows, by its ISO 639 code."""
        if not self.multilingual:
            return {"en": 1.0}
        return {
            token[2:-2]: float(p) for token, p in self._model.detect_language(encoded.states)[0]
        }

    def decode(self, encoded: Encoded, language: Language) -> Decoded:
        """Return the likeliest text (beam search)."""
        return self._generate(encoded, language, 1)[0]

    def hypotheses(self, encoded: Encoded, language: Language, count: int) -> list[Decoded]:
        """Return ``count`` texts at most, likeliest first; the first may differ from `decode`'s.

        The search goes on until it has found as many, and may find a better one on the way.
        """
        return self._generate(encoded, language, count)

    def _generate(self, encoded: Encoded, language: Language, count: int) -> list[Decoded]:
        tokenizer = self._tokenizer(language)
        most = int(_TOKENS_PER_S * encoded.seconds) + _TOKENS_SPARE
        settings = {**DECODING, "beam_size": max(DECODING["beam_size"], count)}
        result = self._model.generate(
            encoded.states,
            [tokenizer.sot_sequence],
            suppress_tokens=[-1, *_unspoken(tokenizer)],
            max_length=min(2 * most, 448),  # half of it is the decoder's to fill
            num_hypotheses=count,
            **settings,
        )[0]
        return [
            _decoded(tokens, float(score), float(result.no_speech_prob), tokenizer)
            for tokens, score in zip(result.sequences_ids, result.scores, strict=True)
        ]

    def align(self, encoded: Encoded, decoded: Decoded, language: Language) -> list[TimedWord]:
        """Return the words with the times at which the decoder attended to them."""
        if not decoded.tokens:
            return []
        tokenizer = self._tokenizer(language)
        result = self._model.align(
            encoded.states, tokenizer.sot_sequence, [list(decoded.tokens)], encoded.frames
        )[0]
        texts, pieces = tokenizer.split_to_word_tokens([*decoded.tokens, tokenizer.eot])
        bounds = np.cumsum([0, *(len(piece) for piece in pieces[:-1])])
        times = _token_times(result.alignments, encoded.seconds)
        probabilities = np.asarray(result.text_token_probs)
        return [
            TimedWord(text, times[first], times[last], float(probabilities[first:last].mean()))
            for text, first, last in zip(texts[:-1], bounds, bounds[1:], strict=False)
        ]

    def _new_tokenizer(self, language: Language) -> Any:
        from faster_whisper.tokenizer import Tokenizer

        return Tokenizer(self._vocabulary, self.multilingual, task="transcribe", language=language)


def knows_french(path: Path) -> bool:
    """Return whether the model in a folder is multilingual, without loading it.

    English-only models have one token fewer than the smallest multilingual one.

    Raises
    ------
    ModelError
        If the folder has no readable vocabulary.
    """
    listed, lines = path / "vocabulary.json", path / "vocabulary.txt"
    try:
        size = (
            len(json.loads(listed.read_text("utf-8")))
            if listed.exists()
            else lines.read_bytes().count(b"\n")
        )
    except (OSError, ValueError) as error:
        raise ModelError(
            "the model's vocabulary cannot be read",
            where=str(path),
            remedy="Name a whole Whisper model in CTranslate2's form.",
        ) from error
    return size >= _MULTILINGUAL_TOKENS


def _decoded(tokens: list[int], score: float, no_speech: float, tokenizer: Any) -> Decoded:
    written = tuple(token for token in tokens if token < tokenizer.eot)
    return Decoded(
        tokens=written,
        text=tokenizer.decode(written),
        log_probability=score * len(tokens) / (len(tokens) + 1),
        no_speech=no_speech,
    )


def _require_alignment(path: Path) -> None:
    config = json.loads((path / "config.json").read_text("utf-8"))
    if not config.get("alignment_heads"):
        raise ModelError(
            "this Whisper model cannot tell when a word is said: its configuration names no "
            "alignment_heads",
            where=str(path / "config.json"),
            remedy="Convert it again with a recent ct2-transformers-converter.",
        )


def _unspoken(tokenizer: Any) -> list[int]:
    """Return the tokens of annotations such as notes and brackets, and those of other tasks."""
    control = {
        tokenizer.transcribe,
        tokenizer.translate,
        tokenizer.sot,
        tokenizer.sot_prev,
        tokenizer.sot_lm,
        tokenizer.no_speech,
    }
    return sorted(
        {*tokenizer.non_speech_tokens, *(token for token in control if token is not None)}
    )


def _token_times(pairs: list[tuple[int, int]], seconds: float) -> list[float]:
    """Return when each token begins, from (token, encoder frame) pairs; the end follows the last.

    Dynamic time warping visits every token; the first frame at which it does is its beginning.
    """
    path = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    first = np.flatnonzero(np.diff(path[:, 0], prepend=-1))
    return [*(float(frame) * _STEP_S for frame in path[first, 1]), seconds]
