"""From a sample to a fleet."""

from __future__ import annotations

import pandas as pd
import pytest

from auditor.errors import UsageError
from auditor.risk.fleet import audit_cost, singled_out
from auditor.risk.joint import Rows
from auditor.risk.uniqueness import Person, uniqueness

PEOPLE = pd.DataFrame({"town": list("aaaaaaaabc")})
SAMPLE = [Person({"town": each}) for each in "aaaaaabbcc"]


def test_customers_singled_out_of_a_fleet() -> None:
    risk = singled_out(SAMPLE, Rows(PEOPLE), 20)
    alone = (6 * uniqueness(0.8, 20) + 4 * uniqueness(0.1, 20)) / 10
    assert risk.value == pytest.approx(20 * alone)
    assert risk.interval is not None
    assert 0 <= risk.interval[0] < risk.value < risk.interval[1] <= 20  # type: ignore[operator]


def test_few_customers_sampled_have_no_interval() -> None:
    assert singled_out(SAMPLE[:9], Rows(PEOPLE), 20).interval is None


def test_the_more_people_the_fewer_are_alone() -> None:
    small, large = (singled_out(SAMPLE, Rows(PEOPLE), 10, among=n).value for n in (10, 100))
    assert large < small  # type: ignore[operator]


@pytest.mark.parametrize(("customers", "among"), [(9, None), (10, 9), (0, None)])
def test_a_fleet_smaller_than_its_sample(customers: int, among: int | None) -> None:
    with pytest.raises(UsageError, match="cannot hold the sample"):
        singled_out(SAMPLE, Rows(PEOPLE), customers, among=among)


def test_the_cost_of_an_audit_by_hand() -> None:
    cost = audit_cost([1, 2, 3, 4, 5], 0.5, 1000, price_per_core_hour=0.04)
    assert cost.price is not None
    assert [each.value for each in (cost.sound_hours, cost.core_hours, cost.price)] == [
        pytest.approx(3000),
        pytest.approx(1500),
        pytest.approx(60),
    ]
    assert cost.sound_hours.interval == pytest.approx((1036.757, 4963.243), abs=1e-2)
    assert cost.price.interval == pytest.approx((20.735, 99.265), abs=1e-3)
    assert audit_cost([1.0], 0.5, 10).price is None
    assert audit_cost([1.0], 0.5, 10).sound_hours.interval is None


@pytest.mark.parametrize(
    ("hours", "core", "customers", "message"),
    [([], 1, 5, "says nothing"), ([1, 1], 1, 1, "says nothing"), ([1, -1], 1, 5, "not negative"),
     ([1, 1], -1, 5, "not negative")],
)  # fmt: skip
def test_bad_costs(hours: list[float], core: float, customers: int, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        audit_cost(hours, core, customers)
