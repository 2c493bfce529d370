"""The committed corpora: truths that hold, sound that is there, sizes and shares as promised."""

import csv
import itertools
import json
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from auditor import audio
from auditor.corpus import read_truth
from auditor.corpus.synthesis.plan import read_plan
from auditor.corpus.synthesis.recordings import manifest_rows, written_manifest
from auditor.corpus.synthesis.spoken import spoken_text
from auditor.corpus.truth_writing import written
from auditor.taxonomy import categories, category, parent

ROOT = Path(__file__).parents[2]
CORPORA = ROOT / "corpora"
FOLDERS = (CORPORA / "demo-en", CORPORA / "demo-fr")
TRUTHS = sorted(path for folder in FOLDERS for path in folder.glob("*.json"))
CLOSED = {name for name, kind in categories().items() if kind.closed}


def per_person(function):
    return pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)(function)


def raw(path):
    return json.loads(path.read_text("utf-8"))


def per_recording(truth):
    found = {}
    for utterance in truth.utterances:
        found.setdefault(utterance.audio, []).append(utterance)
    return found


@pytest.fixture(scope="module")
def decoder():
    with audio.Decoder() as running:
        yield running


@pytest.fixture(scope="module")
def sound(decoder):
    known = {}

    def samples(path):
        if path not in known:
            known[path] = audio.read(path, decoder=decoder).samples
        return known[path]

    return samples


def test_three_people_a_language_and_nobody_twice():
    truths = [read_truth(path) for path in TRUTHS]
    assert Counter(truth.language for truth in truths) == {"en": 3, "fr": 3}
    assert len({truth.driver for truth in truths}) == 6
    assert all(truth.driver == truth.path.stem for truth in truths)
    ids = [utterance.id for truth in truths for utterance in truth.utterances]
    assert len(set(ids)) == len(ids)


