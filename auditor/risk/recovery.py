"""Excess profile recovery: how much more of a profile is right than a guess would have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from auditor.errors import UsageError
from auditor.records import Risk
from auditor.risk.intervals import Interval, excess_interval, ratio_interval, share_interval
from auditor.risk.permuted import permuted
from auditor.risk.recovery_curve import RecoveryCurve, curve_of
from auditor.risk.steps import Steps, steps_of
from auditor.risk.student import MIN_PERSONS
from auditor.risk.subjects import Guess, Subject
from auditor.taxonomy import categories as taxonomy

__all__ = ["Recovery", "recovery"]

_MEANS = (
    "E = (R − R0)/(1 − R0): R is the mean over persons of the share of true attributes whose most "
    "probable value is right, R0 what the guess has right; what was not found takes the guess."
)
_STUDENT = "The interval is Student's t over persons, taken as drawn independently, on −log(1 − E)."
_PLAIN = "The interval is Student's t over persons, taken as drawn independently."
_FEW = f"Under {MIN_PERSONS} persons no interval is given."

IntervalOf = Callable[[Sequence[float], Sequence[float]], Interval | None]
"""From persons' gains and the rooms they had to the interval of their ratio."""


@dataclass(frozen=True)
class Recovery:
    """Excess recovery of a group of persons, over the ``categories`` named.

    Attributes
    ----------
    recovered, excess
        R and E when all was heard; the control of both is everybody else's findings.
    excess_at
        E after so many utterances, of the persons with at least as many.
    over_permuted
        How much R lies over the control, in the unit of E.
    of_others
        E of the control itself, over all ways of giving persons the findings of others. It should
        not lie above 0: another's findings do worse than the mode.
    curves
        By utterance in order of time and in random orders, by minute where minutes are known.
    """

    categories: tuple[str, ...]
    recovered: Risk
    excess: Risk
    excess_at: Risk
    over_permuted: Risk
    of_others: Risk
    curves: tuple[RecoveryCurve, ...]


def recovery(
    subjects: Sequence[Subject],
    guess: Guess,
    categories: Sequence[str],
    *,
    at: int = 100,
    orders: int = 20,
    seed: int = 0,
    least: float = 0.5,
) -> Recovery:
    """Measure how much more of the true profiles was found than a guess has right.

    Parameters
    ----------
    subjects
        The persons; those without a truth in the categories are left out.
    guess
        What is guessed without recordings (:func:`~auditor.risk.subjects.mode_guess`).
    categories
        Closed, single-valued ones that have a population table.
    at
        The number of utterances of the headline.
    orders, seed
        How many random orders, and of what seed.
    least
        Findings under this probability do not count.

    Notes
    -----
    E(0) = 0 by construction. With a perfect instrument E is the share revealed of what a guess
    cannot know; it is negative when findings are worse than the guess.

    Misleads when persons are heard for different lengths (a curve's tail then is of those that
    were heard long), and when the population of the guess is not that of the persons.

    Raises
    ------
    UsageError
        If no person has a truth, or a category is unknown or not closed and single-valued.
    """
    names = _checked(categories)
    people = [each for each in subjects if any(name in each.truth for name in names)]
    steps = list(steps_of(people, guess, names, least))
    if not steps:
        raise UsageError(
            "no person has a truth in the categories to be measured",
            remedy="Give truth files whose profiles name some of them.",
        )
    chance = np.random.default_rng(seed)
    curves = [curve_of(steps, "utterance"), curve_of(steps, "utterance", chance, orders)]
    if all(each.timed for each in steps):
        curves.append(curve_of(steps, "minute"))
    scope = f"Over {', '.join(names)}. {_MEANS}"
    control, over, of_others = _permuted(people, steps, guess, names, least, scope)
    guessed = float(np.mean([each.guessed for each in steps]))
    return Recovery(
        names,
        _recovered(steps, guessed, control, scope),
        _excess("excess_recovery", steps, control, scope),
        _excess_at(steps, at, scope),
        over,
        of_others,
        tuple(curves),
    )


