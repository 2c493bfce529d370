"""The decoding service against vosk-transcriber and a loop with a new recogniser for each file.

    python -m benchmarks.speech.decoding [--files 120] [--hour]

Same files, same machine, same run: English demo recordings of 3 to 10 s, and the same again with
more noise until there are enough. Needs the model vosk-en, vosk-speaker for the rows with voices,
and ffmpeg on the path for vosk-transcriber, which tells no voices: rows are compared with rows that
do the same work. ``--hour`` adds an hour of sound in eight recordings, with two workers.

Writes benchmarks/speech/results/decoding.json and prints a table: processor seconds per second of
sound, wall seconds, peak memory, word error rate, and whether the words are the same bytes in
another order of files and with two workers.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import wave
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np

from auditor import audio, corpus, models
from auditor.evaluation.words import spoken_words, word_errors
from auditor.records import SAMPLE_RATE
from benchmarks.measure import Usage, table, usage_of
from benchmarks.speech.results import save

CORPUS = Path(__file__).parents[2] / "corpora" / "demo-en"

NEW_EACH = """
import os, sys, wave, json, vosk
vosk.SetLogLevel(-1)
model = vosk.Model(sys.argv[1])
voices = vosk.SpkModel(os.environ["VOICES"]) if "VOICES" in os.environ else None
for path in sys.argv[3:]:
    made = vosk.KaldiRecognizer(model, 16000)
    made.SetWords(True)
    voices and made.SetSpkModel(voices)
    file = wave.open(path)
    text = []
    while block := file.readframes(8000):
        if made.AcceptWaveform(block):
            text.append(json.loads(made.Result())["text"])
    text.append(json.loads(made.FinalResult())["text"])
    open(sys.argv[2] + "/" + path.rsplit("/", 1)[1] + ".txt", "w").write(" ".join(text))
"""
_MAKING = """    made = vosk.KaldiRecognizer(model, 16000)
    made.SetWords(True)
    voices and made.SetSpkModel(voices)
