"""Excess profile recovery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest

from auditor.errors import UsageError
from auditor.risk.permuted import permuted
from auditor.risk.recovery import recovery
from auditor.risk.subject_tables import subjects_of
from auditor.risk.subjects import Finding, Subject, guess_by, mode_guess

NAMES = ("gender", "religion", "marital_status", "children")
VALUES = {
    "gender": {"female": 0.5, "male": 0.5},
    "religion": {"none": 0.5, "catholic": 0.3, "muslim": 0.2},
    "marital_status": {"married": 0.5, "single": 0.4, "divorced": 0.1},
    "children": {"0": 0.4, "1": 0.2, "2": 0.3, "3": 0.1},
}
GUESS = mode_guess(VALUES)


def person(
    name: str, truth: Mapping[str, str], *findings: Finding, utterances: int = 10
) -> Subject:
    return Subject(name, truth, findings, utterances, utterances / 2)


def drawn(
    chance: np.random.Generator, name: str, right: float, utterances: int = 120, spread: int = 2
) -> Subject:
    """A person drawn from the population, each attribute found right with some chance."""

    def draw(each: str) -> str:
        return str(chance.choice(list(VALUES[each]), p=list(VALUES[each].values())))

    truth = {each: draw(each) for each in NAMES}
    findings = tuple(
        Finding(each, truth[each] if chance.random() < right else draw(each), at, at / 3)
        for each in NAMES
        if (at := int(chance.integers(1, spread * utterances + 1))) <= utterances
    )
    return Subject(name, truth, findings, utterances, utterances / 3)


def permute(subjects: Sequence[Subject], chance: np.random.Generator) -> list[Subject]:
    order = chance.permutation(len(subjects))
    return [
        Subject(one.person, one.truth, subjects[other].findings, one.utterances, one.minutes)
        for one, other in zip(subjects, order, strict=True)
    ]


def test_a_curve_by_hand() -> None:
    # Of two attributes the guess has one right (female, not catholic). Religion is found wrong
    # after 2 utterances, right after 4; gender is found wrong after 6.
    truth = {"gender": "female", "religion": "catholic"}
    found = (
        Finding("religion", "muslim", 2, 1.0),
        Finding("religion", "catholic", 4, 2.0),
        Finding("gender", "male", 6, 3.0),
    )
    measured = recovery([person(str(n), truth, *found) for n in range(5)], GUESS, NAMES, at=5)
    in_time, shuffled, minutes = measured.curves
    assert [(each.heard, each.excess) for each in in_time.points] == [
        (0, 0.0), (4, 1.0), (6, 0.0), (10, 0.0),
    ]  # fmt: skip
    assert [(each.heard, each.excess) for each in minutes.points] == [
        (0, 0.0), (2, 1.0), (3, 0.0), (5, 0.0),
    ]  # fmt: skip
    assert measured.excess.value == pytest.approx(0.0)
    assert measured.recovered.value == measured.recovered.baseline == 0.5
    assert measured.excess_at.value == pytest.approx(1.0)
    assert in_time.half.value == 4.0
    assert shuffled.points[0].excess == 0.0
    assert shuffled.points[-1].excess == pytest.approx(0.0)


def test_findings_under_the_probability_do_not_count() -> None:
    truth = {"religion": "catholic"}
    people = [person(str(n), truth, Finding("religion", "catholic", 1, 0.5, 0.4)) for n in range(5)]
    assert recovery(people, GUESS, NAMES).excess.value == 0.0
    assert recovery(people, GUESS, NAMES, least=0.3).excess.value == 1.0


def test_the_control_is_the_mean_over_all_exchanges() -> None:
    chance = np.random.default_rng(3)
    people = [drawn(chance, str(n), 0.6) for n in range(7)]
    rights = np.zeros((7, 7))
    for i, one in enumerate(people):
        for j, other in enumerate(people):
            final = {each.category: each.value for each in other.findings}
            guesses = GUESS(one)
            rights[i, j] = np.mean(
                [final.get(name, guesses[name]) == value for name, value in one.truth.items()]
            )
    np.fill_diagonal(rights, 0)
    control = permuted(people, GUESS, NAMES, 0.5)
    assert control.by_truth == pytest.approx(rights.sum(1) / 6)
    assert control.by_findings == pytest.approx(rights.sum(0) / 6)
    measured = recovery(people, GUESS, NAMES)
    assert measured.recovered.control == pytest.approx(np.mean(control.by_truth))
    assert measured.over_permuted.value == pytest.approx(
        (measured.recovered.value - np.mean(control.by_truth))  # type: ignore[operator]
        / (1 - measured.recovered.baseline)  # type: ignore[operator]
    )
    assert measured.of_others.value == pytest.approx(measured.excess.control)


@pytest.mark.slow
def test_permuted_truth_shows_no_excess() -> None:
    # Everything is found, of 400 persons: a permuted profile then does clearly
    # worse than the mode, and the upper end says so.
    chance = np.random.default_rng(11)
    runs, under, covered = 100, 0, 0
    for _ in range(runs):
        people = permute([drawn(chance, str(n), 0.8, spread=1) for n in range(400)], chance)
        measured = recovery(people, GUESS, NAMES, orders=1)
        assert measured.excess.interval is not None
        assert measured.over_permuted.interval is not None
        under += measured.excess.interval[1] <= 0
        covered += measured.over_permuted.interval[0] <= 0 <= measured.over_permuted.interval[1]
    assert under / runs >= 0.975
    assert covered / runs >= 0.88  # three standard errors are .065


@pytest.mark.slow
def test_findings_of_others_do_worse_than_the_mode() -> None:
    # Over all ways at once 150 persons show what one way shows only with several hundred.
    chance = np.random.default_rng(12)
    runs, under = 60, 0
    for _ in range(runs):
        people = [drawn(chance, str(n), 0.8, spread=1) for n in range(150)]
        interval = recovery(people, GUESS, NAMES, orders=1).of_others.interval
        assert interval is not None
        under += interval[1] <= 0
    assert under / runs >= 0.95


def test_the_same_seed_gives_the_same_random_orders() -> None:
    people = [drawn(np.random.default_rng(n), str(n), 0.9) for n in range(6)]
    one, again, other = (recovery(people, GUESS, NAMES, seed=seed).curves[1] for seed in (1, 1, 2))
    assert one == again != other


def test_few_persons_have_a_value_and_no_interval() -> None:
    measured = recovery([drawn(np.random.default_rng(1), "a", 0.9)], GUESS, NAMES)
    assert measured.excess.interval is None
    assert "Under 5 persons" in measured.excess.assumes
    assert measured.excess_at.value is None
    assert measured.over_permuted.value is None
    assert measured.of_others.value is None
    assert "nobody to be exchanged with" in measured.over_permuted.assumes
    assert measured.curves[0].points[-1].interval is None


def test_half_not_reached_says_so() -> None:
    people = [person(str(n), {"religion": "catholic"}) for n in range(6)]
    half = recovery(people, GUESS, NAMES).curves[0].half
    assert half.value is None
    assert "Half was not reached in 10 utterances" in half.assumes


def test_the_headline_takes_persons_who_were_heard_long_enough() -> None:
    truth = {"religion": "catholic"}
    found = Finding("religion", "catholic", 3)
    long = [person(f"long {n}", truth, found, utterances=100) for n in range(5)]
    short = [person(f"short {n}", truth, utterances=10) for n in range(5)]
    measured = recovery([*long, *short], GUESS, NAMES)
    assert measured.excess_at.n == 5
    assert measured.excess_at.value == 1.0
    assert measured.excess.value == 0.5
    assert measured.curves[0].points[-1].persons == 5


def test_a_towns_guess() -> None:
    tables = {"a": {"religion": {"none": 0.6, "catholic": 0.4}}, "b": {"religion": {"catholic": 1}}}
    guess = guess_by(lambda subject: subject.person[0], tables)
    people = [person(f"b{n}", {"religion": "catholic"}) for n in range(5)]
    assert recovery(people, guess, ["religion"]).recovered.baseline == 1.0
    with pytest.raises(UsageError, match="person c: the population has no table"):
        recovery([person("c", {"religion": "none"})], guess, ["religion"])


@pytest.mark.parametrize(
    ("categories", "truth", "message"),
    [
        (["hobby"], {"hobby": "golf"}, "'hobby' is no category that is closed"),
        (["shoe_size"], {}, "'shoe_size' is no category"),
        (["gender"], {"religion": "none"}, "no person has a truth"),
        (["employer"], {"employer": "acme"}, "the guess names no value of employer"),
    ],
)
def test_bad_input(categories: list[str], truth: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        recovery([person("p", truth)], GUESS, categories)


@pytest.mark.parametrize(
    "finding", [Finding("gender", "male", 0), Finding("gender", "male", 11),
                Finding("gender", "male", 1, 7.0)],
)  # fmt: skip
def test_findings_outside_of_what_was_heard(finding: Finding) -> None:
    with pytest.raises(UsageError, match="person p: a finding of gender lies outside"):
        person("p", {}, finding)


def test_an_empty_population_table_is_refused() -> None:
    with pytest.raises(UsageError, match="religion: a population table is empty"):
        mode_guess({"religion": {}})


class TestTables:
    TRUTH = pd.DataFrame({"person": ["p"], "category": ["gender"], "value": ["male"]})
    FOUND = TRUTH.assign(utterance=2)
    HEARD = pd.DataFrame({"person": ["p", "q"], "utterances": [3, 0], "minutes": [1.5, None]})

    def test_subjects(self) -> None:
        one, other = subjects_of(self.TRUTH, self.FOUND, self.HEARD)
        assert one == Subject("p", {"gender": "male"}, (Finding("gender", "male", 2),), 3, 1.5)
        assert other == Subject("q", {}, (), 0, None)

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (
                ("truth", lambda t: t.drop(columns="value")),
                "truth: the table has no column 'value'",
            ),
            (("truth", lambda t: t.assign(category="shoes")), "'shoes' is no category"),
            (("truth", lambda t: pd.concat([t, t])), "person p: two true values of gender"),
            (("heard", lambda t: t[t["person"] == "q"]), "heard, person p: a person of the truth"),
        ],
    )
    def test_bad_tables(self, change: tuple, message: str) -> None:  # type: ignore[type-arg]
        tables = {"truth": self.TRUTH, "findings": self.FOUND, "heard": self.HEARD}
        name, alter = change
        tables[name] = alter(tables[name])
        with pytest.raises(UsageError, match=message):
            subjects_of(**tables)
