"""Hashes, what is said of a file that differs, and the patch of the configuration."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from auditor.models import files
from auditor.models.dither import without_dither
from auditor.models.files import FileCheck, FilePin


def test_a_digest_is_what_sha256sum_gives_twice(tmp_path):
    (tmp_path / "b").write_bytes(b"two")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "z").write_bytes(b"one")
    one, two = (hashlib.sha256(word).hexdigest() for word in (b"one", b"two"))
    listed = f"{one}  a/z\n{two}  b\n"
    pins = files.pin_files(tmp_path, ["b", "a/z"])
    assert files.digest(pins) == hashlib.sha256(listed.encode()).hexdigest()


def test_a_digest_depends_on_names_and_contents():
    pin, other = files.pin_bytes(b"x"), files.pin_bytes(b"y")
    digests = {files.digest(pins) for pins in ({"a": pin}, {"b": pin}, {"a": other}, {})}
    assert len(digests) == 4


def test_each_way_a_file_differs_has_its_words(tmp_path):
    pin = files.pin_bytes(b"12345")
    wanted = dict.fromkeys(["changed", "gone", "long", "same", "short"], pin)
    for name, data in {
        "changed": b"12345"[::-1],
        "long": b"123456",
        "same": b"12345",
        "short": b"123",
        "stray": b"12345",
    }.items():
        (tmp_path / name).write_bytes(data)
    checks = {check.path: check for check in files.check(tmp_path, wanted)}
    assert [name for name, check in checks.items() if check.ok] == ["same"]
    assert checks["same"].problem == ""
    assert checks["gone"].problem == "gone is missing"
    assert checks["short"].problem == "short is cut short: 3 of 5 bytes"
    assert checks["long"].problem == "long is too long: 6 for 5 bytes"
    assert checks["stray"].problem == "stray does not belong to the model"
    assert "changed has been changed" in checks["changed"].problem
    assert pin.sha256[:12] in checks["changed"].problem


def test_many_problems_are_counted_not_listed():
    checks = [FileCheck(f"f{n}", FilePin(1, "0"), None) for n in range(5)]
    assert files.problems(checks) == (
        "f0 is missing; f1 is missing; f2 is missing; and 2 more files"
    )
    assert files.problems([FileCheck("f", None, None)]) == ""


def test_what_file_managers_leave_is_passed_over(tmp_path):
    for name in (".DS_Store", "Thumbs.db", "model.bin"):
        (tmp_path / name).write_bytes(b"")
    assert files.listing(tmp_path) == ["model.bin"]


def test_dither_is_set_off_whatever_it_was():
    assert without_dither(b"--a=1\n--b=2\n") == b"--a=1\n--b=2\n--dither=0.0\n"
    assert without_dither(b"--dither=1.0\n--a=1") == b"--a=1\n--dither=0.0\n"
    assert without_dither(b"") == b"--dither=0.0\n"


@given(st.lists(st.sampled_from([b"--a=1", b"", b"# x", b" --dither=1.0", b"--dither=0.3"])))
def test_the_patch_keeps_other_lines_and_is_stable(lines):
    patched = without_dither(b"\n".join(lines))
    assert without_dither(patched) == patched
    assert patched.count(b"dither") == 1
    others = [line for line in b"\n".join(lines).splitlines() if b"dither" not in line]
    assert patched.splitlines()[:-1] == others
