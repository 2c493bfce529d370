"""Linkage of recordings by voice, by content and by both."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from auditor.errors import UsageError
from auditor.risk.likeness import content_likeness, fused, voice_likeness
from auditor.risk.linkage import MOST_LINKED, linkage, linked_persons
from auditor.risk.separation import (
    BINS,
    Separation,
    binned,
    d_sys,
    equal_error_rate,
    null_d_sys,
    true_positives,
)


def gaussians(apart: float) -> Separation:
    """Two unit-variance Gaussians as they are, not drawn."""
    places = np.linspace(-8, 8 + apart, BINS)
    mated, other = (np.rint(1e9 * norm.pdf(places, at)).astype(np.int64) for at in (apart, 0))
    return Separation(mated, other)


def gaussian_likeness(persons: int, apart: float, seed: int = 0) -> np.ndarray:
    likeness = np.random.default_rng(seed).normal(size=(persons, persons))
    likeness[np.diag_indices(persons)] += apart
    return likeness


@pytest.mark.parametrize(("apart", "known"), [(1, 0.2935), (2, 0.6165), (3, 0.8346)])
def test_known_answers_of_d_sys(apart: float, known: float) -> None:
    assert round(d_sys(gaussians(apart)), 4) == known


@pytest.mark.parametrize("apart", [1, 2, 3])
def test_error_rates_of_gaussians(apart: float) -> None:
    scores = gaussians(apart)
    assert equal_error_rate(scores).rate == pytest.approx(norm.cdf(-apart / 2), abs=1e-4)
    expected = norm.sf(norm.isf(0.01) - apart)
    assert true_positives(scores).rate == pytest.approx(expected, abs=1e-3)


def test_the_null_of_few_pairs_is_not_zero() -> None:
    chance = np.random.default_rng(1)
    bins = binned(chance.normal(size=10_100))
    counts = [np.bincount(each, minlength=BINS) for each in (bins[:100], bins[100:])]
    null = null_d_sys(Separation(*counts), 100, chance)
    assert 0.01 < null.mean() < 0.1


def test_alike_scores_link_nothing() -> None:
    found = linkage("voice", np.ones((6, 6)))
    assert found.equal_error_rate.value == pytest.approx(0.5)
    assert found.top_one.value == pytest.approx(1 / 6)


def test_perfect_scores_link_everybody() -> None:
    found = linkage("voice", np.eye(120))
    assert found.equal_error_rate.value == pytest.approx(0.0)
    assert found.true_positives.value == pytest.approx(1.0)
    assert found.top_one.value == 1.0
    assert found.top_one.interval is not None
    assert found.top_one.interval[0] < 0.98  # 120 persons cannot prove all
    assert found.d_sys.value == pytest.approx(1.0, abs=0.01)


def test_measures_of_drawn_scores() -> None:
    found = linkage("voice", gaussian_likeness(400, 2.0))
    for risk, true in (
        (found.equal_error_rate, norm.cdf(-1)),
        (found.true_positives, norm.sf(norm.isf(0.01) - 2)),
        (found.d_sys, 0.6165),
    ):
        assert risk.interval is not None
        assert risk.interval[0] <= true <= risk.interval[1]
    assert found.equal_error_rate.control == pytest.approx(0.5, abs=0.06)
    assert found.d_sys.control < 0.05  # type: ignore[operator]
    assert found == linkage("voice", gaussian_likeness(400, 2.0))


def test_few_persons_are_refused_what_needs_many() -> None:
    found = linkage("voice", gaussian_likeness(8, 2.0))
    assert found.d_sys.value is None
    assert "100 are needed" in found.d_sys.assumes
    assert found.true_positives.value is None
    assert found.equal_error_rate.interval is not None
    assert linkage("voice", gaussian_likeness(4, 2.0)).equal_error_rate.interval is None


@pytest.mark.slow
@pytest.mark.parametrize(("persons", "least"), [(10, 0.93), (50, 0.92)])
def test_intervals_of_error_rates_cover(persons: int, least: float) -> None:
    runs = [linkage("x", gaussian_likeness(persons, 1.0, seed)) for seed in range(300)]
    true = norm.cdf(-0.5)
    spans = [each.equal_error_rate.interval for each in runs]
    covered = np.mean([low <= true <= high for low, high in filter(None, spans)])
    # Three standard errors are .038: .91 would be .95 at worst luck; it lies near .95.
    assert covered >= least - 0.02


@pytest.mark.parametrize(
    ("likeness", "message"),
    [(np.ones((2, 3)), "each with each"), (np.ones((1, 1)), "each with each"),
     (np.array([[1.0, np.nan], [0.0, 1.0]]), "not a finite number")],
)  # fmt: skip
def test_bad_likenesses(likeness: np.ndarray, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        linkage("voice", likeness)


def test_many_persons_are_sampled() -> None:
    assert linked_persons(7).tolist() == list(range(7))
    chosen = linked_persons(5 * MOST_LINKED, seed=3)
    assert len(set(chosen.tolist())) == MOST_LINKED
    assert (chosen == linked_persons(5 * MOST_LINKED, seed=3)).all()


def test_content_weighs_what_is_rare() -> None:
    one = [{"town=a", "pet=dog"}, {"town=b", "pet=dog"}, {"pet=dog"}]
    likeness = content_likeness(one, one)
    assert likeness[0, 0] == pytest.approx(1.0)
    assert likeness[0, 1] == pytest.approx(0.0)  # everybody has a dog
    half = content_likeness([{"a", "b"}, {"c"}], [{"a", "d"}, {"c"}])
    # a and c weigh ln 2, b and d ln 4: of ln 2 + 2 ln 4 a is one fifth.
    assert half[0, 0] == pytest.approx(0.2)
    assert content_likeness([set(), {"a"}], [set(), {"a"}])[0, 0] == 0.0


def test_voices_are_compared_without_what_all_share() -> None:
    voices = np.array([[101.0, 0.0], [100.0, 1.0], [99.0, 0.0], [100.0, -1.0]])
    likeness = voice_likeness(voices, voices)
    assert np.diagonal(likeness) == pytest.approx(1.0)
    assert likeness[0, 2] == pytest.approx(-1.0)


def test_two_likenesses_link_more_than_one() -> None:
    voice, content = (gaussian_likeness(200, 1.5, seed) for seed in (1, 2))
    alone = linkage("voice", voice).equal_error_rate.value
    both = linkage("both", fused(voice, 10 * content)).equal_error_rate.value
    assert both < alone - 0.05  # type: ignore[operator]
    with pytest.raises(UsageError, match="other persons"):
        fused(voice, content[:5, :5])
