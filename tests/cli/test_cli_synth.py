"""auditor synth: the same seed the same bytes, going on after a break, and refusals."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditor.cli import command
from auditor.corpus import read_truth
from auditor.corpus.synthesis.cast import read_cast
from auditor.errors import AuditorError, UsageError
from auditor.report import files

SMALL = Path(__file__).parents[1] / "synthesis" / "small" / "population.toml"


def synth(out: Path, *more: str, drivers: int = 3, population: Path = SMALL) -> Result:
    options = ["--population", str(population), "--weeks", "1", "--drivers", str(drivers)]
    return CliRunner().invoke(command, ["synth", *options, "--out", str(out), *more])


COUNTRY = {"en": "GB", "fr": "FR"}


def small(folder: Path, old: str, new: str) -> Path:
    """Return the small population with some of its words changed."""
    path = folder / "people.toml"
    path.write_text(SMALL.read_text("utf-8").replace(old, new), "utf-8")
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_truth_files_are_sound_ones_and_say_what_they_were_drawn_from(tmp_path: Path) -> None:
    assert synth(tmp_path / "a", "--text-only").exit_code == 0
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == [
        "population.csv",
        "s000001.json",
        "s000002.json",
        "s000003.json",
        "synthesis.json",
    ]
    truth = read_truth(tmp_path / "a" / "s000002.json")
    assert truth.utterances
    assert truth.driver == "s000002"
    declared = json.loads((tmp_path / "a" / "synthesis.json").read_text())
    assert declared["seed"] == 1
    assert declared["sound"] is None


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_same_seed_gives_the_same_bytes_and_another_others(
    tmp_path: Path, language: str
) -> None:
    population = small(tmp_path, 'country = "GB"', f'country = "{COUNTRY[language]}"')
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        options = ["--text-only", "--seed", seed, "--language", language]
        assert synth(tmp_path / name, *options, population=population).exit_code == 0
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert contents(tmp_path / "a")["s000001.json"] != contents(tmp_path / "c")["s000001.json"]


def test_a_broken_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synth(tmp_path / "whole", "--text-only")
    write = files.write_bytes

    def full(path: Path, data: bytes) -> Path:
        if path.name == "s000002.json":
            raise AuditorError("cannot be written (No space left on device)", where=str(path))
        return write(path, data)

    monkeypatch.setattr(files, "write_bytes", full)
    broken = synth(tmp_path / "broken", "--text-only")
    assert isinstance(broken.exception, AuditorError)
    assert "No space left" in str(broken.exception)
    left = contents(tmp_path / "broken")
    assert set(left) == {"synthesis.json", "s000001.json"}
    monkeypatch.setattr(files, "write_bytes", write)
    assert synth(tmp_path / "broken", "--text-only").exit_code == 0
    assert contents(tmp_path / "broken") == contents(tmp_path / "whole")


def test_other_options_and_other_folders_are_refused(tmp_path: Path) -> None:
    synth(tmp_path / "a", "--text-only")
    assert "other options" in str(synth(tmp_path / "a", "--text-only", "--seed", "9").exception)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "diary.txt").write_text("mine")
    assert "something else" in str(synth(tmp_path / "b", "--text-only").exception)
    assert (tmp_path / "b" / "diary.txt").read_text() == "mine"


def test_what_does_not_exist_is_named(tmp_path: Path) -> None:
    assert "neither kokoro nor espeak" in str(synth(tmp_path / "a", "--voices", "hal").exception)
    assert "out of reach" in str(synth(tmp_path / "a", "--start", "9999-12-27").exception)
    assert "no number" in str(synth(tmp_path / "a", "--snr", "nan").exception)
    assert "no Monday" in str(synth(tmp_path / "a", "--start", "2026-03-03").exception)
    cast = tmp_path / "cast.toml"
    cast.write_text('[speakers]\nx = { language = "en", sex = "female", country = "GB" }\n')
    failed = synth(tmp_path / "a", "--voices", str(cast)).exception
    assert "speakers.x.voice" in str(failed)
    assert not (tmp_path / "a").exists()


def test_the_cast_is_large_and_some_are_alike() -> None:
    speakers = read_cast().speakers
    by_language = {"en": 0, "fr": 0}
    for member in speakers.values():
        by_language[member.language] += 1
        assert member.alike is None or member.alike in speakers
    assert by_language["en"] >= 40
    assert by_language["fr"] >= 12
    assert sum(member.alike is not None for member in speakers.values()) >= 4


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('country = "GB"', 'country = "FR"', "no words in 'en' for the country 'FR'"),
        ('country = "GB"', 'country = "Atlantis"', "Use --language en with GB or US"),
        ("[children]", "[offspring]", "has no children"),
    ],
)
def test_people_of_whom_no_life_can_be_made_are_refused_before_anything_is_written(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    people = small(tmp_path, old, new)
    failed = synth(tmp_path / "a", "--text-only", population=people).exception
    assert isinstance(failed, UsageError)
    assert says in str(failed)
    assert not (tmp_path / "a").exists()


def test_a_country_that_lacks_a_variable_leaves_its_column_empty(tmp_path: Path) -> None:
    out = tmp_path / "a"
    options = ["--text-only", "--population", "US", "--population", "GB", "--weeks", "1"]
    done = CliRunner().invoke(
        command, ["synth", *options, "--drivers", "2", "--out", str(out), "--quiet"]
    )
    assert done.exit_code == 0, done.exception
    with (out / "population.csv").open(encoding="utf-8", newline="") as file:
        american, briton = csv.DictReader(file)
    assert (american["country"], american["nation"]) == ("US", "")
    assert briton["nation"]


@pytest.mark.parametrize(
    ("option", "written", "says"),
    [
        ("--rates", "# mine\n[speech]\nwake = 1.5\n", "line 3, speech.wake"),
        ("--rates", "[leaks]\nhealth = { stated = -1 }\n", "line 2, leaks.health.stated"),
        ("--rates", "[leaks]\nhaelth = { stated = 1 }\n", "unknown category 'haelth'"),
        (
            "--voices",
            '[speakers.x]\nlanguage = "en"\nsex = "both"\n',
            "line 3, speakers.x.sex",
        ),
        (
            "--voices",
            '[speakers.x]\nlanguage = "en"\nsex = "male"\ncountry = "GB"\nvoice = { a = 1 }\n',
            "no female speaker of 'en'",
        ),
    ],
)
def test_a_wrong_file_is_named_with_its_line(
    tmp_path: Path, option: str, written: str, says: str
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(written)
    failed = synth(tmp_path / "a", option, str(path)).exception
    assert isinstance(failed, UsageError)
    assert str(path) in str(failed)
    assert says in str(failed)
    assert not (tmp_path / "a").exists()


@pytest.mark.slow
def test_sound_is_where_the_truth_says(tmp_path: Path) -> None:
    pytest.importorskip("pyroomacoustics")
    from auditor import audio

    done = synth(tmp_path / "a", "--voices", "espeak", "--snr", "20", drivers=1)
    assert done.exit_code == 0, done.exception
    truth = read_truth(tmp_path / "a" / "s000001.json")
    for utterance in truth.utterances[:5]:
        assert utterance.audio is not None
        assert utterance.end_s is not None
        seconds = len(audio.read(utterance.audio).samples) / 16_000
        assert utterance.end_s <= seconds
    rows = (tmp_path / "a" / "manifest.csv").read_text().splitlines()
    assert len(rows) - 1 == len({each.audio for each in truth.utterances})
