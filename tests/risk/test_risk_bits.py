"""Identifying bits, anonymity sets and the tree of a table."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from risk_adult import NINE, SIX, adult

from auditor.errors import UsageError
from auditor.risk.bits import anonymity_set, identify, identifying_bits, surprisal
from auditor.risk.chow_liu import ChowLiuTree
from auditor.risk.joint import Independent, Rows
from auditor.risk.tables import class_sizes


def people(n: int = 400, seed: int = 0) -> pd.DataFrame:
    """A chain: town to language to faith, and a coin that depends on nothing."""
    chance = np.random.default_rng(seed)
    town = chance.integers(0, 3, n)
    language = np.where(chance.random(n) < 0.8, town, chance.integers(0, 3, n))
    faith = np.where(chance.random(n) < 0.7, language, chance.integers(0, 3, n))
    coin = chance.integers(0, 2, n)
    return pd.DataFrame(
        {"town": town, "coin": coin, "faith": faith, "language": language}, dtype=str
    )


@pytest.mark.parametrize(("share", "bits"), [(1 / 12, 3.58), (1 / 365, 8.51), (1.0, 0.0)])
def test_surprisal_of_star_sign_and_birthday(share: float, bits: float) -> None:
    assert round(surprisal(share), 2) == bits


@pytest.mark.parametrize("share", [0.0, -0.1, 1.1])
def test_no_surprisal_of_what_is_no_share(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        surprisal(share)


def test_the_anonymity_set_holds_its_owner() -> None:
    assert anonymity_set(0.0, 1000) == 1
    assert anonymity_set(1.0, 1000) == 1000
    assert anonymity_set(0.01, 1001) == 11


@pytest.mark.parametrize(
    ("columns", "bits", "unique"),
    # True, Chow–Liu, independent; the three of nine attributes are known for uniqueness alone.
    [(SIX, (13.18, 14.90, 16.15), (0.312, 0.331, 0.464)),
     (NINE, None, (0.537, 0.585, 0.831))],
)  # fmt: skip
def test_known_answers_of_adult(
    columns: list[str], bits: tuple[float, ...] | None, unique: tuple[float, ...]
) -> None:
    table = adult()[columns]
    n = len(table)
    sizes = class_sizes(table)
    shares = (
        sizes / n,
        ChowLiuTree(table).row_probabilities(),
        Independent(table).row_probabilities(table),
    )
    if bits:
        assert [round(float(-np.log2(each).mean()), 2) for each in shares] == list(bits)
    alone = [float((sizes == 1).mean()), *(((1 - p) ** (n - 1)).mean() for p in shares[1:])]
    # The printed .831 is .8305 rounded up.
    assert alone == pytest.approx(unique, abs=6e-4)


def test_the_tree_finds_the_chain() -> None:
    joined = {frozenset(each) for each in ChowLiuTree(people(2000)).edges}
    assert frozenset({"town", "language"}) in joined
    assert frozenset({"language", "faith"}) in joined


@pytest.mark.parametrize("smoothed", [False, True])
def test_a_trees_probability_sums_over_what_is_not_known(smoothed: bool) -> None:
    table = people()
    tree = ChowLiuTree(table, smoothed)
    evidence = {"town": "1", "faith": "2"}
    summed = sum(
        tree.probability({**evidence, "language": language, "coin": coin})
        for language in "012"
        for coin in "01"
    )
    assert tree.probability(evidence) == pytest.approx(summed)
    assert tree.probability({}) == pytest.approx(1.0)


def test_rows_and_sums_of_a_tree_agree() -> None:
    table = people()
    tree = ChowLiuTree(table)
    rows = tree.row_probabilities()
    for at in (0, 7, 399):
        assert tree.probability(dict(table.iloc[at])) == pytest.approx(rows[at])


def test_people_drawn_from_a_tree_look_like_it() -> None:
    tree = ChowLiuTree(people())
    drawn = tree.sample(40_000, np.random.default_rng(5))
    share = float(((drawn[:, 0] == 1) & (drawn[:, 2] == 2)).mean())
    # Three standard errors are under .0075.
    assert share == pytest.approx(tree.probability({"town": "1", "faith": "2"}), abs=0.0075)
    assert (drawn == tree.sample(40_000, np.random.default_rng(5))).all()


def test_a_range_of_bits() -> None:
    table = people()
    found = identify({"town": "1", "language": "1"}, Rows(table), 10**6)
    town, language = ((table[name] == "1").mean() for name in ("town", "language"))
    joint = ((table["town"] == "1") & (table["language"] == "1")).mean()
    assert found.lowest == pytest.approx(-math.log2(min(town, language)))
    assert found.estimate == pytest.approx(-math.log2(joint))
    assert found.highest == pytest.approx(-math.log2(town * language))
    assert found.estimated_set == pytest.approx(1 + (10**6 - 1) * joint)
    assert found.capped == ()


def test_bits_are_capped_by_the_population() -> None:
    found = identify({"town": "1", "language": "1", "faith": "1"}, Independent(people()), 4)
    assert found.lowest < found.estimate == found.highest == 2.0
    assert found.capped == ("estimate", "highest")


def test_knowing_nothing_leaves_everybody() -> None:
    found = identify({}, Rows(people()), 500)
    assert (found.lowest, found.estimate, found.estimated_set) == (0, 0, 500)


class _Declared:
    """A declared population, as others write them."""

    def probability(self, evidence: Mapping[str, str]) -> float:
        return float(np.prod([{"faith": 0.5, "town": 0.0}[name] for name in evidence]))


@pytest.mark.parametrize(
    ("evidence", "message"),
    [({"shoes": "42"}, "knows nothing of shoes"), ({"town": "9"}, "lacks a value of town")],
)
def test_what_a_table_lacks(evidence: dict[str, str], message: str) -> None:
    for population in (Rows(people()), Independent(people()), ChowLiuTree(people())):
        with pytest.raises(UsageError, match=message) as caught:
            identify(evidence, population, 100)
        assert evidence.get("town", "42") not in str(caught.value)


def test_what_a_declared_population_lacks() -> None:
    with pytest.raises(UsageError, match="knows nothing of shoes"):
        identify({"shoes": "42"}, _Declared(), 100)
    with pytest.raises(UsageError, match="nobody in the population has town"):
        identify({"town": "Ys"}, _Declared(), 100)
    assert identify({"faith": "none"}, _Declared(), 100).estimate == 1.0


def test_persons_together() -> None:
    table = people()
    profiles = [dict(table.iloc[at]) for at in range(6)]
    lowest, estimate, highest, sets = identifying_bits(profiles, ChowLiuTree(table), 10_000)
    assert lowest.value <= estimate.value <= highest.value  # type: ignore[operator]
    each = [identify(one, ChowLiuTree(table), 10_000) for one in profiles]
    assert estimate.value == pytest.approx(np.mean([one.estimate for one in each]))
    assert sets.value == pytest.approx(np.exp(np.mean(np.log([o.estimated_set for o in each]))))
    assert sets.baseline == 10_000
    assert estimate.interval is not None
    assert identifying_bits(profiles[:4], ChowLiuTree(table), 10_000)[1].interval is None


@pytest.mark.parametrize(("n", "size", "message"), [(0, 10, "no profiles"), (3, 2, "smaller than")])
def test_too_few_people(n: int, size: int, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        identifying_bits([{}] * n, Rows(people()), size)


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(UsageError, match="no rows"):
        ChowLiuTree(pd.DataFrame({"town": []}))
