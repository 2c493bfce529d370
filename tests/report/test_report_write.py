"""The folder of an audit."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from report_sample import FAILED, heard, report_input

from auditor import report
from auditor.errors import AuditorError

FILES = {
    "attributes.csv",
    "attributes.parquet",
    "figures/categories_by_person.png",
    "figures/categories_by_person.svg",
    "figures/claims_curve.png",
    "figures/claims_curve.svg",
    "graph.graphml",
    "index.html",
    "measures.json",
    "profile.json",
    "run.json",
    "timings.json",
}


def listed(out: Path) -> set[str]:
    return {each.relative_to(out).as_posix() for each in out.rglob("*") if each.is_file()}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Written while the umask lets everybody read everything."""
    before = os.umask(0)
    try:
        out = tmp_path_factory.mktemp("written") / "a" / "audit"
        return report.write(report_input(clips=str.encode), out)
    finally:
        os.umask(before)


def test_everything_is_written_and_the_page_is_returned(page: Path) -> None:
    transcripts = {f"transcripts/{key}.json" for key in report_input().transcripts}
    assert page.name == "index.html"
    assert listed(page.parent) == FILES | transcripts


def test_files_and_folders_are_their_owners_alone(page: Path) -> None:
    for each in (page.parent, *page.parent.rglob("*")):
        wanted = 0o700 if each.is_dir() else 0o600
        assert stat.S_IMODE(each.stat().st_mode) == wanted, each


def test_writing_again_gives_the_same_bytes(page: Path, tmp_path: Path) -> None:
    before = {name: (page.parent / name).read_bytes() for name in listed(page.parent)}
    for out in (tmp_path, page.parent):
        report.write(report_input(clips=str.encode), out)
        assert {name: (out / name).read_bytes() for name in listed(out)} == before


def test_other_programs_can_read_it(page: Path) -> None:
    source, out = report_input(), page.parent
    assert len(pd.read_parquet(out / "attributes.parquet")) == len(source.attributes)
    assert len(nx.read_graphml(out / "graph.graphml")) == len(source.graph)
    assert json.loads((out / "run.json").read_text("utf-8"))["auditor"] == "0.1.0"


def test_the_page_is_in_the_language_asked_for(tmp_path: Path) -> None:
    page = report.write(report_input(), tmp_path, language="fr")
    assert '<html lang="fr">' in page.read_text("utf-8")


def test_what_an_earlier_audit_left_goes_and_what_others_put_there_stays(tmp_path: Path) -> None:
    report.write(report_input(), tmp_path)
    for name in ("mine.json", "notes.txt", "list.json"):
        (tmp_path / "transcripts" / name).write_text("[1]", "utf-8")
    (tmp_path / "decisions.json").write_text("{}", "utf-8")
    report.write(report_input(sample=heard(""), extra_rows=FAILED), tmp_path)
    assert listed(tmp_path) == {name for name in FILES if not name.startswith("figures/")} | {
        "transcripts/mine.json",
        "transcripts/notes.txt",
        "transcripts/list.json",
        "decisions.json",
    }


def test_a_graph_that_would_not_survive_stops_before_the_page(tmp_path: Path) -> None:
    source = report_input()
    broken = source.graph.copy()
    broken.add_node("odd", words=["a", "list"])
    with pytest.raises(AuditorError, match="would not survive"):
        report.write(replace(source, graph=broken), tmp_path)
    assert not (tmp_path / "index.html").exists()


def test_names_that_are_no_utf8_are_written(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.opus")
    spoken = f"Jo|en|{name}|\n  i am ill = health,ill,driver,.9\n"
    out = report.write(report_input(sample=heard(spoken)), tmp_path).parent
    for each in ("index.html", "attributes.csv", "graph.graphml"):
        assert "caf\ufffd.opus" in (out / each).read_text("utf-8")
