"""Voices: mixtures, pitch, and the engine itself where its models are installed."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor import models
from auditor.corpus.synthesis.voices import STYLE_SHAPE, Kokoro, Voice, mix_styles, resample
from auditor.errors import ModelError, UsageError

pytest.importorskip("scipy.signal")
RATE = 16_000


def style(seed):
    return np.random.default_rng(seed).standard_normal(STYLE_SHAPE).astype(np.float32)


def fundamental(samples):
    """Strongest frequency between 60 and 500 Hz, in Hz."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 1 << 18))
    hz = np.fft.rfftfreq(1 << 18, 1 / RATE)
    wanted = (hz > 60) & (hz < 500)
    return hz[wanted][spectrum[wanted].argmax()]


def test_a_voice_alone_is_itself():
    np.testing.assert_allclose(mix_styles([(style(1), 0.4)]), style(1), rtol=1e-6)


@settings(max_examples=20, deadline=None)
@given(weight=st.floats(0.0, 1.0), scale=st.floats(0.1, 10.0))
def test_mixing_is_linear_and_only_shares_matter(weight, scale):
    a, b = style(1), style(2)
    mixed = mix_styles([(a, weight * scale), (b, (1 - weight) * scale)])
    np.testing.assert_allclose(mixed, weight * a + (1 - weight) * b, atol=1e-5)
    assert mixed.dtype == np.float32


@pytest.mark.parametrize("parts", [[], [(style(1), 0.0)], [(style(1), 2.0), (style(2), -1.0)]])
def test_shares_that_make_no_voice_are_refused(parts):
    with pytest.raises(UsageError, match="shares"):
        mix_styles(parts)


@pytest.mark.parametrize("pitch", [0.8, 1.0, 1.25, 1.34])
def test_pitch_moves_the_tone_and_the_length_by_the_same_factor(pitch):
    tone = np.sin(2 * np.pi * 200 * np.arange(24_000) / 24_000).astype(np.float32)
    shifted = resample(tone, 24_000 * pitch)
    assert fundamental(shifted) == pytest.approx(200 * pitch, rel=0.005)
    assert len(shifted) == pytest.approx(RATE / pitch, rel=0.005)


def test_resampling_leaves_nothing_above_half_the_rate():
    high = np.sin(2 * np.pi * 10_000 * np.arange(24_000) / 24_000).astype(np.float32)
    assert np.abs(resample(high, 24_000)[100:-100]).max() < 0.01


def test_without_models_the_engine_says_how_to_get_them(monkeypatch):
    monkeypatch.setattr(models, "find", lambda name: None)
    with pytest.raises(ModelError, match="auditor models fetch kokoro"):
        Kokoro.installed()


@pytest.fixture(scope="module")
def kokoro():
    pytest.importorskip("kokoro_onnx")
    if models.find("kokoro") is None or models.find("kokoro-voices") is None:
        pytest.skip("the models kokoro and kokoro-voices are not installed")
    return Kokoro.installed()


@pytest.mark.slow
def test_speech_is_the_same_each_time_whatever_was_said_before(kokoro):
    voice = Voice({"bf_emma": 1.0})
    first = kokoro.speak("Turn left.", voice, accent="en-gb")
    kokoro.speak("À droite.", Voice({"ff_siwis": 1.0}), accent="fr-fr")
    assert kokoro.speak("Turn left.", voice, accent="en-gb").tobytes() == first.tobytes()
    assert 0.3 < len(first) / RATE < 2.0
    assert np.abs(first).max() > 0.05


def middle_of_voiced(samples):
    """Median fundamental of voiced frames by autocorrelation, in Hz."""
    found = []
    for start in range(0, len(samples) - 800, 400):
        frame = samples[start : start + 800] - samples[start : start + 800].mean()
        same = np.correlate(frame, frame, "full")[799:]
        lag = 40 + same[40:270].argmax()
        if same[lag] > 0.6 * same[0] > 0.05:
            found.append(RATE / lag)
    return float(np.median(found))


@pytest.mark.slow
def test_a_mixed_voice_and_a_shifted_one_sound_different_but_last_alike(kokoro):
    text = "Demain matin, on passe à la boulangerie."
    woman = kokoro.speak(text, Voice({"ff_siwis": 1.0}), accent="fr-fr")
    man = kokoro.speak(text, Voice({"ff_siwis": 0.42, "im_nicola": 0.58}), accent="fr-fr")
    child = kokoro.speak(text, Voice({"ff_siwis": 1.0}, pitch=1.25), accent="fr-fr")
    assert middle_of_voiced(man) < 0.8 * middle_of_voiced(woman)
    assert middle_of_voiced(child) > 1.1 * middle_of_voiced(woman)
    assert len(child) == pytest.approx(len(woman), rel=0.15)


@pytest.mark.slow
def test_slower_speech_lasts_longer(kokoro):
    lengths = [
        len(kokoro.speak("Where is the station?", Voice({"bm_george": 1}), accent="en-gb", speed=s))
        for s in (1.2, 1.0, 0.8)
    ]
    assert all(later > earlier * 1.05 for earlier, later in itertools.pairwise(lengths))


@pytest.mark.slow
def test_foreign_words_bring_no_marks_into_the_speech(kokoro):
    spoken = kokoro.phonemes("Le week-end, on va au shopping center.", "fr-fr")
    assert "(" not in spoken
    assert set(spoken) <= set(kokoro._vocabulary)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "voice", "message"),
    [
        ("Hello.", Voice({"nobody": 1.0}), "bf_emma"),
        ("", Voice({"bf_emma": 1.0}), "0 phonemes"),
        ("and so on " * 100, Voice({"bf_emma": 1.0}), "at a time"),
    ],
)
def test_what_cannot_be_spoken_is_refused(kokoro, text, voice, message):
    with pytest.raises(UsageError, match=message):
        kokoro.speak(text, voice, accent="en-gb")
