"""auditor speakers, on a small audit whose recogniser gives each length of sound a voice."""

import json
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from auditor.cli.speaking import speakers_command
from auditor.errors import UsageError
from auditor.pipeline import audit
from auditor.records import SpeakerVector
from auditor.speech.voices.scoring import scorer


def voice(number, take, frames=500):
    values = scorer().mean + np.random.default_rng(number).normal(size=128)
    values += 0.2 * np.random.default_rng([number, take]).normal(size=128)
    return SpeakerVector(tuple(round(float(value), 5) for value in values), frames)


@pytest.fixture
def audited(tmp_path, write_wav, scripted, monkeypatch):
    """Return the folder of an audit of four recordings by two voices."""
    one = scripted({2: "take me home", 3: "call the office", 4: "play jazz", 5: "turn it up"})
    plain = one.recognise

    def recognise(sound, language):
        blocks = list(sound)
        seconds = round(sum(block.size for block in blocks) / 16_000)
        said = plain(iter(blocks), language)
        return [replace(each, speaker=voice(1 if seconds < 5 else 2, seconds)) for each in said]

    monkeypatch.setattr(one, "recognise", recognise)
    for seconds in (2, 3, 4, 5):
        write_wav(f"drives/anna/{seconds}.wav", seconds=seconds, hz=200 + seconds)
    audit(tmp_path / "drives", tmp_path / "out")
    return tmp_path / "out"


def run(*arguments):
    done = CliRunner().invoke(
        speakers_command, [str(each) for each in arguments], standalone_mode=False
    )
    if done.exception:
        raise done.exception
    return done.output


def listed(folder, *more):
    return json.loads(run(folder, "--json", *more))["speakers"]


def test_it_shows_who_is_who_without_what_was_said(audited):
    driver, passenger = listed(audited)
    assert (driver["role"], passenger["role"]) == ("driver", "passenger 1")
    assert (len(driver["members"]), len(passenger["members"])) == (3, 1)
    shown = run(audited)
    assert driver["id"] in shown
    assert "moderate for one" in shown
    assert "jazz" not in shown + run(audited, "--show", driver["id"])


def test_a_name_is_kept_and_shown(audited):
    driver, _ = listed(audited)
    assert "Anna" in run(audited, "--name", driver["id"], "Anna")
    assert listed(audited)[0]["name"] == "Anna"
    assert (audited / "speakers.json").stat().st_mode & 0o777 == 0o600


def test_merge_and_split_are_kept_and_contradiction_refused(audited):
    driver, passenger = listed(audited)
    (both,) = listed(audited, "--merge", driver["id"], passenger["id"])
    assert len(both["members"]) == 4
    before = (audited / "speakers.json").read_bytes()
    with pytest.raises(UsageError, match="one voice"):
        run(audited, "--split", both["id"], both["members"][0]["utterance_id"])
    assert (audited / "speakers.json").read_bytes() == before


def test_split_takes_utterances(audited):
    driver, _ = listed(audited)
    moved = driver["members"][1]["utterance_id"]
    assert len(listed(audited, moved, "--split", driver["id"])) == 3
    with pytest.raises(UsageError, match="go together"):
        run(audited, moved)


def test_nothing_is_kept_when_one_of_several_decisions_is_refused(audited):
    driver, _ = listed(audited)
    with pytest.raises(UsageError, match="no speaker"):
        run(audited, "--name", driver["id"], "Anna", "--name", "spk-0", "Ben")
    assert not (audited / "speakers.json").exists()


def test_another_folder_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no audit"):
        run(tmp_path)


def test_an_audit_without_voices_says_how_to_get_them(tmp_path, write_wav, scripted):
    scripted({2: "take me home"})
    write_wav("drives/2.wav", seconds=2)
    audit(tmp_path / "drives", tmp_path / "out")
    with pytest.raises(UsageError, match="vosk-speaker"):
        run(tmp_path / "out")
