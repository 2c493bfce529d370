"""Clocks that jump: recordings whose time cannot be right.

A head unit whose battery was off begins again at its epoch; one that is set mid-trip lets two
recordings of one device overlap. A wrong time would make routines and absences of nothing, so
such times are named and may be taken away; nothing is put in their place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from auditor.records import Recording, Utterance

__all__ = ["Jump", "doubtful", "without_clocks"]

_FIRST_YEAR = 2005
"""Voice assistants in cars are younger; devices begin again at 1970, 1980 or 2000."""
_ALONE = timedelta(days=730)
"""A recording this far from all others of its person has a clock that was never set."""
_SLACK = timedelta(seconds=2)
"""Clock times are often given to the second only."""

_Begun = tuple[datetime, Recording]


@dataclass(frozen=True)
class Jump:
    """A recording whose clock is not believed, and why."""

    recording: str
    why: str


def doubtful(recordings: Iterable[Recording], seconds: Mapping[str, float]) -> list[Jump]:
    """Return the recordings whose clock time cannot be right, in order of their ids.

    Parameters
    ----------
    recordings
        Of any persons; those of one person and device are compared with each other.
    seconds
        Seconds of sound by recording id; what is missing has none.
    """
    by_device: dict[tuple[str, str], list[Recording]] = defaultdict(list)
    found: dict[str, str] = {}
    for one in recordings:
        if one.started_at is None:
            continue
        if one.started_at.year < _FIRST_YEAR:
            found[one.id] = f"its year is {one.started_at.year}"
        else:
            by_device[one.person, one.device or ""].append(one)
    for own in by_device.values():
        ordered = sorted(_comparable(own), key=lambda one: (one[0], one[1].id))
        found |= _alone(ordered)
        found |= _overlapping(ordered, seconds)
    return [Jump(recording, why) for recording, why in sorted(found.items())]


def _alone(ordered: Sequence[_Begun]) -> dict[str, str]:
    """Find recordings at either end that years part from a larger rest."""
    moments = [moment for moment, _ in ordered]
    gaps = [k for k in range(1, len(ordered)) if moments[k] - moments[k - 1] >= _ALONE]
    if not gaps:
        return {}
    bounds = [0, *gaps, len(ordered)]
    runs = [ordered[low:high] for low, high in pairwise(bounds)]
    largest = max(runs, key=len)
    return {
        one.id: "years part it from the person's other recordings"
        for run in runs
        if len(run) * 2 <= len(largest)
        for _, one in run
    }


def _overlapping(ordered: Sequence[_Begun], seconds: Mapping[str, float]) -> dict[str, str]:
    found = {}
    for (begun, one), (after, following) in pairwise(ordered):
        end = begun + timedelta(seconds=seconds.get(one.id, 0.0))
        # A sound that is listed twice is at one time in both rows.
        if one.sha256 != following.sha256 and after + _SLACK < end:
            found[following.id] = "it begins before the one before it has ended"
    return found


def _comparable(recordings: Sequence[Recording]) -> list[_Begun]:
    """Return recordings with times that can be compared: wall clocks where offsets are missing."""
    begun = [(one.started_at, one) for one in recordings if one.started_at is not None]
    if all(moment.tzinfo is not None for moment, _ in begun):
        return begun
    return [(moment.replace(tzinfo=None), one) for moment, one in begun]


def without_clocks(
    recordings: Iterable[Recording], utterances: Iterable[Utterance], jumps: Iterable[Jump]
) -> tuple[list[Recording], list[Utterance]]:
    """Return recordings and utterances without the clock times of doubtful recordings."""
    doubted = {jump.recording for jump in jumps}
    return (
        [replace(one, started_at=None) if one.id in doubted else one for one in recordings],
        [replace(one, at=None) if one.recording_id in doubted else one for one in utterances],
    )
