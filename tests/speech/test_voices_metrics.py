"""Equal error rate and the cost of likelihood ratios, against known answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.speech.voices.metrics import cllr, eer, eer_interval

scores = st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=30)


def test_separate_scores_have_no_error_and_swapped_ones_nothing_else():
    assert eer([0.8, 0.9], [0.1, 0.2])[0] == 0.0
    assert eer([0.1, 0.2], [0.8, 0.9])[0] == 1.0


def test_one_of_four_on_either_side():
    rate, threshold = eer([0.2, 0.6, 0.7, 0.8], [0.1, 0.3, 0.0, 0.65])
    assert rate == pytest.approx(0.25)
    assert 0.3 < threshold <= 0.65


def test_normal_scores_have_the_rate_of_theory():
    rng = np.random.default_rng(1)
    rate, threshold = eer(rng.normal(1, 1, 40_000), rng.normal(-1, 1, 40_000))
    assert rate == pytest.approx(0.1587, abs=0.005)  # Φ(−1)
    assert threshold == pytest.approx(0.0, abs=0.05)


def test_without_pairs_there_is_no_rate():
    with pytest.raises(ValueError):
        eer([], [0.1])


@given(scores, scores)
def test_turning_scores_around_gives_the_same_rate(same, different):
    rate = eer(same, different)[0]
    assert 0.0 <= rate <= 1.0
    turned = eer(-np.array(different), -np.array(same))[0]
    assert turned == pytest.approx(rate, abs=1.0 / min(len(same), len(different)))


def test_interval_holds_the_rate_and_narrows_with_more_voices():
    def simulated(voices):
        rng = np.random.default_rng(2)
        centres = np.repeat(rng.normal(size=(voices, 4)), 3, axis=0)
        points = centres + 0.55 * rng.normal(size=centres.shape)
        points /= np.linalg.norm(points, axis=1, keepdims=True)
        names = [f"v{number // 3}" for number in range(len(points))]
        return points @ points.T, names

    widths = []
    for voices in (12, 60):
        matrix, names = simulated(voices)
        upper = np.triu_indices(len(names), 1)
        same = np.array([names[i] == names[j] for i, j in zip(*upper, strict=True)])
        rate, _ = eer(matrix[upper][same], matrix[upper][~same])
        low, high = eer_interval(matrix, names, seed=3, rounds=200)
        assert low <= rate <= high
        assert (low, high) == eer_interval(matrix, names, seed=3, rounds=200)
        widths.append(high - low)
    assert widths[1] < widths[0]


def test_cost_is_one_for_silence_and_grows_without_bound_for_sure_mistakes():
    assert cllr([0.0], [0.0]) == pytest.approx(1.0)
    assert cllr([3.0], [-3.0]) < 0.01
    assert cllr([-3.0], [3.0]) > 9.0
    assert cllr([1.0], [-1.0]) == pytest.approx(np.log2(1.1))
