"""Sound without words, and sound that is hard to hear: nothing invented, a clear status."""

import csv
import wave
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from auditor import audio, models
from auditor.pipeline import Options, transcribe
from auditor.speech import Recognisers
from auditor.speech.memory import resident_mb

RATE = 16_000
DEMO = Path(__file__).parents[2] / "corpora"


def seconds(length):
    return np.arange(round(length * RATE)) / RATE


def silence(length, rng):
    return np.zeros(seconds(length).size)


def white(length, rng):
    return 0.03 * rng.standard_normal(seconds(length).size)


def road(length, rng):
    size = seconds(length).size
    hz = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 20)
    sound = np.fft.irfft(np.fft.rfft(rng.standard_normal(size)) / hz, size)
    return 0.1 * sound / np.abs(sound).max()


def music(length, rng):
    times, sound = seconds(length), np.zeros(seconds(length).size)
    for number, start in enumerate(range(0, times.size, RATE // 2)):
        part = times[start : start + RATE // 2]
        root = 220 * 2 ** ([0, 5, 7, 0][number // 4 % 4] / 12)
        chord = sum(np.sin(2 * np.pi * root * 2 ** (k / 12) * part) for k in (0, 4, 7, 12))
        sound[start : start + RATE // 2] = chord * np.exp(-3 * (part - part[0]))
    return 0.05 * sound


NOISES = {"silence": silence, "white": white, "road": road, "music": music}


def write(path, samples, rate=RATE):
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def rows(out):
    with (out / "recordings.csv").open(encoding="utf-8") as file:
        return {Path(row["name"]).name: row for row in csv.DictReader(file)}


def needs(name):
    return pytest.mark.skipif(models.find(name) is None, reason=f"model {name} is not here")


RECOGNISERS = [
    pytest.param(choice, language, id=f"{choice}-{language}", marks=[needs(model)])
    for choice, language, model in (
        ("vosk", "en", "vosk-en"),
        ("whisper", "en", "whisper-base"),
        ("whisper", "fr", "whisper-base"),
    )
]


@pytest.mark.slow
@pytest.mark.parametrize(("choice", "language"), RECOGNISERS)
def test_nothing_is_invented_where_nobody_speaks(choice, language, tmp_path):
    rng = np.random.default_rng(12)
    for name, make in NOISES.items():
        write(tmp_path / "noises" / f"{name}.wav", make(10.0, rng))
    options = Options(recogniser=choice, language=language)
    done = transcribe([tmp_path / "noises"], tmp_path / "out", options=options)
    assert done.exit_code == 0
    for row in rows(tmp_path / "out").values():
        assert (row["status"], row["words"]) == ("ok", "0"), row
        assert row["note"] == "no speech was heard" or "not believed" in row["note"]


def command():
    # Spoken in a standing car: road noise would be what these tests are about.
    path = DEMO / "demo-en" / "audio" / "d02-10.opus"
    if not path.exists():
        pytest.skip("the demo corpora are not here")
    return audio.read(path).samples.astype(np.float64)


def said(recogniser, samples):
    heard = recogniser.recognise(audio.from_samples(samples.astype(np.float32)), "en")
    return [word.text for one in heard for word in one.words]


@pytest.mark.slow
@pytest.mark.parametrize("choice", ["vosk", "whisper"])
def test_telephone_and_clipped_sound_keep_most_words(choice):
    if models.find({"vosk": "vosk-en", "whisper": "whisper-base"}[choice]) is None:
        pytest.skip("its model is not here")
    recogniser = Recognisers(choice).for_language("en")
    plain = command()
    expected = set(said(recogniser, plain))
    spectrum = np.fft.rfft(plain)
    hz = np.fft.rfftfreq(plain.size, 1 / RATE)
    telephone = np.fft.irfft(spectrum * ((hz > 300) & (hz < 3400)), plain.size)
    clipped = np.clip(plain / np.abs(plain).max() * 8, -1, 1) * 0.5
    for sound in (telephone, clipped):
        heard = said(recogniser, sound)
        assert len(expected & set(heard)) >= 0.5 * len(expected)
        assert len(heard) <= 1.5 * len(expected)


@pytest.mark.slow
@needs("vosk-en")
def test_sound_of_8_khz_is_heard(tmp_path):
    plain = command()
    size = plain.size // 2
    low = np.fft.irfft(np.fft.rfft(plain)[: size // 2 + 1], size) * 0.5
    write(tmp_path / "low.wav", low, rate=8000)
    done = transcribe(
        [tmp_path / "low.wav"], tmp_path / "out", options=Options(recogniser="vosk", language="en")
    )
    assert done.exit_code == 0
    assert int(rows(tmp_path / "out")["low.wav"]["words"]) >= 5


@pytest.mark.slow
@needs("whisper-base")
def test_a_foreign_language_is_not_made_into_sentences():
    paths = sorted((DEMO / "demo-fr").glob("**/*.opus"))[:4]
    if not paths:
        pytest.skip("the demo corpora are not here")
    recogniser = Recognisers("whisper").for_language("en")
    kept = dropped = 0
    for path in paths:
        for one in recogniser.recognise(audio.from_samples(audio.read(path).samples), "en"):
            kept += len(one.words)
            dropped += sum(each.words for each in one.dropped)
            assert all(each.why for each in one.dropped)
    assert dropped > 4 * kept


def test_many_short_files_are_rows_in_order(tmp_path, scripted):
    many(tmp_path, scripted, 60)


@pytest.mark.slow
def test_ten_thousand_files_of_a_second_take_bounded_memory(tmp_path, scripted):
    many(tmp_path, scripted, 10_000)


def many(folder, scripted, count):
    recogniser = scripted({1: "stop"})
    rng = np.random.default_rng(4)
    for number in range(count):
        write(folder / "many" / f"{number:05d}.wav", 0.1 * rng.standard_normal(RATE))
    before = resident_mb()
    options = Options(jobs=2, language="en")
    done = transcribe([folder / "many"], folder / "out", options=options)
    assert done.statuses == ("ok",) * count
    assert recogniser.heard == count
    assert list(rows(folder / "out")) == [f"{number:05d}.wav" for number in range(count)]
    if before is not None:
        assert resident_mb() - before < 100 + 0.01 * count


def hours(length_h, spoken, rng):
    """Stream a drive: a minute of road, then a command, again and again."""
    minute = road(60.0, rng)
    block = 8000
    speaking = minute.copy()
    speaking[RATE : RATE + spoken.size] += spoken[: speaking.size - RATE]
    parts = [(np.clip(part, -1, 1) * 32767).astype(np.int16) for part in (minute, speaking)]
    for number in range(round(length_h * 60)):
        part = parts[number % 2]
        for start in range(0, part.size, block):
            yield part[start : start + block]


def alone(function):
    """Return what a function returns in a process that no other test has filled."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function).result()


def half_an_hour():
    recogniser = Recognisers("vosk", max_memory_mb=430).for_language("en")
    spoken = command()
    recogniser.recognise(hours(0.05, spoken, np.random.default_rng(2)), "en")
    heard = recogniser.recognise(hours(0.5, spoken, np.random.default_rng(2)), "en")
    return [one.words[0].start_s for one in heard if one.words], resident_mb()


@pytest.mark.slow
@needs("vosk-en")
def test_memory_is_bounded_over_hours():
    starts, held = alone(half_an_hour)
    assert len(starts) >= 15
    assert starts == sorted(starts)
    assert starts[-1] > 1700
    assert held is None or held < 700


def six_hours():
    from auditor.speech.packing import pieces
    from auditor.speech.windows import windows

    rng = np.random.default_rng(2)
    before = resident_mb()
    ends = [
        start_s + piece.start_s + piece.samples.size / RATE
        for start_s, samples in windows(hours(6, white(3.0, rng) * 8, rng), longest_s=120.0)
        for piece in pieces(samples, longest_s=20.0)
    ]
    return ends, None if before is None else resident_mb() - before


@pytest.mark.slow
def test_six_hours_stream_through_in_bounded_memory():
    """The windows and pieces that Whisper is given, from a stream that is never whole."""
    ends, grown = alone(six_hours)
    assert ends == sorted(ends)
    assert len(ends) >= 150
    assert ends[-1] > 21_000
    assert grown is None or grown < 150


@pytest.mark.parametrize("missing", ["final.mdl", "HCLr.fst", "ivector/final.ie"])
def test_a_model_with_a_file_missing_is_refused_by_name(missing, tmp_path, monkeypatch):
    found = models.find("vosk-en")
    if found is None:
        pytest.skip("vosk-en is not here")
    copy = tmp_path / "vosk-en"
    gone = next(path for path in found.path.rglob("*") if str(path).endswith(missing))
    for path in found.path.rglob("*"):
        if path.is_file() and path != gone:
            there = copy / path.relative_to(found.path)
            there.parent.mkdir(parents=True, exist_ok=True)
            there.symlink_to(path)
    from auditor.errors import ModelError

    with pytest.raises(ModelError) as error:
        Recognisers("vosk", models={"vosk-en": copy}).for_language("en")
    assert error.value.remedy
