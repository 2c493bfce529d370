import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditor.cli import command
from auditor.errors import UsageError

RULES = """
[[cues]]
id = "seat"
language = "en"
labels = ["children"]
score = 0.9
patterns = ["the [booster seat]"]
"""


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(command, list(arguments), input=stdin, catch_exceptions=False)


def rows(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.output.splitlines()]


def categories(row: dict[str, object]) -> set[str]:
    found = row["attributes"]
    assert isinstance(found, list)
    return {each["category"] for each in found}


def test_a_sentence_gives_away_what_it_says():
    result = run("attributes", "--json", "my diabetes is playing up again")
    assert result.exit_code == 0
    assert "health" in categories(rows(result)[0])


def test_people_see_the_sentence_the_score_and_the_rule():
    result = run("attributes", "my diabetes is playing up again")
    lines = result.output.splitlines()
    assert lines[0] == "my diabetes is playing up again"
    assert any("health" in line and "@" in line for line in lines[1:])


def test_each_line_of_a_file_or_of_standard_input_is_an_utterance(tmp_path: Path):
    text = "j'ai mon rendez-vous chez le cardiologue demain\n\nturn the radio up\n"
    path = tmp_path / "said.txt"
    path.write_text(text, encoding="utf-8")
    from_file = run("attributes", "--json", str(path))
    assert from_file.output == run("attributes", "--json", "-", stdin=text).output
    assert len(rows(from_file)) == 2
    assert "health" in categories(rows(from_file)[0])
    assert categories(rows(from_file)[1]) == set()


def test_transcripts_are_read(tmp_path: Path):
    lines = tmp_path / "said.jsonl"
    lines.write_text('{"text": "my diabetes is bad", "language": "en"}\n', encoding="utf-8")
    assert "health" in categories(rows(run("attributes", "--json", str(lines)))[0])
    written = tmp_path / "said.json"
    written.write_text(
        json.dumps({"language": "en", "utterances": [{"id": "u", "text": "my diabetes is bad"}]}),
        encoding="utf-8",
    )
    assert "health" in categories(rows(run("attributes", "--json", str(written)))[0])


def test_a_file_that_is_no_text_is_named(tmp_path: Path):
    path = tmp_path / "sound.wav"
    path.write_bytes(b"RIFF\xff\xfe\x00\x80")
    with pytest.raises(Exception, match=r"sound\.wav"):
        run("attributes", str(path))


def test_own_rules_may_be_added(tmp_path: Path):
    path = tmp_path / "own.toml"
    path.write_text(RULES, encoding="utf-8")
    found: list[dict] = json.loads(
        run("explain", "--json", "--rules", str(path), "the booster seat is loose").output
    )
    (children,) = [each for each in found if each["category"] == "children" and each["rules"]]
    assert children["rules"][0]["why"] == "cue:own.seat@3"


def test_nothing_is_no_sentence_to_explain():
    with pytest.raises(UsageError, match="nothing to explain"):
        run("explain", "  ")


def test_explaining_names_rules_and_what_the_encoder_thinks():
    result = run("explain", "my diabetes is playing up again")
    assert result.exit_code == 0
    assert "cue:" in result.output or "lexicon:" in result.output
    assert "encoder" in result.output.splitlines()[0]
