"""The sound of truth files that people wrote, with an engine that hums instead of speaking."""

import json

import numpy as np
import pytest

from auditor import audio
from auditor.corpus import read_truth
from auditor.corpus.synthesis.recordings import Studio
from auditor.errors import AuditorError, UsageError
from auditor.pipeline.speaking_truths import speak_corpus

pytest.importorskip("scipy.signal")

RESPONSES = {seat: np.ones(1, np.float32) for seat in ("driver", "passenger", "back")}
PLAN = """
seed = 7
licence = "CC-BY-4.0"
pronounce = { "hm" = "hmm" }
[drivers.p1]
accent = "en-gb"
assistant = "A"
vehicle = "B"
device = "C"
speakers.driver = { voice = { one = 1.0 } }
speakers.passenger = { voice = { two = 1.0 }, seat = "passenger" }
trips.t1 = { noise = "town", recordings = ["p1-01", "p1-02"] }
[drivers.p2]
accent = "en-gb"
assistant = "A"
vehicle = "B"
device = "C"
speakers.driver = { voice = { two = 1.0 } }
trips.t1 = { noise = "quiet", recordings = ["p2-01"] }
"""


class Hum:
    """A fifth of a second of tone for each letter; remembers what it was asked to say."""

    def __init__(self):
        self.said = []

    def speak(self, text, voice, *, accent, speed=1.0):
        self.said.append((text, next(iter(voice.parts)), accent))
        times = np.arange(int(3200 * len(text) / speed)) / 16_000
        return np.sin(2 * np.pi * 300 * times).astype(np.float32)


def utterance(name, recording, text, speaker="driver", time="2026-03-02T08:00:00+00:00"):
    return {
        "id": name,
        "time": time,
        "speaker": speaker,
        "text": text,
        "asr": text.lower().strip(".?"),
        "audio": f"audio/{recording}.opus",
        "start_s": None,
        "end_s": None,
        "labels": [],
    }


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "sound.toml").write_text(PLAN)
    people = {
        "p1": [
            utterance("p1-01", "p1-01", "Hm?"),
            utterance("p1-02", "p1-02", "Left."),
            utterance("p1-03", "p1-02", "Right.", "passenger"),
        ],
        "p2": [utterance("p2-01", "p2-01", "Stop.")],
    }
    for name, utterances in people.items():
        person = {"driver": name, "language": "en", "profile": [], "utterances": utterances}
        (tmp_path / f"{name}.json").write_text(json.dumps(person))
    return tmp_path


def speak(folder, engine, only=()):
    return list(speak_corpus(folder, Studio(engine, RESPONSES), only=only))


def contents(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_it_speaks_each_utterance_with_its_speakers_voice(corpus):
    engine = Hum()
    speak(corpus, engine)
    assert engine.said == [
        ("hmm?", "one", "en-gb"),
        ("Left.", "one", "en-gb"),
        ("Right.", "two", "en-gb"),
        ("Stop.", "two", "en-gb"),
    ]


def test_it_fills_in_times_and_leaves_sound_of_that_length(corpus):
    speak(corpus, Hum())
    truth = read_truth(corpus / "p1.json")
    first, left, right = truth.utterances
    assert first.time.isoformat() == left.time.isoformat() == "2026-03-02T08:00:00+00:00"
    assert (right.time - left.time).total_seconds() == round(right.start_s - left.start_s)
    assert left.end_s < right.start_s
    seconds = len(audio.read(left.audio).samples) / 16_000
    assert right.end_s == pytest.approx(seconds - 0.5, abs=0.02)


def test_twice_gives_the_same_bytes(corpus):
    speak(corpus, Hum())
    once = contents(corpus)
    speak(corpus, Hum())
    assert contents(corpus) == once


def test_a_changed_text_changes_its_recording_only(corpus):
    speak(corpus, Hum())
    before = contents(corpus)
    person = json.loads((corpus / "p1.json").read_text())
    person["utterances"][0].update(text="Hm, well?", asr="hm well")
    (corpus / "p1.json").write_text(json.dumps(person))
    speak(corpus, Hum())
    after = contents(corpus)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"p1.json", "audio/p1-01.opus"}


def test_only_leaves_the_others_alone_but_keeps_them_in_the_manifest(corpus):
    speak(corpus, Hum())
    engine = Hum()
    speak(corpus, engine, only=["p2"])
    assert [text for text, _, _ in engine.said] == ["Stop."]
    lines = (corpus / "manifest.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == [
        "audio/p1-01.opus",
        "audio/p1-02.opus",
        "audio/p2-01.opus",
    ]


def test_recordings_that_nothing_speaks_of_are_removed(corpus):
    speak(corpus, Hum())
    (corpus / "audio" / "old.opus").write_bytes(b"x")
    speak(corpus, Hum())
    assert sorted(path.name for path in (corpus / "audio").iterdir()) == [
        "p1-01.opus",
        "p1-02.opus",
        "p2-01.opus",
    ]


def test_a_speaker_without_a_voice_is_named_with_the_utterance(corpus):
    person = json.loads((corpus / "p2.json").read_text())
    person["utterances"][0]["speaker"] = "child"
    (corpus / "p2.json").write_text(json.dumps(person))
    with pytest.raises(UsageError, match=r"p2-01: no voice for speaker 'child'"):
        speak(corpus, Hum())


def test_an_unknown_person_is_refused_before_anything_is_made(corpus):
    before = contents(corpus)
    with pytest.raises(UsageError, match=r"nobody called p9\. Choose from: p1, p2\."):
        speak(corpus, Hum(), only=["p1", "p9"])
    assert contents(corpus) == before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda path: path.unlink(), r"p2\.json"),
        (lambda path: path.write_text("{"), r"p2\.json"),
        (lambda path: path.write_text('{"driver": "p2"}'), r"p2\.json"),
        (
            lambda path: path.write_text(path.read_text().replace('"audio"', '"sound"')),
            r"p2\.json",
        ),
    ],
)
def test_a_truth_file_that_is_wrong_is_named_before_anything_is_made(corpus, change, says):
    change(corpus / "p2.json")
    before = contents(corpus)
    with pytest.raises(AuditorError, match=says):
        speak(corpus, Hum())
    assert contents(corpus) == before
