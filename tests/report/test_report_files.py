"""Private, atomic and repeatable files."""

from __future__ import annotations

import io
import json
import os
import stat
from pathlib import Path

import pytest

from auditor.errors import AuditorError
from auditor.report import files
from auditor.report.files import GrowingFile, folder, json_bytes, plain, write_bytes, write_json


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777])
def test_modes_do_not_depend_on_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        made = folder(tmp_path / "audit")
        written = write_bytes(made / "a.json", b"{}")
    finally:
        os.umask(before)
    assert (mode(made), mode(written)) == (0o700, 0o600)


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert mode(folder(tmp_path)) == 0o755


def test_an_open_file_becomes_private_when_it_is_written_again(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    path.chmod(0o644)
    write_bytes(path, b"new")
    assert (path.read_bytes(), mode(path)) == (b"new", 0o600)


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_bytes(tmp_path / "a.json", b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AuditorError, match="No space left on device") as caught:
        write_bytes(path, b"new")
    assert caught.value.where == str(path)
    assert caught.value.remedy
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"a.json": b"old"}


def test_what_a_killed_run_left_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / ".a.json.part").write_bytes(b"half a fi")
    write_bytes(tmp_path / "a.json", b"whole")
    assert [each.name for each in tmp_path.iterdir()] == ["a.json"]


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    (tmp_path / ".a.json.part").symlink_to(victim)
    with pytest.raises(AuditorError):
        write_bytes(tmp_path / "a.json", b"new")
    assert victim.read_bytes() == b"precious"


def test_a_folder_that_cannot_be_made_says_where(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(AuditorError) as caught:
        folder(tmp_path / "file" / "audit")
    assert "file" in caught.value.where


def test_json_has_sorted_keys_utf8_and_a_newline(tmp_path: Path) -> None:
    path = write_json(tmp_path / "a.json", {"b": 1, "a": "é", "c": [None, True]})
    data = path.read_bytes()
    assert data.endswith(b"}\n")
    assert "é".encode() in data
    assert list(json.loads(data)) == ["a", "b", "c"]


def test_json_refuses_what_json_cannot_hold() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_bytes({"value": float("nan")})


def test_names_that_are_no_utf8_become_readable() -> None:
    name = os.fsdecode(b"caf\xe9.wav")
    assert plain(name) == "caf\ufffd.wav"
    assert json.loads(json_bytes([name])) == ["caf\ufffd.wav"]


def test_a_growing_file_takes_its_name_when_it_is_whole(tmp_path: Path) -> None:
    path = write_bytes(tmp_path / "a.csv", b"old")
    with GrowingFile(path) as file:
        file.write("é\n")
        assert path.read_bytes() == b"old"
        file.write("b\n")
    assert (path.read_bytes(), mode(path)) == ("é\nb\n".encode(), 0o600)
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


def _broken_off(file: GrowingFile) -> None:
    file.write("new")
    raise KeyboardInterrupt


def test_a_growing_file_that_breaks_off_leaves_the_old_one(tmp_path: Path) -> None:
    path = write_bytes(tmp_path / "a.csv", b"old")
    file = GrowingFile(path)
    with pytest.raises(KeyboardInterrupt), file:
        _broken_off(file)
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"a.csv": b"old"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("length", [3, 1_000_000])
def test_a_full_disk_is_said_of_a_growing_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    monkeypatch.setattr(files, "_private", lambda path: io.FileIO("/dev/full", "wb"))
    file = GrowingFile(tmp_path / "a.csv")
    with pytest.raises(AuditorError, match="No space left") as caught, file:
        file.write("x" * length)
    assert caught.value.where == str(tmp_path / "a.csv")
    assert list(tmp_path.iterdir()) == []
