"""A made-up population with known truth, and what recordings of its people give away.

Nothing here is meant to be like a country: it is a distribution that is known exactly, with
dependence that no tree of pairs can hold (children on age and marriage together, politics on faith
and age), so that measures can be compared with what they estimate.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from auditor.risk.subjects import Finding, Guess, Subject, mode_guess

COLUMNS = (
    "gender",
    "age_or_birth",
    "home_place",
    "work_place",
    "employer",
    "marital_status",
    "children",
    "religion",
    "politics",
)
UTTERANCES = 120

_TABLES = 20_240_101


def people(n: int, chance: np.random.Generator) -> pd.DataFrame:
    """Draw people, a row each, values as text."""
    fixed = np.random.default_rng(_TABLES)
    towns, firms = _zipf(200), _zipf(300)
    married = fixed.dirichlet(np.full(4, 0.8), 7)
    children = fixed.dirichlet(np.full(5, 0.7), (7, 4))
    faith = fixed.dirichlet(np.full(6, 0.6), 5)
    party = fixed.dirichlet(np.full(6, 0.7), (6, 7))
    age = chance.choice(7, n, p=np.array([8, 17, 18, 17, 17, 13, 10]) / 100)
    home = chance.choice(200, n, p=towns)
    work = np.where(chance.random(n) < 0.55, home, chance.choice(200, n, p=towns))
    employer = np.where(
        chance.random(n) < 0.5, (work * 7 + age // 3) % 300, chance.choice(300, n, p=firms)
    )
    marital = _pick(married[age], chance)
    religion = _pick(faith[home % 5], chance)
    columns = {
        "gender": chance.integers(0, 2, n),
        "age_or_birth": age,
        "home_place": home,
        "work_place": work,
        "employer": employer,
        "marital_status": marital,
        "children": _pick(children[age, marital], chance),
        "religion": religion,
        "politics": _pick(party[religion, age], chance),
    }
    return pd.DataFrame(columns).astype(str)


def recorded(
    table: pd.DataFrame, chance: np.random.Generator, accuracy: float = 0.8
) -> list[Subject]:
    """Return what recordings give away: some people say much, and one value in five is wrong."""
    n = len(table)
    open_hearted = chance.beta(2, 2, n)
    wrong = table.sample(frac=1.0, random_state=np.random.RandomState(chance.integers(2**31)))
    rows = []
    for at, (truth, other) in enumerate(
        zip(table.to_dict("records"), wrong.to_dict("records"), strict=True)
    ):
        findings = tuple(
            Finding(
                name,
                truth[name] if chance.random() < accuracy else other[name],
                place := int(chance.integers(1, UTTERANCES + 1)),
                place / 4,
            )
            for name in COLUMNS
            if chance.random() < open_hearted[at]
        )
        rows.append(Subject(f"p{at}", truth, findings, UTTERANCES, UTTERANCES / 4))
    return rows


def modes(table: pd.DataFrame) -> Guess:
    """Return the guess of the most frequent values of a table."""
    return mode_guess({name: table[name].value_counts().to_dict() for name in COLUMNS})


def exchanged(subjects: Sequence[Subject], chance: np.random.Generator) -> list[Subject]:
    """Return the subjects with their truths permuted."""
    order = chance.permutation(len(subjects))
    return [
        Subject(one.person, subjects[other].truth, one.findings, one.utterances, one.minutes)
        for one, other in zip(subjects, order, strict=True)
    ]


def _zipf(n: int) -> npt.NDArray[np.float64]:
    weights = 1 / np.arange(2, n + 2)
    return np.asarray(weights / weights.sum())


def _pick(shares: npt.NDArray[np.float64], chance: np.random.Generator) -> npt.NDArray[np.int64]:
    """Draw a value a row by the row's shares."""
    rising = shares.cumsum(axis=1)
    drawn = (chance.random(len(shares))[:, None] > rising).sum(axis=1)
    return np.minimum(drawn, shares.shape[1] - 1)
