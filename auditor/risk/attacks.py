"""Attacks: how often they succeed, what chance and a control reach, and what is left over.

An attack here is a row of trials, one or several a person; the three criteria of the Article 29
Working Party's Opinion 05/2014 (WP216) are made into trials in :mod:`auditor.risk.criteria`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean

from auditor.errors import UsageError
from auditor.records import Risk
from auditor.risk.intervals import share_interval, wilson
from auditor.risk.student import MIN_PERSONS

__all__ = ["Attack", "Trials", "measure_attack", "residual_risk", "success"]


@dataclass(frozen=True)
class Trials:
    """Who was attacked and with which success, 0 … 1 (a tie of two is half a success)."""

    persons: tuple[str, ...]
    hits: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse what is no list of trials.

        Raises
        ------
        UsageError
            If there are none, the lists differ in length, or a hit is not in 0 … 1.
        """
        if not self.hits or len(self.persons) != len(self.hits):
            raise UsageError("an attack needs at least one trial, and a person for each")
        if not all(0 <= each <= 1 for each in self.hits):
            raise UsageError("a trial's success lies between 0 and 1")


@dataclass(frozen=True)
class Attack:
    """An attack's success with baseline and control, and the residual risk over the control."""

    success: Risk
    residual: Risk


def success(trials: Trials) -> tuple[float, tuple[float, float] | None, str]:
    """Return the rate of success, its 95 % interval, and how the interval was made.

    Wilson's for one whole trial a person, which are then independent; else Student's t over
    persons' rates. None under :data:`~auditor.risk.student.MIN_PERSONS` persons.
    """
    by_person: dict[str, list[float]] = defaultdict(list)
    for person, hit in zip(trials.persons, trials.hits, strict=True):
        by_person[person].append(hit)
    rates = [fmean(each) for each in by_person.values()]
    if len(rates) < MIN_PERSONS:
        return fmean(rates), None, f"under {MIN_PERSONS} persons no interval is given"
    if len(rates) == len(trials.hits) and set(trials.hits) <= {0, 1}:
        interval = wilson(int(sum(rates)), len(rates))
        return fmean(rates), interval, "Wilson's interval: one trial a person"
    return fmean(rates), share_interval(rates), "Student's t over persons, on the log-odds"


def residual_risk(attack: tuple[float, float], control: tuple[float, float]) -> tuple[float, float]:
    """Return (attack − control)/(1 − control) and its half width, from rates and half widths.

    Giomi, Boenisch, Wehmeyer and Tasnádi, *A Unified Framework for Quantifying Privacy Risk in
    Synthetic Data* (Anonymeter), PoPETs 2023: what the attack does beyond what it does to those
    whose data it does not have. The half widths are propagated to first order,
    √((δa/(1 − c))² + (δc (a − 1)/(1 − c)²)²).

    Raises
    ------
    ValueError
        If the control always succeeds: there is nothing beyond it.
    """
    (rate, half), (chance, doubt) = attack, control
    if chance >= 1:
        raise ValueError("a control that always succeeds leaves no residual risk to be measured")
    room = 1 - chance
    return (rate - chance) / room, math.hypot(half / room, doubt * (rate - 1) / room**2)


def measure_attack(name: str, main: Trials, baseline: Trials, control: Trials) -> Attack:
    """Measure an attack.

    Parameters
    ----------
    name
        Of the attack, which the measures are called by.
    main
        With what was found of the person attacked.
    baseline
        Knowing only the population.
    control
        With what was found of somebody else.

    Notes
    -----
    Misleads when the attack is weak: an attack no better than its control or its baseline says
    nothing of a stronger one, and ``assumes`` says when that is so. A rate near 1 by precision
    alone would call many attacks safe: every person attacked counts, found or not.
    """
    rate, interval, how = success(main)
    guessed, _, _ = success(baseline)
    reached, control_interval, _ = success(control)
    persons = len(set(main.persons))
    weak = " No better than its baseline: a weak attack." if rate <= guessed else ""
    found = Risk(
        name=name,
        value=rate,
        interval=interval,
        n=persons,
        baseline=guessed,
        control=reached,
        unit="share of attacks",
        assumes=f"The baseline knows the population, the control the findings of somebody else; "
        f"{how}.{weak}",
    )
    residual = _residual(
        f"{name}_residual", (rate, interval), (reached, control_interval), guessed, persons
    )
    return Attack(found, residual)


_Rate = tuple[float, tuple[float, float] | None]


def _residual(name: str, main: _Rate, control: _Rate, guessed: float, n: int) -> Risk:
    (rate, interval), (reached, doubt) = main, control
    formula = "(attack − control)/(1 − control); half widths propagated to first order"
    if reached >= 1:
        note = f"{formula}. The control always succeeds: no residual risk can be measured."
        return Risk(name, None, None, n, guessed, reached, "share", note)
    if interval is None or doubt is None:
        value = (rate - reached) / (1 - reached)
        note = f"{formula}. Under {MIN_PERSONS} persons no interval is given."
        return Risk(name, value, None, n, guessed, reached, "share", note)
    # As in Anonymeter both rates are the middles of their intervals.
    value, half = residual_risk(_middle(interval), _middle(doubt))
    note = f"{formula}; rates are the middles of their intervals."
    span = (max(-1.0, value - half), min(1.0, value + half))
    return Risk(name, value, span, n, guessed, reached, "share", note)


def _middle(interval: tuple[float, float]) -> tuple[float, float]:
    low, high = interval
    return (low + high) / 2, (high - low) / 2
