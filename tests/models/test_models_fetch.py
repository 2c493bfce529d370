"""Fetching: from which source, whole or not at all, by one process at a time."""

import errno
import hashlib
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest
from made_up_models import edition_of, made_up, zip_asset, zipped

from auditor import models
from auditor.errors import ModelError
from auditor.models import cache as cache_module
from auditor.models import files, unpack
from auditor.models.catalogue import Asset, Source
from auditor.models.failures import (
    DiskFullError,
    MissingClientError,
    SupplyError,
    TruncatedError,
    UnpinnedError,
    UnreachableError,
    WrongBytesError,
)

FULL_DEVICE = Path("/dev/full")


def visible(cache):
    """Every file in the cache but for locks."""
    return [name for name in files.listing(cache) if not name.startswith("locks/")]


def package_asset(path, client="npm"):
    return Asset(
        format="zip",
        take={"small-1/": ""},
        client=client,
        package="tiny@1",
        sha256=files.sha256(path),
        size=path.stat().st_size,
    )


@pytest.fixture
def package(tmp_path, content):
    path = tmp_path / "tiny-1.tgz"
    path.write_bytes(zipped(content))
    return path


def test_a_model_comes_from_its_publisher_patched_and_pinned(tiny, publisher, cache, content):
    assert models.find("tiny") is None
    told = []
    got = models.fetch("tiny", progress=lambda *row: told.append(row))
    assert got.path == cache / "models" / "tiny"
    assert got.pin == tiny.editions[0].pin("tiny")
    assert got.pin.sha256 == files.digest(files.pin_files(got.path, files.listing(got.path)))
    assert (got.path / "conf/mfcc.conf").read_bytes() == (
        content["conf/mfcc.conf"] + b"--dither=0.0\n"
    )
    assert visible(cache) == [f"models/tiny/{name}" for name in sorted(content)]
    assert models.find("tiny") == got
    assert told[-1][1] == told[-1][2]


def test_a_model_that_is_here_is_not_asked_for_again_unless_forced(tiny, publisher):
    first = models.fetch("tiny")
    assert models.fetch("tiny") == first
    assert len(publisher.asked) == 1
    assert models.fetch("tiny", force=True) == first
    assert len(publisher.asked) == 2


def test_a_flipped_byte_is_found_named_and_mended(tiny):
    place = models.fetch("tiny").path
    file = place / "am/final.mdl"
    data = bytearray(file.read_bytes())
    data[1000] ^= 1
    file.write_bytes(data)
    with pytest.raises(ModelError, match=r"tiny is damaged: am/final\.mdl has been changed") as bad:
        models.find("tiny")
    assert bad.value.where == str(place)
    assert "auditor models fetch tiny" in bad.value.remedy
    assert [check.path for check in models.verify("tiny") if not check.ok] == ["am/final.mdl"]
    assert models.fetch("tiny").path == place
    assert all(check.ok for check in models.verify("tiny"))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda file: file.unlink(), "am/final.mdl is missing"),
        (lambda file: os.truncate(file, 10), "am/final.mdl is cut short: 10 of 102400 bytes"),
        (lambda file: (file.parent / "x").touch(), "am/x does not belong to the model"),
    ],
)
def test_other_damage_has_its_own_words(tiny, spoil, words):
    spoil(models.fetch("tiny").path / "am/final.mdl")
    with pytest.raises(ModelError, match=words):
        models.find("tiny")


def test_an_unreachable_publisher_gives_way_to_a_package(register, clients, package, content):
    clients.fake("npm", package)
    gone = zip_asset("http://127.0.0.1:9/small-1.zip", b"gone")
    register(
        made_up(
            Source("1", (gone,)),
            Source("1", (package_asset(package),)),
            editions=(edition_of(content),),
        )
    )
    told = []
    assert models.fetch("tiny", progress=lambda *row: told.append(row)).pin.version == "1"
    size = package.stat().st_size
    assert told == [("tiny from npm tiny@1", 0, size), ("tiny from npm tiny@1", size, size)]


def test_a_publishers_changed_file_is_refused_and_said_aloud(
    tiny, publisher, clients, package, register, caplog
):
    page = publisher.pages["/small-1.zip"]
    page.content = page.content[:-1] + bytes([page.content[-1] ^ 1])
    with pytest.raises(WrongBytesError, match="not what was pinned: its SHA-256 differs"):
        models.fetch("tiny")
    clients.fake("npm", package)
    register(replace(tiny, sources=(*tiny.sources, Source("1", (package_asset(package),)))))
    with caplog.at_level(logging.WARNING):
        assert models.fetch("tiny")
    assert "SHA-256 differs" in caplog.text


def test_an_archive_with_a_changed_file_names_the_file(register, publisher, cache, content):
    edition = edition_of(content)
    content["am/final.mdl"] = content["am/final.mdl"][:-1] + b"!"
    archive = zipped(content)
    url = publisher.serve("/small-1.zip", archive)
    asset = zip_asset(url, archive, pinned=False)
    register(made_up(Source("1", (asset,)), editions=(edition,)))
    with pytest.raises(WrongBytesError, match=r"am/final\.mdl has been changed"):
        models.fetch("tiny")
    assert not (cache / "models" / "tiny").exists()


