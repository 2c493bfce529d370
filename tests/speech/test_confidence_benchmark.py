"""The fit of probabilities, on confidences whose probabilities are known."""

import tomllib

import numpy as np
import pytest

from auditor.records import ModelPin, Word
from auditor.speech import word_probability

confidence = pytest.importorskip("benchmarks.speech.confidence")


def made(intercept, slope, count, seed):
    rng = np.random.default_rng(seed)
    c = rng.uniform(0.02, 0.999, count)
    p = 1 / (1 + np.exp(-(intercept + slope * np.log(c / (1 - c)))))
    return confidence.Checked(c, rng.uniform(size=count) < p)


def test_a_fit_finds_the_two_numbers_again():
    fit = confidence.fitted(made(0.5, 0.4, 40_000, 1))
    assert (fit.intercept, fit.slope) == (
        pytest.approx(0.5, abs=0.05),
        pytest.approx(0.4, abs=0.03),
    )


def test_calibration_is_better_on_other_words():
    found = confidence.assessed(made(0.5, 0.4, 5_000, 1), made(0.5, 0.4, 5_000, 2))
    assert found["ece"] < 0.03 < found["ece_uncalibrated"]
    assert found["brier"] < found["brier_uncalibrated"]
    assert sum(each["words"] for each in found["reliability"]) == 5_000
    predicted = [each["predicted"] for each in found["reliability"]]
    assert predicted == sorted(predicted)


def test_words_are_right_where_an_alignment_finds_them_said():
    heard = [Word(text, 0, 1, 0.5) for text in ("call", "mime", "sister", "now", "-")]
    rows = confidence.right_words("Call my sister", heard)
    assert [right for _, right in rows] == [True, False, True, False, False]


def test_what_is_written_is_what_the_product_reads():
    found = confidence.assessed(made(0.5, 0.4, 500, 1), made(0.5, 0.4, 500, 2))
    worse = {**found, "slope": 9.9, "brier": found["brier_uncalibrated"] + 0.1}
    before = {"b": {"intercept": 1.0, "slope": 2.0}}
    read = tomllib.loads(confidence.written({"a": found, "b": worse, "c": worse}, before))
    assert read["a"]["slope"] == found["slope"]
    assert read["a"]["checked_words"] == 500
    assert read["b"] == before["b"]
    assert "c" not in read


@pytest.mark.parametrize(
    ("model", "language"), [("vosk-en", "en"), ("whisper-base", "en"), ("whisper-base", "fr")]
)
def test_every_pinned_recogniser_that_was_measured_has_probabilities(model, language):
    values = [word_probability(c / 10, ModelPin(model, "", ""), language) for c in range(11)]
    assert None not in values
    assert values == sorted(values)
