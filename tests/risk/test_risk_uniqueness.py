"""Uniqueness, correctness, their estimate from a sample, and the syntactic measures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from risk_adult import DATA, NINE, SIX, adult

from auditor.errors import UsageError
from auditor.risk import pitman
from auditor.risk.joint import Rows
from auditor.risk.syntactic import syntactic
from auditor.risk.uniqueness import (
    Person,
    correctness,
    identified,
    table_correctness,
    table_uniqueness,
    uniqueness,
)
from auditor.risk.uniqueness_sample import uniqueness_from_sample

AAB = pd.DataFrame({"x": ["a", "a", "b"]})


def test_known_answers_of_rocher() -> None:
    assert uniqueness(0.001, 1000) == pytest.approx(0.3681, abs=5e-5)
    assert correctness(0.001, 1000) == pytest.approx(0.6323, abs=5e-5)
    # The limit of many people each as rare: 1/e − and 1 − 1/e.
    assert uniqueness(1e-9, 10**9) == pytest.approx(0.36788, abs=1e-5)
    assert uniqueness(0.001, 1000) == pytest.approx(0.36806, abs=1e-5)
    assert correctness(0.001, 1000) == pytest.approx(0.63230, abs=1e-5)
    assert table_uniqueness(AAB) == pytest.approx(1 / 3)
    assert table_correctness(AAB) == pytest.approx(2 / 3)


@pytest.mark.parametrize(("share", "size"), [(1.0, 1), (1e-12, 10), (0.25, 1)])
def test_somebody_alone_is_unique(share: float, size: int) -> None:
    assert uniqueness(share, size) == pytest.approx(1.0)
    assert correctness(share, size) == pytest.approx(1.0)


def test_correctness_is_the_mean_of_one_over_those_who_fit() -> None:
    others = np.random.default_rng(1).binomial(49, 0.1, 200_000)
    assert correctness(0.1, 50) == pytest.approx((1 / (1 + others)).mean(), abs=0.002)
    assert uniqueness(0.1, 50) == pytest.approx((others == 0).mean(), abs=0.001)


def test_what_is_wrong_singles_nobody_out() -> None:
    table = pd.DataFrame({"x": list("aaaabbcdef")})
    sure = [Person({"x": each}) for each in "abcdefabcd"]
    unsure = [Person({"x": each}, 0.5) for each in "abcdefabcd"]
    unique, correct = identified(sure, Rows(table), 100)
    half_unique, half_correct = identified(unsure, Rows(table), 100)
    assert half_unique.value == pytest.approx(unique.value / 2)  # type: ignore[operator]
    assert half_correct.value == pytest.approx(correct.value / 2)  # type: ignore[operator]
    assert correct.baseline == 0.01
    assert correct.interval is not None


@pytest.mark.parametrize(("n", "size"), [(0, 10), (3, 2)])
def test_too_few_people(n: int, size: int) -> None:
    with pytest.raises(UsageError, match="cannot be looked for"):
        identified([Person({"x": "a"})] * n, Rows(AAB), size)


def test_a_partition_model_recovers_its_parameters() -> None:
    # A Pitman partition grown person by person, α = .5 and θ = 50.
    chance = np.random.default_rng(2)
    sizes: list[int] = []
    for at in range(8000):
        if chance.random() * (50 + at) < 50 + 0.5 * len(sizes):
            sizes.append(1)
        else:
            weights = np.array(sizes) - 0.5
            sizes[int(np.searchsorted(np.cumsum(weights), chance.random() * weights.sum()))] += 1
    found = pitman.fit(sizes)
    assert found.discount == pytest.approx(0.5, abs=0.08)
    assert found.concentration == pytest.approx(50, rel=0.4)
    assert found.uniqueness(8000) == pytest.approx(sizes.count(1) / 8000, abs=0.005)


@pytest.mark.parametrize("sizes", [[7], [1, 1, 1]])
def test_no_model_of_a_uniform_sample(sizes: list[int]) -> None:
    with pytest.raises(ValueError, match="no partition model"):
        pitman.fit(sizes)


@pytest.mark.slow
@pytest.mark.parametrize("fraction", [0.1, 0.15, 0.25, 0.5])
@pytest.mark.parametrize(("columns", "within"), [(SIX, 0.03), (NINE, 0.06)])
def test_uniqueness_of_adult_from_a_sample(
    columns: list[str], within: float, fraction: float
) -> None:
    table = adult()[columns]
    found = uniqueness_from_sample(table.sample(frac=fraction, random_state=4), len(table))
    true = table_uniqueness(table)
    assert found.value == pytest.approx(true, abs=within)
    assert found.interval is not None
    assert found.interval[0] <= true <= found.interval[1]


def test_a_tiny_sample_says_so() -> None:
    found = uniqueness_from_sample(adult()[SIX].head(60), 10_000)
    assert "under one in fifty" in found.assumes


def test_a_population_smaller_than_its_sample() -> None:
    with pytest.raises(UsageError, match="a population of 2 is smaller than the sample of 3"):
        uniqueness_from_sample(AAB, 2)


def test_known_answers_of_pycanon() -> None:
    hospital = pd.read_csv(DATA / "hospital.csv")
    found = syntactic(hospital, ["age", "gender", "city"], "disease")
    assert (found.k, found.l) == (2, 1)
    assert found.t == pytest.approx(0.6153846, abs=5e-8)
    assert found.beta == pytest.approx(3.33333, abs=5e-6)
    assert found.delta == pytest.approx(1.466337, abs=5e-7)


def test_known_answers_of_pycanon_on_adult() -> None:
    found = syntactic(adult(), SIX, "salary-class")
    assert (found.k, found.classes) == (1, 15_093)
    assert found.t == pytest.approx(0.7591904, abs=5e-8)
    assert round(100 * found.unique, 2) == 31.18


def test_a_missing_column_is_named() -> None:
    with pytest.raises(UsageError, match="no column 'y'"):
        syntactic(AAB, ["x"], "y")
