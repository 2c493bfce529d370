"""The validation report of the measures, on so few replications that it says nothing."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from auditor.risk.recovery import recovery
from auditor.taxonomy import category
from benchmarks.risk import bias, coverage, validation
from benchmarks.risk.people import COLUMNS, exchanged, modes, people, recorded


def test_made_up_people_can_be_measured() -> None:
    chance = np.random.default_rng(1)
    table = people(400, chance)
    subjects = recorded(table, chance)
    assert all(category(name).closed and category(name).single for name in COLUMNS)
    found = recovery(subjects, modes(table), COLUMNS, orders=1)
    nobody = recovery(exchanged(subjects, chance), modes(table), COLUMNS, orders=1)
    assert found.excess.interval[0] > 0.2  # type: ignore[index]
    assert nobody.excess.interval[1] < 0.05  # type: ignore[index]


@pytest.mark.slow
def test_the_report_is_the_same_bytes_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coverage, "POOL", 2000)
    monkeypatch.setattr(coverage, "PERSONS", (10,))
    monkeypatch.setattr(bias, "SIZE", 1500)
    monkeypatch.setattr(bias, "PERMUTED", (20,))
    monkeypatch.setattr(bias, "SAMPLED", (5,))
    monkeypatch.setattr(bias, "COUNTRIES", ("FR",))
    monkeypatch.setattr(bias, "FRACTIONS", (0.25,))
    monkeypatch.setattr(bias, "RECORDED", 100)
    one, again = (validation.validate(tmp_path / name, 20, 3) for name in ("one", "again"))
    files = sorted(each.name for each in one.iterdir())
    assert files == ["bits.png", "coverage.png", "validation.json", "validation.md"]
    for name in files:
        assert (one / name).read_bytes() == (again / name).read_bytes()
    read = json.loads((one / "validation.json").read_text(encoding="utf-8"))
    assert {row["measure"] for row in read["coverage"]} >= {"excess recovery", "uniqueness"}
    written = (one / "validation.md").read_text(encoding="utf-8")
    assert "| excess recovery |" in written
    assert "Skipped: " in written  # the peers are not in this environment
    # A part that is made again leaves the others, which would take long, as they are.
    monkeypatch.setattr(validation, "coverage_rows", None)
    validation.validate(again, 20, 3, parts=["known", "peers"])
    assert (again / "validation.json").read_bytes() == (one / "validation.json").read_bytes()


def test_a_part_that_was_never_made_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "validation.json").write_text(
        '{"seed": 1, "replications": 20, "bits": [], "known": []}', encoding="utf-8"
    )
    with pytest.raises(SystemExit, match="holds no coverage, permuted, samples, sensit"):
        validation.validate(tmp_path, 20, 1, parts=["known"])
    with pytest.raises(SystemExit, match="of seed 2 and 20 replications"):
        validation.validate(tmp_path, 20, 2, parts=["known"])