def test_all_of_it_is_at_most_4_megabytes():
    files = [path for path in CORPORA.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 4_000_000


@per_person
def test_the_truth_file_holds(path):
    truth = read_truth(path)
    assert truth.gender in {"f", "m"}
    assert truth.locale is not None
    assert truth.locale.startswith(truth.language)
    for utterance in truth.utterances:
        assert utterance.id.startswith(truth.driver)
        for label in utterance.labels:
            category(label.category)
            assert label.category != "biometric_voice"
            if label.span is not None:
                bounded = rf"(?<![^\s'-]){re.escape(label.span)}(?![^\s'-])"
                assert re.search(bounded, utterance.asr), utterance.id


@per_person
def test_two_weeks_in_order_by_local_time_with_offset(path):
    times = [utterance.time for utterance in read_truth(path).utterances]
    assert all(time is not None and time.utcoffset() is not None for time in times)
    assert all(a <= b for a, b in itertools.pairwise(times))
    assert timedelta(days=12) <= times[-1] - times[0] <= timedelta(days=14)


@per_person
def test_words_are_as_a_recogniser_writes_them_and_as_they_are_spoken(path):
    for utterance in read_truth(path).utterances:
        assert utterance.asr == utterance.asr.lower()
        assert re.fullmatch(r"[a-zà-öø-ÿœ' -]+", utterance.asr), utterance.id
        if path.parent.name == "demo-en":
            assert "-" not in utterance.asr
        spoken = spoken_text(utterance.text, utterance.asr)
        words = re.sub(r"[.,;:!?…]", "", spoken).lower().replace("’", "'").split()
        assert words == utterance.asr.split(), utterance.id


@per_person
def test_about_20_utterances_of_which_about_40_percent_harmless(path):
    utterances = read_truth(path).utterances
    assert 20 <= len(utterances) <= 30
    harmless = sum(not utterance.labels for utterance in utterances) / len(utterances)
    assert 0.3 <= harmless <= 0.45


@per_person
def test_the_profile_says_what_the_labels_say(path):
    truth = read_truth(path)
    said = {
        (utterance.id, parent(label.category))
        for utterance in truth.utterances
        for label in utterance.labels
        if label.about in {"driver", "relative"}
    }
    put_down = {
        (evidence, parent(line.category)) for line in truth.profile for evidence in line.evidence
    }
    assert said == put_down


@per_person
def test_values_that_can_be_compared_are_normalised(path):
    truth = read_truth(path)
    lines = [line for line in truth.profile if line.category in CLOSED]
    labels = [each for u in truth.utterances for each in u.labels if each.category in CLOSED]
    for each in [*lines, *labels]:
        countless = each.category == "children"  # that there is a child tells no number
        elsewhere = getattr(each, "about", "driver") == "other"
        assert each.normalised is not None or countless or elsewhere, each


def test_nearly_every_kind_of_data_leaks_in_each_language():
    wanted = {parent(name) for name in categories()} - {"biometric_voice"}
    for folder in FOLDERS:
        found = {
            parent(label.category)
            for path in folder.glob("*.json")
            for utterance in read_truth(path).utterances
            for label in utterance.labels
        }
        assert len(wanted & found) >= 0.85 * len(wanted), sorted(wanted - found)
    special = {name for name in wanted if category(name).article is not None}
    everywhere = {
        parent(label.category)
        for path in TRUTHS
        for utterance in read_truth(path).utterances
        for label in utterance.labels
    }
    assert special <= everywhere


@per_person
def test_every_utterance_lies_inside_its_recording(path, sound):
    for recording, utterances in per_recording(read_truth(path)).items():
        seconds = len(sound(recording)) / 16_000
        ends = [0.0]
        for utterance in utterances:
            assert ends[-1] < utterance.start_s < utterance.end_s <= seconds, utterance.id
            ends.append(utterance.end_s)


@per_person
def test_clock_times_follow_from_the_first_of_a_recording(path):
    for utterances in per_recording(read_truth(path)).values():
        first = utterances[0]
        for utterance in utterances:
            later = (utterance.time - first.time).total_seconds()
            assert later == pytest.approx(utterance.start_s - first.start_s, abs=0.51)


@per_person
def test_speech_is_louder_where_the_truth_says_it_is(path, sound):
    plan = read_plan(path.parent / "sound.toml").drivers[path.stem]
    for recording, utterances in per_recording(read_truth(path)).items():
        samples = sound(recording).astype(np.float64)
        speaking = np.zeros(len(samples), bool)
        for utterance in utterances:
            speaking[int(utterance.start_s * 16_000) : int(utterance.end_s * 16_000)] = True
        ratio = np.square(samples[speaking]).mean() / np.square(samples[~speaking]).mean()
        noise = plan.trips[plan.trip_of(recording.stem)].noise
        # At motorway speed the deep rumble is nearly as strong as a voice.
        assert 10 * np.log10(ratio) > (2.0 if noise == "motorway" else 5.0), recording.name


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_manifest_lists_each_recording_once_as_the_truth_has_it(folder):
    with (folder / "manifest.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    listed = {row["path"]: row for row in rows}
    assert len(listed) == len(rows)
    assert set(listed) == {f"audio/{path.name}" for path in (folder / "audio").iterdir()}
    people = {path.stem: raw(path) for path in sorted(folder.glob("*.json"))}
    plan = read_plan(folder / "sound.toml")
    expected = (
        row
        for name, person in people.items()
        for row in manifest_rows(name, person, plan.drivers[name], plan.licence)
    )
    assert (folder / "manifest.csv").read_text("utf-8") == written_manifest(expected)
    assert {row["licence"] for row in rows} == {"CC-BY-4.0"}
    assert len({row["assistant"] for row in rows}) == 3
    assert len({row["vehicle"] for row in rows}) == 3


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_plan_covers_each_recording_and_several_levels_of_noise(folder):
    plan = read_plan(folder / "sound.toml")
    noises = Counter()
    for name, driver in plan.drivers.items():
        truth = read_truth(folder / f"{name}.json")
        planned = [each for trip in driver.trips.values() for each in trip.recordings]
        assert sorted(planned) == sorted(path.stem for path in per_recording(truth))
        assert {utterance.speaker for utterance in truth.utterances} <= set(driver.speakers)
        assert all(s.pitch > 1.15 for who, s in driver.speakers.items() if who == "child")
        noises.update({trip.noise: len(trip.recordings) for trip in driver.trips.values()})
    assert set(noises) == {"quiet", "town", "junction", "road", "motorway"}
    drivers = [dict(driver.speakers["driver"].voice) for driver in plan.drivers.values()]
    assert all(a != b for a, b in itertools.combinations(drivers, 2))


@per_person
def test_the_script_writes_files_as_they_stand(path):
    assert written(raw(path)) == path.read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["d01", "d02", "d03"])
def test_english_is_intelligible_to_vosk_at_mild_noise(name, sound):
    from auditor import models

    jiwer = pytest.importorskip("jiwer")
    vosk = pytest.importorskip("vosk")
    found = models.find("vosk-en")
    if found is None:
        pytest.skip("the model vosk-en is not installed")
    vosk.SetLogLevel(-1)
    model = vosk.Model(str(found.path))
    plan = read_plan(CORPORA / "demo-en" / "sound.toml").drivers[name]
    said, heard = [], []
    for recording, utterances in per_recording(
        read_truth(CORPORA / f"demo-en/{name}.json")
    ).items():
        if plan.trips[plan.trip_of(recording.stem)].noise in {"road", "motorway"}:
            continue
        recogniser = vosk.KaldiRecognizer(model, 16_000)
        parts = []
        pcm = (np.clip(sound(recording), -1, 1) * 32767).astype("<i2")
        for start in range(0, len(pcm), 8000):
            if recogniser.AcceptWaveform(pcm[start : start + 8000].tobytes()):
                parts.append(json.loads(recogniser.Result())["text"])
        parts.append(json.loads(recogniser.FinalResult())["text"])
        said.append(" ".join(utterance.asr for utterance in utterances))
        heard.append(" ".join(part for part in parts if part))
    assert jiwer.wer(said, heard) < 0.22
