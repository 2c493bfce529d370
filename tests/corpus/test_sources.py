import json
import os
from pathlib import Path

import pytest

from auditor import corpus
from auditor.corpus import Given
from auditor.records import Recording, RecordingRow


def problems(items):
    return [item.problem for item in items if isinstance(item, RecordingRow)]


def test_folder_is_walked_in_a_stable_order(write_wav, tmp_path):
    for name in ("b/2.wav", "a/1.wav", "a/notes.txt", "c.WAV"):
        write_wav(name)
    items = list(corpus.load([tmp_path]))
    root = tmp_path.name
    assert [item.name for item in items] == [f"{root}/a/1.wav", f"{root}/b/2.wav", f"{root}/c.WAV"]
    assert [item.person for item in items] == ["a", "b", root]


def test_single_file_is_named_after_itself(write_wav):
    (item,) = corpus.load([write_wav("drive.wav")])
    assert (item.name, item.person) == ("drive.wav", "drive")


def test_ids_do_not_depend_on_where_the_folder_lies(write_wav, tmp_path):
    write_wav("one/set/a.wav")
    write_wav("two/set/a.wav")
    (first,) = corpus.load([tmp_path / "one" / "set"])
    (second,) = corpus.load([tmp_path / "two" / "set"])
    assert first.id == second.id


def test_same_file_listed_twice_keeps_two_ids(write_wav):
    path = write_wav("a.wav")
    first, second = corpus.load([path, path])
    assert first.sha256 == second.sha256
    assert first.id != second.id


def test_language_option_fills_only_what_the_source_leaves_open(write_wav, tmp_path):
    write_wav("a.wav")
    write_wav("b.wav", hz=200)
    (tmp_path / "m.csv").write_text("path,language\na.wav,fr\nb.wav,\n")
    items = list(corpus.load([tmp_path / "m.csv"], language="en"))
    assert [item.language for item in items] == ["fr", "en"]


def test_missing_source_and_empty_folder_have_rows(tmp_path):
    (tmp_path / "empty").mkdir()
    rows = list(corpus.load([tmp_path / "absent", tmp_path / "empty"]))
    assert [row.status for row in rows] == ["failed", "failed"]
    assert "no such file" in rows[0].problem
    assert "no recording was found" in rows[1].problem


def test_directory_loop_is_one_failed_row_and_the_rest_goes_on(write_wav, tmp_path):
    write_wav("a/1.wav")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    items = list(corpus.load([tmp_path]))
    assert [item.name for item in items if isinstance(item, Recording)] == [
        f"{tmp_path.name}/a/1.wav"
    ]
    assert "loop" in problems(items)[0]


def test_linked_folder_is_followed(write_wav, tmp_path):
    write_wav("elsewhere/1.wav")
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "link").symlink_to(tmp_path / "elsewhere")
    (item,) = corpus.load([tmp_path / "here"])
    assert item.name == "here/link/1.wav"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable_file_is_a_failed_row(write_wav):
    path = write_wav("a.wav")
    path.chmod(0)
    (row,) = corpus.load([path])
    assert row.status == "failed"
    assert "Permission denied" in row.problem


def test_pipe_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.wav")
    (row,) = corpus.load([tmp_path / "pipe.wav"])
    assert "not a regular file" in row.problem


def write_truth(path: Path, *utterances: dict) -> Path:
    person = {"driver": "d01", "language": "fr", "profile": [], "utterances": list(utterances)}
    path.write_text(json.dumps(person))
    return path


def said(identity: str, **more) -> dict:
    return {
        "id": identity,
        "time": "2026-03-02T07:41:10+01:00",
        "speaker": "driver",
        "text": "Bonjour.",
        "asr": "bonjour",
        "labels": [],
        **more,
    }


def test_truth_file_gives_recordings_for_sound_and_text_for_the_rest(write_wav, tmp_path):
    write_wav("trip.wav", seconds=6)
    truth = write_truth(
        tmp_path / "d01.json",
        said("d01-1", audio="trip.wav", start_s=4.0, end_s=5.0),
        said("d01-2"),
    )
    recording, given = corpus.load([truth])
    assert (recording.person, recording.language) == ("d01", "fr")
    assert recording.started_at.isoformat() == "2026-03-02T07:41:06+01:00"
    assert isinstance(given, Given)
    assert [(line.id, line.text) for line in given.lines] == [("d01-2", "bonjour")]


def test_folder_lists_the_sound_of_a_truth_file_once(write_wav, tmp_path):
    write_wav("x/trip.wav")
    write_wav("x/other.wav", hz=300)
    write_truth(tmp_path / "x" / "d01.json", said("d01-1", audio="trip.wav"))
    items = list(corpus.load([tmp_path / "x"]))
    assert [(item.name, item.person) for item in items] == [
        ("x/trip.wav", "d01"),
        ("x/other.wav", "x"),
    ]


def test_broken_truth_file_is_a_failed_row(tmp_path):
    (tmp_path / "d.json").write_text('{"driver": "d", "utterances": [{"id": 3}]}')
    (row,) = corpus.load([tmp_path / "d.json"])
    assert row.status == "failed"
