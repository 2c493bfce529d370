"""Views of an audit: what is left is measured over the audit's persons, whatever was done."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

import auditor
from auditor.cli import command
from auditor.errors import UsageError
from auditor.inference.naming import place_name
from auditor.pipeline.audited import Audited, read_audit
from auditor.pipeline.composing import Viewed, compose
from auditor.pipeline.held_audit import as_audit, standing_for
from auditor.pipeline.identifying import CoarsePlaces, lies_in
from auditor.pipeline.knowing import known_people
from auditor.pipeline.known_truth import letting_guesses_stand
from auditor.pipeline.linking import linked
from auditor.pipeline.measuring import measure
from auditor.pipeline.scaling import in_a_fleet
from auditor.pipeline.viewing import Wanted, views_of
from auditor.pipeline.wanting import steps_of_each
from auditor.population import load
from auditor.recipients import Held, anonymise, mitigate
from auditor.records import Profile, Risk
from auditor.report import schema
from auditor.risk.subjects import Finding, Subject

FAITHS = ["catholic", "muslim", "jewish", "catholic", "hindu", "catholic"]
WRITTEN = {"catholic": "catholic", "muslim": "islam", "jewish": "judaism", "hindu": "hinduism"}
TOWNS = ["leeds", "bristol", "glasgow", "leeds", "cardiff", "leeds"]
IDS = {"leeds": "leeds|GB|ENG", "bristol": "bristol|GB|ENG",
       "glasgow": "glasgow|GB|SCT", "cardiff": "cardiff|GB|WLS"}  # fmt: skip


def write_truth(folder: Path, at: int) -> None:
    name, faith, town = f"d{at}", FAITHS[at], TOWNS[at]
    said = [("2026-03-02", "turn it up"), ("2026-03-02", f"i am {faith} you know"),
            ("2026-03-12", f"i live in {town}"), ("2026-03-12", "turn it down")]  # fmt: skip
    utterances = [
        {"id": f"{name}-{k}", "time": f"{day}T08:0{k}:00+00:00", "speaker": "driver",
         "text": text, "asr": text, "labels": []}
        for k, (day, text) in enumerate(said)
    ]  # fmt: skip
    profile = [
        {"category": category, "value": value, "normalised": value, "how": "stated",
         "evidence": [f"{name}-{k}"]}
        for category, value, k in (("religion", WRITTEN[faith], 1), ("home_place", IDS[town], 2))
    ]  # fmt: skip
    document = {"driver": name, "language": "en", "profile": profile, "utterances": utterances}
    (folder / f"{name}.json").write_text(json.dumps(document))


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    base = tmp_path_factory.mktemp("views")
    truths = base / "truths"
    truths.mkdir()
    for at in range(len(FAITHS)):
        write_truth(truths, at)
    auditor.audit([truths], base / "audit")
    return truths, base / "audit"


@pytest.fixture(scope="module")
def audited(sources: tuple[Path, Path]) -> Audited:
    return read_audit(sources[1])


@pytest.fixture(scope="module")
def in_two_weeks(audited: Audited) -> Audited:
    """The audit with a recording a week of everybody: faiths in the first, towns in the second."""
    recordings, transcripts = {}, {}
    for name, each in audited.transcripts.items():
        for week, some in enumerate((each.utterances[:2], each.utterances[2:])):
            key = f"{name}-{week}"
            said = tuple(replace(one, recording_id=key) for one in some)
            transcripts[key] = replace(each, recording_id=key, utterances=said)
            recordings[key] = replace(audited.recordings[name], id=key, started_at=some[0].at)
    return replace(audited, recordings=recordings, transcripts=transcripts)


def seen(audited: Audited, sources: tuple[Path, Path], **wanted: tuple[str, ...]) -> list[Viewed]:
    more = {"truths": [sources[0]], "population": load("GB")}
    whole = compose(audited, **more)  # type: ignore[arg-type]
    return list(views_of(audited, whole, Wanted(**wanted), **more))  # type: ignore[arg-type]


def risks(view: Viewed) -> dict[str, Risk]:
    return {each.name: each for each in view.risks}


def held_of(audited: Audited) -> Held:
    utterances = [one for each in audited.transcripts.values() for one in each.utterances]
    return Held.of(audited.recordings.values(), utterances, audited.attributes)


def test_an_aggregate_has_no_persons(audited: Audited, sources: tuple[Path, Path]) -> None:
    (view,) = seen(audited, sources, anonymise=("names,aggregate:2",))
    assert "identifying_bits_estimate" not in risks(view)
    assert not view.changes
    assert any("no profiles of persons" in each for each in view.notes)


@pytest.mark.parametrize(
    ("typed", "what", "steps"),
    [
        ("redact:health,religion", "mitigate", ("redact:health,religion",)),
        ("redact:health,religion, places:town", "mitigate",
         ("redact:health,religion", "places:town")),
        ("redact:health; retain:30", "mitigate", ("redact:health", "retain:30")),
        ("names,voice,times:day", "anonymise", ("names", "voice", "times:day")),
        ("no-special", "mitigate", ("redact:special",)),
    ],
)  # fmt: skip
def test_steps_are_split_where_a_step_begins(typed: str, what: str, steps: tuple[str, ...]) -> None:
    assert steps_of_each([typed], what) == [(typed, steps)]  # type: ignore[arg-type]


def test_a_rejected_claim_stays_rejected(audited: Audited, sources: tuple[Path, Path]) -> None:
    claims = [claim for each in audited.profiles for claim in each.claims]
    faiths = {each.id: "rejected" for each in claims if each.category == "religion"}
    decided = replace(audited, decisions=faiths)  # type: ignore[arg-type]
    (before,) = seen(audited, sources, mitigate=("retain:365",))
    (after,) = seen(decided, sources, mitigate=("retain:365",))
    (lower, higher) = (risks(each)["recovery"].value for each in (after, before))
    assert faiths
    assert lower is not None
    assert higher is not None
    assert lower < higher


def test_shares_have_intervals_within_0_and_1(audited: Audited, sources: tuple[Path, Path]) -> None:
    (view,) = seen(audited, sources, anonymise=("voice",))
    again = risks(view)["reidentified"]
    assert again.interval is not None
    assert 0 <= again.interval[0] <= again.interval[1] <= 1


def test_pseudonyms_count_as_the_persons_behind_them(
    in_two_weeks: Audited, sources: tuple[Path, Path]
) -> None:
    (view,) = seen(in_two_weeks, sources, mitigate=("pseudonyms:week",))
    assert risks(view)["identifying_bits_estimate"].n == len(FAITHS)
    assert {each.n for each in view.changes} == {len(FAITHS)}
    assert any("for d0" in each for each in view.notes)


def test_the_most_telling_pseudonym_stands_for_a_person(in_two_weeks: Audited) -> None:
    done = mitigate(held_of(in_two_weeks), ["pseudonyms:week"])
    assert len(done.held.persons) == 2 * len(FAITHS)

    def town(profile: Profile) -> float:
        return float(any(each.category == "home_place" for each in profile.claims))

    held, chosen = standing_for(done.held, done.person_behind, town)
    assert held.persons == tuple(sorted(f"d{at}" for at in range(len(FAITHS))))
    assert {each.category for each in held.attributes} == {"home_place"}
    assert all(done.person_behind[name] == person for person, name in chosen.items())


def test_who_has_nothing_left_has_an_empty_profile(
    audited: Audited, sources: tuple[Path, Path]
) -> None:
    half, none = seen(audited, sources, anonymise=("sample:0.5",), mitigate=("addressed-only",))
    lost = {each.name: each for each in half.changes}["change_in_recovery"]
    assert lost.n == len(FAITHS)
    assert any("3 persons were not drawn into the sample" in each for each in half.notes)
    assert risks(none)["excess_recovery"].value == pytest.approx(0.0)
    assert any("6 persons have nothing left" in each for each in none.notes)


def test_a_region_stays_a_region_and_holds_its_towns(
    audited: Audited, sources: tuple[Path, Path]
) -> None:
    population = load("GB")
    assert place_name("home_place", "GB|ENG", "GB|ENG", "i live in", "en") == "GB|ENG"
    (region, country) = seen(audited, sources, anonymise=("places:region", "places:country"))
    bits = [risks(each)["identifying_bits_estimate"].value for each in (region, country)]
    assert bits[0] is not None
    assert bits[1] is not None
    assert bits[0] >= bits[1]
    (home,) = population.of_category("home_place")
    people = CoarsePlaces(population)
    whole = people.probability({home.name: "GB"})
    england = people.probability({home.name: "GB|ENG"})
    assert people.probability({home.name: "leeds|GB|ENG"}) < england < whole <= 1 + 1e-9


@pytest.mark.parametrize(
    ("coarse", "guess", "stands"),
    [("GB|ENG", "leeds|GB|ENG", True), ("GB", "leeds|GB|ENG", True),
     ("GB|SCT", "leeds|GB|ENG", False), ("FR", "leeds|GB|ENG", False),
     ("leeds|GB|ENG", "leeds|GB|ENG", False)],
)  # fmt: skip
def test_the_guess_stands_where_a_coarse_place_holds_it(
    coarse: str, guess: str, stands: bool
) -> None:
    finding = Finding("home_place", coarse, 1, None, 0.9)
    subject = Subject("d", {"home_place": guess}, (finding,), 1, None)
    (left,) = letting_guesses_stand([subject], lambda _: {"home_place": guess})
    assert lies_in(guess, coarse) is stands
    assert (left.findings == ()) is stands


def test_days_are_no_midnights(audited: Audited) -> None:
    held = anonymise(held_of(audited), ["times:day"])
    days = as_audit(audited, held, held.persons, dates_only=True)
    assert all(claim.first_known is None for each in days.profiles for claim in each.claims)
    hours = as_audit(audited, held, held.persons)
    assert any(claim.first_known for each in hours.profiles for claim in each.claims)


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


def test_what_is_written_is_as_its_schema_says(sources: tuple[Path, Path]) -> None:
    truths, folder = sources
    wanted = Wanted(("employer-fleet",), ("voice", "names,aggregate:2"), ("pseudonyms:week",))
    measure(folder, truths=[truths], population="GB", wanted=wanted, fleet=1000)
    written = json.loads((folder / "risk.json").read_text())
    Draft202012Validator(schema("risk")).validate(written)
    assert written["recovery"]
    assert written["disclosing"]


def test_the_table_of_views_fits_80_columns(sources: tuple[Path, Path]) -> None:
    options = ["--truth", str(sources[0]), "--population", "GB", "--anonymise", "all"]
    done = CliRunner().invoke(command, ["measure", str(sources[1]), *options, "--mitigate", "all"])
    assert done.exit_code == 0, done.exception
    table = done.output[done.output.index("View") :].splitlines()
    assert all(len(line) <= 80 for line in table)
    (row,) = [line for line in table if line.startswith("no-voice")]
    assert "…" in row
