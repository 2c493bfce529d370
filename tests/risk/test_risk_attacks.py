"""Attacks with baseline and control, and the three criteria of WP216."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from auditor.errors import UsageError
from auditor.risk.attacks import Trials, measure_attack, residual_risk, success
from auditor.risk.criteria import inference, linkability, singling_out
from auditor.risk.intervals import wilson


def trials(*hits: float, persons: str = "") -> Trials:
    return Trials(tuple(persons or map(str, range(len(hits)))), hits)


def register(n: int = 300, seed: int = 1) -> pd.DataFrame:
    chance = np.random.default_rng(seed)
    town = chance.integers(0, 12, n)
    job = chance.integers(0, 12, n)
    faith = np.where(chance.random(n) < 0.85, town % 4, chance.integers(0, 4, n))
    table = pd.DataFrame({"town": town, "job": job, "faith": faith}).astype(str)
    return table.set_index(pd.Index([f"p{at}" for at in range(n)]))


def test_residual_risk_known_answers() -> None:
    assert residual_risk((0.9, 0), (0.8, 0))[0] == pytest.approx(0.5)
    value, half = residual_risk((0.9, 0.02), (0.85, 0.02))
    assert (round(value, 3), round(half, 2)) == (0.333, 0.16)
    with pytest.raises(ValueError, match="control that always succeeds"):
        residual_risk((1.0, 0.1), (1.0, 0.1))


def test_one_trial_a_person_has_wilsons_interval() -> None:
    rate, interval, how = success(trials(1, 1, 0, 0, 0, 0))
    assert rate == pytest.approx(1 / 3)
    assert interval == wilson(2, 6)
    assert "Wilson" in how


def test_several_trials_a_person_go_by_person() -> None:
    many = trials(*[1, 1, 1, 0] * 3, persons="aaaabbbbcdef")
    rate, interval, how = success(many)
    assert rate == pytest.approx(np.mean([0.75, 0.75, 1, 1, 1, 0]))
    assert interval is not None
    assert interval[1] - interval[0] > wilson(9, 12)[1] - wilson(9, 12)[0]
    assert "over persons" in how


def test_few_persons_have_no_interval() -> None:
    attack = measure_attack("a", trials(1, 0, 1), trials(0, 0, 0), trials(0, 0, 1))
    assert attack.success.interval is None
    assert attack.residual.value == pytest.approx(0.5)
    assert attack.residual.interval is None


def test_a_control_that_always_succeeds_measures_nothing() -> None:
    attack = measure_attack("a", trials(*[1] * 6), trials(*[0] * 6), trials(*[1] * 6))
    assert attack.residual.value is None
    assert "always succeeds" in attack.residual.assumes


def test_a_weak_attack_says_so() -> None:
    attack = measure_attack("a", trials(*[0] * 6), trials(*[1] * 6), trials(*[0] * 6))
    assert "weak attack" in attack.success.assumes


@pytest.mark.parametrize("bad", [((), ()), (("a",), (1, 0)), (("a",), (1.5,))])
def test_what_is_no_list_of_trials(bad: tuple) -> None:  # type: ignore[type-arg]
    with pytest.raises(UsageError, match="trial"):
        Trials(*bad)


def test_singling_out_with_all_and_with_nothing() -> None:
    people = register()
    full = singling_out(people, people)
    sizes = people.groupby(list(people.columns))["town"].transform("size")
    assert full.success.value == pytest.approx((sizes == 1).mean())
    assert full.success.control == 0.0
    nothing = pd.DataFrame(np.nan, index=people.index, columns=people.columns, dtype=object)
    assert singling_out(nothing, people).success.value == 0.0


def test_a_wrong_finding_singles_nobody_out() -> None:
    people = register()
    assert singling_out(people.assign(town="elsewhere"), people).success.value == 0.0


def test_linkability_by_hand() -> None:
    one = pd.DataFrame({"a": list("xyz"), "b": ["1", "1", None]}, index=list("pqr"))
    other = pd.DataFrame({"a": list("xyy"), "b": ["1", None, "1"]}, index=list("pqr"))
    # p is like p (2); q is most like r (2); r's z differs from all, and p has no b to differ on:
    # all three differ once, so r is picked by chance.
    linked = linkability(one, other).success
    assert linked.value == pytest.approx((1 + 0 + 1 / 3) / 3)
    assert linked.baseline == pytest.approx(1 / 3)


def test_inference_finds_what_depends_and_only_that() -> None:
    people = register()
    towns = people[["town"]]
    depends = inference(towns, people, "faith")
    assert depends.success.value > 0.75 > 0.4 > depends.success.control  # type: ignore[operator]
    assert depends.residual.interval is not None
    assert depends.residual.interval[0] > 0.5
    nothing = inference(towns, people, "job")
    assert nothing.success.value == pytest.approx(nothing.success.control, abs=0.1)


def test_many_persons_are_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.risk.criteria.MOST_ATTACKED", 50)
    people = register()
    attacks: list[Callable[[int], object]] = [
        lambda seed: singling_out(people, people, seed=seed),
        lambda seed: linkability(people, people, seed=seed),
        lambda seed: inference(people[["town"]], people, "faith", seed=seed),
    ]
    for attack in attacks:
        assert attack(1).success.n == 50  # type: ignore[attr-defined]
        assert attack(1) == attack(1)


@pytest.mark.parametrize(
    ("change", "message"),
    [(lambda t: t.rename(columns={"town": "city"}), "no attribute 'city'"),
     (lambda t: t.rename(index={"p3": "stranger"}), "no person 'stranger'"),
     (lambda t: t.head(1), "at least two persons")],
)  # fmt: skip
def test_bad_tables(change: Callable[[pd.DataFrame], pd.DataFrame], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        singling_out(change(register()), register())


def test_a_secret_must_be_secret() -> None:
    with pytest.raises(UsageError, match="'faith' must be a column"):
        inference(register(), register(), "faith")
    with pytest.raises(UsageError, match="other persons or attributes"):
        linkability(register(), register().iloc[::-1])
