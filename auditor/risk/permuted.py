"""The control of recovery: everybody's findings laid on everybody else's truth."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.risk.subjects import Guess, Subject

__all__ = ["Permuted", "permuted"]


@dataclass(frozen=True)
class Permuted:
    """What chance matches reach, each list in the order of the persons.

    ``by_truth`` is the share right of a person's truth under the findings of the others,
    ``by_findings`` the share right when a person's findings are laid on the truth of the others.
    """

    by_truth: tuple[float, ...]
    by_findings: tuple[float, ...]


def permuted(
    subjects: Sequence[Subject], guess: Guess, categories: Sequence[str], least: float
) -> Permuted:
    """Return the exact mean over all ways of giving persons each other's final findings.

    No permutation is drawn: a person's attribute is right under another's findings when that
    other found the same value, or found nothing and the guess is right, and both can be counted.
    An attribute weighs 1/K of a person with K true attributes, as in the measure itself.

    Parameters
    ----------
    subjects
        At least two, each with a truth in the categories.
    """
    people = [_Person(each, guess, categories, least) for each in subjects]
    said: Counter[tuple[str, str]] = Counter()
    silent: Counter[str] = Counter()
    truths: defaultdict[tuple[str, str], float] = defaultdict(float)
    guessed: defaultdict[str, float] = defaultdict(float)
    for each in people:
        said.update(each.final.items())
        silent.update(name for name in categories if name not in each.final)
        for name, value in each.true.items():
            truths[name, value] += each.weight
            guessed[name] += each.weight * each.right[name]
    others = len(people) - 1
    rows, columns = [], []
    for each in people:
        row = sum(
            said[name, value] + silent[name] * each.right[name] for name, value in each.true.items()
        )
        rows.append((row * each.weight - each.own) / others)
        column = sum(
            truths[name, each.final[name]] if name in each.final else guessed[name]
            for name in categories
        )
        columns.append((column - each.own) / others)
    return Permuted(tuple(rows), tuple(columns))


class _Person:
    """A person's final findings, and what is right of them on their own truth."""

    def __init__(
        self, subject: Subject, guess: Guess, categories: Sequence[str], least: float
    ) -> None:
        self.true = {name: subject.truth[name] for name in categories if name in subject.truth}
        self.weight = 1 / len(self.true)
        guesses = guess(subject)
        self.right = {name: guesses[name] == value for name, value in self.true.items()}
        self.final = {
            each.category: each.value
            for each in sorted(subject.findings, key=lambda finding: finding.utterance)
            if each.category in categories and each.probability >= least
        }
        matches = sum(
            self.final[name] == value if name in self.final else self.right[name]
            for name, value in self.true.items()
        )
        self.own = matches * self.weight
