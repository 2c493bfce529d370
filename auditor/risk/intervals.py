"""95 % intervals of shares and of excesses over a baseline.

Persons are the units of sampling wherever one person gives several figures. The plain t interval
(:mod:`auditor.risk.student`) is too short where most persons are near 0 or 1, since the mean is
skewed there; the intervals here are Student t on a scale on which it is less so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, stdev

import numpy as np
import numpy.typing as npt

from auditor.risk.student import MIN_PERSONS, t_quantile

__all__ = [
    "difference_interval",
    "excess_bands",
    "excess_interval",
    "rate_interval",
    "ratio_interval",
    "share_interval",
    "wilson",
]

Interval = tuple[float, float]

_Z = 1.959963984540054
_TAIL = 0.025
_NOTHING = 1e-9
"""A standard error under this is rounding: all persons are alike."""


def wilson(hits: int, n: int) -> Interval:
    """Return Wilson's 95 % interval of a share of ``n`` independent trials.

    With p = hits/n and z = 1.96 the middle is (p + z²/2n) / (1 + z²/n), the half width
    z/(1 + z²/n) · √(p(1−p)/n + z²/4n²) (E. B. Wilson, JASA 22, 1927).

    Misleads when trials are not independent, several attributes of one person for example: then
    take :func:`share_interval` over persons.

    Raises
    ------
    ValueError
        If ``n`` is not positive or ``hits`` lies outside 0 … n.
    """
    if n < 1 or not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n} is no share")
    share, scale = hits / n, 1 + _Z**2 / n
    middle = (share + _Z**2 / (2 * n)) / scale
    half = _Z / scale * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def share_interval(values: Sequence[float]) -> Interval | None:
    """Return the 95 % interval of the mean of persons' shares, each in 0 … 1.

    Student t on the log-odds of the mean, its standard error by the delta method. Where all
    persons have the same share, what was never seen in n persons has a chance of at most
    1 − 0.025^(1/n) (Clopper and Pearson), and the interval is that wide. None under
    :data:`~auditor.risk.student.MIN_PERSONS` values.
    """
    n = len(values)
    if n < MIN_PERSONS:
        return None
    return rate_interval(fmean(values), values)


def rate_interval(rate: float, parts: Sequence[float]) -> Interval | None:
    """Return the 95 % interval of a rate whose error is that of the mean of persons' ``parts``.

    As :func:`share_interval`, of which this is the general case: parts may be linearised figures
    that lie outside 0 … 1.
    """
    n = len(parts)
    if n < MIN_PERSONS:
        return None
    error = stdev(parts) / math.sqrt(n)
    if error < _NOTHING or not 0 < rate < 1:
        return max(0.0, rate - _unseen(n)), min(1.0, rate + _unseen(n))
    odds = math.log(rate / (1 - rate))
    margin = t_quantile(n - 1) * error / (rate * (1 - rate))
    return _expit(odds - margin), _expit(odds + margin)


def difference_interval(values: Sequence[float]) -> Interval | None:
    """Return the 95 % Student t interval of a mean of differences, each in −1 … 1.

    Where all persons have the same difference it is as wide as in :func:`share_interval`. None
    under :data:`~auditor.risk.student.MIN_PERSONS` values.
    """
    n = len(values)
    if n < MIN_PERSONS:
        return None
    mean, margin = fmean(values), _margin(stdev(values) / math.sqrt(n), n)
    return max(-1.0, mean - margin), min(1.0, mean + margin)


def excess_interval(gains: Sequence[float], rooms: Sequence[float]) -> Interval | None:
    """Return the 95 % interval of an excess, the ratio mean(gains) / mean(rooms).

    ``gains`` are persons' scores over their baseline, ``rooms`` what the baseline leaves to be
    gained. See :func:`excess_bands`, of which this is the case of one moment.
    """
    gain, room = np.asarray(gains, float), np.asarray(rooms, float)
    low, high = excess_bands(
        np.array([gain.sum()]),
        np.array([(gain * gain).sum()]),
        np.array([(gain * room).sum()]),
        float(room.sum()),
        float((room * room).sum()),
        gain.size,
    )
    return None if math.isnan(low[0]) else (float(low[0]), float(high[0]))


def ratio_interval(gains: Sequence[float], rooms: Sequence[float]) -> Interval | None:
    """Return the 95 % interval of mean(gains) / mean(rooms) where gains are differences.

    Student t on the persons' linearised figures as in :func:`excess_bands`, on the plain scale:
    what lies over a control may be more than 1, so there is no end near which it is skewed. None
    under :data:`~auditor.risk.student.MIN_PERSONS` persons, or where nothing is left to gain.
    """
    gain, room = np.asarray(gains, float), np.asarray(rooms, float)
    n = gain.size
    if n < MIN_PERSONS or room.sum() <= 0:
        return None
    value = float(gain.sum() / room.sum())
    margin = _margin(float(np.std((gain - value * room) / room.mean(), ddof=1)) / math.sqrt(n), n)
    return value - margin, value + margin


def excess_bands(
    gain: npt.NDArray[np.float64],
    gain_squared: npt.NDArray[np.float64],
    gain_room: npt.NDArray[np.float64],
    room: float,
    room_squared: float,
    n: int,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the 95 % band of excesses at many moments from sums over persons.

    Parameters
    ----------
    gain, gain_squared, gain_room
        Of shape (moments,): the sums over persons of gain, its square, and gain times room.
    room, room_squared
        The sums over persons of room and of its square, the same at all moments.
    n
        Persons.

    Returns
    -------
    low, high
        Of shape (moments,); NaN under :data:`~auditor.risk.student.MIN_PERSONS` persons.

    Notes
    -----
    With E = Σgain / Σroom the persons' linearised figures are z = (gain − E·room) / mean(room)
    (Cochran, *Sampling Techniques*, 1977, 6.3); the interval is Student t on −log(1 − E), what
    is left to guess on a log scale. Where persons are all alike see :func:`share_interval`.

    Misleads when E is near 0 because few persons gave anything away at all: it then covers .90 to
    .93 from 10 to 20 persons.
    """
    if n < MIN_PERSONS or room <= 0:
        nothing = np.full(gain.shape, np.nan)
        return nothing, nothing
    excess = gain / room
    spread = gain_squared - 2 * excess * gain_room + excess**2 * room_squared
    error = np.sqrt(np.maximum(spread, 0) / (n - 1) / n) / (room / n)
    left = np.maximum(1 - excess, _NOTHING)
    factor = np.exp(np.minimum(t_quantile(n - 1) * error / left, 50.0))
    alike = error < 1e-7  # sums of squares lose half the digits
    low = np.where(alike, excess - _unseen(n), 1 - left * factor)
    high = np.where(alike, np.minimum(excess + _unseen(n), 1), 1 - left / factor)
    return low, high


def _margin(error: float, n: int) -> float:
    """Return half the width on the plain scale; where persons are all alike, what is unseen."""
    return _unseen(n) if error < _NOTHING else t_quantile(n - 1) * error


def _unseen(n: int) -> float:
    return 1.0 - float(_TAIL ** (1 / n))


def _expit(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value > -500 else 0.0
