import json

import pytest

from auditor import corpus
from auditor.records import Recording


def load(tmp_path, text, name="manifest.csv"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return list(corpus.load([tmp_path / name]))


def test_every_column_reaches_the_recording(write_wav, tmp_path):
    write_wav("a.wav")
    (item,) = load(
        tmp_path,
        "path,started_at,person,language,assistant,vehicle,trip,device,channel,licence,mood\n"
        "a.wav,2026-03-02T07:41:00+01:00,p1,fr-CA,Alexa,Clio,t1,phone,left,CC0,sunny\n",
    )
    assert (item.person, item.language, item.assistant) == ("p1", "fr", "Alexa")
    assert (item.vehicle, item.trip, item.device) == ("Clio", "t1", "phone")
    assert (item.channel, item.licence) == ("left", "CC0")
    assert item.started_at.isoformat() == "2026-03-02T07:41:00+01:00"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("absent.wav,,p,", "line 3: there is no such file"),
        ("a.wav,2026-13-45,p,", "line 3: bad date '2026-13-45'"),
        ("a.wav,7,p,", "line 3: bad date '7'"),
        ("a.wav,,p,klingon", "line 3: unknown language 'klingon'"),
        (",,p,", "line 3: no path is given"),
    ],
)
def test_bad_row_names_its_line_and_the_rest_goes_on(write_wav, tmp_path, row, message):
    write_wav("a.wav")
    write_wav("b.wav", hz=300)
    good, bad, last = load(
        tmp_path, f"path,started_at,person,language\na.wav,,q,en\n{row}\nb.wav,,p,en\n"
    )
    assert isinstance(good, Recording)
    assert isinstance(last, Recording)
    assert (bad.status, message in bad.problem) == ("failed", True)


def test_row_repeated_for_the_same_person_is_a_duplicate(write_wav, tmp_path):
    write_wav("a.wav")
    rows = load(tmp_path, "path,person\na.wav,p\na.wav,p\na.wav,q\n")
    assert [getattr(row, "status", "heard") for row in rows] == ["heard", "duplicate", "heard"]


def test_semicolons_and_a_byte_order_mark_are_read(write_wav, tmp_path):
    write_wav("a.wav")
    (item,) = load(tmp_path, "\ufeffpath;person\na.wav;Zoé\n")
    assert item.person == "Zoé"


def test_json_manifest_in_both_forms(write_wav, tmp_path):
    write_wav("a.wav")
    rows = [{"path": "a.wav", "person": "p"}, {"path": "gone.wav"}, 3]
    for content in (rows, {"recordings": rows}):
        good, missing, odd = load(tmp_path, json.dumps(content), "manifest.json")
        assert good.person == "p"
        assert "entry 2: there is no such file" in missing.problem
        assert "entry 3: no path is given" in odd.problem


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("file,person\na.wav,p\n", "m.csv", "no column 'path'"),
        ("{", "m.json", "not JSON"),
        ('{"a": 1}', "m.json", "neither a list"),
        ("path\n", "m.csv", "lists no recording"),
    ],
)
def test_what_is_no_manifest_is_one_failed_row(tmp_path, text, name, message):
    (row,) = load(tmp_path, text, name)
    assert row.status == "failed"
    assert message in row.problem


def test_folder_with_a_manifest_is_read_through_it(write_wav, tmp_path):
    write_wav("set/a.wav")
    write_wav("set/unlisted.wav", hz=300)
    (tmp_path / "set" / "manifest.csv").write_text("path,person\na.wav,p\n")
    (item,) = corpus.load([tmp_path / "set"])
    assert (item.name, item.person) == ("set/a.wav", "p")
