"""One decoder of Vosk that goes from sound to sound and never shows what it heard before."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.records import SAMPLE_RATE, Word
from auditor.speech.memory import MemoryBound, give_back
from auditor.speech.protocol import Heard, Sound
from auditor.speech.voices.vectors import vector_of

__all__ = ["Samples", "Segment", "VoskDecoder", "vosk_words"]

Samples = npt.NDArray[np.int16]
"""Mono sound at 16 kHz, of shape (n,)."""

_GRAIN = SAMPLE_RATE // 64
_REST_S = 30.0
"""Seconds of one sound after which the decoder may come to rest where somebody pauses."""
_LEAST_AGE_S = 30.0
"""A decoder grows by 100 MB in its first half minute and ever less afterwards; younger ones are
kept, also where the models alone pass the bound."""
_OLDEST_S = 2_000.0
"""Vosk counts samples in single precision: multiples of the grain are exact up to 2,097 s."""
_OLDEST_EXACT_S = 120.0
"""Where decoders are made anew by the sound alone, so that a long one does not take all memory."""
_ONSET = SAMPLE_RATE // 4
_DECIMALS = 3


@dataclass(frozen=True)
class Segment:
    """Words that Vosk heard in one go, and the sound since the segment before, from ``start_s``."""

    heard: Heard
    samples: Samples
    start_s: float


class VoskDecoder:
    """Decodes one sound after the other; made anew when it is outgrown.

    Vosk keeps the parts of its graph that it has passed through, which makes it fast and large.
    Everything else it knows of the past it forgets after a final result. That is asked for at the
    end of every sound and, in long ones, in the first pause after half a minute, so that where it
    can be made anew depends on the sound alone.

    Three details make the results repeat. Vosk counts time on from the first sample it was given,
    in single precision, and prints six decimals: at each rest it is filled up with silence to a
    multiple of 1/64 s, which both hold exactly. Its confidences are sums whose order depends on
    the graph's numbering; they differ by about 1e-8, and are rounded to three decimals. A decoder
    is never older than single precision can count.

    One thing is left: the parts of the graph are numbered as they are found, the numbers decide
    which of the unlikeliest paths are dropped, and in noise that can move a confidence by some
    hundredths. ``exact`` has a new decoder for every sound instead, for twice the work.

    Parameters
    ----------
    make
        Returns a new ``KaldiRecognizer``.
    bound
        Shared by the decoders of a process.
    exact
        Whether to begin anew with each sound.
    """

    def __init__(self, make: Callable[[], Any], bound: MemoryBound, *, exact: bool = False) -> None:
        self._make = make
        self._bound = bound
        self._exact = exact
        self._kaldi: Any = None
        self._given = 0
        self._heard = 0
        self._origin_s = self._offset_s = 0.0
        self._begin_anew()

    def decode(self, sound: Sound) -> Iterator[Segment]:
        """Yield each segment that holds words, with times from the sound's beginning.

        A decoder whose sound breaks off, or is not heard to its end, must not be used again.
        """
        self._heard = 0
        if self._exact and self._given:
            self._begin_anew()
        self._rested()
        kept: list[Samples] = []
        for block in sound:
            kept.append(block)
            if not self._accept(block):
                continue
            yield from self._segment(self._kaldi.Result(), kept)
            kept = []
            if self._heard_s - self._offset_s >= _REST_S and _is_pause(block):
                yield from self._rest(kept)
        yield from self._rest(kept)

    def _rest(self, kept: list[Samples]) -> Iterator[Segment]:
        """Come to an end that leaves nothing behind, and begin anew if outgrown."""
        # At least one sample: without any since the last result, Vosk would not forget.
        filler = np.zeros(_GRAIN - self._given % _GRAIN, np.int16)
        self._given += filler.size
        self._kaldi.AcceptWaveform(filler.tobytes())
        yield from self._segment(self._kaldi.FinalResult(), kept)
        self._rested()

    def _rested(self) -> None:
        age_s = self._given / SAMPLE_RATE
        old = age_s >= _LEAST_AGE_S and not self._exact
        outgrown = old and self._bound.outgrown(self, age_s)
        if outgrown or age_s >= (_OLDEST_EXACT_S if self._exact else _OLDEST_S):
            self._begin_anew()
        self._origin_s = self._given / SAMPLE_RATE
        self._offset_s = self._heard_s

    def _begin_anew(self) -> None:
        if self._kaldi is not None:
            self._kaldi = None  # before the new one is made, so that they are never there together
            give_back()
        self._kaldi = self._make()
        self._bound.renewed(self)
        self._given = 0

    @property
    def _heard_s(self) -> float:
        return self._heard / SAMPLE_RATE

    def _accept(self, block: Samples) -> bool:
        self._given += block.size
        self._heard += block.size
        return bool(block.size and self._kaldi.AcceptWaveform(block.tobytes()))

    def _segment(self, result: str, kept: list[Samples]) -> Iterator[Segment]:
        found = json.loads(result)
        words = vosk_words(found, self._origin_s, self._offset_s)
        if words:
            samples = np.concatenate(kept) if kept else np.zeros(0, np.int16)
            start_s = (self._heard - samples.size) / SAMPLE_RATE
            yield Segment(Heard(words, vector_of(found)), samples, start_s)


def vosk_words(result: Mapping[str, Any], origin_s: float, offset_s: float) -> tuple[Word, ...]:
    """Return the words of one of Vosk's results.

    Parameters
    ----------
    result
        With words, their times, and confidences if there are any.
    origin_s, offset_s
        Vosk's time, a multiple of 1/64 s, and the sound's time at the same moment. One after the
        other, each difference rounded, or else the last digit would depend on Vosk's time.
    """

    def placed(time_s: float) -> float:
        return round(round(time_s - origin_s, 6) + offset_s, 6)

    return tuple(
        Word(
            word["word"],
            placed(word["start"]),
            placed(word["end"]),
            round(float(word.get("conf", 0.0)), _DECIMALS),
        )
        for word in result.get("result", ())
        if word["word"] != "[unk]"
    )


def _is_pause(block: Samples) -> bool:
    """Return whether nobody begins to speak at the end of a block that Vosk ended a segment in."""
    before, last = block[-2 * _ONSET : -_ONSET], block[-_ONSET:]
    if before.size < _ONSET:
        return False
    power, onset = (float(np.mean(part.astype(np.float64) ** 2)) for part in (before, last))
    return onset <= 2.0 * power + 1.0
