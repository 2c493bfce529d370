import sqlite3
import threading

import pytest

from auditor.errors import AuditorError
from auditor.store import Store, key_of


def test_what_is_put_is_there_after_reopening(tmp_path):
    path = tmp_path / "store.sqlite"
    with Store(path) as store:
        store.put("k", "transcript", "abc", {"words": ["été", 1.5, None]})
    with Store(path) as store:
        assert store.get("k") == {"words": ["été", 1.5, None]}
        assert store.get("other") is None
    assert path.stat().st_mode & 0o777 == 0o600


def test_results_about_a_subject(tmp_path):
    with Store(tmp_path / "store.sqlite") as store:
        store.put("2", "transcript", "x", "b")
        store.put("1", "transcript", "x", "a")
        store.put("3", "language", "x", "en")
        store.put("4", "transcript", "y", "c")
        assert store.about("x", "transcript") == ["a", "b"]


def test_fresh_forgets(tmp_path):
    path = tmp_path / "store.sqlite"
    with Store(path) as store:
        store.put("k", "s", "x", 1)
    with Store(path, fresh=True) as store:
        assert store.get("k") is None


def test_in_memory_store_keeps_nothing(tmp_path):
    with Store(None) as store:
        store.put("k", "s", "x", 1)
        assert store.get("k") == 1
    with Store(None) as store:
        assert store.get("k") is None


def test_damaged_payload_counts_as_absent(tmp_path):
    path = tmp_path / "store.sqlite"
    with Store(path) as store:
        store.put("k", "s", "x", 1)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE results SET payload = x'00'")
    db.close()
    with Store(path) as store:
        assert store.get("k") is None


@pytest.mark.parametrize("content", [b"not a database at all" * 100, None])
def test_foreign_file_is_refused_with_a_remedy(tmp_path, content):
    path = tmp_path / "store.sqlite"
    if content is None:
        db = sqlite3.connect(path)
        db.execute("PRAGMA user_version = 99")
        db.commit()
        db.close()
    else:
        path.write_bytes(content)
    with pytest.raises(AuditorError, match="--fresh"):
        Store(path)


def test_threads_share_a_store():
    with Store(None) as store:
        threads = [
            threading.Thread(target=store.put, args=(str(n), "s", "x", n)) for n in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(store.get(str(n)) for n in range(20)) == list(range(20))


def test_key_depends_on_every_part_and_not_on_order_of_a_mapping():
    assert key_of("a", {"x": 1, "y": 2}) == key_of("a", {"y": 2, "x": 1})
    assert len({key_of("a"), key_of("b"), key_of("a", None), key_of("a", 1)}) == 4
