"""Views of an audit: what is left is measured over the audit's persons, whatever was done."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from told_texts import FAITHS, held_of

from auditor.cli import command
from auditor.corpus import read_truth
from auditor.inference.naming import place_name
from auditor.pipeline.audited import Audited
from auditor.pipeline.composing import Viewed, compose
from auditor.pipeline.evaluating import truth_files
from auditor.pipeline.held_audit import as_audit, standing_for
from auditor.pipeline.identifying import CoarsePlaces, lies_in
from auditor.pipeline.known_truth import letting_guesses_stand
from auditor.pipeline.measuring import measure
from auditor.pipeline.viewing import Wanted, views_of
from auditor.pipeline.wanting import steps_of_each
from auditor.population import load
from auditor.recipients import anonymise, mitigate, recipes
from auditor.records import Profile, Risk
from auditor.report import schema
from auditor.risk.subjects import Finding, Subject


def seen(audited: Audited, sources: tuple[Path, Path], **wanted: tuple[str, ...]) -> list[Viewed]:
    more = {
        "truths": [read_truth(path) for path in truth_files([sources[0]])],
        "population": load("GB"),
    }
    whole = compose(audited, **more)  # type: ignore[arg-type]
    return list(views_of(audited, whole, Wanted(**wanted), **more))  # type: ignore[arg-type]


def risks(view: Viewed) -> dict[str, Risk]:
    return {each.name: each for each in view.risks}


def test_an_aggregate_has_no_persons(audited: Audited, sources: tuple[Path, Path]) -> None:
    # Of values that two share something is left, of those that fifty share nothing.
    for view in seen(audited, sources, anonymise=("names,aggregate:2", "aggregate:50")):
        assert "identifying_bits_estimate" not in risks(view)
        assert not view.changes
        assert any("no profiles of persons" in each for each in view.notes)


def test_all_stands_beside_others() -> None:
    names = [name for name, _ in steps_of_each(["all", "retain:3", "month"], "mitigate")]
    assert names == [*recipes("mitigate"), "retain:3"]


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
    reported = {each.category for each in held.attributes if not each.hint}
    assert reported == {"home_place"}
    assert all(done.person_behind[name] == person for person, name in chosen.items())


def test_who_has_nothing_left_has_an_empty_profile(
    audited: Audited, sources: tuple[Path, Path]
) -> None:
    half, none = seen(audited, sources, anonymise=("sample:0.5",), mitigate=("addressed-only",))
    lost = {each.name: each for each in half.changes}["change_in_recovery"]
    assert lost.n == len(FAITHS)
    assert any("not drawn into the sample: 3." in each for each in half.notes)
    assert risks(none)["excess_recovery"].value == pytest.approx(0.0)
    assert any("nothing left: 6." in each for each in none.notes)


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
