import json

import pytest
from click.testing import CliRunner, Result

from auditor.cli import command
from auditor.errors import UsageError
from auditor.recipients import names, scenario


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(
        command, ["recipients", *arguments], catch_exceptions=False
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_list_fits_80_columns_and_names_everybody(language):
    result = run("--language", language)
    assert result.exit_code == 0
    for name in names():
        assert name in result.output
    assert max(map(len, result.output.splitlines())) <= 80


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("language", ["en", "fr"])
def test_one_recipient_is_shown_with_every_source(name, language):
    output = run(name, "--language", language).output
    joined = " ".join(output.split())
    one = scenario(name)
    assert one.label.said(language) in joined
    for key, source in one.sources.items():
        assert key in output
        assert " ".join(source.says.said(language).split()[:3]) in joined
    assert max(map(len, output.splitlines())) <= 80


def test_the_pages_of_both_languages_differ():
    assert "kept for" in run("onstar-raw").output
    assert "gardé" in run("onstar-raw", "--language", "fr").output


def test_json_says_how_well_each_field_is_known():
    row = json.loads(run("tesla-in-house", "--json").output)
    assert row["leaves"]["places"]["value"] == "none"
    assert row["standing"]["leaves.places"] == "first-hand"
    assert row["standing"]["leaves.audio"] == "hypothetical"
    assert len(json.loads(run("--json").output)) == len(names())


def test_a_file_of_ones_own_is_shown_or_refused(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        run(str(tmp_path / "mine.toml"))
    with pytest.raises(UsageError, match="no recipient is called"):
        run("mine")
