"""The real speaker model: the same sound gives the same vector, whatever happens around it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from auditor import audio, models
from auditor.speech.voices import VoiceEncoder, link
from auditor.speech.vosk_recogniser import VoskRecogniser

DEMO = Path(__file__).parents[2] / "corpora"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (models.find("vosk-en") and models.find("vosk-speaker")), reason="models are not here"
    ),
]


@pytest.fixture(scope="module")
def encoder():
    return VoiceEncoder(models.find("vosk-en"), models.find("vosk-speaker"))


@pytest.fixture(scope="module")
def sounds():
    paths = sorted(DEMO.glob("demo-*/**/*.opus"))[::12][:6]
    return [audio.read(path).samples[: 5 * 16_000] for path in paths]


def test_order_and_threads_change_nothing(encoder, sounds):
    alone = [encoder.encode(each) for each in sounds]
    assert sum(each is not None for each in alone) >= 4
    assert [encoder.encode(each) for each in sounds[::-1]] == alone[::-1]
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(encoder.encode, sounds * 2)) == alone * 2


def test_float_and_integer_samples_are_the_same_voice(encoder, sounds):
    integer = (sounds[0] * 32767.0).astype(np.int16)
    assert encoder.encode(integer) == encoder.encode(sounds[0])


def test_silence_noise_and_a_moment_have_no_voice(encoder, sounds):
    assert encoder.encode(np.zeros(3 * 16_000, np.int16)) is None
    assert encoder.encode(np.zeros(0, np.int16)) is None
    assert encoder.encode(sounds[0][:4_000]) is None


def test_two_halves_of_a_recording_are_more_alike_than_two_recordings_of_two_people(encoder):
    def halves(name):
        samples = audio.read(next(DEMO.glob(f"demo-*/**/{name}.opus"))).samples
        return [encoder.encode(half) for half in np.array_split(samples, 2)]

    one, same = halves("d01-02")
    other, _ = halves("d02-02")
    assert link(one, same).score > link(one, other).score


def test_the_recogniser_hears_the_same_words_with_voices(sounds):
    words, voices = models.find("vosk-en"), models.find("vosk-speaker")
    plain = VoskRecogniser(words.path, words.pin, "en")
    voiced = VoskRecogniser(words.path, words.pin, "en", speakers=voices)

    def blocks(samples):
        return iter(np.array_split((samples * 32767.0).astype(np.int16), 10))

    found = 0
    for samples in sounds:
        without = plain.recognise(blocks(samples), "en")
        heard = voiced.recognise(blocks(samples), "en")
        assert [each.words for each in heard] == [each.words for each in without]
        vectors = [each.speaker for each in heard if each.speaker is not None]
        assert all(len(vector.values) == 128 and vector.frames >= 50 for vector in vectors)
        found += len(vectors)
    assert found >= 3
