"""Student's t."""

from __future__ import annotations

import numpy as np
import pytest

from auditor.risk.student import mean_interval, t_quantile


@pytest.mark.parametrize(
    ("degrees", "printed"),
    # Two-sided 95 % points as printed in statistical tables.
    [(2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (9, 2.262), (19, 2.093), (29, 2.045),
     (30, 2.042), (60, 2.000), (120, 1.980), (100_000, 1.960)],
)  # fmt: skip
def test_quantiles_of_the_tables(degrees: int, printed: float) -> None:
    assert t_quantile(degrees) == pytest.approx(printed, abs=5e-4)


def test_other_levels() -> None:
    assert t_quantile(10, 0.90) == pytest.approx(1.812, abs=5e-4)
    assert t_quantile(7, 0.99) == pytest.approx(3.499, abs=5e-4)


def test_an_interval_by_hand() -> None:
    # Mean 3, standard deviation √2.5, n 5: 3 ± 2.776445 × 0.707107.
    assert mean_interval([1, 2, 3, 4, 5]) == pytest.approx((1.036757, 4.963243), abs=1e-6)


def test_the_lower_end_is_never_negative() -> None:
    interval = mean_interval([0, 0, 0, 0, 10])
    assert interval is not None
    assert interval[0] == 0.0


def test_under_five_persons_there_is_no_interval() -> None:
    assert mean_interval([1.0, 2.0, 3.0, 4.0]) is None
    assert mean_interval([]) is None


@pytest.mark.parametrize("persons", [5, 20])
def test_the_interval_covers_what_it_says(persons: int) -> None:
    chance = np.random.default_rng(7)
    runs = 4000
    samples = chance.normal(10.0, 2.0, (runs, persons))
    intervals = [mean_interval(sample.tolist()) for sample in samples]
    covered = sum(low <= 10.0 <= high for low, high in filter(None, intervals))
    # Three standard errors of a share of .95 in 4,000 runs are .0103.
    assert covered / runs == pytest.approx(0.95, abs=0.0104)
