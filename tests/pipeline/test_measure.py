"""auditor measure and compare: audits of texts, measured with truth and population."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from click.testing import CliRunner

import auditor
from auditor.cli import command
from auditor.errors import UsageError
from auditor.pipeline.comparing import compare
from auditor.pipeline.identifying import with_place_id
from auditor.pipeline.measuring import Measured, measure
from auditor.pipeline.viewing import Wanted
from auditor.population import load
from auditor.records import Claim

RELIGIONS = {"catholic": "catholic", "islam": "muslim", "judaism": "jewish", "hinduism": "hindu"}
OF_EACH = ["catholic", "islam", "judaism", "catholic", "hinduism", "catholic"]
"""The population's words for faiths, and what people say."""


def truth_file(folder: Path, name: str, religion: str, said: str) -> Path:
    path = folder / f"{name}.json"
    utterances = [
        {"id": f"{name}-{at}", "time": f"2026-03-02T08:0{at}:00+00:00", "speaker": "driver",
         "text": text, "asr": text, "labels": []}
        for at, text in enumerate(["turn it up", said, "turn it down"])
    ]  # fmt: skip
    line = {"category": "religion", "value": religion, "normalised": religion, "how": "stated",
            "evidence": [f"{name}-1"]}  # fmt: skip
    document = {"driver": name, "language": "en", "profile": [line], "utterances": utterances}
    path.write_text(json.dumps(document))
    return path


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Truth files, the audit of their texts, and the audit of texts that say nothing."""
    base = tmp_path_factory.mktemp("measure")
    truths, silent = base / "truths", base / "silent"
    truths.mkdir()
    silent.mkdir()
    for at, religion in enumerate(OF_EACH):
        truth_file(truths, f"d{at}", religion, f"i am {RELIGIONS[religion]} you know")
        truth_file(silent, f"d{at}", religion, "how long to go")
    for source in (truths, silent):
        auditor.audit([source], base / f"{source.name}-audit")
    return truths, base / "truths-audit", base / "silent-audit"


def by_name(measured: Measured) -> dict[str, float | None]:
    return {risk.name: risk.value for risk in measured.risks}


def test_with_truth_alone(audited: tuple[Path, Path, Path]) -> None:
    truths, audit, silent = audited
    heard, nothing = (measure(each, truths=[truths]) for each in (audit, silent))
    assert by_name(heard)["excess_recovery"] == pytest.approx(1.0)
    assert by_name(heard)["utterances_to_half"] == 2.0
    assert by_name(nothing)["excess_recovery"] == 0.0
    assert by_name(heard)["special_first_utterance"] == 2.0
    assert any("most frequent true value" in each for each in heard.notes)
    assert json.loads((audit / "risk.json").read_text())["schema_version"] == 1


def test_with_a_population(audited: tuple[Path, Path, Path]) -> None:
    truths, audit, _ = audited
    found = measure(audit, truths=[truths], population="GB", size=60_000_000)
    values = by_name(found)
    share = load("GB").probability({"religion": "catholic"})
    assert found.by_person["identifying_bits_estimate"]["d0"] == pytest.approx(-math.log2(share))
    assert values["identifying_bits_lowest"] <= values["identifying_bits_highest"]  # type: ignore[operator]
    assert not found.disclosing["d0"].reached
    assert found.disclosing["d0"].set_size == pytest.approx(60_000_000 * share, rel=1e-3)
    # Claims are written in the population's words: islam, judaism and hinduism.
    assert not any("population lacks" in each for each in found.notes)
    # Six persons are enough for intervals, and are not said to be few.
    assert not any("Under 5" in each for each in found.notes)


@pytest.mark.parametrize(
    ("said", "found"),
    [("leeds", "leeds|GB|ENG"), ("Saint-Étienne", "saint-etienne|FR|84"), ("atlantis", "atlantis")],
)
def test_a_place_takes_the_id_that_the_population_has(said: str, found: str) -> None:
    claim = Claim("c", "home_place", said, said, "driver", 0.9, "stated", ("u",))
    ids = ["leeds|GB|ENG", "saint-etienne|FR|84", "leeds-upon-x|GB|ENG"]
    assert with_place_id(claim, ids).normalised == found


def test_measuring_again_gives_the_same_bytes(audited: tuple[Path, Path, Path]) -> None:
    truths, audit, _ = audited
    bytes_of = []
    for _ in range(2):
        measure(audit, truths=[truths], population="GB")
        bytes_of.append((audit / "risk.json").read_bytes())
    assert bytes_of[0] == bytes_of[1]


def test_comparing_pairs_persons(audited: tuple[Path, Path, Path]) -> None:
    truths, audit, silent = audited
    for each in (audit, silent):
        measure(each, truths=[truths])
    changes = {risk.name: risk for risk in compare(audit, silent)}
    assert changes["change_in_recovery"].value == pytest.approx(-0.5)
    assert "Paired" in changes["change_in_recovery"].assumes


@pytest.mark.parametrize(
    ("more", "message"),
    [({"size": 10}, "a size without a population"), ({"population": "XX"}, "no population"),
     ({"population": "GB", "size": 5}, "a population of 5 is smaller than the sample of 6"),
     ({"truths": ["nowhere"]}, "nowhere")],
)  # fmt: skip
def test_bad_input(audited: tuple[Path, Path, Path], more: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        measure(audited[1], **more)  # type: ignore[arg-type]


def test_what_is_no_audit(tmp_path: Path, audited: tuple[Path, Path, Path]) -> None:
    with pytest.raises(UsageError, match="holds no audit"):
        measure(tmp_path)
    with pytest.raises(UsageError, match="was not measured"):
        compare(tmp_path, audited[1])


def test_a_truth_about_nobody_of_the_audit(
    tmp_path: Path, audited: tuple[Path, Path, Path]
) -> None:
    path = truth_file(tmp_path, "stranger", "islam", "hello")
    with pytest.raises(UsageError, match="no truth file is about a person of the audit"):
        measure(audited[1], truths=[path])


def test_one_person_has_figures_and_no_interval(tmp_path: Path) -> None:
    said = truth_file(tmp_path, "d0", "islam", "i am muslim you know")
    auditor.audit([said], tmp_path / "audit")
    found = measure(tmp_path / "audit", truths=[said], population="GB", fleet=10)
    assert by_name(found)["excess_recovery"] == pytest.approx(1.0)
    assert all(each.interval is None for each in found.risks)
    assert any(each.startswith("Persons: 1. Under 5") for each in found.notes)
    for name in ("excess_over_permuted", "excess_of_others_findings", "excess_recovery_at_100"):
        assert by_name(found)[name] is None


def test_a_truth_of_unknown_categories(tmp_path: Path, audited: tuple[Path, Path, Path]) -> None:
    path = truth_file(tmp_path, "d0", "islam", "hello")
    path.write_text(path.read_text().replace('"religion"', '"shoe_size"'))
    ran = CliRunner().invoke(command, ["measure", str(audited[1]), "--truth", str(path)])
    assert ran.exit_code != 0
    assert "unknown category 'shoe_size'" in str(ran.exception)


def test_a_population_that_lacks_a_value(tmp_path: Path, audited: tuple[Path, Path, Path]) -> None:
    town = tmp_path / "town.toml"
    town.write_text(
        """[population]
