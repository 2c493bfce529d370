"""Archives: only the wanted files come out, and nothing leaves the folder."""

import io
import stat
import tarfile
import zipfile

import numpy as np
import pytest

from auditor.models.catalogue import Asset
from auditor.models.failures import WrongBytesError
from auditor.models.files import listing
from auditor.models.unpack import unpack


@pytest.fixture
def into(tmp_path):
    folder = tmp_path / "new"
    folder.mkdir()
    return folder


def asset(kind, take):
    return Asset(format=kind, take=take, url="https://example.org/x")


def zip_file(path, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def tar_file(path, members):
    with tarfile.open(path, "w:gz") as archive:
        for member, data in members:
            info = member if isinstance(member, tarfile.TarInfo) else tarfile.TarInfo(member)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def test_a_folder_is_taken_out_of_a_zip_and_the_rest_left(tmp_path, into):
    path = zip_file(tmp_path / "x.zip", [("m/a/b", b"1"), ("m/c", b"2"), ("other", b"3")])
    unpack(path, asset("zip", {"m/": ""}), into, None)
    assert listing(into) == ["a/b", "c"]
    assert (into / "a/b").read_bytes() == b"1"


def test_only_wanted_files_come_out(tmp_path, into):
    path = zip_file(tmp_path / "x.zip", [("m/a", b"1"), ("m/README", b"2")])
    unpack(path, asset("zip", {"m/": "deep/"}), into, {"deep/a"})
    assert listing(into) == ["deep/a"]


def test_parts_are_joined_in_the_order_of_the_assets(tmp_path, into):
    for number, data in enumerate([b"one ", b"two ", b"three"]):
        path = zip_file(tmp_path / f"{number}.zip", [("p/part.bin", data)])
        unpack(path, asset("zip", {"p/part.bin": "whole"}), into, {"whole"})
    assert (into / "whole").read_bytes() == b"one two three"


def test_a_tar_gives_its_files_and_no_links(tmp_path, into):
    link = tarfile.TarInfo("p/link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    hard = tarfile.TarInfo("p/hard")
    hard.type, hard.linkname = tarfile.LNKTYPE, "p/a"
    path = tar_file(tmp_path / "x.tgz", [("p/a", b"1"), (link, b""), (hard, b"")])
    unpack(path, asset("tar", {"p/": ""}), into, None)
    assert listing(into) == ["a"]


def test_a_link_in_a_zip_is_passed_over(tmp_path, into):
    info = zipfile.ZipInfo("m/link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = zip_file(tmp_path / "x.zip", [(info, "/etc/passwd"), ("m/a", b"1")])
    unpack(path, asset("zip", {"m/": ""}), into, None)
    assert listing(into) == ["a"]


@pytest.mark.parametrize("name", ["m/../../out", "m//etc/out", "m/a\\..\\out", "m/C:out"])
def test_dangerous_names_are_refused(tmp_path, into, name):
    path = zip_file(tmp_path / "x.zip", [(name, b"1")])
    with pytest.raises(WrongBytesError, match="dangerous name"):
        unpack(path, asset("zip", {"m/": ""}), into, None)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["new", "x.zip"]
    assert listing(into) == []


def test_arrays_become_raw_floats(tmp_path, into):
    voice = np.linspace(0, 1, 12, dtype=np.float32).reshape(3, 1, 4)
    np.savez(tmp_path / "voices.npz", af=voice, bf=-voice)
    unpack(tmp_path / "voices.npz", asset("npz", {"": ""}), into, None)
    assert listing(into) == ["af.bin", "bf.bin"]
    assert np.array_equal(np.fromfile(into / "bf.bin", "<f4").reshape(3, 1, 4), -voice)


def test_a_single_file_is_taken_as_it_is(tmp_path, into):
    (tmp_path / "model.onnx").write_bytes(b"weights")
    unpack(tmp_path / "model.onnx", asset("file", {"model.onnx": "m.onnx"}), into, None)
    assert (into / "m.onnx").read_bytes() == b"weights"


@pytest.mark.parametrize("kind", ["zip", "tar", "npz"])
@pytest.mark.parametrize("data", [b"", b"<html>not found</html>", b"PK\x03\x04" + b"\0" * 40])
def test_what_is_no_archive_is_called_damaged(tmp_path, into, kind, data):
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(WrongBytesError, match=r"x: the archive cannot be unpacked"):
        unpack(tmp_path / "x", asset(kind, {"": ""}), into, None)


def test_a_damaged_member_is_called_damaged(tmp_path, into):
    path = zip_file(tmp_path / "x.zip", [("m/a", b"A" * 100)])
    data = bytearray(path.read_bytes())
    data[data.index(b"AAAA")] ^= 1
    path.write_bytes(data)
    with pytest.raises(WrongBytesError, match="BadZipFile"):
        unpack(path, asset("zip", {"m/": ""}), into, None)
