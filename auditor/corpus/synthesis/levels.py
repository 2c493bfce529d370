"""How loud speech is while somebody speaks, and where it begins and ends."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["Samples", "active_rms", "decibels", "trim_silence"]

Samples = npt.NDArray[np.float32]
"""Mono sound, float32 of shape (n,)."""

_FRAME_S = 0.02
_ACTIVE_RANGE_DB = 30.0
"""Frames this far below the loud ones are pauses; vowels and fricatives lie within it."""
_EDGE_RANGE_DB = 45.0
"""The edges of an utterance are fainter than its middle: a final fricative still counts."""


def decibels(ratio: float) -> float:
    """Return the factor of amplitude that ``ratio`` decibels stand for."""
    return float(10.0 ** (ratio / 20.0))


def active_rms(samples: Samples, rate: int) -> float:
    """Return the root mean square over the frames that hold speech; 0.0 where there are none.

    The active speech level of ITU-T P.56 in its simplest form: frames of 20 ms more than 30 dB
    below the loud ones (their 95th percentile) are pauses and do not count.
    """
    power = _frame_power(samples, rate)
    active = power[power > _threshold(power, _ACTIVE_RANGE_DB)]
    return float(np.sqrt(active.mean())) if active.size else 0.0


def trim_silence(samples: Samples, rate: int) -> Samples:
    """Return ``samples`` from the first to the last frame that holds speech.

    Silence stays silence: where no frame stands out, nothing is left.
    """
    frame = round(_FRAME_S * rate)
    power = _frame_power(samples, rate)
    loud = np.flatnonzero(power > _threshold(power, _EDGE_RANGE_DB))
    if not loud.size:
        return samples[:0]
    return samples[loud[0] * frame : (loud[-1] + 1) * frame]


def _frame_power(samples: Samples, rate: int) -> npt.NDArray[np.float64]:
    frame = round(_FRAME_S * rate)
    padded = np.pad(samples.astype(np.float64), (0, -len(samples) % frame))
    power: npt.NDArray[np.float64] = np.square(padded).reshape(-1, frame).mean(axis=1)
    return power


def _threshold(power: npt.NDArray[np.float64], range_db: float) -> float:
    loud = float(np.percentile(power, 95)) if power.size else 0.0
    return loud * decibels(-range_db) ** 2
