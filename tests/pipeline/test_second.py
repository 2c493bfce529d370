"""Two recognisers over one corpus: both kept, agreement told, resumed and repeated."""

import json
from pathlib import Path

import auditor
from auditor.pipeline import Options, transcribe

FIRST = {1: "i have type one diabetes", 2: "call my husband"}
SECOND = {1: "i have typed one diabetes", 2: "call my husband", 3: "thank you"}
BOTH = Options(recogniser="both")


def talks(write_wav, tmp_path):
    for seconds in (1, 2, 3):
        write_wav(f"talks/{seconds}.wav", seconds=seconds)
    return tmp_path / "talks"


def documents(out):
    found = [json.loads(path.read_text("utf-8")) for path in sorted(out.glob("*.json"))]
    return {Path(each["name"]).name: each for each in found}


def test_both_are_kept_and_each_word_says_whether_it_was_heard_twice(write_wav, tmp_path, scripted):
    scripted(FIRST, SECOND)
    done = transcribe([talks(write_wav, tmp_path)], tmp_path / "out", options=BOTH)
    assert done.exit_code == 0
    found = documents(tmp_path / "out")
    (said,) = found["1.wav"]["utterances"]
    assert said["text"] == FIRST[1]
    assert [word["agreed"] for word in said["words"]] == [True, True, False, True, True]
    assert said["agreement"] == 0.8
    assert found["1.wav"]["second"]["utterances"][0]["text"] == SECOND[1]
    assert found["1.wav"]["second"]["model"]["name"] == "other"
    assert found["2.wav"]["utterances"][0]["agreement"] == 1.0
    assert found["3.wav"]["utterances"] == []  # what the second alone heard says nothing
    assert found["3.wav"]["second"]["utterances"][0]["text"] == "thank you"


def test_each_is_stored_by_itself(write_wav, tmp_path, scripted):
    folder = talks(write_wav, tmp_path)
    alone = scripted(FIRST)
    transcribe([folder], tmp_path / "out", options=Options())
    assert alone.heard == 3
    first = scripted(FIRST, SECOND)
    transcribe([folder], tmp_path / "out", options=BOTH)
    assert first.heard == 0  # only the second had to listen
    assert all("second" in each for each in documents(tmp_path / "out").values())


def test_run_names_both_models_and_repeats(write_wav, tmp_path, scripted):
    folder = talks(write_wav, tmp_path)
    for name, jobs in (("a", 1), ("b", 3)):
        scripted(FIRST, SECOND)
        auditor.audit(folder, tmp_path / name, options=Options(recogniser="both", jobs=jobs))
    run = (tmp_path / "a" / "run.json").read_bytes()
    assert run == (tmp_path / "b" / "run.json").read_bytes()
    document = json.loads(run)
    assert {each["name"] for each in document["models"]} == {"scripted", "other"}
    assert document["configuration"]["recogniser"] == "both"
    transcripts = [sorted((tmp_path / name / "transcripts").iterdir()) for name in "ab"]
    for one, other in zip(*transcripts, strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_one_recogniser_leaves_no_trace_of_a_second(write_wav, tmp_path, scripted):
    scripted(FIRST)
    transcribe([talks(write_wav, tmp_path)], tmp_path / "out")
    document = documents(tmp_path / "out")["1.wav"]
    assert "second" not in document
    assert "agreement" not in document["utterances"][0]
    assert "agreed" not in document["utterances"][0]["words"][0]


def test_silence_has_a_note(write_wav, tmp_path, scripted):
    scripted({1: "stop"})
    transcribe([talks(write_wav, tmp_path)], tmp_path / "out")
    rows = (tmp_path / "out" / "recordings.csv").read_text("utf-8").splitlines()
    notes = {Path(row.split(",")[0]).name: row.rsplit(",", 1)[1] for row in rows[1:]}
    assert notes == {"1.wav": "", "2.wav": "no speech was heard", "3.wav": "no speech was heard"}