country = "A town"
year = 2024
people = 40_000
[faith]
category = "religion"
values = ["catholic", "hinduism"]
source = { title = "Census", publisher = "Office", year = 2022 }
table = [{ p = { catholic = 0.75, hinduism = 0.25 } }]
"""
    )
    truths, audit, _ = audited
    found = measure(audit, truths=[truths], population=town, fleet=50_000)
    # Islam and judaism are nobody's there: no bits come from them, and it is said.
    assert any(each.endswith("lacks their value: 2.") for each in found.notes)
    assert found.by_person["identifying_bits_estimate"]["d1"] == 0.0
    assert found.by_person["identifying_bits_estimate"]["d4"] == pytest.approx(2.0)
    assert any("more than the 40000 people of the population" in each for each in found.notes)


def test_the_printed_table_cuts_no_figure(audited: tuple[Path, Path, Path]) -> None:
    ran = CliRunner().invoke(command, ["measure", str(audited[1]), "--population", "GB"])
    (line,) = [each for each in ran.output.splitlines() if each.startswith("identifying_bits_hi")]
    (table, _, _) = ran.output.partition("Linkage needs")
    assert line.split()[3] == "6"  # n is there
    assert all("…" not in cell or cell.count("…") == 1 for cell in table.split())
    assert not any(cell.endswith("…") for cell in table.split())
    assert max(map(len, table.splitlines())) <= 80


def test_on_the_command_line(audited: tuple[Path, Path, Path]) -> None:
    truths, audit, silent = audited
    for folder in (audit, silent):
        ran = CliRunner().invoke(command, ["measure", str(folder), "--truth", str(truths)])
        assert ran.exception is None
        assert "excess_recovery" in ran.output
    as_json = CliRunner().invoke(command, ["measure", str(audit), "--json"])
    assert json.loads(as_json.output)["notes"]
    measure(audit, truths=[truths])
    compared = CliRunner().invoke(command, ["compare", str(audit), str(silent), "--json"])
    assert {each["n"] for each in json.loads(compared.output)} == {6}
    printed = CliRunner().invoke(command, ["compare", str(audit), str(silent)]).output
    assert "change_in_recovery" in printed


def views(measured: Measured) -> dict[str, dict[str, float | None]]:
    return {each.name: {risk.name: risk.value for risk in each.risks} for each in measured.views}


def test_a_view_is_measured_as_an_audit_of_its_own(audited: tuple[Path, Path, Path]) -> None:
    truths, audit, _ = audited
    wanted = Wanted(("alexa-stellantis", "employer-fleet"), ("names",), ("no-special", "month"))
    measured = measure(audit, truths=[truths], population="GB", wanted=wanted)
    found = views(measured)
    assert list(found) == ["alexa-stellantis", "employer-fleet", "names", "no-special", "month"]
    assert found["alexa-stellantis"]["excess_recovery"] == pytest.approx(1.0)
    # Nobody said anything that this recipient wants.
    assert found["alexa-stellantis"]["wanted_recall"] is None
    assert found["alexa-stellantis"]["beyond_declared"] == pytest.approx(1.0)
    # Religion is special: redacted, nothing but the population's mode is left.
    assert found["no-special"]["excess_recovery"] == pytest.approx(0.0)
    assert found["no-special"]["identifying_bits_estimate"] is None or (
        found["no-special"]["identifying_bits_estimate"] == pytest.approx(0.0)
    )
    assert found["month"]["excess_recovery"] == pytest.approx(1.0)
    assert found["names"]["reidentified"] is not None
    assert json.loads((audit / "risk.json").read_text())["views"][0]["kind"] == "recipient"


def test_changes_are_paired_with_the_whole_audit(audited: tuple[Path, Path, Path]) -> None:
    truths, audit, _ = audited
    wanted = Wanted(mitigate=("no-special", "month"))
    special, month = measure(audit, truths=[truths], population="GB", wanted=wanted).views
    lower = {risk.name: risk for risk in special.changes}["change_in_recovery"]
    same = {risk.name: risk for risk in month.changes}["change_in_recovery"]
    assert lower.value is not None
    assert lower.value < 0
    assert lower.n == len(OF_EACH)
    assert same.value == pytest.approx(0.0)


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(recipients=("hal",)),
        Wanted(anonymise=("faces",)),
        Wanted(mitigate=("places:street",)),
    ],
)
def test_what_does_not_exist_is_refused(audited: tuple[Path, Path, Path], wanted: Wanted) -> None:
    _, audit, _ = audited
    with pytest.raises(UsageError):
        measure(audit, wanted=wanted)


def test_the_command_shows_views_and_draws_the_frontier(audited: tuple[Path, Path, Path]) -> None:
    truths, audit, _ = audited
    options = ["--truth", str(truths), "--mitigate", "no-special", "--mitigate", "month"]
    done = CliRunner().invoke(command, ["measure", str(audit), *options])
    assert done.exit_code == 0, done.exception
    assert "no-special" in done.output
    assert (audit / "figures" / "frontier.png").is_file()
