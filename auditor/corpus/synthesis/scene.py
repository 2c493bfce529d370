"""A recording as a car would make it: who speaks from where, one after another, in noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from auditor.corpus.synthesis.levels import Samples, active_rms, decibels
from auditor.corpus.synthesis.noise import TICK_LEVEL, Condition, cabin_noise, indicator_ticks
from auditor.errors import UsageError
from auditor.records import SAMPLE_RATE

__all__ = ["Scene", "Turn", "band_passed", "compose"]

_SPEECH_LEVEL = decibels(-26.0)
"""The driver's active level in the recording, of full scale: where telephony keeps it (P.56)."""
_PEAK = 0.97
_LEAD_S = (0.35, 0.70)
_PAUSE_S = (0.60, 1.30)
_TAIL_S = 0.50


@dataclass(frozen=True)
class Turn:
    """What one speaker says: dry speech at 16 kHz, the seat, and a loudspeaker's pass band.

    ``band_hz`` is (low, high) for speech that comes through a telephone or a radio, else None;
    ``level_db`` is how much louder than the driver it is at the mouth or the loudspeaker.
    """

    samples: Samples
    seat: str
    band_hz: tuple[float, float] | None = None
    level_db: float = 0.0


@dataclass(frozen=True)
class Scene:
    """A recording and, for each turn in order, its start and end in seconds."""

    samples: Samples
    times: tuple[tuple[float, float], ...]


def compose(
    turns: Sequence[Turn],
    responses: Mapping[str, Samples],
    condition: Condition,
    rng: np.random.Generator,
) -> Scene:
    """Return the turns in a cabin with noise.

    Every speaker speaks equally loud at the mouth but for ``level_db``; the responses say what of
    it the microphone hears. The noise stands ``condition.snr_db`` below the driver's active speech.

    Raises
    ------
    UsageError
        If a seat has no response, or a turn no sound.
    """
    heard = [_at_microphone(turn, responses) for turn in turns]
    starts, n = _timetable([len(turn.samples) for turn in turns], rng)
    sound = np.zeros(n, dtype=np.float64)
    for start, samples in zip(starts, heard, strict=True):
        sound[start : start + len(samples)] += samples[: n - start]
    sound += decibels(-condition.snr_db) * cabin_noise(condition, n, rng)
    if condition.ticking:
        sound += TICK_LEVEL * indicator_ticks(n, rng)
    sound *= min(_SPEECH_LEVEL, _PEAK / max(float(np.abs(sound).max()), 1e-9))
    times = tuple(
        (start / SAMPLE_RATE, (start + len(turn.samples)) / SAMPLE_RATE)
        for start, turn in zip(starts, turns, strict=True)
    )
    return Scene(sound.astype(np.float32), times)


def _timetable(lengths: Sequence[int], rng: np.random.Generator) -> tuple[list[int], int]:
    """Return where each turn starts, and how long the recording is, in samples."""
    place = round(rng.uniform(*_LEAD_S) * SAMPLE_RATE)
    starts = []
    for length in lengths:
        starts.append(place)
        place += length + round(rng.uniform(*_PAUSE_S) * SAMPLE_RATE)
    end = starts[-1] + lengths[-1] if starts else place
    return starts, end + round(_TAIL_S * SAMPLE_RATE)


def _at_microphone(turn: Turn, responses: Mapping[str, Samples]) -> Samples:
    from scipy.signal import fftconvolve

    if turn.seat not in responses:
        raise UsageError(f"there is no seat {turn.seat!r}", remedy=f"Use: {', '.join(responses)}.")
    dry = turn.samples if turn.band_hz is None else band_passed(turn.samples, turn.band_hz)
    response = responses[turn.seat]
    wet = np.asarray(fftconvolve(dry, response), dtype=np.float32)
    level = active_rms(wet, SAMPLE_RATE)
    if level == 0.0:
        raise UsageError("a turn holds no sound", remedy="Give each turn some words.")
    # Only the seat sets the level: a cabin that colours one voice more must not shift the noise.
    path = float(np.sqrt(np.square(response, dtype=np.float64).sum()))
    return (wet * (decibels(turn.level_db) * path / level)).astype(np.float32)


def band_passed(samples: Samples, band_hz: tuple[float, float]) -> Samples:
    """Return what a band (low, high) in Hz lets through (Butterworth, fourth order)."""
    from scipy.signal import butter, sosfilt

    sections = butter(4, band_hz, btype="bandpass", fs=SAMPLE_RATE, output="sos")
    return np.asarray(sosfilt(sections, samples), dtype=np.float32)
