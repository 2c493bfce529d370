"""Where in a recording the sound stands, and what of it is lost."""

from __future__ import annotations

import math
from typing import Any

GAP_S = 0.05
"""Timestamps of whole streams jitter by less; a larger hole between two frames is lost sound."""
GAP_AFTER_ERROR_S = 0.002
"""After a packet that failed any hole counts, but for rounding to milliseconds (Matroska)."""
MAX_GAP_S = 60.0
"""A larger hole is a broken timestamp, not lost sound."""
MISSING_S = 0.25
MISSING_SHARE = 0.02
"""A recording is too short when it misses more than both; when damaged, more than the first."""


class Damage:
    """How much sound is lost, and where the first of it was."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.first_s = math.inf

    def add(self, seconds: float, at_s: float) -> None:
        """Count ``seconds`` of lost sound that begin at ``at_s``."""
        self.first_s = min(self.first_s, at_s)
        self.seconds += seconds

    def __str__(self) -> str:
        """Return what a reader of the results must know, or nothing."""
        if not self.seconds:
            return ""
        lost = max(self.seconds, 0.001)
        return f"{lost:.3f} s of sound damaged, the first at {self.first_s:.2f} s"


class Timeline:
    """Follows the timestamps of a track, so that lost sound leaves a silence of its own length.

    Without that silence every second after a damaged packet would be given too early, and a
    person who checks a finding by ear in the original file would listen at the wrong place. Time
    0 is the first sample of the track.
    """

    def __init__(self, declared_s: float | None, damage: Damage) -> None:
        self.declared_s = declared_s
        self.position_s = 0.0
        self.failed_s = 0.0
        self._damage = damage
        self._failed = False
        self._usual_s = 0.02
        self._expected_s: float | None = None

    def fail(self, seconds: float) -> None:
        """Note a packet that cannot be read or decoded; without ``seconds``, of usual length."""
        self._failed = True
        self.failed_s += min(seconds, MAX_GAP_S) or self._usual_s

    def silence_before(self, frame: Any) -> float:
        """Return the seconds of silence that belong before ``frame``, and go past it."""
        gap_s = self._gap_s(frame.time)
        if self._failed or gap_s:
            self._damage.add(max(gap_s, self.failed_s), self.position_s)
        self._failed, self.failed_s = False, 0.0
        length_s = self._usual_s = frame.samples / frame.sample_rate
        if frame.time is not None:
            self._expected_s = frame.time + length_s
        elif self._expected_s is not None:
            self._expected_s += length_s
        self.position_s += gap_s + length_s
        return gap_s

    def _gap_s(self, time_s: float | None) -> float:
        if time_s is None or self._expected_s is None:
            return 0.0
        gap_s = time_s - self._expected_s
        room_s = MAX_GAP_S
        if self.declared_s is not None:
            room_s = min(room_s, self.declared_s - self.position_s)
        least_s = GAP_AFTER_ERROR_S if self._failed else GAP_S
        return gap_s if least_s < gap_s <= room_s else 0.0

    def shortfall(self) -> str:
        """Return how far the sound ends before it should, or nothing."""
        missing_s = self.failed_s
        if self.declared_s is not None:
            missing_s = self.declared_s - self.position_s
        least_share = 0.0 if self._damage.seconds else MISSING_SHARE
        if missing_s <= max(MISSING_S, least_share * (self.position_s + missing_s)):
            return ""
        if self.declared_s is None:
            return f"the last {missing_s:.2f} s cannot be decoded"
        return f"ends at {self.position_s:.2f} s of {self.declared_s:.2f} s declared"
