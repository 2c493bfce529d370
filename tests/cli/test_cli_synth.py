"""auditor synth: the same seed the same bytes, going on after a break, and refusals."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditor.cli import command
from auditor.corpus import read_truth
from auditor.corpus.synthesis.cast import read_cast
from auditor.errors import AuditorError
from auditor.report import files

SMALL = Path(__file__).parents[1] / "synthesis" / "small" / "population.toml"


def synth(out: Path, *more: str, drivers: int = 3) -> Result:
    options = ["--population", str(SMALL), "--weeks", "1", "--drivers", str(drivers)]
    return CliRunner().invoke(command, ["synth", *options, "--out", str(out), *more])


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
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        synth(tmp_path / name, "--text-only", "--seed", seed, "--language", language)
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
