"""Singling out, linkability and inference (WP216), as trials of an attack.

Findings are a table: a row a person (the index), a column an attribute, missing where nothing was
found. The control of all three is the findings of the next person: what the attack does to somebody
whom it never heard.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from auditor.errors import UsageError
from auditor.risk.attacks import Attack, Trials, measure_attack

__all__ = ["inference", "linkability", "singling_out"]

MOST_ATTACKED = 2_000
"""Of more persons a seeded sample is attacked."""

Floats = npt.NDArray[np.float64]


def singling_out(found: pd.DataFrame, people: pd.DataFrame, *, seed: int = 0) -> Attack:
    """Attack by looking for the one row of a register that the findings fit.

    It succeeds when that row is the person's. The baseline is a guess of the same attributes, each
    drawn from the register's own values, that fits exactly one row, whosever it is.

    Parameters
    ----------
    found
        A row a person, indexed by person, what was found; columns of ``people``.
    people
        The register, indexed by person, with everybody of ``found`` among its rows.
    seed
        Of the guesses, and of the sample of persons where there are many.

    Raises
    ------
    UsageError
        If a column or a person is missing in the register, or there are under two persons.
    """
    _checked(found, people)
    found = _attacked(found, seed)
    numbers = _Codes(found, people)
    others = _next(len(found))
    owner = people.index.get_indexer(found.index).tolist()
    main = [numbers.alone(row, at) for row, at in enumerate(owner)]
    control = [numbers.alone(other, at) for other, at in zip(others, owner, strict=True)]
    chance = np.random.default_rng(seed)
    guesses = [numbers.guess_is_alone(row, chance) for row in range(len(found))]
    return _attack("singling_out", found, main, guesses, control)


def linkability(one: pd.DataFrame, other: pd.DataFrame, *, seed: int = 0) -> Attack:
    """Attack by taking the likest of all profiles for that of the same person.

    Likeness is how many attributes have the same value, less those that differ; ties share a
    success. The baseline picks at random among all.

    Parameters
    ----------
    one, other
        What was found in two separate parts of the recordings, rows and columns alike.
    seed
        Of the sample of persons where there are many.

    Raises
    ------
    UsageError
        If the two have other persons or columns, or there are under two persons.
    """
    _checked(one, other)
    if not (one.index.equals(other.index) and one.columns.equals(other.columns)):
        raise UsageError(
            "the two parts have other persons or attributes",
            where="one, other",
            remedy="Give the same rows and columns in the same order.",
        )
    one, other = _attacked(one, seed), _attacked(other, seed)
    likeness = sum(_likeness(one[name], other[name]) for name in one.columns)
    assert isinstance(likeness, np.ndarray)
    best = likeness == likeness.max(axis=1, keepdims=True)
    chosen = best / best.sum(axis=1, keepdims=True)
    n = len(one)
    rows = np.arange(n)
    main = chosen[rows, rows]
    control = chosen[rows, _next(n)]
    return _attack("linkability", one, list(main), [1 / n] * n, list(control))


def inference(found: pd.DataFrame, people: pd.DataFrame, secret: str, *, seed: int = 0) -> Attack:
    """Attack by reading a secret off the rows of a register that are most like the findings.

    The guess is the most frequent secret among the rows that share most attributes with the
    findings; of equals the first by value. The person's own row is not looked at. The baseline is
    the register's most frequent secret.

    Parameters
    ----------
    found
        As for :func:`singling_out`, without the secret.
    people
        The register with the column ``secret``.
    seed
        Of the sample of persons where there are many.

    Raises
    ------
    UsageError
        As :func:`singling_out`, or if the register has no such column or the findings have it.
    """
    if secret not in people.columns or secret in found.columns:
        raise UsageError(
            f"{secret!r} must be a column of the register and none of the findings", where="secret"
        )
    _checked(found, people)
    found = _attacked(found, seed)
    numbers = _Codes(found, people)
    secrets, names = pd.factorize(people[secret].astype(str), sort=True)
    owner = people.index.get_indexer(found.index).tolist()
    mode = int(np.bincount(secrets, minlength=len(names)).argmax())

    def right(row: int, at: int) -> float:
        shared = numbers.shared(row)
        shared[at] = -1
        nearest = secrets[shared == shared.max()]
        return float(np.bincount(nearest).argmax() == secrets[at])

    main = [right(row, at) for row, at in enumerate(owner)]
    control = [right(row, at) for row, at in zip(_next(len(found)), owner, strict=True)]
    return _attack("inference", found, main, [float(secrets[at] == mode) for at in owner], control)


def _next(n: int) -> list[int]:
    return [*range(1, n), 0]


def _attacked(found: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Return the persons to be attacked: all, or a seeded sample of :data:`MOST_ATTACKED`."""
    if len(found) <= MOST_ATTACKED:
        return found
    rows = np.random.default_rng(seed).choice(len(found), MOST_ATTACKED, replace=False)
    return found.iloc[np.sort(rows)]


