"""Figures of two audits compared."""

from __future__ import annotations

import pytest
from scipy.stats import ttest_ind

from auditor.errors import UsageError
from auditor.risk.compare import change


def figures(prefix: str, *values: float) -> dict[str, float]:
    return {f"{prefix}{at}": value for at, value in enumerate(values)}


def test_the_same_persons_are_paired() -> None:
    before = figures("p", 10, 20, 30, 40, 50)
    found = change("bits", before, {who: value + 1 for who, value in before.items()})
    assert found.value == pytest.approx(1.0)
    assert found.interval == pytest.approx((1.0, 1.0))
    assert found.baseline == 30


def test_other_persons_are_welchs() -> None:
    one, other = (1, 2, 3, 4, 5, 9), (4, 5, 6, 7, 8, 20, 30)
    found = change("bits", figures("p", *one), figures("q", *other))
    exact = ttest_ind(other, one, equal_var=False).confidence_interval(0.95)
    assert found.interval is not None
    # Degrees of freedom are rounded down: a little wider.
    assert found.interval[0] <= exact.low
    assert found.interval[1] >= exact.high
    assert found.interval == pytest.approx((exact.low, exact.high), abs=0.4)
    assert "Welch" in found.assumes


def test_few_persons_have_no_interval() -> None:
    assert change("bits", figures("p", 1, 2), figures("p", 2, 2)).interval is None
    assert change("bits", figures("p", 1, 2), figures("q", 2, 2)).interval is None


def test_groups_alike_in_themselves() -> None:
    found = change("bits", figures("p", *[1] * 5), figures("q", *[2] * 5))
    assert found.interval == (1.0, 1.0)


@pytest.mark.parametrize("after", [{}, {"p0": 1.0}, {"p0": 1.0, "q": 2.0}])
def test_some_persons_in_common(after: dict[str, float]) -> None:
    with pytest.raises(UsageError, match="bits: the persons are neither the same"):
        change("bits", figures("p", 1, 2), after)
