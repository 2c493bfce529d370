"""Truth files: what is read, what is refused, and how the refusal reads."""

from __future__ import annotations

import copy
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from auditor.corpus.truth import is_truth_file, read_truth
from auditor.errors import UsageError

SECRET = "zanzibar"

MINIMAL: dict[str, Any] = {
    "driver": "d01",
    "language": "en",
    "profile": [
        {"category": "pet", "value": "a ferret", "how": "implied", "evidence": ["d01-01"]},
    ],
    "utterances": [
        {
            "id": "d01-01",
            "time": "2026-03-02T07:41",
            "asr": f"the ferret ate my {SECRET} again",
            "labels": [
                {"category": "pet", "value": "ferret", "about": "driver", "span": "the ferret"}
            ],
        },
        {"id": "d01-02", "asr": f"play {SECRET}", "labels": []},
    ],
}


def written(tmp_path: Path, content: Any, name: str = "d01.json") -> Path:
    path = tmp_path / name
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return path


def changed(steps: str, value: Any) -> dict[str, Any]:
    """A copy of MINIMAL in which the thing at a dotted path is replaced (... deletes it)."""
    content = copy.deepcopy(MINIMAL)
    *way, last = [int(step) if step.isdigit() else step for step in steps.split(".")]
    here: Any = content
    for step in way:
        here = here[step]
    if value is ...:
        del here[last]
    else:
        here[last] = value
    return content


def test_a_minimal_file_takes_the_defaults(tmp_path: Path) -> None:
    truth = read_truth(written(tmp_path, MINIMAL))
    assert (truth.driver, truth.language, truth.locale, truth.gender) == ("d01", "en", None, None)
    first, second = truth.utterances
    assert first.speaker == "driver"
    assert first.text == first.asr
    assert first.time == datetime(2026, 3, 2, 7, 41)
    assert first.labels[0].span == "the ferret"
    assert first.labels[0].normalised is None
    assert (second.time, second.audio, second.start_s, second.labels) == (None, None, None, ())
    assert truth.profile[0].evidence == ("d01-01",)


def test_everything_optional_is_read(tmp_path: Path) -> None:
    content = copy.deepcopy(MINIMAL)
    content |= {"locale": "en-GB", "gender": "f", "age": 46, "voice": "bf_x", "seed": [1, 2]}
    content["utterances"][0] |= {
        "audio": "sound/../d01-01.opus",
        "start_s": 0,
        "end_s": 3.2,
        "words": [["the", 0.1, 0.4]],
        "text": "The ferret...",
        "speaker": "child",
        "time": "2026-03-02T07:41:05+01:00",
    }
    content["utterances"][0]["labels"][0] |= {"normalised": "ferret", "span": None}
    truth = read_truth(written(tmp_path, content))
    first = truth.utterances[0]
    assert truth.age == "46"
    assert truth.extra == {"voice": "bf_x", "seed": "[1, 2]"}
    assert first.audio == tmp_path / "sound/../d01-01.opus"
    assert (first.start_s, first.end_s, first.speaker) == (0.0, 3.2, "child")
    assert first.text == "The ferret..."
    assert first.time is not None
    assert first.time.utcoffset() is not None
    assert first.labels[0].span is None


def test_spaces_and_accents_are_made_one_way_in_asr_and_span(tmp_path: Path) -> None:
    content = changed("utterances.0.asr", "je  vais\tà la mosque\u0301e ")
    content["utterances"][0]["labels"][0]["span"] = "la  mosquée"
    first = read_truth(written(tmp_path, content)).utterances[0]
    assert first.asr == "je vais à la mosquée"
    assert first.labels[0].span == "la mosquée"


def test_a_value_left_out_is_the_span_or_nothing(tmp_path: Path) -> None:
    content = changed("utterances.0.labels.0.value", ...)
    content["utterances"][0]["labels"].append({"category": "routine", "about": "driver"})
    labels = read_truth(written(tmp_path, content)).utterances[0].labels
    assert [label.value for label in labels] == ["the ferret", ""]


def test_a_finer_kind_of_a_known_category_is_known(tmp_path: Path) -> None:
    content = changed("utterances.0.labels.0.category", "pet.ferret")
    assert read_truth(written(tmp_path, content)).utterances[0].labels[0].category == "pet.ferret"


