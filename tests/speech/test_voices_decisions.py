"""Decisions on speakers: kept exactly, refused when they contradict one another."""

import pytest

from auditor.errors import UsageError
from auditor.speech.voices import Decisions, Member, Speaker, Speakers, read_decisions
from auditor.speech.voices.decisions import Apart, Named, merge, name, split


def speaker(key, *utterances, person="p", called=None):
    spoken = tuple(Member(one, one[:2], 3.0, None, "compared") for one in utterances)
    return Speaker(key, person, called, "driver", spoken)


ANNA = speaker("spk-a", "r1-1", "r2-1", called="Anna")
BEN = speaker("spk-b", "r1-2", "r3-1")
OTHER_CAR = speaker("spk-c", "r9-1", person="q")
ALL = Speakers((ANNA, BEN, OTHER_CAR), ())


def test_a_missing_file_decides_nothing(tmp_path):
    assert read_decisions(tmp_path / "speakers.json") == Decisions()


def test_what_is_written_is_read(tmp_path):
    path = tmp_path / "speakers.json"
    decided = split(name(Decisions(), ALL, "spk-b", "Ben"), ALL, "spk-a", ["r2-1"])
    path.write_text(decided.model_dump_json(), "utf-8")
    assert read_decisions(path) == decided


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"schema_version": 2}',
        '{"named": [{"utterance": "r1-1"}]}',
        '{"named": [{"utterance": "r1-1", "name": ""}]}',
        '{"apart": [{"utterances": [], "others": ["r1-1"]}]}',
        '{"nemed": []}',
    ],
)
def test_a_broken_file_is_refused_with_its_path(tmp_path, text):
    path = tmp_path / "speakers.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"speakers\.json"):
        read_decisions(path)


def test_a_file_that_contradicts_itself_is_refused(tmp_path):
    path = tmp_path / "speakers.json"
    written = Decisions(
        together=(("r1-1", "r2-1"), ("r2-1", "r3-1")),
        apart=(Apart(utterances=("r1-1",), others=("r3-1",)),),
    )
    path.write_text(written.model_dump_json(), "utf-8")
    with pytest.raises(UsageError, match="r1-1 and r3-1"):
        read_decisions(path)


def test_groups_join_through_what_they_share():
    decided = Decisions(together=(("a", "b"), ("c", "d"), ("b", "c"), ("x", "y")))
    assert sorted(map(sorted, decided.groups())) == [["a", "b", "c", "d"], ["x", "y"]]


def test_a_second_name_takes_the_place_of_the_first():
    once = name(Decisions(), ALL, "spk-b", "Ben")
    twice = name(once, ALL, "spk-b", " Bernard ")
    assert [each.name for each in twice.named] == ["Bernard"]


def test_two_speakers_of_a_person_cannot_have_one_name():
    with pytest.raises(UsageError, match="spk-a has that name"):
        name(Decisions(), ALL, "spk-b", "Anna")
    assert name(Decisions(), ALL, "spk-c", "Anna").named


@pytest.mark.parametrize("called", ["", "   ", "x" * 81])
def test_a_name_has_letters(called):
    with pytest.raises(UsageError, match="1 to 80"):
        name(Decisions(), ALL, "spk-a", called)


def test_an_unknown_id_is_told_with_the_known_ones():
    with pytest.raises(UsageError, match="spk-a, spk-b"):
        name(Decisions(), ALL, "spk-z", "Zoe")


def test_merging_is_refused_across_persons_names_and_decisions():
    with pytest.raises(UsageError, match="two persons"):
        merge(Decisions(), ALL, "spk-a", "spk-c")
    named = Speakers((ANNA, speaker("spk-b", "r1-2", called="Ben")), ())
    with pytest.raises(UsageError, match="different names"):
        merge(Decisions(), named, "spk-a", "spk-b")
    apart = Decisions(apart=(Apart(utterances=("r1-1",), others=("r3-1",)),))
    with pytest.raises(UsageError, match="two voices"):
        merge(apart, ALL, "spk-a", "spk-b")
    with pytest.raises(UsageError, match="one speaker already"):
        merge(Decisions(), ALL, "spk-a", "spk-a")


def test_splitting_is_refused_for_strangers_for_all_and_against_a_merge():
    with pytest.raises(UsageError, match="does not speak r3-1"):
        split(Decisions(), ALL, "spk-a", ["r3-1"])
    with pytest.raises(UsageError, match="nothing of spk-a"):
        split(Decisions(), ALL, "spk-a", ["r1-1", "r2-1"])
    together = Decisions(together=(("r1-1", "r2-1"),))
    with pytest.raises(UsageError, match="one voice"):
        split(together, ALL, "spk-a", ["r2-1"])


def test_different_names_keep_voices_apart():
    decided = Decisions(
        named=(Named(utterance="r1-1", name="Anna"), Named(utterance="r3-1", name="Ben")),
        together=(("r1-1", "r3-1"),),
    )
    assert decided.conflict() == ("r1-1", "r3-1")