"""
REUSED = NEW_EACH.replace(_MAKING, "").replace("for path in", dedent(_MAKING) + "for path in")


def sounds(count: int, folder: Path) -> tuple[dict[str, str], float]:
    """Write ``count`` WAV files of 3 to 10 s; return what is said in each, and the seconds."""
    rng = np.random.default_rng(4)
    said: dict[str, str] = {}
    seconds = 0.0
    texts: dict[Path, list[str]] = {}
    for path in sorted(CORPUS.glob("d*.json")):
        for utterance in corpus.read_truth(path).utterances:
            if utterance.audio is not None:
                texts.setdefault(utterance.audio, []).append(utterance.asr)
    while len(said) < count:
        for path, parts in texts.items():
            samples = audio.read(path).samples
            if not 3 <= samples.size / SAMPLE_RATE <= 10 or len(said) == count:
                continue
            noise = 0.0 if len(said) < len(texts) else 0.004
            noisy = samples + rng.normal(0, noise, samples.size)
            name = f"{len(said):03d}.wav"
            _write(folder / name, np.clip(noisy * 32768, -32768, 32767).astype("<i2"))
            said[name] = " ".join(parts)
            seconds += samples.size / SAMPLE_RATE
    return said, seconds


def _write(path: Path, samples: np.ndarray) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(samples.tobytes())


def wer(said: dict[str, str], heard: dict[str, str]) -> float:
    """Return the word error rate over all files."""
    words = {name: spoken_words(text) for name, text in said.items()}
    errors = sum(word_errors(words[name], spoken_words(heard.get(name, ""))) for name in said)
    return errors / sum(map(len, words.values()))


def texts_in(folder: Path) -> dict[str, str]:
    """Return the text files that a peer wrote, by the name of their sound."""
    return {
        path.name.removesuffix(".txt").removesuffix(".wav") + ".wav": path.read_text("utf-8")
        for path in folder.glob("*.txt")
    }


def transcripts_in(folder: Path) -> dict[str, str]:
    """Return the words that auditor transcribe wrote, by the name of the sound."""
    heard = {}
    for path in folder.glob("*.json"):
        found = json.loads(path.read_text("utf-8"))
        heard[Path(found["name"]).name] = " ".join(each["text"] for each in found["utterances"])
    return heard


def everything_in(folder: Path) -> dict[str, list[object]]:
    """Return words, times and confidences of each sound, to compare to the last bit."""
    return {
        Path(found["name"]).name: [each["words"] for each in found["utterances"]]
        for found in (json.loads(path.read_text("utf-8")) for path in folder.glob("*.json"))
    }


def main() -> None:
    """Run everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=120)
    parser.add_argument("--hour", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        bench = Bench(Path(place), given.files)
        result = {"files": given.files, "seconds": round(bench.seconds, 1), **bench.compare()}
        if given.hour:
            result["hour"] = bench.hour()
    show(result)
    print(save("decoding", result))


def show(result: dict[str, Any]) -> None:
    """Print the tables."""
    print(f"{result['files']} files, {result['seconds']:.0f} s of sound")
    head = ("system", "CPU s/s", "wall s", "peak MB", "WER", "CPU / vosk-transcriber", "CPU / bare")
    keys = ("system", "cpu_per_s", "wall_s", "peak_mb", "wer", "to_transcriber", "to_bare")
    print(table(head, [tuple(row[key] for key in keys) for row in result["systems"]]))
    for name in ("repeats", "hour"):
        print(f"{name}: {result.get(name)}")


class Bench:
    """The sounds, and each system over them."""

    def __init__(self, folder: Path, files: int) -> None:
        self.folder = folder
        self.wav = _made(folder / "wav")
        self.said, self.seconds = sounds(files, self.wav)
        self.words, self.voices = models.find("vosk-en"), models.find("vosk-speaker")
        if self.words is None:
            sys.exit("Run: auditor models fetch vosk-en")
        self.only_words = _made(folder / "cache")  # a cache in which there is no speaker model
        (self.only_words / "models").mkdir()
        for each in self.words.path.parent.iterdir():
            if each.name.startswith("vosk-en"):
                (self.only_words / "models" / each.name).symlink_to(each)

    def compare(self) -> dict[str, Any]:
        """Return one row a system, and what repeats."""
        rows: dict[str, dict[str, Any]] = {}
        if shutil.which("ffmpeg"):
            for tasks in (1, 2):
                rows[f"vosk-transcriber, {tasks}"] = self.transcriber(tasks)
        rows["new recogniser for each file"] = self.loop(NEW_EACH, voices=False)
        rows["one reused, bare"] = self.loop(REUSED, voices=False)
        outs = {}
        for jobs in (1, 2):
            name = f"auditor, {jobs}, words only"
            rows[name], outs[name] = self.auditor(jobs, voices=False)
        _, outs["backwards"] = self.auditor(1, voices=False, backwards=True)
        if self.voices is not None:
            rows["one reused, bare, voices"] = self.loop(REUSED, voices=True)
            rows["auditor, 1, voices"], _ = self.auditor(1, voices=True)
        rows["auditor, 1, exact"], outs["exact"] = self.auditor(1, "--exact", voices=False)
        rows["auditor, 1, 5 alternatives"], _ = self.auditor(1, "--alternatives", "5", voices=False)
        whole = outs["auditor, 1, words only"]
        return {
            "systems": [self.shown(name, row, rows) for name, row in rows.items()],
            "repeats": {
                name: {"files_that_differ": _differing(whole, out)} for name, out in outs.items()
            },
        }

    def shown(self, name: str, row: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
        """Return a row with what it costs against the peers that do the same work."""
        bare = "one reused, bare, voices" if "voices" in name else "one reused, bare"
        peer = rows.get("vosk-transcriber, 1")
        return {
            "system": name,
            **{key: round(value, 4) for key, value in row.items()},
            "to_transcriber": round(row["cpu_per_s"] / peer["cpu_per_s"], 3) if peer else None,
            "to_bare": round(row["cpu_per_s"] / rows[bare]["cpu_per_s"], 3),
        }

    def transcriber(self, tasks: int) -> dict[str, Any]:
        """Run vosk-transcriber."""
        assert self.words is not None
        out = _made(self.folder / f"peer{tasks}")
        program = Path(sys.executable).with_name("vosk-transcriber")
        command = [program, "--model", self.words.path, "--input", self.wav, "--output", out]
        return self.row(usage_of([*command, "--tasks", str(tasks)]), texts_in(out))

    def loop(self, code: str, *, voices: bool) -> dict[str, Any]:
        """Run a loop that knows nothing of this project."""
        assert self.words is not None
        out = Path(tempfile.mkdtemp(dir=self.folder))
        env = {"VOICES": str(self.voices.path)} if voices and self.voices else {}
        command = [sys.executable, "-c", code, self.words.path, out, *sorted(self.wav.iterdir())]
        return self.row(usage_of(command, env), texts_in(out))

    def auditor(
        self, jobs: int, *options: str, voices: bool, backwards: bool = False
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Run auditor transcribe; return its row, and every word with its times."""
        out = Path(tempfile.mkdtemp(dir=self.folder))
        paths = sorted(self.wav.iterdir(), reverse=backwards)
        used = usage_of(
            [*self._command(jobs, out), *options, *paths],
            {} if voices else {"AUDITOR_CACHE": str(self.only_words)},
        )
        return self.row(used, transcripts_in(out)), everything_in(out)

    def _command(self, jobs: int, out: Path) -> list[str | Path]:
        program = Path(sys.executable).with_name("auditor")
        options = ["--language", "en", "--recogniser", "vosk", "--jobs", str(jobs), "--quiet"]
        return [program, "transcribe", "--out", out, *options]

    def row(self, used: Usage, heard: dict[str, str]) -> dict[str, Any]:
        """Return what a system cost, and how many words were wrong."""
        return {
            "cpu_per_s": used.cpu_s / self.seconds,
            "wall_s": used.wall_s,
            "peak_mb": used.peak_mb,
            "wer": wer(self.said, heard),
            "code": used.code,
        }

    def hour(self) -> dict[str, Any]:
        """Return what an hour of sound in eight recordings takes, with two workers and voices."""
        every = [_read(path) for path in sorted(self.wav.iterdir())]
        wanted = 450 * SAMPLE_RATE
        joined = np.concatenate(every * (1 + wanted // sum(map(len, every))))[:wanted]
        long = _made(self.folder / "hour")
        for number in range(8):
            _write(long / f"{number}.wav", np.roll(joined, number * 7 * SAMPLE_RATE))
        used = usage_of([*self._command(2, self.folder / "hours"), long])
        return {
            "seconds": 3600,
            "workers": 2,
            "cpu_per_s": round(used.cpu_s / 3600, 4),
            "wall_s": round(used.wall_s, 1),
            "peak_mb": round(used.peak_mb, 1),
            "code": used.code,
        }


def _differing(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def _read(path: Path) -> np.ndarray:
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    main()
