"""Intervals of shares and excesses."""

from __future__ import annotations

import numpy as np
import pytest

from auditor.risk.intervals import (
    difference_interval,
    excess_interval,
    ratio_interval,
    share_interval,
    wilson,
)


@pytest.mark.parametrize(
    ("hits", "n", "middle", "half", "digits"),
    # The known answers of Anonymeter's own tests.
    [(850, 1000, 0.849, 0.022, 1e-3), (23, 100, 0.23998824451588613, 0.08155558571285167, 1e-15)],
)
def test_wilson_known_answers(hits: int, n: int, middle: float, half: float, digits: float) -> None:
    low, high = wilson(hits, n)
    assert (low + high) / 2 == pytest.approx(middle, abs=digits)
    assert (high - low) / 2 == pytest.approx(half, abs=digits)


@pytest.mark.parametrize(("hits", "n"), [(1, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(hits: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(hits, n)


@pytest.mark.parametrize("interval", [share_interval, difference_interval])
def test_few_persons_have_no_interval(interval: object) -> None:
    assert callable(interval)
    assert interval([0.5, 0.6, 0.1, 0.9]) is None
    assert excess_interval([0.1] * 4, [0.5] * 4) is None


def test_persons_alike_still_leave_doubt() -> None:
    # 1 − 0.025^(1/5) = .5218: five persons who are all known can hide one in two who is not.
    assert share_interval([1.0] * 5) == pytest.approx((0.4782, 1.0), abs=1e-4)
    assert share_interval([0.0] * 5) == pytest.approx((0.0, 0.5218), abs=1e-4)
    assert difference_interval([0.0] * 5) == pytest.approx((-0.5218, 0.5218), abs=1e-4)
    assert excess_interval([0.3] * 5, [0.3] * 5) == pytest.approx((0.4782, 1.0), abs=1e-4)


def test_nobody_gains_where_nothing_is_left_to_gain() -> None:
    assert excess_interval([0.0] * 6, [0.0] * 6) is None


def test_a_ratio_of_differences_with_equal_rooms_is_plain_t() -> None:
    gains = [-0.2, 0.1, 0.2, 0.3, 0.6]
    half = 2.776445 * np.std(gains, ddof=1) / np.sqrt(5) / 0.5
    assert ratio_interval(gains, [0.5] * 5) == pytest.approx((0.4 - half, 0.4 + half))
    assert ratio_interval(gains[:4], [0.5] * 4) is None
    assert ratio_interval([0.0] * 6, [0.0] * 6) is None


def test_an_excess_with_equal_rooms_is_t_on_the_log_of_what_is_left() -> None:
    # Gains .1 … .5 of room .5: E = .6, s(E) = .3162, error .1414; ln .4 ± 2.776445 × .1414/.4.
    interval = excess_interval([0.1, 0.2, 0.3, 0.4, 0.5], [0.5] * 5)
    half = np.exp(2.776445 * 0.141421 / 0.4)
    assert interval == pytest.approx((1 - 0.4 * half, 1 - 0.4 / half), abs=1e-5)


@pytest.mark.parametrize("persons", [5, 10, 20, 50])
@pytest.mark.parametrize("mean", [0.25, 0.5, 0.8])
def test_share_intervals_cover_what_they_say(persons: int, mean: float) -> None:
    chance = np.random.default_rng(persons)
    known = chance.beta(5 * mean, 5 * (1 - mean), (2000, persons))
    shares = chance.binomial(12, known) / 12
    intervals = [share_interval(each.tolist()) for each in shares]
    covered = np.mean([low <= mean <= high for low, high in filter(None, intervals)])
    # Three standard errors of 2,000 runs are .015 at .95.
    assert 0.925 <= covered <= 0.975