def _checked(names: Sequence[str]) -> tuple[str, ...]:
    known = taxonomy()
    fit = [name for name, kind in known.items() if kind.closed and kind.single]
    for name in names:
        if name not in fit:
            raise UsageError(
                f"{name!r} is no category that is closed and has one value a person",
                where="categories",
                remedy=f"Those are {', '.join(fit)}.",
            )
    return tuple(name for name in known if name in set(names))


def _recovered(steps: Sequence[Steps], guessed: float, control: float | None, scope: str) -> Risk:
    shares = [min(1.0, max(0.0, each.guessed + each.final)) for each in steps]
    return Risk(
        name="recovery",
        value=float(np.mean(shares)),
        interval=share_interval(shares),
        n=len(shares),
        baseline=guessed,
        control=control,
        unit="share of true attributes",
        assumes=f"{scope} Student's t over persons, on the log-odds of the mean. "
        f"{_FEW if len(shares) < MIN_PERSONS else ''}".strip(),
    )


def _excess(name: str, steps: Sequence[Steps], control: float | None, scope: str) -> Risk:
    gains, rooms = [each.final for each in steps], [each.room for each in steps]
    return _ratio(name, gains, rooms, control, scope)


def _ratio(
    name: str,
    gains: Sequence[float],
    rooms: Sequence[float],
    control: float | None,
    scope: str,
    interval_of: IntervalOf = excess_interval,
    how: str = _STUDENT,
) -> Risk:
    room = float(np.mean(rooms))
    interval = interval_of(gains, rooms)
    full = "" if room > 0 else " Nothing is left to find: the guess has every attribute right."
    return Risk(
        name=name,
        value=float(np.mean(gains)) / room if room > 0 else None,
        interval=interval,
        n=len(gains),
        baseline=1 - room,
        control=None if control is None or room <= 0 else (control - 1 + room) / room,
        unit="share of what a guess cannot know",
        assumes=f"{scope} {how if interval else _FEW}{full}",
    )


def _excess_at(steps: Sequence[Steps], at: int, scope: str) -> Risk:
    long = [each for each in steps if each.heard >= at]
    name, scope = (
        f"excess_recovery_at_{at}",
        f"{scope} Of the persons with {at} utterances or more.",
    )
    if len(long) < MIN_PERSONS:
        short = f"{scope} Too few: {len(long)} of {len(steps)}. {_FEW}"
        return Risk(
            name, None, None, len(long), None, None, "share of what a guess cannot know", short
        )
    gains = [float(each.gains(at)[-1]) for each in long]
    return _ratio(
        name, gains, [each.room for each in long], None, f"{scope} No control is computed."
    )


def _permuted(
    people: Sequence[Subject],
    steps: Sequence[Steps],
    guess: Guess,
    names: Sequence[str],
    least: float,
    scope: str,
) -> tuple[float | None, Risk, Risk]:
    unit = "share of what a guess cannot know"
    if len(people) < 2:
        alone = f"{scope} One person has nobody to be exchanged with: no control."
        over, others = (
            Risk(name, None, None, len(people), None, None, unit, alone)
            for name in ("excess_over_permuted", "excess_of_others_findings")
        )
        return None, over, others
    control = permuted(people, guess, names, least)
    reached = float(np.mean(control.by_truth))
    # Each pair of persons depends on both: the projection on one of them (Hoeffding 1948).
    shared = [
        row + column - reached
        for row, column in zip(control.by_truth, control.by_findings, strict=True)
    ]
    rooms = [each.room for each in steps]
    gains = [each.guessed + each.final - one for each, one in zip(steps, shared, strict=True)]
    note = f"{scope} The control gives everybody the findings of everybody else."
    over = _ratio("excess_over_permuted", gains, rooms, None, note, ratio_interval, _PLAIN)
    gains = [one - each.guessed for each, one in zip(steps, shared, strict=True)]
    note = f"{scope} R is what everybody else's findings have right, over all ways at once."
    return reached, over, _ratio("excess_of_others_findings", gains, rooms, None, note)