def _attack(
    name: str, found: pd.DataFrame, main: list[float], baseline: list[float], control: list[float]
) -> Attack:
    persons = tuple(map(str, found.index))
    parts = [Trials(persons, tuple(map(float, each))) for each in (main, baseline, control)]
    return measure_attack(name, *parts)


def _checked(found: pd.DataFrame, people: pd.DataFrame) -> None:
    if len(found) < 2:
        raise UsageError("an attack with a control needs at least two persons", where="found")
    for name in ("index", "columns"):
        missing = getattr(found, name).difference(getattr(people, name))
        if len(missing):
            kind = "person" if name == "index" else "attribute"
            raise UsageError(f"the register has no {kind} {missing[0]!r}", where="people")
    if not (found.index.is_unique and people.index.is_unique):
        raise UsageError("a person has two rows", where="found, people")


def _likeness(one: pd.Series[str], other: pd.Series[str]) -> Floats:
    codes, _ = pd.factorize(pd.concat([one, other]), sort=False)
    first, second = codes[: len(one), None], codes[None, len(one) :]
    known = (first >= 0) & (second >= 0)
    return np.where(known, np.where(first == second, 1.0, -1.0), 0.0)


class _Codes:
    """The register and the findings as codes; −1 where nothing was found."""

    def __init__(self, found: pd.DataFrame, people: pd.DataFrame) -> None:
        found_codes, people_codes = [], []
        for name in found.columns:
            register, values = pd.factorize(people[name].astype(str), sort=True)
            at = pd.Index(values).get_indexer(found[name].astype(str))
            # A value that nobody in the register has fits nobody: it is not the same as no value.
            at = np.where(found[name].isna(), -1, np.where(at < 0, len(values), at))
            found_codes.append(at)
            people_codes.append(register)
        self.found = np.stack(found_codes, axis=1)
        self.people = np.stack(people_codes, axis=1)

    def shared(self, row: int) -> npt.NDArray[np.int64]:
        """Return how many findings of a row each person of the register shares."""
        known = self.found[row] >= 0
        return np.asarray((self.people[:, known] == self.found[row, known]).sum(1), dtype=np.int64)

    def alone(self, row: int, at: int) -> float:
        """Return 1 if a row's findings fit the person ``at`` and nobody else."""
        known = int((self.found[row] >= 0).sum())
        fits = np.flatnonzero(self.shared(row) == known)
        return float(known > 0 and fits.size == 1 and fits[0] == at)

    def guess_is_alone(self, row: int, chance: np.random.Generator) -> float:
        """Return 1 if values drawn for a row's attributes fit exactly one person."""
        known = np.flatnonzero(self.found[row] >= 0)
        drawn = self.people[chance.integers(0, len(self.people), known.size), known]
        fits = (self.people[:, known] == drawn).all(axis=1)
        return float(known.size > 0 and fits.sum() == 1)
