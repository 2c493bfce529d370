"""The curve of excess recovery against what was heard, and when it reaches one half."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.records import Risk
from auditor.risk.intervals import excess_bands
from auditor.risk.steps import Axis, Steps, Sums

__all__ = ["RecoveryCurve", "RecoveryPoint", "curve_of"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class RecoveryPoint:
    """The excess after so much was heard, with its 95 % interval where there are enough persons.

    ``persons`` were heard at least so long; the others stay where their recordings ended.
    """

    heard: int
    excess: float
    interval: tuple[float, float] | None
    persons: int


@dataclass(frozen=True)
class RecoveryCurve:
    """Points where the excess changes, and at the beginning and the end; ``axis`` its unit."""

    axis: Axis
    order: str
    points: tuple[RecoveryPoint, ...]
    half: Risk


def curve_of(
    steps: Sequence[Steps],
    axis: Axis,
    chance: np.random.Generator | None = None,
    orders: int = 1,
) -> RecoveryCurve:
    """Return the excess along what was heard, in order of time or, by ``chance``, random orders."""
    length = max(each.length(axis) for each in steps)
    sums = Sums(length)
    for each in steps:
        gains = (
            each.gains(length, axis) if chance is None else each.shuffled(length, orders, chance)
        )
        sums.add(gains, each.room, each.length(axis))
    order = "order of time" if chance is None else f"{orders} random orders"
    return RecoveryCurve(axis, order, _points(sums), _half(sums, axis, order))


def _points(sums: Sums) -> tuple[RecoveryPoint, ...]:
    excess, low, high = _band(sums)
    excess = np.round(excess, 12) + 0.0
    changes = np.flatnonzero(np.diff(excess, prepend=np.nan) != 0)
    kept = sorted({*changes.tolist(), excess.size - 1})
    heard = sums.heard
    return tuple(
        RecoveryPoint(
            heard=moment,
            excess=float(excess[moment]),
            interval=None if np.isnan(low[moment]) else (float(low[moment]), float(high[moment])),
            persons=int(heard[moment]),
        )
        for moment in kept
    )


def _band(sums: Sums) -> tuple[Floats, Floats, Floats]:
    low, high = excess_bands(
        sums.gain, sums.gain_squared, sums.gain_room, sums.room, sums.room_squared, sums.persons
    )
    excess = sums.gain / sums.room if sums.room > 0 else np.full(sums.gain.shape, np.nan)
    return excess, low, high


def _half(sums: Sums, axis: Axis, order: str) -> Risk:
    """Invert the curve and its band at one half."""
    excess, low, high = _band(sums)
    half, latest, soonest = (_first(each >= 0.5) for each in (excess, low, high))
    interval = None
    note = ""
    if soonest is not None and latest is not None:
        interval = float(soonest), float(latest)
    elif soonest is not None:
        note = f" No upper end: the lower band stays under one half; the lower end is {soonest}."
    if half is None:
        note += f" Half was not reached in {excess.size - 1} {axis}s."
    return Risk(
        name=f"{axis}s_to_half",
        value=None if half is None else float(half),
        interval=interval,
        n=sums.persons,
        baseline=None,
        control=None,
        unit=f"{axis}s",
        assumes=f"When E reaches one half, in {order}; the interval inverts the pointwise band. "
        f"It has neither baseline nor control.{note}",
    )


def _first(there: npt.NDArray[np.bool_]) -> int | None:
    return int(np.argmax(there)) if there.any() else None
