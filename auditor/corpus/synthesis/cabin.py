"""Impulse responses of a car's cabin, by the image-source method (pyroomacoustics).

The cabin is a box the size of a family car with glass, headliner, carpet and seats as walls that
absorb by frequency. One microphone sits in the roof console. Left- and right-hand drive are mirror
images with the same responses, so a seat is told by its place from the driver's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from auditor.corpus.synthesis.levels import Samples
from auditor.records import SAMPLE_RATE

__all__ = ["SEATS", "Cabin", "Point", "impulse_responses"]

Point = tuple[float, float, float]
"""Metres from the front, from the driver's side and from the floor."""

SEATS: Mapping[str, Point] = {
    "driver": (1.15, 0.38, 0.85),
    "passenger": (1.15, 1.07, 0.85),
    "back": (2.05, 1.00, 0.72),
    "doors": (0.70, 0.06, 0.25),
    "dashboard": (0.35, 0.72, 0.55),
}
"""Where mouths and loudspeakers are: ``doors`` the car's own loudspeaker, ``back`` a child."""

BANDS_HZ = (125, 250, 500, 1000, 2000, 4000)
"""Octaves for which the walls' absorption is given; above, the last holds."""


@dataclass(frozen=True)
class Cabin:
    """Size in metres (length, width, height), microphone, and each wall's absorbed energy.

    The coefficients are ours: those of glass and upholstery, raised because an empty box has
    neither seats nor people between its walls. They make sound decay by 60 dB in 0.04 to 0.09 s
    above 200 Hz, which is how dead a car is.
    """

    size: Point = (2.70, 1.45, 1.15)
    microphone: Point = (0.75, 0.62, 1.10)
    walls: Mapping[str, tuple[float, ...]] = field(
        default_factory=lambda: {
            "west": (0.50, 0.48, 0.45, 0.42, 0.40, 0.40),  # windscreen and dashboard
            "east": (0.50, 0.60, 0.70, 0.75, 0.75, 0.75),  # rear seats and rear window
            "south": (0.55, 0.55, 0.55, 0.55, 0.52, 0.50),  # door, side window, seat
            "north": (0.55, 0.55, 0.55, 0.55, 0.52, 0.50),
            "floor": (0.55, 0.65, 0.75, 0.85, 0.85, 0.85),  # carpet and seats
            "ceiling": (0.45, 0.55, 0.70, 0.75, 0.80, 0.80),  # headliner
        }
    )


def impulse_responses(cabin: Cabin | None = None) -> dict[str, Samples]:
    """Return the response from each of :data:`SEATS` to the microphone, at 16 kHz.

    Each begins with its direct sound, and all are scaled alike, such that the driver's has unit
    energy: how much fainter somebody in the back is heard stays.
    """
    responses = {seat: _response(cabin or Cabin(), place) for seat, place in SEATS.items()}
    scale = 1.0 / np.sqrt(np.square(responses["driver"], dtype=np.float64).sum())
    return {seat: (samples * scale).astype(np.float32) for seat, samples in responses.items()}


def _response(cabin: Cabin, place: Point) -> Samples:
    import pyroomacoustics as pra

    materials = {
        wall: pra.Material({"coeffs": list(absorbed), "center_freqs": list(BANDS_HZ)})
        for wall, absorbed in cabin.walls.items()
    }
    # 25 reflections leave less than a millionth of the energy in these walls.
    room = pra.ShoeBox(list(cabin.size), fs=SAMPLE_RATE, materials=materials, max_order=25)
    room.add_source(list(place))
    room.add_microphone(list(cabin.microphone))
    with _library_constants(num_threads=1, rir_hpf_enable=False):
        room.compute_rir()
    whole = np.asarray(room.rir[0][0], dtype=np.float64)
    return _from_direct_sound(whole)


@contextmanager
def _library_constants(**values: object) -> Iterator[None]:
    """Set constants of pyroomacoustics for a while.

    One thread: with several, sums depend on how many cores the machine has. No high-pass filter:
    it rings for longer than a cabin does.
    """
    import pyroomacoustics as pra

    before = {name: pra.constants.get(name) for name in values}
    try:
        for name, value in values.items():
            pra.constants.set(name, value)
        yield
    finally:
        for name, value in before.items():
            pra.constants.set(name, value)


def _from_direct_sound(response: npt.NDArray[np.float64]) -> Samples:
    """Cut the way to the microphone off the front, and what is below −60 dB off the end."""
    onset = int(np.flatnonzero(np.abs(response) > 0.1 * np.abs(response).max())[0])
    kept = response[onset:]
    remaining = np.cumsum(np.square(kept)[::-1])[::-1]
    audible = int(np.count_nonzero(remaining > 1e-6 * remaining[0]))
    return kept[:audible].astype(np.float32)
