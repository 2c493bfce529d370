"""Downloads that are cut, resumed, replaced, refused."""

import socket

import pytest

from auditor.models import download as module
from auditor.models.download import download
from auditor.models.failures import (
    SupplyError,
    TruncatedError,
    UnreachableError,
    WrongBytesError,
)

DATA = bytes(range(256)) * 2000


SIZE = len(DATA)
BLOCK = 1 << 16
"""What arrives is kept in whole blocks."""


def fetch(url, target, *, size=SIZE, progress=None):
    download(url, target, size=size, label="tiny", progress=progress)


@pytest.fixture
def target(tmp_path):
    return tmp_path / "downloads" / "file.bin"


def test_a_download_arrives_whole_and_tells_how_far_it_is(publisher, target):
    told = []
    url = publisher.serve("/f", DATA)
    fetch(url, target, progress=lambda *row: told.append(row))
    assert target.read_bytes() == DATA
    assert told[-1] == ("tiny", len(DATA), len(DATA))
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert [path.name for path in target.parent.iterdir()] == ["file.bin"]


def test_a_cut_download_goes_on_at_once_where_it_stopped(publisher, target):
    url = publisher.serve("/f", DATA, stops=[BLOCK + 10])
    fetch(url, target)
    assert target.read_bytes() == DATA
    assert publisher.asked == [("/f", None), ("/f", f"bytes={BLOCK}-")]


def test_a_download_that_keeps_being_cut_gives_up_and_can_be_resumed_later(publisher, target):
    url = publisher.serve("/f", DATA, stops=[BLOCK, 2 * BLOCK, 3 * BLOCK])
    with pytest.raises(TruncatedError, match=r"stopped at 0\.2 MB of 0\.5 MB\. Fetch again"):
        fetch(url, target)
    assert not target.exists()
    publisher.asked.clear()
    fetch(url, target)
    assert publisher.asked == [("/f", f"bytes={3 * BLOCK}-")]
    assert target.read_bytes() == DATA


def test_one_that_brings_nothing_is_not_asked_again(publisher, target):
    url = publisher.serve("/f", DATA, stops=[0, 0, 0])
    with pytest.raises(TruncatedError):
        fetch(url, target)
    assert len(publisher.asked) == 1


def test_a_file_replaced_meanwhile_is_not_spliced(publisher, target):
    url = publisher.serve("/f", DATA, stops=[BLOCK, BLOCK])
    with pytest.raises(TruncatedError):
        fetch(url, target)
    publisher.serve("/f", DATA[::-1], etag='"v2"')
    fetch(url, target)
    assert target.read_bytes() == DATA[::-1]


def test_a_cut_is_noticed_though_the_server_tells_no_length(publisher, target):
    url = publisher.serve("/f", DATA, length=False, ranges=False, stops=[BLOCK, BLOCK])
    with pytest.raises(TruncatedError, match=r"stopped at 0\.1 MB of 0\.5 MB"):
        fetch(url, target)
    fetch(url, target)
    assert target.read_bytes() == DATA


def test_more_than_was_pinned_is_refused(publisher, target):
    url = publisher.serve("/f", DATA, length=False)
    with pytest.raises(WrongBytesError, match="sends more than the 1000 bytes pinned"):
        fetch(url, target, size=1000)
    assert list(target.parent.iterdir()) == []


def test_a_server_without_ranges_starts_again(publisher, target):
    url = publisher.serve("/f", DATA, ranges=False, stops=[BLOCK])
    fetch(url, target)
    assert target.read_bytes() == DATA


def test_without_a_validator_nothing_is_resumed(publisher, target):
    url = publisher.serve("/f", DATA, etag='W/"weak"', stops=[BLOCK])
    fetch(url, target)
    assert target.read_bytes() == DATA
    assert publisher.asked == [("/f", None), ("/f", None)]


def test_a_silent_server_counts_as_a_cut(publisher, target, monkeypatch):
    monkeypatch.setattr(module, "READ_S", 0.2)
    url = publisher.serve("/f", DATA, stops=[70_000], pause=1.0)
    fetch(url, target)
    assert target.read_bytes() == DATA


def test_a_whole_part_of_a_killed_run_is_used_without_asking(publisher, target):
    target.parent.mkdir(parents=True)
    target.with_name("file.bin.part").write_bytes(DATA)
    fetch(publisher.url + "/f", target)
    assert target.read_bytes() == DATA
    assert publisher.asked == []


def test_another_size_is_refused_before_it_is_downloaded(publisher, target):
    url = publisher.serve("/f", DATA)
    with pytest.raises(WrongBytesError, match=r"512000 bytes where one of 7 bytes is pinned"):
        fetch(url, target, size=7)
    assert list(target.parent.iterdir()) == []


def test_a_refusal_is_named(publisher, target):
    with pytest.raises(SupplyError, match=r"127\.0\.0\.1:\d+ answers 404 Not Found"):
        fetch(publisher.url + "/nowhere", target)


def test_nobody_there(target):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(UnreachableError, match=rf"127\.0\.0\.1:{port} cannot be reached"):
        fetch(f"http://127.0.0.1:{port}/f", target)


def test_a_name_that_does_not_resolve(target):
    with pytest.raises(UnreachableError, match=r"nowhere\.invalid cannot be reached"):
        fetch("http://nowhere.invalid/f", target)
