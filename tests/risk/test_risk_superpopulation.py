"""A population around a tree: laws of scatter with known answers, and which the sample supports."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import poisson

from auditor.risk.dirichlet import concentration
from auditor.risk.superpopulation import Scatter, scatters
from auditor.risk.tables import coded
from auditor.risk.uniqueness_sample import uniqueness_from_sample


def test_without_scatter_it_is_the_tree() -> None:
    shares = np.array([1e-4, 1e-3])
    none = Scatter(0.98, 1e12)
    assert none.uniqueness(shares, 1001) == pytest.approx(np.exp(-1000 * shares).mean())
    assert none.expected(shares, np.array([3, 3]), 100) == pytest.approx(shares)
    assert none.uniqueness(shares, 1) == 1.0


def test_a_vanishing_discount_is_the_negative_binomial() -> None:
    # Gamma with mean h and rate τ: the share of a class with k of n is (k + τh)/(n + τ).
    law, shares = Scatter(1e-7, 50.0), np.array([0.2, 0.001, 0.001])
    members = np.array([4, 0, 29])
    found = law.expected(shares, members, 100)
    assert found == pytest.approx((members + 50 * shares) / 150, rel=1e-4)


def test_a_discount_of_a_half_is_the_inverse_gaussian() -> None:
    # E(λ | k) by integrating over the law: mean h, shape h²·2τ (Wald's distribution).
    law, h, n = Scatter(0.5, 30.0), 0.02, 200
    shape = 2 * 30.0 * h**2
    points = np.geomspace(1e-7, 2, 400_001)
    density = np.sqrt(shape / points**3) * np.exp(-shape * (points - h) ** 2 / (2 * h**2 * points))
    for k in (0, 1, 5):
        weight = density * poisson.pmf(k, n * points)
        wanted = np.trapezoid(weight * points, points) / np.trapezoid(weight, points)
        assert law.expected(np.array([h]), np.array([k]), n)[0] == pytest.approx(wanted, rel=1e-3)


def test_a_large_class_tells_its_own_share() -> None:
    found = Scatter(0.5, 10.0).expected(np.array([1e-9]), np.array([500]), 1000)
    assert found[0] == pytest.approx(0.5)


def test_uniqueness_is_that_of_a_population_that_scatters_so() -> None:
    chance = np.random.default_rng(4)
    classes, size, tau = 40_000, 20_000, 4000.0
    shares = chance.dirichlet(np.full(classes, 0.5))
    rates = chance.gamma(tau * shares, 1 / tau)
    members = chance.poisson(size * rates)
    drawn = chance.choice(shares, 100_000, p=shares)
    found = Scatter(1e-6, tau).uniqueness(drawn, size)
    assert found == pytest.approx((members == 1).sum() / members.sum(), abs=0.01)


def of_triples(bound: bool) -> pd.DataFrame:
    """Three attributes of 30 values, the third set by the first two or by nothing."""
    chance = np.random.default_rng(7)
    first, second, third = chance.integers(0, 30, (3, 20_000))
    return pd.DataFrame({"a": first, "b": second, "c": (first + second) % 30 if bound else third})


def test_the_sample_weighs_the_scatter() -> None:
    for bound in (False, True):
        table = of_triples(bound)
        sample = coded(table.sample(2000, random_state=1))
        laws = list(scatters(sample, np.random.default_rng(1)))
        assert sum(weight for _, weight in laws) == pytest.approx(1)
        # At shares of a tree that takes the three as independent, 1/27,000.
        found = sum(weight * law.uniqueness(np.full(1, 30.0**-3), 20_000) for law, weight in laws)
        assert (found < 0.02) if bound else (found > 0.4)


def test_dependence_in_triples_is_not_taken_for_uniqueness() -> None:
    table = of_triples(bound=True)  # 900 classes of about 22: nobody is unique
    found = uniqueness_from_sample(table.sample(2000, random_state=1), len(table))
    assert found.value is not None
    assert found.value < 0.02


def test_how_far_rows_keep_to_one_distribution() -> None:
    chance = np.random.default_rng(3)
    base = chance.dirichlet(np.full(12, 2.0))
    for s in (2.0, 40.0):
        rows = chance.dirichlet(s * base, 400)
        counts = np.array([chance.multinomial(50, row) for row in rows], dtype=float)
        assert concentration(counts, base) == pytest.approx(s, rel=0.2)
    alike = np.array([chance.multinomial(50, base) for _ in range(400)], dtype=float)
    assert concentration(alike, base) > 500


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_a_sample_of_hardly_anybody(rows: int) -> None:
    found = uniqueness_from_sample(pd.DataFrame({"a": list("xyz")[:rows]}), 10)
    assert found.value is None
    assert found.interval is None
    assert "everybody in the sample has values of their own" in found.assumes


def test_an_attribute_of_which_most_values_are_unseen_is_no_trees() -> None:
    everybodys_own = pd.DataFrame({"id": range(300), "sex": [0, 1] * 150})
    assert uniqueness_from_sample(everybodys_own, 10_000).value is None
    nearly = everybodys_own.assign(id=[*range(250), *range(50)])
    found = uniqueness_from_sample(nearly, 10_000)
    assert found.assumes.startswith("A random sample of 300 of 10000, by Pitman's model.")
    assert "In id 67% of the people have a value that the sample lacks" in found.assumes
