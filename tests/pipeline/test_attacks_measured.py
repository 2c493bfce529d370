"""Linkage, a fleet, and people who are known: what auditor measure adds to an audit."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from told_texts import FAITHS

from auditor.errors import UsageError
from auditor.pipeline.audited import Audited
from auditor.pipeline.composing import Viewed, compose
from auditor.pipeline.knowing import known_people
from auditor.pipeline.linking import linked
from auditor.pipeline.measuring import measure
from auditor.pipeline.scaling import in_a_fleet
from auditor.pipeline.viewing import Wanted, views_of
from auditor.records import Risk, SpeakerVector, Transcript


def risks(view: Viewed) -> dict[str, Risk]:
    return {each.name: each for each in view.risks}


def test_known_people_are_looked_for(
    tmp_path: Path, audited: Audited, sources: tuple[Path, Path]
) -> None:
    table = tmp_path / "known.csv"
    table.write_text("person,religion,home_place\nd1,islam,\nd4,hinduism,cardiff|GB|WLS\nx,,\n")
    truths = known_people(sources[0])
    assert truths["d1"] == {("religion", "islam"), ("home_place", "bristol|GB|ENG")}
    assert known_people(table)["d1"] == {("religion", "islam")}
    more = {"anonymise": ("voice",)}
    (view,) = views_of(audited, compose(audited), Wanted(**more, known=table))
    again = risks(view)["reidentified"]
    assert (again.n, again.value, again.baseline) == (2, 1.0, pytest.approx(1 / 3))


@pytest.mark.parametrize(
    ("table", "message"),
    [("name\nx\n", "no column 'person'"), ("person,shoe\nx,1\n", "'shoe' is no category")],
)
def test_tables_of_known_people_are_checked(tmp_path: Path, table: str, message: str) -> None:
    path = tmp_path / "known.csv"
    path.write_text(table)
    with pytest.raises(UsageError, match=message):
        known_people(path)


def test_earlier_and_later_recordings_are_linked(
    in_two_weeks: Audited, sources: tuple[Path, Path]
) -> None:
    apart, notes = linked(sources[1], in_two_weeks)
    by_name = {each.name: each for each in apart}
    assert by_name["top_one_by_content"].n == len(FAITHS)
    # Faiths are told in the earlier half and towns in the later one: nothing links them.
    assert by_name["top_one_by_content"].value == pytest.approx(1 / len(FAITHS))
    assert any("linkage by content alone" in each for each in notes)
    again = [replace(each, utterance_id=f"{each.utterance_id[:3]}{at}")
             for each in in_two_weeks.attributes for at in (0, 3)]  # fmt: skip
    alike, _ = linked(sources[1], replace(in_two_weeks, attributes=tuple(again)))
    # Who says the same in both is found; the three who are alike are found one time in three.
    found = {each.name: each.value for each in alike}["top_one_by_content"]
    assert found == pytest.approx((3 + 3 / 3) / 6)


def test_one_recording_a_person_is_not_linked(sources: tuple[Path, Path]) -> None:
    found = measure(sources[1])
    assert any("Linkage needs two persons" in each for each in found.notes)
    assert not any(each.name.startswith("top_one") for each in found.risks)


def test_a_fleet(sources: tuple[Path, Path]) -> None:
    found = measure(sources[1], population="GB", fleet=1000)
    (alone,) = [each for each in found.risks if each.name == "customers_singled_out"]
    assert alone.value is not None
    assert 0 < alone.value < 1000
    assert any("No sound" in each for each in found.notes)
    with pytest.raises(UsageError, match="cannot hold the 6 persons"):
        measure(sources[1], fleet=5)
    with pytest.raises(UsageError, match="nothing anonymised"):
        measure(sources[1], wanted=Wanted(known="x.csv"))


def test_the_cost_of_a_fleet_comes_from_the_run(tmp_path: Path, audited: Audited) -> None:
    heard = {name: replace(each, decoded_s=600.0) for name, each in audited.transcripts.items()}
    timings = {"seconds": {"hear": 300.0, "conclude": 60.0}, "jobs": 2}
    (tmp_path / "timings.json").write_text(json.dumps(timings))
    risks, _ = in_a_fleet(tmp_path, replace(audited, transcripts=heard), 1000)
    values = {each.name: each.value for each in risks}
    hours = len(heard) / 6
    assert values["fleet_sound_hours"] == pytest.approx(1000 * hours / len(FAITHS))
    assert values["fleet_core_hours"] == pytest.approx(1000 * 0.2 / len(FAITHS))


def test_voices_link_where_there_are_some(
    in_two_weeks: Audited, sources: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def voice(transcript: Transcript) -> Transcript:
        at = int(in_two_weeks.recordings[transcript.recording_id].person[1:])
        vector = SpeakerVector(tuple(float(k == at) for k in range(len(FAITHS))), 100)
        said = tuple(replace(each, speaker=vector) for each in transcript.utterances)
        return replace(transcript, utterances=said)

    heard = [voice(each) for each in in_two_weeks.transcripts.values()]
    monkeypatch.setattr("auditor.pipeline.linking.heard_in", lambda _: (heard, {}))
    found, notes = linked(sources[1], in_two_weeks)
    values = {each.name: each.value for each in found}
    assert notes == ()
    assert values["top_one_by_voice"] == values["top_one_by_both"] == 1.0
    monkeypatch.setattr("auditor.pipeline.linking.heard_in", lambda _: (heard[:-1], {}))
    _, notes = linked(sources[1], in_two_weeks)
    assert any("Not everybody has a voice" in each for each in notes)
