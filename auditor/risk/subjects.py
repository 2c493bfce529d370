"""Who was heard, what is true of them, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from auditor.errors import UsageError

__all__ = ["Finding", "Guess", "Subject", "guess_by", "mode_guess"]


@dataclass(frozen=True)
class Finding:
    """From this moment on ``value`` was the most probable value of a category.

    ``utterance`` counts the person's utterances from 1, ``minute`` is the sound heard until its
    end, None for text alone. ``value`` is written as the truth writes it, since values are
    compared exactly.
    """

    category: str
    value: str
    utterance: int
    minute: float | None = None
    probability: float = 1.0


@dataclass(frozen=True)
class Subject:
    """One person: the true values by category, the findings, and how much was heard."""

    person: str
    truth: Mapping[str, str]
    findings: tuple[Finding, ...]
    utterances: int
    minutes: float | None = None

    def __post_init__(self) -> None:
        """Refuse findings outside of what was heard.

        Raises
        ------
        UsageError
            If a finding's utterance or minute lies outside.
        """
        for each in self.findings:
            outside = not 1 <= each.utterance <= self.utterances
            late = each.minute is not None and each.minute > (self.minutes or 0.0) + 1e-6
            if outside or late or (each.minute or 0.0) < 0:
                raise UsageError(
                    f"a finding of {each.category} lies outside what was heard",
                    where=f"person {self.person}",
                    remedy=f"Utterances count from 1 to {self.utterances}, minutes from 0 to the "
                    "person's minutes.",
                )


Guess = Callable[[Subject], Mapping[str, str]]
"""What would be guessed of a person without any recording: a value by category."""


def mode_guess(tables: Mapping[str, Mapping[str, float]]) -> Guess:
    """Return the guess of everybody's most frequent value.

    Parameters
    ----------
    tables
        By category, the share (or count) of each value in the population.

    Raises
    ------
    UsageError
        If a table is empty or holds a negative share.
    """
    modes = {name: _mode(name, table) for name, table in tables.items()}
    return lambda _: modes


def guess_by(
    group_of: Callable[[Subject], str], tables: Mapping[str, Mapping[str, Mapping[str, float]]]
) -> Guess:
    """Return the guess of the most frequent value in a person's group, in their town for example.

    Parameters
    ----------
    group_of
        Names the group of a subject.
    tables
        By group, then as for :func:`mode_guess`.

    Raises
    ------
    UsageError
        When it guesses for a person of a group that has no tables.
    """
    guesses = {group: mode_guess(each) for group, each in tables.items()}

    def guess(subject: Subject) -> Mapping[str, str]:
        group = group_of(subject)
        if group not in guesses:
            raise UsageError(
                "the population has no table of this person's group",
                where=f"person {subject.person}",
                remedy=f"The groups are {', '.join(sorted(guesses))}.",
            )
        return guesses[group](subject)

    return guess


def _mode(name: str, table: Mapping[str, float]) -> str:
    if not table or min(table.values()) < 0:
        raise UsageError(
            "a population table is empty or holds a negative share",
            where=name,
            remedy="Give the share of each value.",
        )
    return max(sorted(table), key=lambda value: table[value])
