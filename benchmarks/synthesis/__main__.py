"""What `auditor synth` costs, how varied its words are, and how well its speakers are told apart.

    python -m benchmarks.synthesis [--drivers 1000] [--voices]

Texts: wall and processor seconds and peak memory for some drivers and for ten times as many (memory
must not grow), and the share of sentences that repeat another. ``--voices`` speaks three sentences
with each of the 60 speakers (ten minutes; needs Kokoro and both Vosk models) and measures the equal
error rate of telling them apart, those made alike by themselves. Writes
``benchmarks/results/synthesis.json`` and prints tables.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from auditor import models
from auditor.corpus.synthesis import Kokoro
from auditor.corpus.synthesis.cast import read_cast
from auditor.errors import ModelError
from auditor.speech.voices.metrics import eer, eer_interval
from auditor.speech.voices.scoring import scorer
from auditor.speech.voices.vectors import VoiceEncoder
from benchmarks.measure import save, table, usage_of

SENTENCES = {
    "en": (
        "Could you find me a quieter way round the reservoir before it gets dark tonight?",
        "The parcel was meant to come on Thursday, and now nobody knows where it went.",
        "Tell them I have left the keys with the neighbour, under the blue flower pot.",
    ),
    "fr": (
        "Tu peux me trouver une route plus calme autour du lac avant qu'il fasse nuit ?",
        "Le colis devait arriver jeudi, et maintenant personne ne sait où il est passé.",
        "Dis-leur que j'ai laissé les clés chez la voisine, sous le pot de fleurs bleu.",
    ),
}
ACCENTS = {"GB": "en-gb", "US": "en-us", "FR": "fr-fr"}
SHORT = 3
"""Words up to which a command may well be said twice."""


def texts(drivers: int) -> dict[str, Any]:
    """Return cost and variety of text-only corpora, for each language."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for language in ("en", "fr"):
            for count in (drivers // 10, drivers):
                out = Path(folder) / f"{language}{count}"
                command = [sys.executable, "-m", "auditor", "synth", "--text-only"]
                command += ["--drivers", str(count), "--language", language, "--out", str(out)]
                cost = usage_of(command)
                found[f"{language}, {count} drivers, 3 weeks"] = {
                    "wall_s": round(cost.wall_s, 1),
                    "cpu_s": round(cost.cpu_s, 1),
                    "peak_mb": round(cost.peak_mb),
                    **repeats(out),
                }
    return found


def repeats(folder: Path) -> dict[str, Any]:
    """Return how many sentences a corpus has and which share of the longer ones repeats another."""
    said: Counter[str] = Counter()
    for path in sorted(folder.glob("s0*.json")):
        said.update(each["asr"] for each in json.loads(path.read_text("utf-8"))["utterances"])
    longer = {text: count for text, count in said.items() if len(text.split()) > SHORT}
    total = sum(longer.values())
    return {
        "utterances": said.total(),
        "repeated": round(sum(count - 1 for count in longer.values()) / total, 4),
    }


def voices() -> dict[str, Any]:
    """Return how well the speakers of the cast are told apart, dry, by language."""
    engine = Kokoro.installed()
    encoder = VoiceEncoder(_model("vosk-en"), _model("vosk-speaker"))
    found = {}
    for language, sentences in SENTENCES.items():
        members = {
            name: member
            for name, member in read_cast().speakers.items()
            if member.language == language
        }
        names, vectors = [], []
        for name, member in members.items():
            for text in sentences:
                sound = engine.speak(
                    text,
                    member.speaking().as_voice(),
                    accent=ACCENTS[member.country],
                    speed=member.speed,
                )
                vector = encoder.encode(sound)
                if vector is not None:
                    names.append(name)
                    vectors.append(vector.values)
        alike = {name: member.alike for name, member in members.items()}
        found[language] = _told_apart(names, vectors, alike)
    return found


def _told_apart(
    names: list[str], vectors: list[tuple[float, ...]], alike: dict[str, str | None]
) -> dict[str, Any]:
    units = scorer().project(vectors)
    scores = units @ units.T
    pairs = list(combinations(range(len(names)), 2))
    same = [scores[a, b] for a, b in pairs if names[a] == names[b]]
    others = [scores[a, b] for a, b in pairs if names[a] != names[b]]
    kin = [
        scores[a, b]
        for a, b in pairs
        if (names[a] != names[b] and names[b] in (alike[names[a]], names[a]))
        or alike[names[b]] == names[a]
    ]
    rate, _ = eer(same, others)
    low, high = eer_interval(scores, names, seed=1)
    return {
        "speakers": len(set(names)),
        "alike": sum(each is not None for each in alike.values()),
        "equal_error_rate": round(rate, 4),
        "interval": [round(low, 4), round(high, 4)],
        "equal_error_rate_alike": round(eer(same, kin)[0], 4) if kin else None,
        "mean_same": round(float(np.mean(same)), 3),
        "mean_others": round(float(np.mean(others)), 3),
    }


def _model(name: str) -> models.ModelDir:
    found = models.find(name)
    if found is None:
        raise ModelError(f"{name} is not installed", remedy=f"Run: auditor models fetch {name}")
    return found


def main() -> None:
    """Measure, print, save."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--drivers", type=int, default=1000)
    parser.add_argument("--voices", action="store_true")
    options = parser.parse_args()
    result: dict[str, Any] = {"texts": texts(options.drivers)}
    head = ["corpus", *next(iter(result["texts"].values()))]
    print(table(head, [[name, *row.values()] for name, row in result["texts"].items()]))
    if options.voices:
        result["voices"] = voices()
        head = ["language", *result["voices"]["en"]]
        print(table(head, [[name, *row.values()] for name, row in result["voices"].items()]))
    print(save("synthesis", result))


if __name__ == "__main__":
    main()
