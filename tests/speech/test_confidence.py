import pytest

from auditor.records import ModelPin, Word
from auditor.speech import with_probabilities, word_probability

VOSK = ModelPin("vosk-en", "0.15", "0" * 64)


def test_probability_grows_with_confidence_and_stays_inside():
    values = [word_probability(c / 20, VOSK, "en") for c in range(21)]
    assert values == sorted(values)
    assert 0 < values[0] < values[-1] < 1


def test_certain_of_itself_is_not_certain():
    assert word_probability(1.0, VOSK, "en") == pytest.approx(0.9735, abs=5e-3)


def test_nothing_is_claimed_of_models_that_were_never_fitted():
    assert word_probability(0.9, ModelPin("custom:mine", "", ""), "en") is None
    (word,) = with_probabilities((Word("a", 0, 1, 0.9),), ModelPin("text", "1", ""), "fr")
    assert word.probability is None
