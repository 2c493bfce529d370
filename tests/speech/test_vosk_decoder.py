"""One decoder for many sounds: whatever it is made anew for, the words and times are the same."""

import json
import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from auditor import audio, models
from auditor.records import ModelPin
from auditor.speech import vosk_decoder
from auditor.speech.memory import MemoryBound
from auditor.speech.vosk_decoder import VoskDecoder
from auditor.speech.vosk_recogniser import VoskRecogniser

DEMO = Path(__file__).parents[2] / "corpora"
RATE = 16_000


class FakeKaldi:
    """Counts time as Vosk does: on and on, in single precision, six decimals.

    A block with sound is a word named by its level; a silent one after it ends the segment. Like
    Vosk, it forgets nothing if it is asked for a final result straight after another result.
    """

    made = 0

    def __init__(self):
        type(self).made += 1
        self.samples = self.begun = 0
        self.words = []
        self.context = 0
        self.running = False

    def AcceptWaveform(self, data):
        block = np.frombuffer(data, np.int16)
        begun = self._clock()
        self.samples += block.size
        self.running = True
        loud = int(np.abs(block).max())
        if not loud:
            return bool(self.words)
        self.context += loud
        end = begun + 0.33  # Vosk counts frames, not samples
        self.words.append({"word": f"w{loud}", "start": begun, "end": end, "conf": 0.12345678})
        return False

    def Result(self):
        return self._result()

    def FinalResult(self):
        if not self.running:
            return json.dumps({"text": ""})
        found, self.context, self.begun = self._result(), 0, self.samples
        return found

    def _clock(self):
        begun = float(np.float32(self.begun) / np.float32(RATE))
        return begun + (self.samples - self.begun) / RATE

    def _result(self):
        for word in self.words:
            word["start"], word["end"] = round(word["start"], 6), round(word["end"], 6)
            word["word"] += f"-{self.context}"  # what was heard before shows
        found, self.words, self.running = json.dumps({"result": self.words}), [], False
        return found


def sounds(count=40, seed=3):
    rng = random.Random(seed)
    for _ in range(count):
        blocks = []
        for _ in range(rng.randrange(1, 400)):
            level = rng.choice([0, 0, 0, 100, 300])
            blocks.append(np.full(8000, level, np.int16))
        blocks.append(np.full(rng.randrange(1, 8000), rng.choice([0, 200]), np.int16))
        yield blocks


def heard(decoder, blocks):
    return [segment.heard for segment in decoder.decode(iter(blocks))]


@pytest.fixture
def never():
    return VoskDecoder(FakeKaldi, MemoryBound(1e9))


def test_made_anew_at_any_rest_the_results_are_the_same(never, monkeypatch):
    expected = [heard(never, blocks) for blocks in sounds()]
    assert sum(len(one) for one in expected) > 500
    monkeypatch.setattr(vosk_decoder, "_LEAST_AGE_S", 0.0)
    always = VoskDecoder(FakeKaldi, MemoryBound(0))
    before = FakeKaldi.made
    assert [heard(always, blocks) for blocks in sounds()] == expected
    assert FakeKaldi.made - before >= 100
    rng = random.Random(8)
    monkeypatch.setattr(MemoryBound, "_passed", lambda *_: rng.random() < 0.3)
    sometimes = VoskDecoder(FakeKaldi, MemoryBound(0))
    assert [heard(sometimes, blocks) for blocks in sounds()] == expected
    backwards = [heard(sometimes, blocks) for blocks in reversed(list(sounds()))]
    assert backwards[::-1] == expected


def test_times_are_those_of_the_sound(never):
    silence, word = np.zeros(8000, np.int16), np.full(8000, 100, np.int16)
    for _ in range(3):
        (segment,) = never.decode(iter([silence, word, silence[:777]]))
        (found,) = segment.heard.words
        assert (found.start_s, found.end_s) == (0.5, 0.83)
        assert segment.start_s == 0.0
        assert segment.samples.size == 16_777


def test_a_segment_comes_with_the_sound_since_the_one_before(never):
    silence, word = np.zeros(8000, np.int16), np.full(8000, 100, np.int16)
    one, other = never.decode(iter([word, silence, silence, word, silence]))
    assert (one.start_s, one.samples.size) == (0.0, 16_000)
    assert (other.start_s, other.samples.size) == (1.0, 24_000)


