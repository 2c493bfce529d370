"""auditor graph prints and writes, and says what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.cli import command
from auditor.errors import UsageError
from auditor.pipeline import audit


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("audit")
    lines = ("call my sister anna", "ring anna and tell her i am late", "i am diabetic")
    (base / "ruth.jsonl").write_text("".join(json.dumps({"text": one}) + "\n" for one in lines))
    audit(base / "ruth.jsonl", base / "out")
    return base / "out"


def run(*arguments: object) -> str:
    result = CliRunner().invoke(
        command, ["graph", *map(str, arguments)], catch_exceptions=False, standalone_mode=False
    )
    return result.output


def profile(folder: Path) -> tuple[str, list[dict]]:
    (person,) = json.loads((folder / "profile.json").read_text())["persons"]
    return person["id"], person["claims"]


def test_sizes_are_shown_without_options(folder: Path) -> None:
    person, claims = profile(folder)
    *_, line = run(folder).splitlines()
    assert line.startswith(person[:5])
    assert line.split()[-1] == str(len(claims))


def test_why_and_without_are_answered(folder: Path) -> None:
    _, (claim, *_) = profile(folder)
    shown = run(folder, "--why", claim["id"])
    assert claim["category"] in shown
    assert "recording > utterance > attribute > claim" in " ".join(shown.split())
    asked = json.loads(run(folder, "--why", claim["id"], "--json"))
    assert asked["claim"]["id"] == claim["id"]
    assert asked["supporting"]
    left = run(folder, *[word for one in claim["evidence"] for word in ("--without", one)])
    assert "lost" in left


def test_entities_are_listed_and_decided_on(folder: Path) -> None:
    person, _ = profile(folder)
    listed = json.loads(run(folder, "--person", person, "--entities", "--json"))
    (anna,) = [one for one in listed["entities"] if one["label"] == "anna"]
    mention = anna["mentions"][-1]["mention"]["id"]
    shown = run(folder, "--person", person, "--separate", anna["id"], mention)
    assert shown.count("person: anna") == 2
    (folder / "entities.json").unlink()


@pytest.mark.parametrize("form", ["graphml", "gexf", "jsonld", "svg", "html"])
def test_formats_are_written_beside_the_audit(folder: Path, form: str) -> None:
    path = run(folder, "--format", form).split("\t")[0].strip()
    assert Path(path).parent == folder / "graphs"
    assert Path(path).suffix == f".{form}"
    assert Path(path).stat().st_size > 500


def test_persons_are_shown(folder: Path) -> None:
    person, _ = profile(folder)
    assert json.loads(run(folder, "--persons", "--json"))["persons"][0]["id"] == person


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--entities"], "whose entities"),
        (["--person", "x", "--entities"], "nobody here is called"),
        (["--why", "x"], "no claim"),
        (["--without", "x"], "no utterance"),
        (["--person", "x", "--separate", "a"], "go together"),
        (["--voices", "--format", "svg"], "no audit|no voices"),
    ],
)
def test_what_is_wrong_is_said(folder: Path, arguments: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        run(folder, *arguments)
