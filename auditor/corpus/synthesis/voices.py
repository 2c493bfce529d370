"""Text to speech: Kokoro behind a small protocol, voices as mixtures, and pitch.

A voice of Kokoro is a table of style vectors, one for each number of phonemes. Styles may be mixed
linearly, which gives speakers that are in no list, and is the only way to a second French speaker:
the model has one. espeak-ng turns text into phonemes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from auditor import models
from auditor.corpus.synthesis.levels import Samples, trim_silence
from auditor.errors import ModelError, UsageError
from auditor.records import SAMPLE_RATE

__all__ = ["KOKORO_RATE", "Engine", "Kokoro", "Voice", "mix_styles", "resample"]

KOKORO_RATE = 24_000
"""Hz of what Kokoro produces."""
STYLE_SHAPE = (510, 256)
"""Phonemes and values of a voice's table."""
SPEEDS = (0.5, 2.0)
"""What Kokoro was made to speak at; 1 is the voice's own tempo."""

Style = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Voice:
    """A speaker.

    Attributes
    ----------
    parts
        Names of the engine's voices with their shares; the shares are made to sum to one.
    pitch
        Factor of the voice's fundamental frequency and of its formants; 1 leaves them.
    """

    parts: Mapping[str, float]
    pitch: float = 1.0


class Engine(Protocol):
    """What turns text into speech."""

    def speak(self, text: str, voice: Voice, *, accent: str, speed: float = 1.0) -> Samples:
        """Return speech at 16 kHz without silence at its ends; ``accent`` is espeak's language."""


def mix_styles(parts: Sequence[tuple[Style, float]]) -> Style:
    """Return the weighted mean of the styles.

    Raises
    ------
    UsageError
        If there is none, or the weights are negative or sum to zero.
    """
    total = sum(weight for _, weight in parts)
    if not parts or total <= 0 or min(weight for _, weight in parts) < 0:
        raise UsageError(
            "a voice needs parts with positive shares",
            remedy="Write for example voice = { bf_emma = 0.7, bf_alice = 0.3 }.",
        )
    mixed = sum(style.astype(np.float64) * (weight / total) for style, weight in parts)
    return np.asarray(mixed, dtype=np.float32)


def resample(samples: Samples, rate: float, to_rate: int = SAMPLE_RATE) -> Samples:
    """Return ``samples`` of ``rate`` at ``to_rate``, band-limited (polyphase filter).

    With a ``rate`` that is ``pitch`` times the true one the result is ``pitch`` times shorter and
    its fundamental and formants ``pitch`` times higher, as of a vocal tract that much shorter.
    """
    from scipy.signal import resample_poly

    factor = Fraction(to_rate / rate).limit_denominator(1000)
    if factor == 1:
        return samples
    changed = resample_poly(samples.astype(np.float64), factor.numerator, factor.denominator)
    return np.asarray(changed, dtype=np.float32)


@dataclass
class Kokoro:
    """Kokoro-82M on one thread, so that its sums do not depend on the number of cores.

    Parameters
    ----------
    model
        The ONNX file.
    voices
        A folder of ``<name>.bin``: float32, 510 × 1 × 256, little-endian.
    """

    model: Path
    voices: Path
    _session: Any = field(init=False, repr=False)
    _vocabulary: dict[str, int] = field(init=False, repr=False)
    _phonemisers: dict[str, Any] = field(init=False, repr=False, default_factory=dict)
    _styles: dict[str, Style] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        import onnxruntime
        from kokoro_onnx.tokenizer import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(self.model), options, providers=["CPUExecutionProvider"]
        )
        # The tokenizer also tells the phonemiser where the packaged espeak-ng lies.
        self._vocabulary = Tokenizer().vocab

    @classmethod
    def installed(cls) -> Kokoro:
        """Return the engine with the models of the cache.

        Raises
        ------
        ModelError
            If they are missing or broken.
        """
        model, voices = models.find("kokoro"), models.find("kokoro-voices")
        if model is None or voices is None:
            raise ModelError(
                "the speech synthesis models are not installed",
                remedy="Run: auditor models fetch kokoro; auditor models fetch kokoro-voices",
            )
        return cls(next(iter(sorted(model.path.glob("*.onnx")))), voices.path)

    def names(self) -> tuple[str, ...]:
        """Return the names of the voices, sorted."""
        return tuple(sorted(path.stem for path in self.voices.glob("*.bin")))

    def style(self, voice: Voice) -> Style:
        """Return the table of a voice, of shape (510, 256).

        Raises
        ------
        UsageError
            If a part of it does not exist.
        """
        return mix_styles([(self._style(name), share) for name, share in voice.parts.items()])

    def phonemes(self, text: str, accent: str) -> str:
        """Return ``text`` in the model's phonetic alphabet, for espeak's language ``accent``."""
        from phonemizer.backend import EspeakBackend  # type: ignore[import-untyped]

        if accent not in self._phonemisers:
            self._phonemisers[accent] = EspeakBackend(
                accent,
                preserve_punctuation=True,
                with_stress=True,
                # Otherwise a foreign word brings "(en)" with it, and the letters are spoken.
                language_switch="remove-flags",
            )
        spoken = "".join(self._phonemisers[accent].phonemize([text]))
        return "".join(symbol for symbol in spoken if symbol in self._vocabulary).strip()

    def speak(self, text: str, voice: Voice, *, accent: str, speed: float = 1.0) -> Samples:
        """Return speech at 16 kHz; see :class:`Engine`.

        The tempo stays ``speed`` whatever the pitch: the engine speaks slower by as much as
        raising the pitch makes it faster.

        Raises
        ------
        UsageError
            If nothing can be spoken, or the text is longer than the model can say in one breath.
        """
        tokens = [self._vocabulary[symbol] for symbol in self.phonemes(text, accent)]
        if not 0 < len(tokens) <= STYLE_SHAPE[0]:
            raise UsageError(
                f"a text of {len(tokens)} phonemes cannot be spoken",
                remedy=f"Write between 1 and {STYLE_SHAPE[0]} phonemes (about 60 words) at a time.",
            )
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": self.style(voice)[len(tokens) - 1][None],
            "speed": np.array([np.clip(speed / voice.pitch, *SPEEDS)], dtype=np.float32),
        }
        sound = np.asarray(self._session.run(None, inputs)[0], dtype=np.float32).ravel()
        return trim_silence(resample(sound, KOKORO_RATE * voice.pitch), SAMPLE_RATE)

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            path = self.voices / f"{name}.bin"
            if not path.is_file():
                raise UsageError(
                    f"there is no voice {name!r}", remedy=f"Use: {', '.join(self.names())}."
                )
            self._styles[name] = np.fromfile(path, dtype="<f4").reshape(STYLE_SHAPE)
        return self._styles[name]
