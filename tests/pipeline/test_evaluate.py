import json

import pytest

import auditor
from auditor.errors import UsageError


def truth(tmp_path, **more):
    said = [
        {
            "id": "d-1",
            "time": "2026-03-02T08:00:00+00:00",
            "speaker": "driver",
            "text": "I have type 1 diabetes.",
            "asr": "i have type one diabetes",
            "labels": [
                {
                    "category": "health",
                    "value": "type 1 diabetes",
                    "about": "driver",
                    "span": "type one diabetes",
                }
            ],
            **more,
        },
        {
            "id": "d-2",
            "time": "2026-03-02T08:01:00+00:00",
            "speaker": "driver",
            "text": "Turn it up.",
            "asr": "turn it up",
            "labels": [],
            **({"audio": "two.wav"} if more else {}),
        },
    ]
    line = {"category": "health", "value": "type 1 diabetes", "how": "stated", "evidence": ["d-1"]}
    path = tmp_path / "d.json"
    path.write_text(
        json.dumps({"driver": "d", "language": "en", "profile": [line], "utterances": said})
    )
    return path


def test_from_text_reads_asr_only(tmp_path):
    evaluated = auditor.evaluate([truth(tmp_path)], tmp_path / "out")
    scores = json.loads(evaluated.path.read_text())
    assert scores["labels"]["micro"]["recall"] == 1.0
    assert scores["false_alarms_per_100"] == 0.0
    assert scores["profile"]["micro"]["recall"] == 1.0
    assert scores["wer"] is None


def test_from_audio_gives_words_to_the_utterance_they_overlap(write_wav, tmp_path, scripted):
    scripted({6: "i have type one diabetes", 2: "turn it down"})
    write_wav("one.wav", seconds=6)
    write_wav("two.wav", seconds=2)
    path = truth(tmp_path, audio="one.wav", start_s=0.0, end_s=3.0)
    evaluated = auditor.evaluate([path], tmp_path / "out", source="audio")
    scores = json.loads(evaluated.path.read_text())
    assert scores["wer"] == pytest.approx(1 / 8)
    assert scores["labels"]["micro"]["f1"] == 1.0


def test_recording_that_cannot_be_heard_is_named(write_wav, tmp_path, scripted):
    scripted({2: "turn it up"})
    write_wav("two.wav", seconds=2)
    path = truth(tmp_path, audio="gone.wav", start_s=0.0, end_s=3.0)
    evaluated = auditor.evaluate([path], source="audio")
    assert len(evaluated.failed) == 1
    assert "gone.wav" in evaluated.failed[0]
    assert evaluated.evaluation.to_dict()["labels"]["micro"]["recall"] == 0.0


def test_nothing_to_evaluate_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="no truth file"):
        auditor.evaluate([tmp_path])
    with pytest.raises(UsageError, match="names any sound"):
        auditor.evaluate([truth(tmp_path)], source="audio")
