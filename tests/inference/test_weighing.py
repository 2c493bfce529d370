import pytest
from hypothesis import given
from hypothesis import strategies as st
from inference_builders import signal

from auditor.inference.signals import logit
from auditor.inference.weighing import exclusive, log_odds, probability

pieces = st.lists(
    st.builds(
        signal,
        log_ratio=st.floats(0.0, 5.0),
        kind=st.sampled_from(["a", "b", "c"]),
        utterance=st.sampled_from(["u1", "u2", "u3"]),
    ),
    min_size=1,
    max_size=8,
)


@given(pieces, st.randoms(use_true_random=False))
def test_order_does_not_matter(signals, random):
    before = log_odds(signals)
    random.shuffle(signals)
    assert log_odds(signals) == pytest.approx(before, abs=1e-9)


@given(pieces, st.builds(signal, log_ratio=st.floats(0.0, 5.0), kind=st.sampled_from("ab")))
def test_saying_more_never_says_less(signals, further):
    assert log_odds([*signals, further]) >= log_odds(signals) - 1e-9


@given(pieces)
def test_evidence_against_lowers(signals):
    against = signal(log_ratio=-1.0, kind="denied", utterance="u9")
    assert log_odds([*signals, against]) == pytest.approx(log_odds(signals) - 1.0)


@pytest.mark.parametrize(
    ("signals", "sum_of_ratios"),
    [
        ([signal(log_ratio=2.0)], 2.0),
        ([signal(log_ratio=2.0, kind="a"), signal(log_ratio=1.0, kind="b", utterance="u2")], 3.0),
        ([signal(log_ratio=2.0), signal(log_ratio=1.0, utterance="u2")], 2.5),
        ([signal(log_ratio=2.0, kind="a"), signal(log_ratio=1.0, kind="b")], 2.5),
        ([signal(log_ratio=2.0, utterance=f"u{k}") for k in range(3)], 3.5),
    ],
)
def test_one_kind_and_one_utterance_are_damped(signals, sum_of_ratios):
    assert log_odds(signals) == pytest.approx(logit(0.2) + sum_of_ratios)


@given(st.dictionaries(st.text(max_size=3), st.floats(-50, 700), max_size=6))
def test_values_that_exclude_each_other_share_one(odds):
    shares = exclusive(odds)
    assert all(0 <= share <= 1 for share in shares.values())
    assert sum(shares.values()) <= 1 + 1e-9


def test_a_lone_value_keeps_its_probability():
    assert exclusive({"a": 1.3})["a"] == pytest.approx(probability(1.3))


@pytest.mark.parametrize("odds", [-800.0, -1.0, 0.0, 2.0, 800.0])
def test_probability(odds):
    assert 0.0 <= probability(odds) <= 1.0
    assert probability(odds) + probability(-odds) == pytest.approx(1.0)
