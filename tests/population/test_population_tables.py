"""How written rows and files become tables of probabilities."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from population_files import PLACES, TOWNS, written

from auditor.population import Population, load


def _row(population: Population, name: str, **parents: str) -> dict[str, float]:
    variable = population[name]
    at = tuple(population[each].values.index(parents[each]) for each in variable.parents)
    return dict(zip(variable.values, variable.table[at], strict=True))


@pytest.mark.parametrize(
    ("name", "parents", "expected"),
    [
        ("sex", {}, {"female": 0.6, "male": 0.4}),
        ("work", {"age": "20"}, {"none": 0.9, "nurse": 0.1, "cook": 0.0}),
        ("work", {"age": "21"}, {"none": 0.0, "nurse": 0.75, "cook": 0.25}),
        ("pay", {"work": "nurse", "sex": "female"}, {"low": 0.25, "high": 0.75}),
        ("pay", {"work": "nurse", "sex": "male"}, {"low": 0.5, "high": 0.5}),
        ("car", {"pay": "high", "age": "26"}, {"old": 0.2, "new": 0.8}),
        ("car", {"pay": "high", "age": "24"}, {"old": 0.3, "new": 0.7}),
        ("car", {"pay": "low", "age": "18"}, {"old": 0.9, "new": 0.1}),
    ],
)
def test_the_first_row_that_holds_gives_the_shares(small, name, parents, expected) -> None:
    assert _row(small, name, **parents) == pytest.approx(expected)


def test_a_band_spreads_evenly_over_its_ages(small) -> None:
    assert _row(small, "age", sex="female")["22"] == pytest.approx(0.05)
    assert _row(small, "age", sex="male")["18"] == pytest.approx(0.4)


def test_parents_come_first_however_they_are_written(tmp_path: Path) -> None:
    text = """
[population]
country = "X"
year = 2024
people = 5

[child]
values = ["a", "b"]
parents = ["parent"]
assumed = "for tests"
table = [{ when = { parent = "c" }, p = { a = 1 } }, { p = { b = 1 } }]

[parent]
values = ["c", "d"]
assumed = "for tests"
table = [{ p = { c = 0.5, d = 0.5 } }]
"""
    assert [each.name for each in load(written(tmp_path, text)).variables] == ["parent", "child"]


def test_stated_rounding_is_forgiven_and_normalised(tmp_path: Path) -> None:
    text = """
[population]
country = "X"
year = 2024
people = 5

[third]
values = ["a", "b", "c"]
assumed = "for tests"
decimals = 2
table = [{ p = { a = 0.33, b = 0.33, c = 0.33 } }]
"""
    assert load(written(tmp_path, text))["third"].table == pytest.approx([1 / 3] * 3)


def test_weights_of_a_file_are_normalised_and_lines_of_one_value_added(tmp_path: Path) -> None:
    names = (
        "value\tlabel\tsex\t18-20\t21-27\n"
        "ann\tAnn\tfemale\t10\t0\nann\tAnn\tfemale\t20\t0\nmary\tMary\tfemale\t10\t5\n"
        "bob\tBob\tmale\t1\t1\nkim\tKim\t*\t0\t5\n"
    )
    text = """
[population]
country = "X"
year = 2024
people = 5

[sex]
values = ["female", "male"]
assumed = "for tests"
table = [{ p = { female = 0.5, male = 0.5 } }]

[age]
values = "18-27"
assumed = "for tests"
table = [{ p = { 18-27 = 1 } }]

[first_name]
parents = ["sex", "age"]
file = "names.tsv"
across = "age"
assumed = "for tests"
"""
    population = load(written(tmp_path, text, names=names))
    young = _row(population, "first_name", sex="female", age="19")
    assert young == pytest.approx({"ann": 0.75, "mary": 0.25, "bob": 0.0, "kim": 0.0})
    older = _row(population, "first_name", sex="male", age="27")
    assert older == pytest.approx({"ann": 0.0, "mary": 0.0, "bob": 1 / 6, "kim": 5 / 6})
    assert population["first_name"].label("kim") == "Kim"


def test_gravity_draws_to_the_large_and_the_near(tmp_path: Path) -> None:
    population = load(written(tmp_path, PLACES, towns=TOWNS))
    kilometres = np.radians(0.1) * 6371
    pull = np.array([100.0, 900 * np.exp(-kilometres / 10)])
    stays, goes = 0.5 + 0.5 * pull[0] / pull.sum(), 0.5 * pull[1] / pull.sum()
    near = _row(population, "work", activity="working", home="near")
    assert near == pytest.approx({"none": 0, "big": goes, "near": stays, "far": 0}, abs=1e-9)
    big = _row(population, "work", activity="working", home="big")
    assert big["big"] > near["near"]


def test_gravity_leaves_the_lonely_at_home_and_the_resting_nowhere(tmp_path: Path) -> None:
    population = load(written(tmp_path, PLACES, towns=TOWNS))
    assert _row(population, "work", activity="working", home="far")["far"] == pytest.approx(1)
    assert _row(population, "work", activity="resting", home="near")["none"] == pytest.approx(1)


def test_the_example_of_the_page_can_be_read_and_asked(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "population.md").read_text("utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    population = load(written(tmp_path, example, towns=TOWNS).parent)
    young = _row(population, "health", age="20", sex="female")
    assert young == pytest.approx({"none": 0.9, "asthma": 0.06, "pregnancy": 0.04, "arthritis": 0})
    assert population.anonymity_set({"sex": "male"}) == pytest.approx(1 + 39_999 * 0.49)
