"""The minimal disclosing set."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from auditor.errors import UsageError
from auditor.risk.chow_liu import ChowLiuTree
from auditor.risk.disclosing import EXACT_UP_TO, Disclosing, Told, minimal_disclosing_set
from auditor.risk.joint import Rows
from auditor.risk.tables import Population


def people(columns: int, rows: int = 3000, seed: int = 0) -> pd.DataFrame:
    chance = np.random.default_rng(seed)
    table = chance.integers(0, 4, (rows, columns)) * (chance.random((rows, columns)) < 0.7)
    return pd.DataFrame(table.astype(str), columns=[f"a{at}" for at in range(columns)])


def told(row: pd.Series, chance: np.random.Generator, utterances: int) -> list[Told]:
    names = list(row.index)
    return [
        Told(
            f"u{at}",
            {str(each): row[each] for each in chance.choice(names, int(chance.integers(1, 3)))},
            float(chance.integers(1, 9)),
        )
        for at in range(utterances)
    ]


def brute(said: list[Told], population: Population, size: int, under: float, by: str) -> float:
    costs = []
    for n in range(len(said) + 1):
        for some in combinations(said, n):
            evidence = {k: v for each in some for k, v in each.evidence.items()}
            if 1 + (size - 1) * population.probability(evidence) < under:
                costs.append(n if by == "utterances" else sum(each.seconds for each in some))
    return min(costs)


@pytest.mark.parametrize("by", ["utterances", "seconds"])
@pytest.mark.parametrize("seed", range(6))
def test_the_smallest_set_is_the_smallest(seed: int, by: str) -> None:
    table = people(8, seed=seed)
    said = told(table.iloc[seed], np.random.default_rng(seed), 9)
    found = minimal_disclosing_set(said, Rows(table), 3000, 40, by=by)  # type: ignore[arg-type]
    assert found.exact
    assert found.reached
    assert found.set_size < 40
    cost = len(found.utterances) if by == "utterances" else found.seconds
    assert cost == brute(said, Rows(table), 3000, 40, by)


def test_a_large_set_is_greedy_within_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    table = people(10)
    said = told(table.iloc[5], np.random.default_rng(5), 12)
    exact = minimal_disclosing_set(said, ChowLiuTree(table), 3000, 5)
    monkeypatch.setattr("auditor.risk.disclosing.EXACT_UP_TO", 3)
    greedy = minimal_disclosing_set(said, ChowLiuTree(table), 3000, 5)
    assert exact.exact
    assert not greedy.exact
    assert greedy.bound is not None
    assert len(exact.utterances) <= len(greedy.utterances)
    assert len(greedy.utterances) <= greedy.bound * len(exact.utterances)


def test_many_utterances_do_not_take_for_ever() -> None:
    table = people(12)
    said = told(table.iloc[1], np.random.default_rng(1), 300)
    found = minimal_disclosing_set(said, ChowLiuTree(table), 10**6, 100)
    assert len(said) > EXACT_UP_TO
    assert found.reached
    assert not found.exact


def test_one_telling_utterance_by_hand() -> None:
    table = pd.DataFrame({"town": list("aaab"), "job": list("xyxx")})
    said = [Told("u1", {"job": "x"}), Told("u2", {}), Told("u3", {"town": "b"}, 2.5)]
    assert minimal_disclosing_set(said, Rows(table), 4) == Disclosing(
        ("u3",), 2.5, 1.75, True, True, 1.0, 4, 2.0
    )


def test_what_is_never_reached_says_how_far_it_went() -> None:
    table = pd.DataFrame({"town": list("aabb")})
    found = minimal_disclosing_set([Told("u1", {"town": "a"})], Rows(table), 101, 10)
    assert (found.reached, found.utterances, found.bound) == (False, (), None)
    assert found.set_size == 51


def test_somebody_alone_is_disclosed_by_nothing() -> None:
    found = minimal_disclosing_set([], Rows(people(2)), 1)
    assert found.reached
    assert found.utterances == ()


@pytest.mark.parametrize(
    ("said", "size", "under", "message"),
    [([Told("u1", {"a0": "1"}), Told("u2", {"a0": "2"})], 9, 2, "utterance u2: two values of a0"),
     ([], 0, 2, "size, under"), ([], 9, 1, "size, under"),
     ([Told("u1", {"shoes": "1"})], 9, 2, "knows nothing of shoes")],
)  # fmt: skip
def test_bad_input(said: list[Told], size: int, under: float, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        minimal_disclosing_set(said, Rows(people(2)), size, under)
    with pytest.raises(UsageError, match="takes some time"):
        minimal_disclosing_set([Told("u", {"a0": "1"}, 0)], Rows(people(1)), 9, by="seconds")
