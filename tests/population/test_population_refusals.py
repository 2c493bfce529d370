"""What is wrong in a population's files is said with the file and where in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from population_files import PLACES, SMALL, TOWNS, written

from auditor.errors import UsageError
from auditor.population import load

HEAD = '[population]\ncountry = "X"\nyear = 2024\npeople = 5\n'


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("male = 0.4 }", "male = 0.3 }", "line 6, sex.table[1]", "sums to 0.9, not to 1"),
        ("male = 0.4 }", "male = -0.4 }", "sex.table[0].p.male", "greater than or equal to 0"),
        ("male = 0.4 }", "male = 1.4 }", "sex.table[0].p.male", "less than or equal to 1"),
        ("male = 0.4 }", "male = nan }", "sex.table[0].p.male", "number"),
        ("male = 0.4 }", "man = 0.4 }", "sex.table[1]", "sex has no value 'man'"),
        ("male = 0.4 }", "male = 0.2, '*' = 0.2 }", "sex.table[1]", "given twice"),
        ('parents = ["sex"]', 'parents = ["gender"]', "age.parents", "unknown parent 'gender'"),
        ('parents = ["sex"]', 'parents = ["sex", "sex"]', "age.parents", "a parent twice"),
        ('parents = ["sex"]', 'parents = ["car"]', ".parents", "depends on itself"),
        ('when = { sex = "female" }', 'when = { work = "none" }', "age.table[1]", "not among its"),
        ('when = { sex = "female" }', 'when = { sex = "other" }', "age.table[1]", "sex has no"),
        ('when = { work = "none" }, ', "", "pay.table[2]", "can never hold"),
        ('["nurse", "cook"]', '"nurse"', "pay", "no row gives work = cook, sex = female a chance"),
        ('work = "nurse", sex = "female" }', 'town = "x" }', "pay.odds[1]", "'town' is not among"),
        ("times = { high = 3 }", "times = { low = 0, high = 0 }", "pay", "no row gives work = n"),
        ("times = { high = 3 }", "times = { rich = 3 }", "pay.odds[1]", "pay has no value 'rich'"),
        ('rest = "none"', 'rest = "idle"', "work.table[1]", "work has no value 'idle'"),
        ("nurse = 0.1 }", "nurse = 0.7, cook = 0.7 }", "work.table[1]", "leaves no rest"),
        ('category = "gender"', 'category = "shoe_size"', "sex.category", "unknown category"),
        ('values = "18-27"', 'values = "27-18"', "age.values", "not a band"),
        ('["low", "high"]', '["low", "low"]', "pay.values", "each once"),
        ('["low", "high"]', '["low"]', "pay.values", "two values or more"),
        ('"18-22", "23-27"]', '"18-22", "30-40"]', "age.bands", "no value '30-40'"),
        ('category = "gender"', 'kategory = "gender"', "sex.kategory", "not permitted"),
        ("weights = { nurse = 3, cook = 1 }", 'when = { age = "21" }', "work.table[1]", "either p"),
        ("year = 2020", "year = 20", "pay.source", "1900"),
        ("people = 1000", "people = 0", "population.people", "greater than or equal to 1"),
        ("[sex]", "[Sex]", "Sex", "pattern"),
        ("country", "Country", "population.country", "required"),
        ("[sex]", "[sex", "population.toml", "is not TOML"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused(tmp_path, old: str, new: str, where: str, what: str) -> None:
    assert old in SMALL
    path = written(tmp_path, SMALL.replace(old, new, 1))
    with pytest.raises(UsageError) as refused:
        load(path)
    assert str(path) in refused.value.where
    assert where in refused.value.where
    assert what in refused.value.what


def test_a_table_needs_a_source_or_a_reason(tmp_path: Path) -> None:
    text = HEAD + '[coin]\nvalues = ["a", "b"]\ntable = [{ p = { a = 0.5, b = 0.5 } }]\n'
    with pytest.raises(UsageError, match=r"line 5, coin: give its source, or say in assumed"):
        load(written(tmp_path, text))


@pytest.mark.parametrize(
    ("extra", "what"),
    [
        ('file = "x.tsv"\nweight = "n"\nvalues = ["a", "b"]\ntable = [{p = {a = 1}}]', "either"),
        ("", "either table or file"),
        ('file = "x.tsv"', "give one with it"),
        ('file = "x.tsv"\nweight = "n"\nacross = "m"', "give one with it"),
        ('file = "x.tsv"\nacross = "m"', "not among its parents"),
        ("table = [{p = {a = 1}}]", "needs its values"),
        ('values = ["a", "b"]\ntable = [{weights = {a = 1}, rest = "b"}]', "rest goes with p"),
    ],
)
def test_ways_to_give_a_table_do_not_mix(tmp_path: Path, extra: str, what: str) -> None:
    with pytest.raises(UsageError, match=what):
        load(written(tmp_path, f'{HEAD}[coin]\nassumed = "for tests"\n{extra}\n'))


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("near\tNear\t100", "near\tNear\tmany", "towns.tsv, line 4", "'many' in column 'people'"),
        ("near\tNear\t100", "near\tNear\t-1", "towns.tsv, line 4", "is negative"),
        ("near\tNear\t100", "near\tNear\tinf", "towns.tsv, line 4", "not a number"),
        ("near\tNear\t100", "near\t100", "towns.tsv, line 4", "has 4 cells"),
        ("\tpeople\t", "\tinhabitants\t", "towns.tsv", "no column 'people'"),
        ("\tlatitude\t", "\tnorth\t", "towns.tsv", "no column 'latitude'"),
        ("value\t", "name\t", "towns.tsv", "no column 'value'"),
    ],
)
def test_a_wrong_line_of_a_table_beside_is_named(tmp_path, old, new, where, what) -> None:
    path = written(tmp_path, PLACES, towns=TOWNS.replace(old, new, 1))
    with pytest.raises(UsageError) as refused:
        load(path)
    assert where in refused.value.where
    assert what in refused.value.what


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"towns\.tsv: cannot be read"):
        load(written(tmp_path, PLACES))


def test_gravity_needs_the_places_it_starts_from(tmp_path: Path) -> None:
    text = PLACES.replace('of = "home"', 'of = "activity"')
    with pytest.raises(UsageError, match=r"work\.gravity: 'activity' is not a parent whose values"):
        load(written(tmp_path, text, towns=TOWNS))


@pytest.mark.parametrize("name", ["ZZ", "no/such/folder"])
def test_an_unknown_population_is_told_which_there_are(name: str) -> None:
    with pytest.raises(UsageError, match="FR, GB, US"):
        load(name)


def test_a_folder_without_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"population\.toml: cannot be read"):
        load(tmp_path)
