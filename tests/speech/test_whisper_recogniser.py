"""The recogniser around an engine that follows a script, and with the real model."""

from pathlib import Path

import numpy as np
import pytest

from auditor import audio, models
from auditor.records import ModelPin
from auditor.speech import Recognisers, whisper_recogniser
from auditor.speech.whisper_engine import Decoded, Encoded, TimedWord
from auditor.speech.whisper_recogniser import WhisperRecogniser

RATE = 16_000
DEMO = Path(__file__).parents[2] / "corpora"
PIN = ModelPin("scripted", "1", "0" * 64)


class ScriptedEngine:
    """Writes the next line of a script for each piece, word after word over its sound."""

    multilingual = True
    lines: tuple[str, ...] = ()

    def __init__(self, path, pin, *, workers=1):
        self.heard = []

    def encode(self, samples):
        self.heard.append(samples.size / RATE)
        return Encoded(None, samples.size // 160)

    def languages(self, encoded):
        return {"en": 0.9, "fr": 0.05}

    def decode(self, encoded, language):
        text = self.lines[len(self.heard) - 1]
        sure = -2.0 if "blah" in text else -0.3
        return Decoded((1,) * len(text.split()), text, sure, 0.1)

    def align(self, encoded, decoded, language):
        texts = decoded.text.split()
        each = (encoded.seconds - 0.7) / max(len(texts), 1)
        return [
            TimedWord(f" {text}", 0.35 + k * each, 0.35 + (k + 1) * each, 0.9)
            for k, text in enumerate(texts)
        ]


@pytest.fixture
def scripted(monkeypatch):
    def use(*lines):
        monkeypatch.setattr(ScriptedEngine, "lines", lines)
        monkeypatch.setattr(whisper_recogniser, "WhisperEngine", ScriptedEngine)
        return WhisperRecogniser(Path("nowhere"), PIN)

    return use


def drive(seconds, *speaking):
    rng = np.random.default_rng(6)
    samples = 0.003 * rng.standard_normal(round(seconds * RATE))
    for start, length in speaking:
        first, count = round(start * RATE), round(length * RATE)
        samples[first : first + count] += 0.2 * rng.standard_normal(count)
    return audio.from_samples(samples)


def test_words_get_the_times_of_the_recording_across_windows(scripted):
    recogniser = scripted("call mum", "stop")
    first, second = recogniser.recognise(drive(200, (10.0, 1.0), (170.0, 1.0)), "en")
    assert [word.text for word in first.words] == ["call", "mum"]
    assert first.words[0].start_s == pytest.approx(10.0, abs=0.1)
    assert first.words[-1].end_s == pytest.approx(11.0, abs=0.1)
    assert second.words[0].start_s == pytest.approx(170.0, abs=0.1)


def test_utterances_between_pauses_are_heard_apart(scripted):
    recogniser = scripted("one", "two", "three")
    heard = recogniser.recognise(drive(20, (2, 1.5), (5, 1.5), (12, 1.5)), "en")
    assert [one.words[0].text for one in heard] == ["one", "two", "three"]
    assert all(seconds < 3 for seconds in recogniser._engine.heard)


def test_what_is_not_believed_is_counted_with_place_and_reason(scripted):
    recogniser = scripted("blah blah blah", "stop")
    dropped, kept = recogniser.recognise(drive(20, (5, 1), (12, 1)), "en")
    assert dropped.words == ()
    (note,) = dropped.dropped
    assert (note.words, note.why) == (3, "guess")
    assert note.start_s == pytest.approx(5.0, abs=0.1)
    assert note.end_s == pytest.approx(6.0, abs=0.1)
    assert [word.text for word in kept.words] == ["stop"]


def test_steady_noise_is_not_even_listened_to(scripted):
    recogniser = scripted()
    assert recogniser.recognise(drive(300), "en") == []
    assert recogniser._engine.heard == []


def test_the_language_is_told_against_what_whisper_believes_of_noise(scripted, monkeypatch):
    recogniser = scripted()
    samples = next(drive(3, (0.5, 2)))  # a block is enough to have a type
    samples = np.concatenate([samples, *drive(3, (0.5, 2))]).astype(np.float32) / 32768
    assert recogniser.language_of(samples)[0] == "fr"  # 0.05 is five times 0.01, 0.9 not of 0.2
    monkeypatch.setattr(ScriptedEngine, "languages", lambda *_: {"en": 0.9, "fr": 0.01})
    assert recogniser.language_of(samples)[0] == "en"
    assert recogniser.language_of(np.zeros(0, np.float32)) == ("en", 0.5)


real = pytest.mark.skipif(models.find("whisper-base") is None, reason="whisper-base is not here")


@pytest.fixture(scope="module")
def whisper():
    return Recognisers("whisper", workers=2)


@pytest.fixture(scope="module")
def clips():
    paths = [
        *sorted(DEMO.glob("demo-en/**/*.opus"))[:4],
        *sorted(DEMO.glob("demo-fr/**/*.opus"))[:2],
    ]
    if not paths:
        pytest.skip("the demo corpora are not here")
    return [audio.read(path).samples for path in paths]


@real
@pytest.mark.slow
def test_order_and_threads_change_nothing(whisper, clips):
    from concurrent.futures import ThreadPoolExecutor

    recogniser = whisper.for_language("en")

    def hear(samples):
        return recogniser.recognise(audio.from_samples(samples), "en")

    alone = [hear(samples) for samples in clips]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(hear, clips[::-1]))[::-1]
    assert alone == together


@real
@pytest.mark.slow
def test_a_clip_in_a_drive_is_heard_as_by_itself(whisper, clips):
    recogniser = whisper.for_language("en")
    alone = recogniser.recognise(audio.from_samples(clips[0]), "en")
    rng = np.random.default_rng(8)
    quiet = (1e-4 * rng.standard_normal(150 * RATE)).astype(np.float32)
    later = recogniser.recognise(audio.from_samples(np.concatenate([quiet, clips[0], quiet])), "en")
    said = [word for one in alone for word in one.words]
    heard = {word.text: word for one in later for word in one.words}
    same = [(word, heard[word.text]) for word in said if word.text in heard]
    assert len(same) >= 0.7 * len(said)
    # The first word may take in the cabin's own noise, which stands out from this silence.
    shifts = [there.end_s - here.end_s for here, there in same]
    assert np.median(shifts) == pytest.approx(150, abs=0.1)


@real
@pytest.mark.slow
def test_a_quiet_microphone_hears_the_same(whisper, clips):
    recogniser = whisper.for_language("en")
    for samples in clips[1:4]:
        loud = recogniser.recognise(audio.from_samples(samples), "en")
        soft = recogniser.recognise(audio.from_samples(samples * np.float32(0.2)), "en")
        words = [[word.text for one in heard for word in one.words] for heard in (loud, soft)]
        assert words[0] == words[1]


@real
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
def test_beeps_thuds_and_wipers_say_nothing(whisper, language):
    rng = np.random.default_rng(9)
    times = np.arange(8 * RATE) / RATE
    beeps = 0.2 * np.sin(2 * np.pi * 900 * times) * (times % 1.0 < 0.2)
    sweep = 0.05 * rng.standard_normal(times.size) * np.clip(np.sin(4 * times), 0, 1) ** 4
    for sound in (beeps, sweep):
        samples = (sound + 0.001 * rng.standard_normal(times.size)).astype(np.float32)
        heard = whisper.for_language(language).recognise(audio.from_samples(samples), language)
        assert not any(one.words for one in heard)
