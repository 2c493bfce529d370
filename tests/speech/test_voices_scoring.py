"""Likelihood ratios of pairs of vectors: what they promise whatever the constants are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.records import SpeakerVector
from auditor.speech.voices import link, wording
from auditor.speech.voices.scoring import pooled, pooled_seconds, scorer


def vector(seed, frames=500):
    values = scorer().mean + np.random.default_rng(seed).normal(size=128)
    return SpeakerVector(tuple(float(value) for value in values), frames)


def test_a_voice_is_like_itself_and_unlike_another():
    itself, other = link(vector(1), vector(1)), link(vector(1), vector(2))
    assert itself.score == pytest.approx(1.0)
    assert itself.log10_lr > 1.0
    assert other.log10_lr < 0.0
    assert itself.seconds == (5.0, 5.0)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(50, 3000), st.integers(50, 3000))
def test_a_link_is_the_same_from_both_sides_and_bounded(one, other, frames, more):
    forth = link(vector(one, frames), vector(other, more))
    back = link(vector(other, more), vector(one, frames))
    assert forth.log10_lr == back.log10_lr
    assert forth.score == back.score
    assert abs(forth.log10_lr) <= scorer().bound


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0.5, 30))
def test_a_higher_score_never_supports_one_voice_less(one, other, seconds):
    low, high = sorted((one, other))
    ratios = scorer().log10_lr([low, high], [seconds, seconds])
    assert ratios[0] <= ratios[1]


def test_longer_speech_tells_more():
    short, long = scorer().log10_lr([0.9, 0.9], [2.0, 8.0])
    assert long >= short
    unlike_short, unlike_long = scorer().log10_lr([0.0, 0.0], [2.0, 8.0])
    assert unlike_long <= unlike_short


def test_the_threshold_is_where_the_ratio_is_even():
    for seconds in (2.0, 3.0, 5.0):
        at = scorer().threshold(seconds)
        assert scorer().log10_lr(at, seconds) == pytest.approx(0.0, abs=1e-9)


def test_the_shorter_side_limits():
    assert pooled_seconds(2.0, 2.0) == pytest.approx(2.0)
    assert 2.0 < pooled_seconds(2.0, 100.0) < 4.0


def test_pooling_weighs_by_frames():
    one, other = SpeakerVector((0.0, 0.0), 100), SpeakerVector((4.0, 8.0), 300)
    assert pooled([one, other]) == SpeakerVector((3.0, 6.0), 400)


def test_words_for_ratios():
    assert wording(0.2) == "tells nothing"
    assert wording(-0.2) == "tells nothing"
    assert wording(1.2) == "moderate for one voice"
    assert wording(-0.7) == "weak for two voices"