def test_offline_altogether_says_so_and_how_to_do_without(register, clients, package, content):
    clients.fake("npm", status=1, says="npm error code EAI_AGAIN\n")
    gone = zip_asset("http://127.0.0.1:9/small-1.zip", b"gone")
    sources = (Source("1", (gone,)), Source("1", (package_asset(package),)))
    register(made_up(*sources, editions=(edition_of(content),)))
    with pytest.raises(UnreachableError, match="seems to be offline") as caught:
        models.fetch("tiny")
    assert "127.0.0.1:9 cannot be reached" in caught.value.what
    assert "npm cannot reach its registry" in caught.value.what
    assert "AUDITOR_MODEL_TINY" in caught.value.remedy


def test_an_only_source_speaks_for_itself(register, clients, package, content):
    register(made_up(Source("1", (package_asset(package),)), editions=(edition_of(content),)))
    with pytest.raises(MissingClientError, match=r"npm is not installed.*AUDITOR_MODEL_TINY"):
        models.fetch("tiny")


def test_several_failures_are_all_told(register, clients, package, content):
    gone = zip_asset("http://127.0.0.1:9/small-1.zip", b"gone")
    sources = (Source("1", (gone,)), Source("1", (package_asset(package),)))
    register(made_up(*sources, editions=(edition_of(content),)))
    with pytest.raises(SupplyError, match="no source could supply tiny") as caught:
        models.fetch("tiny")
    assert "127.0.0.1:9 cannot be reached" in caught.value.what
    assert "npm is not installed" in caught.value.what


def test_a_truncated_download_leaves_nothing_but_what_to_resume(tiny, publisher, cache):
    page = publisher.pages["/small-1.zip"]
    page.stops.append(0)
    with pytest.raises(TruncatedError, match="Fetch again: it goes on from there"):
        models.fetch("tiny")
    assert {Path(name).parts[0] for name in visible(cache)} == {"downloads"}
    assert models.find("tiny") is None
    assert models.fetch("tiny")
    assert {Path(name).parts[0] for name in visible(cache)} == {"models"}


def test_a_package_in_two_editions_gets_the_pin_of_what_came(register, clients, package, content):
    clients.fake("npm", package)
    other = {**content, "am/final.mdl": b"another conversion"}
    gone = zip_asset("http://127.0.0.1:9/small-1.zip", b"gone")
    register(
        made_up(
            Source("theirs", (gone,)),
            Source("ours", (package_asset(package),)),
            editions=(edition_of(other, "theirs"), edition_of(content, "ours")),
        )
    )
    assert models.fetch("tiny").pin.version == "ours"


# What nothing pins


@pytest.fixture
def unpinned(register, publisher, content):
    archive = zipped({**content, "README": b"read me"})
    url = publisher.serve("/small-1.zip", archive)
    source = Source("2", (zip_asset(url, archive, pinned=False),))
    return register(made_up(source, dither="conf/mfcc.conf"))


def test_an_unpinned_download_is_refused_before_it_is_asked_for(unpinned, publisher):
    with pytest.raises(UnpinnedError, match=r"no hash is known for what 127.*--trust"):
        models.fetch("tiny")
    assert publisher.asked == []


def test_a_trusted_download_is_recorded_and_held_to_from_then_on(unpinned, publisher, content):
    got = models.fetch("tiny", trust=True)
    assert got.pin.version == "2"
    assert models.find("tiny") == got
    assert (got.path / "README").exists()

    page = publisher.pages["/small-1.zip"]
    (got.path / "am/final.mdl").write_bytes(b"damaged")
    page.content = zipped({**content, "README": b"other"})
    page.etag = '"v2"'
    with pytest.raises(WrongBytesError, match="README"):
        models.fetch("tiny", trust=True)
    assert models.fetch("tiny", trust=True, force=True).pin != got.pin


def test_an_archive_pinned_as_a_whole_needs_no_trust(register, publisher, content):
    archive = zipped(content)
    url = publisher.serve("/small-1.zip", archive)
    register(made_up(Source("2", (zip_asset(url, archive),)), dither="conf/mfcc.conf"))
    got = models.fetch("tiny")
    assert models.find("tiny") == got
    (got.path / "am/final.mdl").write_bytes(b"damaged")
    assert models.entry("tiny").state == "broken"


def test_a_trusted_archive_without_the_model_is_refused(register, publisher, cache):
    archive = zipped({"am/other": b"?"})
    url = publisher.serve("/small-1.zip", archive)
    register(made_up(Source("2", (zip_asset(url, archive),))))
    with pytest.raises(ModelError, match=r"it has no am/final\.mdl, conf/mfcc\.conf"):
        models.fetch("tiny")
    assert not (cache / "models" / "tiny").exists()


