"""The claims curve without truth: how many claims are expected to be right, and how surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from auditor.errors import UsageError
from auditor.records import Profile
from auditor.risk.known import Known
from auditor.risk.student import MIN_PERSONS, t_quantile
from auditor.risk.timeline import Timeline

__all__ = ["ExpectedCurve", "ExpectedPoint", "expected_curve"]


@dataclass(frozen=True)
class ExpectedPoint:
    """Claims expected to be right after so many utterances, the mean of persons.

    ``interval`` holds chance and calibration; ``persons`` were heard at least so long.
    """

    utterances: int
    claims: float
    expected: float
    interval: tuple[float, float] | None
    persons: int


@dataclass(frozen=True)
class ExpectedCurve:
    """Another quantity than recovery: nobody knows here what is true. ``assumes`` says what is."""

    points: tuple[ExpectedPoint, ...]
    calibration_error: float
    assumes: str


def expected_curve(
    profiles: Sequence[Profile],
    lines: Mapping[str, Timeline],
    known: Known,
    *,
    calibration_error: float,
    least: float = 0.5,
) -> ExpectedCurve:
    """Return the expected number of right claims about driver and family, along what was heard.

    Parameters
    ----------
    profiles, lines
        Of each person, what was concluded and what was heard.
    known
        Which claims count, and which were confirmed: those are right.
    calibration_error
        How far the mean of stated probabilities may lie from the share that is right, in 0 … 1:
        the upper end of a measured calibration error, or as assumed.
    least
        Claims under this probability do not count.

    Notes
    -----
    The expected number is the sum of probabilities. The band is t·√(s²/n) over persons, plus the
    calibration error times the unconfirmed claims: an unknown bias, so it is added and not squared.

    Misleads as recovery does not: a confident instrument that is wrong looks like one that is
    right, but for the band.

    Raises
    ------
    UsageError
        If the error is not in 0 … 1, or there are no persons.
    """
    if not 0 <= calibration_error <= 1 or not profiles:
        raise UsageError(
            "a calibration error lies between 0 and 1, and a curve needs at least one person",
            where="calibration_error, profiles",
        )
    length = max((len(line.moments) for line in lines.values()), default=0)
    sums = _Sums(length)
    for profile in profiles:
        line = lines.get(profile.person)
        sums.add(_steps(profile, line, known, least), len(line.moments) if line else 0)
    points = _points(sums, calibration_error)
    few = f" Under {MIN_PERSONS} persons no band is given." if len(profiles) < MIN_PERSONS else ""
    return ExpectedCurve(
        points,
        calibration_error,
        f"Sums of probabilities of claims at {least:g} and more, with no truth at hand. The band "
        f"is Student's t over persons, and {calibration_error:g} a claim for calibration. A claim "
        f"counts from the first utterance that supports it.{few}",
    )


class _Sums:
    """Sums over persons at every utterance, so that no table of persons by utterances is needed."""

    def __init__(self, length: int) -> None:
        self.claims, self.open, self.sure, self.sure_squared = np.zeros((4, length + 1))
        self.heard: list[int] = []

    def add(self, steps: Sequence[tuple[int, float, bool]], heard: int) -> None:
        """Add one person's claims: utterance, probability, and whether it was confirmed."""
        sure = np.zeros_like(self.sure)
        for order, probability, confirmed in steps:
            sure[order:] += probability
            self.claims[order:] += 1
            self.open[order:] += not confirmed
        self.sure += sure
        self.sure_squared += sure * sure
        self.heard.append(heard)


def _steps(
    profile: Profile, line: Timeline | None, known: Known, least: float
) -> list[tuple[int, float, bool]]:
    steps = []
    for claim in known.household(profile.claims):
        confirmed = known.decided([claim], "confirmed") > 0
        moment = line.first(claim.evidence) if line else None
        if moment is not None and (confirmed or claim.probability >= least):
            steps.append((moment.order, 1.0 if confirmed else claim.probability, confirmed))
    return steps


def _points(sums: _Sums, calibration_error: float) -> tuple[ExpectedPoint, ...]:
    n = len(sums.heard)
    mean = sums.sure / n
    half = None
    if n >= MIN_PERSONS:
        variance = np.maximum(sums.sure_squared / n - mean**2, 0.0) * n / (n - 1)
        half = t_quantile(n - 1) * np.sqrt(variance / n) + calibration_error * sums.open / n
    changes = {0, mean.size - 1, *(np.flatnonzero(np.diff(sums.claims)) + 1).tolist()}
    return tuple(
        ExpectedPoint(
            utterances=at,
            claims=float(sums.claims[at]) / n,
            expected=float(mean[at]),
            interval=None
            if half is None
            else (max(0.0, float(mean[at] - half[at])), float(mean[at] + half[at])),
            persons=sum(each >= at for each in sums.heard),
        )
        for at in sorted(changes)
    )
