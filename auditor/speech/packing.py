"""Cutting sound into pieces for a recogniser that hears a limited window at a time.

What is certainly empty is left out: long stretches in which no band of the spectrum rises above
the noise floor of the recording. Nothing else is judged here. Music, a horn or an engine that
speeds up rise above the floor and are heard; whether words in them are believed is for the guard.
A cheap detector that claimed to know speech would take road noise for it and, worse, soft speech
for noise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.records import SAMPLE_RATE
from auditor.speech.utterances import PAUSE_S

__all__ = ["FRAME_S", "SOUND_DB", "Piece", "loudness_above_floor", "pieces"]

FRAME_S = 0.016
_HOP = round(FRAME_S * SAMPLE_RATE)
_WINDOW = 2 * _HOP
_BAND_EDGES_HZ = np.geomspace(150.0, 6000.0, 13)
"""Bands of some two fifths of an octave, from below the voice to its fricatives; road and engine
are strongest below the first."""
_SMOOTH = 7
"""Frames, about a tenth of a second: a syllable stands out, the flutter of noise does not."""
_FLOOR_SHARE = 0.1
"""The floor of a band is what it stays under during a tenth of the time."""
_FAINTEST_DB = -85.0
"""Power of a band, of full scale, under which nothing can be heard: a floor of digital silence
would make any click stand out."""
_TOP_BANDS = 4
"""A vowel stands out in few bands, and which they are differs."""
SOUND_DB = 4.5
"""What rises this far is sound: stationary noise, white to road, reaches 4.3 dB in 100 s."""
_CLEAR_DB = 6.0
"""A stretch of sound counts if some of it rises this far."""
_MARGIN_S = 0.35
"""Kept on either side of sound: consonants begin and end under the noise. Of a pause that ends an
utterance hardly anything is left out, of a longer one all but this."""
_SHORTEST_S = 0.15
"""After smoothing, no word is shorter; a click is."""
_QUIET_S = 0.2


@dataclass(frozen=True)
class Piece:
    """Sound to recognise by itself: mono 16 kHz, float32 of shape (n,), and where it begins.

    ``start_s`` is in seconds of what was cut; ``above_db`` is :func:`loudness_above_floor` of the
    piece, one value for each :data:`FRAME_S` seconds.
    """

    start_s: float
    samples: npt.NDArray[np.float32]
    above_db: npt.NDArray[np.float32]


def loudness_above_floor(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return how far sound rises above its own noise floor, in dB, for each frame.

    The mean over the bands that rise most, each compared with its own floor, so that speech
    stands out from road noise that is louder as a whole.

    Parameters
    ----------
    samples
        Mono 16 kHz sound of shape (n,), in −1 … 1.

    Returns
    -------
    numpy.ndarray
        float32 of shape (m,), m = ceil(n / 256).
    """
    if not samples.size:
        return np.zeros(0, np.float32)
    levels = _band_levels(samples)
    floor = np.quantile(levels, _FLOOR_SHARE, axis=0, method="lower")
    rise = levels - np.maximum(floor, _FAINTEST_DB)
    top = np.partition(rise, -_TOP_BANDS, axis=1)[:, -_TOP_BANDS:]
    return np.asarray(top.mean(axis=1), np.float32)


def _band_levels(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Return the smoothed power of each band in dB of full scale, of shape (frames, bands)."""
    frames = -(-samples.size // _HOP)
    filled = np.zeros((frames + 1) * _HOP, np.float32)
    filled[_HOP // 2 :][: samples.size] = samples[: filled.size - _HOP // 2]
    window = np.hanning(_WINDOW + 1)[:-1].astype(np.float32)
    scale = 2.0 / float(np.square(window).sum()) / _WINDOW
    edges = np.searchsorted(np.fft.rfftfreq(_WINDOW, 1 / SAMPLE_RATE), _BAND_EDGES_HZ)
    power = np.empty((frames, edges.size - 1))
    for first in range(0, frames, 4096):  # a few seconds at a time: spectra are large
        last = min(first + 4096, frames)
        view = np.lib.stride_tricks.sliding_window_view(filled, _WINDOW)[first * _HOP :: _HOP]
        spectrum = np.abs(np.fft.rfft(view[: last - first] * window)) ** 2 * scale
        power[first:last] = np.add.reduceat(spectrum, edges, axis=1)[:, :-1]
    kernel = np.full(_SMOOTH, 1.0 / _SMOOTH)
    smooth = np.apply_along_axis(lambda band: np.convolve(band, kernel, "same"), 0, power)
    return 10.0 * np.log10(smooth[:frames] + 1e-12)


def pieces(samples: npt.NDArray[np.float32], *, longest_s: float) -> Iterator[Piece]:
    """Yield the pieces of ``samples`` that may hold speech, in order, none longer than allowed.

    A piece ends at a stretch without sound, which is left out, or else at the quietest place
    among its last seconds; together the pieces hold every frame that rises above the floor.

    Parameters
    ----------
    samples
        Mono 16 kHz sound of shape (n,), in −1 … 1.
    longest_s
        Seconds of the longest piece.
    """
    above = loudness_above_floor(samples)
    for first, last in _sounding(above):
        for begin, end in _split(above, first, last, int(longest_s / FRAME_S)):
            yield Piece(begin * FRAME_S, samples[begin * _HOP : end * _HOP], above[begin:end])


def _sounding(above: npt.NDArray[np.float32]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) frames of stretches between pauses, with their margins."""
    margin = round(_MARGIN_S / FRAME_S)
    for first, last in _joined(_clear_runs(above), round(PAUSE_S / FRAME_S)):
        yield max(first - margin, 0), min(last + margin, above.size)


def _clear_runs(above: npt.NDArray[np.float32]) -> Iterator[tuple[int, int]]:
    shortest = round(_SHORTEST_S / FRAME_S)
    for first, last in _runs(above >= SOUND_DB):
        if last - first >= shortest and above[first:last].max() >= _CLEAR_DB:
            yield first, last


def _joined(runs: Iterable[tuple[int, int]], pause: int) -> Iterator[tuple[int, int]]:
    current: tuple[int, int] | None = None
    for first, last in runs:
        if current and first - current[1] < pause:
            current = (current[0], last)
        else:
            if current:
                yield current
            current = (first, last)
    if current:
        yield current


def _runs(flags: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def _split(
    above: npt.NDArray[np.float32], first: int, last: int, longest: int
) -> Iterator[tuple[int, int]]:
    """Yield (first, last) frames of parts no longer than ``longest``, cut where it is quietest."""
    quiet = max(round(_QUIET_S / FRAME_S), 1)
    while last - first > longest:
        # In the second half only: short parts tell the recogniser less of what is talked about.
        search = above[first + longest // 2 : first + longest]
        level = np.convolve(search, np.full(quiet, 1.0 / quiet), "valid")
        # Of equally quiet places the last: the part stays as long as it can be.
        place = level.size - 1 - int(np.argmin(level[::-1]))
        cut = first + longest // 2 + place + quiet // 2
        yield first, cut
        first = cut
    yield first, last