def test_a_damaged_record_says_how_to_go_on(unpinned, cache):
    models.fetch("tiny", trust=True)
    cache_module.record_path("tiny").write_text('{"version": 1}')
    with pytest.raises(ModelError, match=r"recorded hashes .* damaged.*fetch tiny --force"):
        models.find("tiny")
    assert models.fetch("tiny", trust=True, force=True)


def test_a_folder_that_nothing_recorded_is_not_believed(unpinned):
    models.fetch("tiny", trust=True)
    cache_module.record_path("tiny").unlink()
    with pytest.raises(ModelError, match="nothing tells what the files of tiny should be"):
        models.find("tiny")


# Disks


def test_a_disk_too_full_is_told_before_anything_is_asked(tiny, publisher, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage(1, 1, 1_000_000))
    with pytest.raises(DiskFullError, match=r"16\.\d MB are needed, 1\.0 MB free.*AUDITOR_CACHE"):
        models.fetch("tiny")
    assert publisher.asked == []


def test_a_disk_that_fills_up_leaves_no_half_model(tiny, cache, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(unpack.shutil, "copyfileobj", full)
    with pytest.raises(DiskFullError, match="the disk is full"):
        models.fetch("tiny")
    assert not (cache / "models" / "tiny").exists()
    assert list((cache / "models").iterdir()) == []


@pytest.mark.skipif(not FULL_DEVICE.exists(), reason="no device that is always full")
def test_a_disk_that_fills_up_under_a_download(tiny, cache):
    part = cache / "downloads" / "tiny" / "small-1.zip.part"
    part.parent.mkdir(parents=True)
    part.symlink_to(FULL_DEVICE)
    with pytest.raises(DiskFullError, match="the disk is full"):
        models.fetch("tiny")


def test_a_cache_that_cannot_be_written_is_named(tiny, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("AUDITOR_CACHE", str(tmp_path / "file"))
    with pytest.raises(ModelError, match="AUDITOR_CACHE"):
        models.fetch("tiny")


# Processes


def test_two_at_once_download_once(tiny, publisher):
    publisher.pages["/small-1.zip"].pause = 0.3
    publisher.pages["/small-1.zip"].stops.append(1 << 16)
    got = []
    threads = [threading.Thread(target=lambda: got.append(models.fetch("tiny"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 4
    assert len(set(map(repr, got))) == 1
    assert sum(asked is None for _, asked in publisher.asked) == 1


HOLD = """
import pathlib, sys, time
from auditor.models import cache
with cache.locked("tiny"), cache.staging(cache.folder("tiny")) as new:
    (new / "half").write_bytes(b"a model")
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_killed_run_holds_no_lock_and_its_remains_are_swept(tiny, cache):
    holder = subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    assert models.find("tiny") is None
    got = []
    thread = threading.Thread(target=lambda: got.append(models.fetch("tiny")))
    thread.start()
    thread.join(0.3)
    assert thread.is_alive(), "another process holds the lock"
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    thread.join()
    assert got
    assert [path.name for path in (cache / "models").iterdir()] == ["tiny"]


def test_a_failed_repair_leaves_the_old_folder(tiny, publisher):
    place = models.fetch("tiny").path
    (place / "am/final.mdl").write_bytes(b"damaged")
    publisher.pages.clear()
    with pytest.raises(SupplyError, match="404"):
        models.fetch("tiny")
    assert (place / "am/final.mdl").read_bytes() == b"damaged"


# Lists


def test_a_list_tells_what_is_here(tiny):
    absent = models.entry("tiny")
    assert (absent.state, absent.found, absent.problem) == ("absent", None, "")
    assert absent.size == tiny.editions[0].size
    assert absent.download == tiny.sources[0].size
    assert absent.sources[0].startswith("127.0.0.1")
    got = models.fetch("tiny")
    assert models.entry("tiny").found == got
    assert models.entry("tiny").state == "present"
    (got.path / "am/final.mdl").unlink()
    broken = models.entry("tiny")
    assert broken.state == "broken"
    assert "am/final.mdl is missing" in broken.problem


def test_verifying_what_is_not_here_says_how_to_fetch_it(tiny):
    with pytest.raises(ModelError, match=r"not in the cache.*auditor models fetch tiny"):
        models.verify("tiny")


def test_without_a_variable_the_cache_is_the_users_own(monkeypatch):
    monkeypatch.delenv("AUDITOR_CACHE")
    assert cache_module.root().name == "auditor"


def test_the_bar_shows_each_download_once():
    import io

    from rich.console import Console

    out = io.StringIO()
    with models.progress_bar(Console(file=out, width=120)) as progress:
        progress("tiny from here", 0, 2_000_000)
        progress("tiny from here", 2_000_000, 2_000_000)
    assert out.getvalue().count("tiny from here") == 1
    assert "2.0/2.0 MB" in out.getvalue()


def test_hashes_of_archives_are_of_the_bytes(package):
    assert files.sha256(package) == hashlib.sha256(package.read_bytes()).hexdigest()
