"""Exact probabilities against enumeration and against a library; simulated ones against exact."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from auditor.errors import UsageError
from auditor.population import Population, load

EVIDENCE = [
    {},
    {"sex": "male"},
    {"car": "new"},
    {"car": "new", "work": "nurse"},
    {"age": "19-24", "car": "new"},
    {"age": ["18", "25-27"], "sex": "female", "pay": "high"},
    {"work": "none", "pay": "high"},
    {"sex": "female", "age": "26", "work": "cook", "pay": "low", "car": "old"},
]


def _everybody(population: Population) -> Iterator[tuple[dict[str, str], float]]:
    """Yield every possible person with their probability, by the chain rule."""
    names = [each.name for each in population.variables]
    for values in itertools.product(*(each.values for each in population.variables)):
        person = dict(zip(names, values, strict=True))
        chance = 1.0
        for each in population.variables:
            at = [population[name].values.index(person[name]) for name in each.parents]
            chance *= each.table[(*at, each.values.index(person[each.name]))]
        yield person, chance


def _fits(person: dict[str, str], evidence: dict, population: Population) -> bool:
    return all(
        population[name].values.index(person[name]) in population[name].domain.named(wanted)
        for name, wanted in evidence.items()
    )


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_a_probability_is_the_sum_over_all_who_fit(small: Population, evidence: dict) -> None:
    true = sum(chance for person, chance in _everybody(small) if _fits(person, evidence, small))
    assert small.probability(evidence) == pytest.approx(true, abs=1e-12)
    assert small.estimate(evidence).exact


@pytest.mark.parametrize("evidence", EVIDENCE[:-2])
@pytest.mark.parametrize("name", ["sex", "age", "work", "pay", "car"])
def test_a_marginal_is_that_of_all_who_fit(small: Population, name: str, evidence: dict) -> None:
    true = dict.fromkeys(small[name].values, 0.0)
    for person, chance in _everybody(small):
        if _fits(person, evidence, small):
            true[person[name]] += chance
    whole = sum(true.values())
    found = small.marginal(name, evidence)
    assert found.to_dict() == pytest.approx({key: each / whole for key, each in true.items()})


@pytest.mark.slow
def test_a_library_agrees(small: Population) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pgmpy.factors.discrete import TabularCPD
        from pgmpy.inference import VariableElimination
        from pgmpy.models import DiscreteBayesianNetwork

        edges = [(parent, each.name) for each in small.variables for parent in each.parents]
        network = DiscreteBayesianNetwork(edges)
        for each in small.variables:
            states = {name: list(small[name].values) for name in (each.name, *each.parents)}
            network.add_cpds(
                TabularCPD(
                    each.name,
                    len(each.values),
                    each.table.reshape(-1, len(each.values)).T,
                    evidence=list(each.parents),
                    evidence_card=[len(small[parent].values) for parent in each.parents],
                    state_names={
                        name: list(small[name].values) for name in (each.name, *each.parents)
                    },
                )
            )
        query = VariableElimination(network).query
        for given in ({"car": "new"}, {"pay": "low", "sex": "male"}):
            for name in {"age", "work", "sex"} - set(given):
                theirs = query([name], evidence=given, show_progress=False)
                ours = small.marginal(name, given)
                states = theirs.state_names[name]
                assert ours[states].to_numpy() == pytest.approx(theirs.values, abs=1e-9)


@pytest.mark.parametrize("country", ["GB", "FR", "US"])
def test_everybody_fits_what_asks_for_nothing(country: str) -> None:
    assert load(country).probability({}) == pytest.approx(1.0)


@pytest.mark.parametrize("evidence", EVIDENCE[1:6])
def test_a_simulated_probability_is_within_its_error(small: Population, evidence: dict) -> None:
    found = small.estimate(evidence, exact=False, n=40_000, seed=3)
    assert not found.exact
    assert found.standard_error < 0.004
    assert abs(found.value - small.probability(evidence)) <= 4 * found.standard_error + 1e-12


def test_what_is_too_large_is_simulated_and_says_so(small: Population) -> None:
    tight = replace(small, most_cells=10)
    found = tight.estimate({"car": "new"})
    assert not found.exact
    assert 0 < found.standard_error < 0.01
    assert found.value == pytest.approx(small.probability({"car": "new"}), abs=0.01)
    simulated = tight.marginal("work", {"car": "new"})
    assert simulated.to_dict() == pytest.approx(
        small.marginal("work", {"car": "new"}).to_dict(), abs=0.01
    )
    with pytest.raises(UsageError, match="more than 10 cells"):
        tight.estimate({"car": "new"}, exact=True)


def test_standard_errors_are_those_that_repetition_shows(small: Population) -> None:
    runs = [small.estimate({"car": "new"}, exact=False, n=500, seed=seed) for seed in range(200)]
    spread = np.std([run.value for run in runs], ddof=1)
    assert np.mean([run.standard_error for run in runs]) == pytest.approx(spread, rel=0.15)


def test_the_anonymity_set_counts_the_person_and_those_who_fit_by_chance(small) -> None:
    p = small.probability({"sex": "male"})
    assert p == pytest.approx(0.4)
    assert small.anonymity_set({"sex": "male"}, 101) == pytest.approx(41)
    assert small.anonymity_set({"sex": "male"}) == pytest.approx(1 + 999 * 0.4)
    assert small.anonymity_set({"work": "none", "pay": "high"}, 1e6) == 1
    assert small.anonymity_set({}, 1) == 1


@pytest.mark.parametrize("size", [0, 0.5, -3, float("nan")])
def test_a_population_of_nobody_is_refused(small: Population, size: float) -> None:
    with pytest.raises(UsageError, match="holds nobody"):
        small.anonymity_set({}, size)


@pytest.mark.parametrize(
    ("evidence", "what"),
    [
        ({"shoe": "42"}, "no variable 'shoe'"),
        ({"car": "red"}, "car has no value 'red'"),
        ({"age": "30-40"}, "age has no value '30-40'"),
        ({"age": []}, "empty list"),
    ],
)
def test_unknown_evidence_is_refused(small: Population, evidence: dict, what: str) -> None:
    with pytest.raises(UsageError, match=what):
        small.probability(evidence)


def test_nobody_has_no_marginal(small: Population) -> None:
    with pytest.raises(UsageError, match="nobody"):
        small.marginal("sex", {"work": "none", "pay": "high"})


def test_guesses_are_modes_of_what_has_a_category(small: Population) -> None:
    assert small.guess({}) == {"sex": "female", "age": small.mode("age"), "work": "nurse"}
    assert small.guess({"age": "18"}, ["work"]) == {"work": "none"}
    assert small.mode("car", {"pay": "high"}) == "new"


def test_category_tables_speak_as_truth_files_do(small: Population) -> None:
    assert small.category_table("gender").to_dict() == pytest.approx({"female": 0.6, "male": 0.4})
    ages = small.category_table("age_or_birth")
    young = 0.6 * 0.25 + 0.4 * (0.4 + 0.6 * 4 / 9)
    assert ages.to_dict() == pytest.approx({"18-22": young, "23-27": 1 - young})
    assert small.category_table("occupation") is None
    assert small.category_table("religion") is None
