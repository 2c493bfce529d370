import math

import pytest

from auditor.records import Alternative, Recording, Word
from auditor.speech import Heard, Hypothesis, segment
from auditor.speech.alternatives import alternatives_within, are_doubtful, weighted

RECORDING = Recording("r", "0" * 64, None, "a.wav", "p")


def words(text, start_s=0.0, confidence=0.5):
    return tuple(
        Word(word, start_s + 0.3 * k, start_s + 0.3 * k + 0.25, confidence)
        for k, word in enumerate(text.split())
    )


def test_probabilities_are_relative_and_ordered():
    found = weighted([(words("a"), -700.0), (words("b"), -699.0), (words("c"), -720.0)])
    assert [one.words[0].text for one in found] == ["b", "a", "c"]
    assert found[0].probability == pytest.approx(math.e / (1 + math.e), abs=1e-3)
    assert sum(one.probability for one in found) == pytest.approx(1, abs=2e-3)
    assert weighted([]) == ()


def test_only_what_is_doubtful_is_looked_at_again():
    assert are_doubtful(words("call mum", confidence=0.5))
    assert not are_doubtful(words("call mum", confidence=0.95))
    assert not are_doubtful(())


def test_texts_that_are_the_same_count_together():
    both = [
        Hypothesis(words("to"), 0.5),
        Hypothesis(words("two"), 0.3),
        Hypothesis(words("to"), 0.2),
    ]
    found = alternatives_within(both, -math.inf, math.inf, "to")
    assert found == (Alternative("to", 0.7), Alternative("two", 0.3))


def test_one_text_alone_is_no_alternative():
    same = [Hypothesis(words("to"), 0.6), Hypothesis(words("to", 0.02), 0.4)]
    assert alternatives_within(same, -math.inf, math.inf, "to") == ()
    assert alternatives_within(same, -math.inf, math.inf, "too") == (Alternative("to", 1.0),)
    assert alternatives_within([], -math.inf, math.inf, "to") == ()


def test_a_segment_with_a_pause_divides_its_hypotheses():
    first, second = words("call mum"), words("play jazz", 3.0)
    heard = Heard(
        first + second,
        hypotheses=(
            Hypothesis(first + second, 0.6),
            Hypothesis(words("call tom") + second, 0.3),
            Hypothesis(first + words("lay jazz", 3.0), 0.1),
        ),
    )
    one, other = segment(RECORDING, [heard], "en")
    assert one.alternatives == (Alternative("call mum", 0.7), Alternative("call tom", 0.3))
    assert other.alternatives == (Alternative("play jazz", 0.9), Alternative("lay jazz", 0.1))


def test_nothing_is_carried_where_nothing_was_asked():
    (one,) = segment(RECORDING, [Heard(words("call mum"))], "en")
    assert one.alternatives == ()
    assert segment(RECORDING, [Heard(())], "en") == ()
