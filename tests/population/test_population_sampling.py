"""Samples follow the declaration, and do not depend on how they are drawn."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from auditor.population import COUNTRIES, Population, Variable, load

ALPHA = 1e-3
"""Chance of a false alarm over all variables of a country; the seed is fixed."""
LEAST_EXPECTED = 5.0


def _pooled(seen: np.ndarray, expected: np.ndarray) -> tuple[float, int]:
    """Return chi-square and degrees of freedom, rare cells pooled."""
    common = expected >= LEAST_EXPECTED
    seen = np.append(seen[common], seen[~common].sum())
    expected = np.append(expected[common], expected[~common].sum())
    if expected[-1] < LEAST_EXPECTED:
        seen, expected = seen[:-1], expected[:-1]
    if len(expected) < 2:
        return 0.0, 0
    return float(((seen - expected) ** 2 / expected).sum()), len(expected) - 1


def _conditional(sample: pd.DataFrame, variable: Variable) -> Iterator[tuple[float, int]]:
    """Yield chi-square and freedom for each combination of parents' values with people in it."""
    width = len(variable.values)
    rows = np.zeros(len(sample), dtype=np.intp)
    for parent, size in zip(variable.parents, variable.table.shape, strict=False):
        rows = rows * size + sample[parent].cat.codes.to_numpy()
    flat = variable.table.reshape(-1, width)
    counts = np.zeros(flat.shape)
    np.add.at(counts, (rows, sample[variable.name].cat.codes.to_numpy()), 1)
    assert not counts[flat == 0].any()
    for seen, shares in zip(counts, flat, strict=True):
        if seen.sum() >= 20:
            yield _pooled(seen, shares * seen.sum())


@pytest.fixture(scope="module", params=COUNTRIES)
def drawn(request: pytest.FixtureRequest) -> tuple[Population, pd.DataFrame]:
    population = load(request.param)
    return population, population.sample(50_000, np.random.default_rng(20_240_601))


def test_marginals_of_a_sample_are_those_declared(drawn) -> None:
    population, sample = drawn
    for variable in population.variables:
        expected = population.marginal(variable.name).to_numpy() * len(sample)
        seen = sample[variable.name].value_counts(sort=False).to_numpy()
        statistic, freedom = _pooled(seen, expected)
        assert chi2.sf(statistic, freedom) > ALPHA / len(population.variables), variable.name


def test_conditional_tables_of_a_sample_are_those_declared(drawn) -> None:
    population, sample = drawn
    for variable in population.variables:
        found = np.array(list(_conditional(sample, variable)))
        statistic, freedom = found.sum(axis=0)
        if not freedom:  # each combination has one value, and no other was drawn
            continue
        assert chi2.sf(statistic, freedom) > ALPHA / len(population.variables), variable.name


def test_pairs_far_apart_in_the_network_are_as_dependent_as_declared(drawn) -> None:
    population, sample = drawn
    for one, other in (("car", "education"), ("first_name", "marital_status"), ("diet", "age")):
        for value in population.marginal(one).nlargest(3).index:
            chosen = sample[sample[one] == value]
            expected = population.marginal(other, {one: value}).to_numpy() * len(chosen)
            seen = chosen[other].value_counts(sort=False).to_numpy()
            statistic, freedom = _pooled(seen, expected)
            assert chi2.sf(statistic, freedom) > ALPHA / 9, (one, value, other)


def test_the_test_can_fail(small: Population) -> None:
    sample = small.sample(50_000, np.random.default_rng(1))
    expected = small.marginal("car").to_numpy() * len(sample)
    seen = sample["car"].value_counts(sort=False).to_numpy()
    statistic, freedom = _pooled(seen + np.array([700, -700]), expected)
    assert chi2.sf(statistic, freedom) < ALPHA


def test_the_same_seed_gives_the_same_people(small: Population) -> None:
    one, other = (small.sample(500, np.random.default_rng(7)) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)
    assert not one.equals(small.sample(500, np.random.default_rng(8)))


@pytest.mark.parametrize("chunk", [1, 7, 100, 1_000])
def test_a_person_depends_on_the_seed_and_the_number_alone(small: Population, chunk: int) -> None:
    whole = pd.concat(small.samples(100, seed=5))
    pd.testing.assert_frame_equal(pd.concat(small.samples(100, seed=5, chunk=chunk)), whole)
    shorter = pd.concat(small.samples(60, seed=5, chunk=chunk))
    pd.testing.assert_frame_equal(shorter, whole.iloc[:60])
    later = pd.concat(small.samples(100, seed=5, chunk=chunk, start=42))
    pd.testing.assert_frame_equal(later, whole.iloc[42:])


def test_samples_and_sample_are_the_same_stream(small: Population) -> None:
    chunks = pd.concat(small.samples(300, seed=11, chunk=50))
    pd.testing.assert_frame_equal(small.sample(300, np.random.default_rng(11)), chunks)


def test_columns_are_the_variables_in_order(small: Population) -> None:
    sample = small.sample(3, np.random.default_rng(0))
    assert list(sample.columns) == [each.name for each in small.variables]
    assert sample.index.tolist() == [0, 1, 2]
    assert small.sample(0, np.random.default_rng(0)).empty


def test_a_value_without_chance_is_never_drawn_even_at_the_edge(small: Population) -> None:
    from auditor.population.sampling import drawer

    work = small["work"]
    ready = drawer(work, work.table)
    edge = np.array([0.0, 0.9 - 1e-12, np.nextafter(1.0, 0.0)])
    rows = np.array([0, 0, 2])
    assert [work.values[code] for code in ready.values(rows, edge)] == ["none", "none", "nurse"]
