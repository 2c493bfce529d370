"""An audit's graph: why a claim is made, what would be left, what is worked out anew."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from auditor import evidence
from auditor.errors import UsageError
from auditor.pipeline import audit
from auditor.pipeline.asking import jumps_of, persons_of, remains, why
from auditor.pipeline.evidencing import Heard, by_person, heard_by, without
from auditor.pipeline.graphing import concluded, decide, graph_of, write_graphs
from auditor.records import Attribute, Recording, Utterance
from auditor.report.graphs import read_graph

SPOKEN = (
    "call my sister anna",
    "ring anna and tell her i am late",
    "remind me to take my insulin at eight",
    "i am diabetic so no sugar please",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("audit")
    for name, lines in (("ruth", SPOKEN), ("kim", ("play some jazz", "call my brother tom"))):
        text = "\n".join(
            json.dumps({"text": line, "time": f"2026-03-0{day}T08:00"})
            for day, line in enumerate(lines, start=2)
        )
        (base / f"{name}.jsonl").write_text(text + "\n")
    audit([base / "ruth.jsonl", base / "kim.jsonl"], base / "out")
    return base / "out"


def test_an_audit_keeps_what_its_graph_is_made_of(folder: Path) -> None:
    everybody = heard_by(folder)
    assert [len(one.utterances) for one in everybody] == [2, 4]
    written = read_graph(folder / "graph.graphml")
    assert evidence.validate(written) == []
    for heard in everybody:
        graphed = graph_of(heard)
        assert evidence.validate(graphed.graph) == []
        part = evidence.of_person(written, heard.person)
        assert set(part) == set(graphed.graph)


def test_why_names_the_seconds_of_every_claim(folder: Path) -> None:
    profile = json.loads((folder / "profile.json").read_text())
    claims = [(one["id"], claim) for one in profile["persons"] for claim in one["claims"]]
    assert claims
    for person, claim in claims:
        found = why(folder, claim["id"])
        assert found.person == person
        assert {one.utterance for one in found.supporting} >= set(claim["evidence"])
    with pytest.raises(UsageError, match="no claim 'x'"):
        why(folder, "x")


def test_what_is_left_without_words_is_worked_out_anew(folder: Path) -> None:
    profile = json.loads((folder / "profile.json").read_text())
    claims = [claim for one in profile["persons"] for claim in one["claims"]]
    alone = next(claim for claim in claims if len(claim["evidence"]) == 1)
    (left,) = remains(folder, alone["evidence"])
    assert alone["id"] in {claim.id for claim in left.lost}
    total = len(left.lost) + len(left.changed) + len(left.kept)
    (own,) = [one for one in profile["persons"] if one["id"] == left.person]
    assert total == len(own["claims"])


def test_without_all_words_nothing_is_left(folder: Path) -> None:
    every = [one.id for heard in heard_by(folder) for one in heard.utterances]
    for left in remains(folder, every):
        assert left.kept == left.changed == left.gained == ()
    with pytest.raises(UsageError, match="no utterance nowhere"):
        remains(folder, ["nowhere"])


def test_unknown_persons_and_folders_are_usage_errors(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nobody here is called 'x'"):
        heard_by(folder, "x")
    with pytest.raises(UsageError, match="this is no audit"):
        heard_by(tmp_path)


def test_a_recording_more_touches_only_its_person(folder: Path) -> None:
    everybody = heard_by(folder)
    before = dict(concluded(everybody))
    first, second = everybody
    longer = replace(
        first, recordings=(*first.recordings, Recording("new", "0" * 64, None, "n", first.person))
    )
    after = dict(concluded([longer, second], before))
    assert after[second.person] is before[second.person]
    assert after[first.person] is not before[first.person]


def test_everything_is_shared_out_by_person() -> None:
    recordings = [
        Recording(each, "0" * 64, None, each, person)
        for each, person in (("r", "b"), ("s", "a"), ("t", "b"))
    ]
    said = [Utterance(f"{each.id}u", each.id, 0, 1, (), "en") for each in recordings]
    told = [Attribute("hobby", "x", "x", "driver", one.id, 0, 1, None, 0.5, "w") for one in said]
    one, other = by_person(recordings, said, told)
    assert (one.person, [each.id for each in one.utterances]) == ("a", ["su"])
    assert [each.utterance_id for each in other.attributes] == ["ru", "tu"]
    assert without(other, ["ru"]) == Heard("b", other.recordings, (said[2],), (told[2],))


def test_decisions_are_kept_and_honoured_by_the_next_audit(folder: Path) -> None:
    person = next(one.person for one in heard_by(folder) if len(one.utterances) == 4)
    (anna,) = [one for one in decide(folder, person) if one.label == "anna"]
    last = anna.mentions[-1].mention.id
    apart = decide(folder, person, separated=(anna.id, [last]))
    try:
        assert len([one for one in apart if one.label == "anna"]) == 2
        assert json.loads((folder / "entities.json").read_text())["apart"]
        assert decide(folder, person) == apart
        again = decide(folder, person, merges=[])
        assert again == apart
        (folder / "entities.toml").write_text("")
        with pytest.raises(UsageError, match="two files"):
            decide(folder, person)
    finally:
        (folder / "entities.toml").unlink(missing_ok=True)
        (folder / "entities.json").unlink()


def test_graphs_are_written_whole_or_one_a_person(folder: Path, tmp_path: Path) -> None:
    ((_, path),) = write_graphs(folder, "graphml", tmp_path)
    assert evidence.validate(read_graph(path)) == []
    pictures = write_graphs(folder, "svg", tmp_path)
    assert [person for person, _ in pictures] == [one.person for one in heard_by(folder)]
    tables = write_graphs(folder, "tables", tmp_path / "t", person=pictures[0][0])
    assert [path.name for _, path in tables] == ["nodes.csv", "edges.csv"]


def test_without_voices_the_manifest_and_traits_tell_persons(folder: Path) -> None:
    found = persons_of(folder)
    assert len(found.persons) == 2
    assert found.warnings == ()


def test_clocks_that_jump_are_named_by_recording(tmp_path: Path) -> None:
    lines = [
        {"text": "call anna", "time": time} for time in ("1970-01-01T00:00", "2026-03-02T08:00")
    ]
    (tmp_path / "kim.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))
    audit(tmp_path / "kim.jsonl", tmp_path / "out")
    starts = {
        one.name: one.started_at for each in heard_by(tmp_path / "out") for one in each.recordings
    }
    expected = [name for name, begun in starts.items() if begun and begun.year == 1970]
    assert [name for name, _ in jumps_of(tmp_path / "out")] == expected