def test_a_long_sound_comes_to_rest_where_nobody_begins_to_speak(never):
    word, silence = np.full(8000, 100, np.int16), np.zeros(8000, np.int16)
    onset = np.concatenate([np.zeros(4000, np.int16), np.full(4000, 9, np.int16)])
    assert vosk_decoder._is_pause(silence)
    assert not vosk_decoder._is_pause(onset)
    assert not vosk_decoder._is_pause(silence[:100])
    segments = heard(never, [word, silence] * 100)
    assert [one.words[0].start_s for one in segments] == [float(k) for k in range(100)]
    # What was heard before is in the fake's words: it goes back to the beginning at each rest.
    contexts = [int(one.words[0].text.split("-")[1]) for one in segments]
    assert contexts.count(100) == 4


def test_exact_is_a_decoder_for_each_sound_and_each_two_minutes(never):
    blocks = [[np.full(8000, 100, np.int16), np.zeros(8000, np.int16)] * n for n in (3, 5, 200)]
    expected = [heard(never, each) for each in blocks]
    exact = VoskDecoder(FakeKaldi, MemoryBound(0), exact=True)
    before = FakeKaldi.made
    assert heard(exact, blocks[0]) == expected[0]
    assert FakeKaldi.made == before  # it was new
    assert heard(exact, blocks[1]) == expected[1]
    assert FakeKaldi.made == before + 1
    assert heard(exact, blocks[2]) == expected[2]
    assert FakeKaldi.made == before + 3


def test_no_decoder_outlives_single_precision(never):
    before = FakeKaldi.made
    for _ in range(5):
        heard(never, [np.full(8000, 100, np.int16)] * 1600)  # 800 s without a pause
    assert FakeKaldi.made - before == 1


real = [
    pytest.mark.slow,
    pytest.mark.skipif(models.find("vosk-en") is None, reason="vosk-en is not here"),
]


def demo_sounds(count):
    paths = sorted(DEMO.glob("demo-en/**/*.opus"))[:: max(1, 73 // count)][:count]
    if not paths:
        pytest.skip("the demo corpora are not here")
    return [(audio.read(path).samples * 32767).astype(np.int16) for path in paths]


class TestRealModel:
    pytestmark = real

    def recognise(self, recogniser, samples):
        return recogniser.recognise(iter(np.array_split(samples, samples.size // 8000 + 1)), "en")

    def test_words_and_times_do_not_depend_on_what_was_made_anew(self, monkeypatch):
        found, every = models.find("vosk-en"), demo_sounds(12)
        kept = VoskRecogniser(found.path, found.pin, "en", bound=MemoryBound(1e9))
        expected = [self.recognise(kept, each) for each in every]
        monkeypatch.setattr(vosk_decoder, "_LEAST_AGE_S", 0.0)
        anew = VoskRecogniser(found.path, found.pin, "en", bound=MemoryBound(0))
        assert [self.recognise(anew, each) for each in every] == expected

    def test_a_decoder_gives_its_memory_back(self):
        from auditor.speech.memory import resident_mb

        found = models.find("vosk-en")
        recogniser = VoskRecogniser(found.path, found.pin, "en", bound=MemoryBound(1))
        held = []
        for samples in demo_sounds(24):
            self.recognise(recogniser, samples)
            held.append(resident_mb())
        if held[0] is None:
            pytest.skip("memory cannot be read here")
        assert max(b - a for a, b in pairwise(held)) < 130
        assert min(b - a for a, b in pairwise(held)) < -40

    def test_alternatives_are_kept_of_what_is_doubtful(self):
        found, every = models.find("vosk-en"), demo_sounds(8)
        plain = VoskRecogniser(found.path, found.pin, "en")
        asked = VoskRecogniser(found.path, found.pin, "en", alternatives=4)
        several = 0
        for samples in every:
            without, with_ = self.recognise(plain, samples), self.recognise(asked, samples)
            assert [one.words for one in without] == [one.words for one in with_]
            again = self.recognise(asked, samples)
            assert again == with_
            for one in with_:
                assert len(one.hypotheses) <= 4
                several += len(one.hypotheses) > 1
                if one.hypotheses:
                    total = sum(each.probability for each in one.hypotheses)
                    assert total == pytest.approx(1, abs=0.01)
                    best = one.hypotheses[0].words
                    assert abs(best[0].start_s - one.words[0].start_s) < 0.7
        assert several >= 3


def test_a_model_folder_with_a_file_missing_is_an_error_with_a_remedy(tmp_path):
    from auditor.errors import ModelError

    (tmp_path / "am").mkdir()
    (tmp_path / "am" / "final.mdl").write_bytes(b"")
    with pytest.raises(ModelError, match="cannot load"):
        VoskRecogniser(tmp_path, ModelPin("vosk-en", "1", ""), "en")
