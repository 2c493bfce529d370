from auditor.speech import memory
from auditor.speech.memory import MemoryBound, give_back, resident_mb


def test_resident_memory_is_that_of_this_process():
    held = resident_mb()
    assert held is None or 10 < held < 50_000
    give_back()


def test_all_older_decoders_are_outgrown_once(monkeypatch):
    held = [400.0]
    monkeypatch.setattr(memory, "resident_mb", lambda: held[0])
    bound = MemoryBound(430)
    assert not bound.outgrown(0, 100.0)
    held[0] = 500.0
    assert bound.outgrown(0, 100.0)  # one finds it passed
    held[0] = 420.0
    assert bound.outgrown(0, 100.0)  # another is as old, though its turn comes later
    assert bound.generation == 1
    assert not bound.outgrown(1, 100.0)  # what was made since then stays


def test_where_memory_cannot_be_read_age_decides(monkeypatch, tmp_path):
    monkeypatch.setattr(memory, "_STATM", tmp_path / "absent")
    assert resident_mb() is None
    assert not MemoryBound(1).outgrown(0, 100.0)
    assert MemoryBound(1).outgrown(0, 1000.0)