@pytest.mark.parametrize(
    ("steps", "value", "said"),
    [
        ("driver", ..., "driver: missing"),
        ("driver", " ", "driver"),
        ("language", "de", "language: Input should be 'en' or 'fr'. Use en or fr."),
        ("utterances", {}, "utterances"),
        (
            "utterances.1.labels",
            ...,
            'utterance d01-02, labels: missing. Give a list; "labels": []',
        ),
        ("utterances.1.asr", ..., "utterance d01-02, asr: missing. Give the words"),
        ("utterances.1.asr", "  ", "utterance d01-02, asr"),
        ("utterances.1.id", ..., "utterance 2, id: missing"),
        ("utterances.1.id", "d01-01", "utterance d01-01: the id is used twice"),
        ("utterances.1.speaker", "robot", "utterance d01-02, speaker"),
        ("utterances.1.start_s", 1.0, "utterance d01-02: only one of start_s and end_s"),
        ("utterances.1.start_s", -1.0, "utterance d01-02, start_s"),
        ("utterances.1.end_s", float("nan"), "utterance d01-02, end_s"),
        ("utterances.1.audio", "/tmp/x.wav", "utterance d01-02, audio: not a path relative"),
        ("utterances.1.audio", "C:\\x.wav", "utterance d01-02, audio: not a path relative"),
        ("utterances.1.audio", "", "utterance d01-02, audio"),
        ("utterances.1.words", [["a", 0]], "utterance d01-02, words.0"),
        ("utterances.1", "text", "utterance 2"),
        ("utterances.0.time", "2026-03-02", "utterance d01-01, time: not a date with a time"),
        ("utterances.0.time", "yesterday at noon", "utterance d01-01, time: not a date"),
        ("utterances.0.time", 1772437260, "utterance d01-01, time: not a date with a time"),
        ("utterances.1.time", "2026-03-02T08:00Z", "some times have an offset and others"),
        (
            "utterances.0.labels.0.category",
            "zodiac",
            "labels.0.category: unknown category 'zodiac'",
        ),
        ("utterances.0.labels.0.category", "biometric_voice", "biometric_voice is never a label"),
        ("utterances.0.labels.0.about", "everyone", "utterance d01-01, labels.0.about"),
        ("utterances.0.labels.0.about", ..., "labels.0.about: missing. Use driver, relative"),
        ("utterances.0.labels.0.span", "", "utterance d01-01, labels.0.span"),
        ("profile.0.category", "zodiac", "profile.0.category: unknown category 'zodiac'"),
        ("profile.0.how", "inferred", "profile.0.how: Input should be 'stated' or 'implied'"),
        ("profile.0.evidence", ["d01-09"], "profile line 1 (pet): no utterance 'd01-09'"),
        ("profile.0.evidence", "d01-01", "profile.0.evidence"),
    ],
)
def test_a_wrong_field_is_refused_by_name(
    tmp_path: Path, steps: str, value: Any, said: str
) -> None:
    path = written(tmp_path, changed(steps, value))
    with pytest.raises(UsageError) as caught:
        read_truth(path)
    message = str(caught.value)
    assert said in message
    assert message.startswith(str(path))
    assert caught.value.remedy
    assert SECRET not in message


def test_a_span_that_nobody_said_is_refused_without_any_words(tmp_path: Path) -> None:
    path = written(tmp_path, changed("utterances.0.labels.0.span", f"my {SECRET}s"))
    with pytest.raises(UsageError) as caught:
        read_truth(path)
    assert "utterance d01-01: the span of label 1 (pet) is not in asr" in str(caught.value)
    assert SECRET not in repr(caught.value)
    assert caught.value.__cause__ is None


def test_the_end_must_come_after_the_start(tmp_path: Path) -> None:
    content = changed("utterances.1.start_s", 2.0)
    content["utterances"][1]["end_s"] = 2.0
    with pytest.raises(UsageError, match="end_s is not after start_s"):
        read_truth(written(tmp_path, content))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b'{"driver": "d01",\n"language" "en"}', "line 2: not JSON"),
        (b"", "line 1: not JSON"),
        (b'{"driver": "d\xe901"}', "byte 14 is not UTF-8"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"age": ' + b"9" * 5000 + b"}", "a number is too long"),
        (b"[]", "Input should be"),
        (b"3", "Input should be"),
    ],
)
def test_what_is_no_json_object_is_refused(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "d01.json"
    path.write_bytes(raw)
    with pytest.raises(UsageError) as caught:
        read_truth(path)
    assert said in str(caught.value)
    assert caught.value.remedy


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(UsageError, match="cannot be read"):
            read_truth(path)


def test_a_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "d01.json"
    path.write_text(json.dumps(MINIMAL), "utf-8-sig")
    assert is_truth_file(path)
    assert read_truth(path).driver == "d01"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("d01.json", json.dumps(MINIMAL), True),
        ("D01.JSON", json.dumps(MINIMAL, indent=2, sort_keys=True), True),
        ("d01.json", '{"driver": "d01", "utterances": [{"id": ', True),
        ("d01.txt", json.dumps(MINIMAL), False),
        ("manifest.json", '[{"path": "a.wav", "driver": "x", "utterances": []}]', False),
        ("manifest.json", '{"recordings": [{"path": "a.wav"}]}', False),
        ("profile.json", '{"persons": [], "schema_version": 1}', False),
        ("empty.json", "", False),
    ],
)
def test_the_sniff_knows_truth_files(
    tmp_path: Path, name: str, content: str, expected: bool
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    assert is_truth_file(path) is expected


def test_the_sniff_survives_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "folder.json").mkdir()
    names = ("pipe.json", "folder.json", "none.json")
    assert not any(is_truth_file(tmp_path / name) for name in names)
