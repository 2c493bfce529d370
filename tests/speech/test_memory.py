from auditor.speech import memory
from auditor.speech.memory import MemoryBound, give_back, resident_mb


def test_resident_memory_is_that_of_this_process():
    held = resident_mb()
    assert held is None or 10 < held < 50_000
    give_back()


class Decoder:
    pass


def bounded(monkeypatch, held_mb):
    monkeypatch.setattr(memory, "resident_mb", lambda: held_mb[0])
    return MemoryBound(430)


def passed(monkeypatch):
    """Return a bound that a young decoder found passed, when another was much older."""
    held = [400.0]
    bound, young, old = bounded(monkeypatch, held), Decoder(), Decoder()
    assert not bound.outgrown(old, 200.0)
    held[0] = 500.0
    assert not bound.outgrown(young, 90.0)
    return bound, young, old, held


def test_under_the_bound_nothing_is_outgrown(monkeypatch):
    assert not bounded(monkeypatch, [400.0]).outgrown(Decoder(), 1e6)


def test_who_finds_it_passed_begins_anew_alone(monkeypatch):
    held = [500.0]
    bound, one, other = bounded(monkeypatch, held), Decoder(), Decoder()
    assert bound.outgrown(one, 100.0)
    bound.renewed(one)
    held[0] = 420.0
    assert not bound.outgrown(other, 100.0)
    assert not bound.outgrown(one, 30.0)


def test_the_turn_of_one_that_is_much_older_comes_when_it_asks(monkeypatch):
    bound, _, old, held = passed(monkeypatch)
    held[0] = 420.0
    assert bound.outgrown(old, 230.0)
    bound.renewed(old)
    assert not bound.outgrown(old, 30.0)


def test_one_whose_turn_never_comes_does_not_keep_the_others_from_theirs(monkeypatch):
    bound, young, idle, held = passed(monkeypatch)
    assert bound.outgrown(young, 120.0)
    bound.renewed(young)
    held[0] = 420.0
    assert not bound.outgrown(idle, 210.0)


def test_one_at_a_time_is_due(monkeypatch):
    held = [400.0]
    bound, young, old = bounded(monkeypatch, held), Decoder(), [Decoder() for _ in range(4)]
    for number, each in enumerate(old):
        assert not bound.outgrown(each, 200.0 + number)
    held[0] = 500.0
    assert not bound.outgrown(young, 90.0)
    held[0] = 420.0
    assert [bound.outgrown(each, 230.0) for each in old] == [False, False, False, True]


def test_what_was_made_anew_by_itself_is_young_again(monkeypatch):
    held = [400.0]
    bound, one, other = bounded(monkeypatch, held), Decoder(), Decoder()
    bound.outgrown(one, 1999.0)
    bound.renewed(one)
    held[0] = 500.0
    assert bound.outgrown(other, 90.0)


def test_a_decoder_that_is_gone_is_not_waited_for(monkeypatch):
    held = [400.0]
    bound, young = bounded(monkeypatch, held), Decoder()
    bound.outgrown(Decoder(), 200.0)
    held[0] = 500.0
    assert bound.outgrown(young, 90.0)


def test_where_memory_cannot_be_read_age_decides(monkeypatch, tmp_path):
    monkeypatch.setattr(memory, "_STATM", tmp_path / "absent")
    assert resident_mb() is None
    assert not MemoryBound(1).outgrown(Decoder(), 100.0)
    assert MemoryBound(1).outgrown(Decoder(), 1000.0)
