"""The populations that come with auditor: complete, sourced, and dependent where they should be."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from auditor.attributes.gazetteer import place_id
from auditor.attributes.lexicon import data, table
from auditor.population import COUNTRIES, Population, load
from auditor.taxonomy import categories

DECLARED = {
    "sex": "gender", "age": "age_or_birth", "first_name": "name", "home": "home_place",
    "marital_status": "marital_status", "children": "children", "orientation": "sexual_life",
    "origin": "ethnic_origin", "language": "language_spoken", "religion": "religion",
    "politics": "politics", "union": "trade_union", "work": "work_place",
    "education": "education", "occupation": "occupation", "employer": "employer",
    "income": "finance", "money": "finance", "car": "vehicle", "health": "health",
    "medication": "medication", "legal": "criminal_or_legal", "pet": "pet",
    "diet": "food_or_diet", "hobby": "hobby", "media": "media_taste",
    "shop": "purchase_or_brand", "driving": "driving_behaviour",
}  # fmt: skip
"""Variables and categories that synthesis and the risk measures count on."""

VALUES = {
    "sex": "female|male",
    "marital_status": "single|partnered|married|separated|divorced|widowed",
    "children": "0|1|2|3|4",
    "orientation": "heterosexual|homosexual|bisexual",
    "education": "none|secondary|vocational|degree|postgraduate",
    "income": "low|lower middle|middle|upper middle|high",
    "money": "comfortable|tight|debts|mortgage arrears|gambling losses",
    "legal": "none|speeding points|driving ban|court hearing|probation|custody case",
    "pet": "none|dog|cat|rabbit|horse|bird",
    "diet": "none|vegetarian|vegan|halal|kosher|gluten free|low sugar|no pork",
    "driving": "calm|speeds|drowsy|phone in hand|drink driving",
}
"""Values that are the same in every country."""

CLOSED = "name gender age_or_birth home_place work_place marital_status children religion "
CLOSED += "politics employer"


@pytest.fixture(scope="module", params=COUNTRIES)
def population(request: pytest.FixtureRequest) -> Population:
    return load(request.param)


def test_every_variable_is_there_with_its_category(population: Population) -> None:
    found = {each.name: each.category for each in population.variables if each.category}
    assert found == DECLARED
    assert set(found.values()) <= set(categories())


def test_values_are_those_the_project_speaks_of(population: Population) -> None:
    for name, values in VALUES.items():
        assert "|".join(population[name].values) == values
    assert population["age"].values == tuple(str(age) for age in range(18, 91))
    assert len(population["occupation"].values) == 40


def test_every_table_says_where_it_is_from_or_what_is_assumed(population: Population) -> None:
    for row in population.describe():
        assert row["source"] or row["assumed"], row["variable"]
    assert all(each.table.min() >= 0 for each in population.variables)
    for each in population.variables:
        assert each.table.sum(axis=-1) == pytest.approx(1)


def test_places_have_ids_of_the_gazetteer(population: Population) -> None:
    rows = (row for _, row in table(data("gazetteer", "cities.tsv")))
    known = {place_id(row["name"], row["country"], row["admin1"]) for row in rows}
    homes = set(population["home"].values)
    assert homes <= known
    assert set(population["work"].values) == {"none", *homes}


@pytest.mark.parametrize("category", CLOSED.split())
def test_closed_single_valued_categories_have_a_table(population: Population, category) -> None:
    table = population.category_table(category)
    assert table is not None
    assert table.sum() == pytest.approx(1)


def test_other_categories_have_none(population: Population) -> None:
    assert population.category_table("finance") is None
    assert population.category_table("health") is None


def _mean(population: Population, name: str, given: dict[str, str]) -> float:
    chances = population.marginal(name, given).to_numpy()
    return float(chances @ np.arange(len(chances)))


@pytest.mark.parametrize(
    ("name", "more", "less"),
    [
        ("age", {"health": "arthritis"}, {"health": "asthma"}),
        ("age", {"marital_status": "widowed"}, {"marital_status": "single"}),
        ("income", {"occupation": "doctor"}, {"occupation": "cleaner"}),
        ("income", {"car": "tesla"}, {"car": "ford"}),
        ("education", {"occupation": "lawyer"}, {"occupation": "cleaner"}),
        ("children", {"age": "35-44"}, {"age": "65-74"}),
        ("age", {"occupation": "retired"}, {"occupation": "student"}),
    ],
)
def test_dependence_goes_the_way_it_should(population, name, more, less) -> None:
    assert _mean(population, name, more) > _mean(population, name, less)


OLD_AND_YOUNG = {
    "GB": ("susan", "chloe"),
    "FR": ("jacqueline", "manon"),
    "US": ("barbara", "ashley"),
}


def test_first_names_tell_age_and_sex(population: Population) -> None:
    old, young = OLD_AND_YOUNG[population.country]
    assert _mean(population, "age", {"first_name": old}) > 25 + _mean(
        population, "age", {"first_name": young}
    )
    assert population.probability({"first_name": old, "sex": "male"}) == 0


def test_most_work_where_they_live_or_near_or_not_at_all(population: Population) -> None:
    for home in population["home"].values[:20]:
        working = population.marginal("work", {"home": home, "activity": "working"})
        assert working.idxmax() == home
    assert population.probability({"work": "none", "activity": "working"}) == 0
    assert population.probability({"employer": "none", "occupation": "nurse"}) < 0.02


PUBLISHED = {
    "GB": [
        # Census 2021, England and Wales; not stated counts as none here
        ("religion", {"anglican", "catholic", "protestant", "evangelical", "orthodox",
                      "jehovah's witnesses", "quaker"}, 0.462, 0.02),
        ("religion", {"islam"}, 0.065, 0.01),
        ("religion", {"none"}, 0.432, 0.02),
        ("marital_status", {"married", "separated"}, 0.469, 0.03),
        ("marital_status", {"divorced"}, 0.091, 0.01),
        ("marital_status", {"widowed"}, 0.061, 0.01),
        ("education", {"degree", "postgraduate"}, 0.338, 0.02),
    ],
    "FR": [
        # Dares 2019: 10.3 % of employees, who are half of all adults
        ("union", {"none"}, 0.945, 0.01),
        ("shop", {"leclerc"}, 0.247, 0.02),
    ],
    "US": [
        # Pew 2023-24, Gallup 2024
        ("religion", {"none"}, 0.29, 0.03),
        ("religion", {"catholic"}, 0.19, 0.03),
        ("religion", {"evangelical"}, 0.23, 0.03),
        ("orientation", {"bisexual"}, 0.055, 0.01),
    ],
}  # fmt: skip


def test_totals_that_are_published_come_out(population: Population) -> None:
    for name, values, share, within in PUBLISHED[population.country]:
        assert population.probability({name: values}) == pytest.approx(share, abs=within), name


def test_france_at_18_to_59_believes_as_the_survey_says() -> None:
    found = load("FR").marginal("religion", {"age": "18-59"})
    for value, share in {"none": 0.51, "catholic": 0.29, "islam": 0.10}.items():
        assert found[value] == pytest.approx(share, abs=0.03)


def test_every_question_of_a_whole_person_is_answered_exactly(population: Population) -> None:
    person = next(population.samples(1, seed=4)).iloc[0].to_dict()
    told = {name: person[name] for name in DECLARED}
    found = population.estimate(told)
    assert found.exact
    assert 0 < found.value < 1e-9
    hidden = {
        name: person[name] for name in ("car", "diet", "medication", "union", "work", "money")
    }
    assert population.estimate(hidden).exact


def test_fifty_thousand_people_take_about_a_second(population: Population) -> None:
    population.sample(1, np.random.default_rng(0))
    start = time.perf_counter()
    population.sample(50_000, np.random.default_rng(0))
    assert time.perf_counter() - start < 5  # a second where nothing else runs


def test_codes_are_read_in_any_case() -> None:
    assert load("gb") is load("GB")


def test_the_page_says_of_every_table_whether_it_is_by_hand() -> None:
    page = (Path(__file__).parents[2] / "docs" / "population.md").read_text("utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    told = {row[0]: dict(zip(("GB", "FR", "US"), row[-3:], strict=True)) for row in rows}
    for country in COUNTRIES:
        for row in load(country).describe():
            by_hand = told[row["variable"]][country] == "by hand"
            assert by_hand == (not row["source"]), (country, row["variable"])
