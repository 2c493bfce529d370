"""The decoding service against vosk-transcriber and a loop with a new recogniser for each file.

    python -m benchmarks.speech.decoding [--files 120]

Same files, same machine, same run: English demo recordings, and the same again with more noise
until there are enough. Needs the model vosk-en, and ffmpeg on the path for vosk-transcriber.
Writes benchmarks/results/decoding.json and prints a table: processor seconds per second of sound,
wall seconds, peak memory, word error rate, and whether the words are the same bytes in another
order of files and with two workers.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np

from auditor import audio, corpus, models
from auditor.evaluation.words import spoken_words, word_errors
from auditor.records import SAMPLE_RATE
from benchmarks.measure import Usage, save, table, usage_of

CORPUS = Path(__file__).parents[2] / "corpora" / "demo-en"

NEW_EACH = """
import sys, wave, json, vosk
vosk.SetLogLevel(-1)
model = vosk.Model(sys.argv[1])
for path in sys.argv[3:]:
    made = vosk.KaldiRecognizer(model, 16000)
    made.SetWords(True)
    file = wave.open(path)
    text = []
    while block := file.readframes(8000):
        if made.AcceptWaveform(block):
            text.append(json.loads(made.Result())["text"])
    text.append(json.loads(made.FinalResult())["text"])
    open(sys.argv[2] + "/" + path.rsplit("/", 1)[1] + ".txt", "w").write(" ".join(text))
"""
REUSED = NEW_EACH.replace(
    "for path in", "made = vosk.KaldiRecognizer(model, 16000)\nmade.SetWords(True)\nfor path in"
).replace("    made = vosk.KaldiRecognizer(model, 16000)\n    made.SetWords(True)\n", "", 1)


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
    import wave

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
    count = parser.parse_args().files
    found = models.find("vosk-en")
    if found is None:
        sys.exit("Run: auditor models fetch vosk-en")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "wav").mkdir()
        said, seconds = sounds(count, folder / "wav")
        rows = compare(folder, said, seconds, found.path)
    result = {"files": count, "seconds": round(seconds, 1), "systems": rows}
    print(f"{count} files, {seconds:.0f} s of sound")
    print(
        table(
            ("system", "CPU s/s", "wall s", "peak MB", "WER", "CPU against vosk-transcriber"),
            [
                (
                    row["system"],
                    f"{row['cpu_per_s']:.3f}",
                    f"{row['wall_s']:.1f}",
                    f"{row['peak_mb']:.0f}",
                    f"{row['wer']:.3f}",
                    row["ratio"] or "",
                )
                for row in rows
                if "cpu_per_s" in row
            ],
        )
    )
    for row in rows:
        if "same" in row:
            print(f"{row['system']}: {'the same bytes' if row['same'] else 'DIFFERENT'}")
    print(save("decoding", result))


def compare(
    folder: Path, said: dict[str, str], seconds: float, model: Path
) -> list[dict[str, object]]:
    """Return one row a system, and one for each check of repeatability."""
    paths = sorted((folder / "wav").glob("*.wav"))
    auditor = Path(sys.executable).with_name("auditor")
    rows: list[dict[str, object]] = []
    peer = None
    if shutil.which("ffmpeg"):
        for tasks in (1, 2):
            out = _made(folder / f"peer{tasks}")
            used = usage_of(
                [
                    Path(sys.executable).with_name("vosk-transcriber"),
                    "--model",
                    model,
                    "--input",
                    folder / "wav",
                    "--output",
                    out,
                    "--tasks",
                    str(tasks),
                ]
            )
            peer = peer or used
            rows.append(
                _row(f"vosk-transcriber, {tasks}", used, said, texts_in(out), seconds, peer)
            )
    for name, code in (("new recogniser for each file", NEW_EACH), ("one reused, bare", REUSED)):
        out = _made(folder / name.replace(" ", "-"))
        used = usage_of([sys.executable, "-c", code, model, out, *paths])
        rows.append(_row(name, used, said, texts_in(out), seconds, peer))
    outs = []
    for jobs in (1, 2):
        out = folder / f"ours{jobs}"
        used = usage_of(
            [
                auditor,
                "transcribe",
                folder / "wav",
                "--out",
                out,
                "--language",
                "en",
                "--recogniser",
                "vosk",
                "--jobs",
                str(jobs),
                "--quiet",
            ]
        )
        rows.append(
            _row(f"auditor transcribe, {jobs}", used, said, transcripts_in(out), seconds, peer)
        )
        outs.append(everything_in(out))
    backwards = folder / "backwards"
    usage_of(
        [
            auditor,
            "transcribe",
            *reversed(paths),
            "--out",
            backwards,
            "--language",
            "en",
            "--recogniser",
            "vosk",
            "--quiet",
        ]
    )
    rows.append({"system": "two workers against one", "same": outs[0] == outs[1]})
    rows.append({"system": "backwards", "same": outs[0] == everything_in(backwards)})
    return rows


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _row(
    system: str,
    used: Usage,
    said: dict[str, str],
    heard: dict[str, str],
    seconds: float,
    peer: Usage | None,
) -> dict[str, object]:
    return {
        "system": system,
        "cpu_per_s": used.cpu_s / seconds,
        "wall_s": used.wall_s,
        "peak_mb": used.peak_mb,
        "wer": wer(said, heard),
        "ratio": f"{used.cpu_s / peer.cpu_s:.2f}" if peer else None,
        "code": used.code,
    }


if __name__ == "__main__":
    main()
