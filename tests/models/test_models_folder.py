"""Folders that a user names: copies of known models, damaged ones, and models of their own."""

import pytest
from made_up_models import CONTENT, edition_of, made_up

from auditor import models
from auditor.errors import ModelError
from auditor.models import files
from auditor.models.catalogue import Source

PATCHED = CONTENT["conf/mfcc.conf"] + b"--dither=0.0\n"


def write(folder, content):
    for name, data in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


@pytest.fixture(autouse=True)
def known(register):
    edition = edition_of(CONTENT, dither="conf/mfcc.conf")
    return register(made_up(Source("1", ()), editions=(edition,), dither="conf/mfcc.conf"))


@pytest.fixture
def pin(known):
    return known.editions[0].pin("tiny")


def snapshot(folder):
    return {name: (folder / name).read_bytes() for name in files.listing(folder)}


def test_a_published_copy_is_loaded_through_a_patched_one(tmp_path, cache, pin):
    place = write(tmp_path / "mine", {**CONTENT, "README": b"hello"})
    before = snapshot(place)
    got = models.find("tiny", path=place)
    assert got.pin == pin
    assert got.path.parent == cache / "copies"
    assert snapshot(got.path) == {**CONTENT, "conf/mfcc.conf": PATCHED}
    assert snapshot(place) == before


def test_a_copy_that_is_patched_already_is_used_where_it_is(tmp_path, cache, pin):
    place = write(tmp_path / "mine", {**CONTENT, "conf/mfcc.conf": PATCHED})
    got = models.find("tiny", path=str(place))
    assert got == models.ModelDir(place, pin)
    assert not (cache / "copies").exists()


def test_the_environment_names_a_folder_and_an_argument_outdoes_it(tmp_path, monkeypatch, pin):
    one = write(tmp_path / "one", {**CONTENT, "conf/mfcc.conf": PATCHED})
    two = write(tmp_path / "two", {**CONTENT, "conf/mfcc.conf": PATCHED})
    monkeypatch.setenv("AUDITOR_MODEL_TINY", str(one))
    assert models.find("tiny").path == one
    assert models.fetch("tiny").path == one
    assert models.find("tiny", path=two).path == two
    assert all(check.ok for check in models.verify("tiny"))


def test_a_working_copy_is_kept_and_mended(tmp_path, pin):
    place = write(tmp_path / "mine", CONTENT)
    first = models.find("tiny", path=place)
    made = first.path.stat().st_ino
    assert models.find("tiny", path=place) == first
    assert first.path.stat().st_ino == made
    (first.path / "conf/mfcc.conf").write_bytes(b"--dither=1.0\n")
    (first.path / "stray").touch()
    assert models.find("tiny", path=place) == first
    assert snapshot(first.path) == {**CONTENT, "conf/mfcc.conf": PATCHED}


def test_a_working_copy_follows_a_folder_that_moved(tmp_path, pin):
    place = write(tmp_path / "mine", CONTENT)
    models.find("tiny", path=place)
    moved = place.rename(tmp_path / "moved")
    got = models.find("tiny", path=moved)
    assert snapshot(got.path) == {**CONTENT, "conf/mfcc.conf": PATCHED}


def test_where_links_are_not_allowed_files_are_copied(tmp_path, monkeypatch):
    def forbidden(self, target):
        raise OSError("a required privilege is not held")

    place = write(tmp_path / "mine", CONTENT)
    monkeypatch.setattr("pathlib.Path.symlink_to", forbidden)
    got = models.find("tiny", path=place)
    assert snapshot(got.path) == {**CONTENT, "conf/mfcc.conf": PATCHED}
    assert not any(path.is_symlink() for path in got.path.rglob("*"))
    assert models.find("tiny", path=place) == got


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("conf/model.conf", b"--beam=99.0\n", r"conf/model\.conf has been changed"),
        ("am/final.mdl", CONTENT["am/final.mdl"][:500], r"am/final\.mdl is cut short"),
    ],
)
def test_a_damaged_copy_is_refused(tmp_path, name, data, words):
    place = write(tmp_path / "mine", {**CONTENT, name: data})
    with pytest.raises(ModelError, match=rf"this copy of tiny is damaged: {words}"):
        models.find("tiny", path=place)


def test_a_flipped_byte_in_a_model_of_one_file_is_refused(register, tmp_path):
    weights = bytes(1000)
    edition = edition_of({"am/final.mdl": weights, "conf/mfcc.conf": b"x"})
    register(made_up(Source("1", ()), editions=(edition,)))
    place = write(tmp_path / "m", {"am/final.mdl": b"\1" + weights[1:], "conf/mfcc.conf": b"y"})
    with pytest.raises(ModelError, match=r"damaged: am/final\.mdl has been changed"):
        models.find("tiny", path=place)


def test_a_copy_changed_on_purpose_can_be_trusted(tmp_path):
    place = write(tmp_path / "adapted", {**CONTENT, "conf/model.conf": b"--beam=12.0\n"})
    got = models.find("tiny", path=place, trust=True)
    assert got.pin.name == "custom:adapted"


def test_a_larger_model_of_ones_own_is_hashed_and_patched(tmp_path, monkeypatch):
    own = {"am/final.mdl": b"large", "conf/mfcc.conf": b"--dither=1\n", "rnnlm/final.raw": b"r"}
    place = write(tmp_path / "vosk-large-7", own)
    got = models.find("tiny", path=place)
    working = {**own, "conf/mfcc.conf": b"--dither=0.0\n"}
    assert snapshot(got.path) == working
    assert got.pin.name == "custom:vosk-large-7"
    assert got.pin.sha256 == files.digest({n: files.pin_bytes(d) for n, d in working.items()})
    monkeypatch.setenv("AUDITOR_MODEL_TINY", str(place))
    assert models.verify("tiny") == []


def test_the_pin_of_ones_own_model_changes_with_any_byte(tmp_path):
    own = {"am/final.mdl": b"large", "conf/mfcc.conf": b"--dither=0.0\n"}
    one = models.find("tiny", path=write(tmp_path / "a" / "own", own))
    two = models.find("tiny", path=write(tmp_path / "b" / "own", {**own, "am/final.mdl": b"largE"}))
    assert one.pin.name == two.pin.name
    assert one.pin.sha256 != two.pin.sha256


def test_a_folder_that_is_no_model_says_what_it_lacks(tmp_path):
    place = write(tmp_path / "photos", {"cat.jpg": b"x", "conf/mfcc.conf": b""})
    with pytest.raises(ModelError, match=r"photos: this is no model .*it has no am/final\.mdl\."):
        models.find("tiny", path=place)


def test_a_path_to_nowhere_names_the_variable(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDITOR_MODEL_TINY", str(tmp_path / "nowhere"))
    with pytest.raises(ModelError, match=r"nowhere: there is no folder.*AUDITOR_MODEL_TINY"):
        models.find("tiny")
    with pytest.raises(ModelError, match="no folder"):
        models.fetch("tiny")
