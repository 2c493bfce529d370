"""How well voices are told apart: equal error rate by seconds, cost and calibration of the ratios.

Everything is synthetic: 42 test voices, 17 of them lookalikes, none of whose components built
anything. Real voices, microphones and emotions vary more; what is measured here is a bound on how
good it can be, and that the ratios are sound where the conditions are known.

    python benchmarks/speech/speakers.py FOLDER             measure, write FOLDER/speakers.json
    python benchmarks/speech/speakers.py FOLDER --french    measure French alone, print it
    python benchmarks/speech/speakers.py FOLDER --fit       make auditor/speech/voices/voices.json

FOLDER keeps the sounds (about 25 minutes, as long to make) and their vectors.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import speaker_sounds as sounds
from speaker_fit import fitted
from speaker_vectors import Cut, Row, rows

from auditor.records import ModelPin, Recording, Transcript, Utterance, Word
from auditor.speech import voices
from auditor.speech.voices.metrics import cllr, eer, eer_interval
from auditor.speech.voices.scoring import pooled_seconds, scorer, seconds_of

Array = npt.NDArray[np.float64]
_DRY, _CAR = ("dry",), ("quiet", "town", "road", "motorway")
_CONSTANTS = Path(voices.__file__).with_name("voices.json")


def main() -> None:
    """Fit or measure, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--french", action="store_true")
    arguments = parser.parse_args()
    sounds.make(arguments.folder, "building" if arguments.fit else "test")
    if arguments.fit:
        document = fitted(rows(arguments.folder, "building", "en"))
        lines = (f"{json.dumps(key)}: {json.dumps(value)}" for key, value in document.items())
        _CONSTANTS.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
        return
    if arguments.french:
        print(json.dumps(french_cells(arguments.folder), indent=1))
        return
    document = measured(arguments.folder)
    text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    (arguments.folder / "speakers.json").write_text(text, "utf-8")
    print(text)


def measured(folder: Path) -> dict[str, Any]:
    """Return every measure of the test voices, labelled synthetic."""
    english = rows(folder, "test", "en")
    dry, car = _DRY, _CAR
    cells = {
        "3 s, dry": _chosen(english, "3 s", dry),
        "3 s of speech, dry": _chosen(english, "3 s of speech", dry),
        "whole sentence, dry": _chosen(english, "whole", dry),
        "2 s, dry": _chosen(english, "2 s", dry),
        "2 s, in a car": _chosen(english, "2 s", car),
        "3 s, in a car": _chosen(english, "3 s", car),
        "3 s, in a car, no motorway": _chosen(english, "3 s", car[:3]),
        "3 s of speech, in a car": _chosen(english, "3 s of speech", car),
        "whole sentence, in a car": _chosen(english, "whole", car),
        "3 s, dry, recogniser's pass": _chosen(english, "3 s", dry, by="recogniser"),
        "3 s, in a car, recogniser's pass": _chosen(english, "3 s", car, by="recogniser"),
    }
    return {
        "synthetic": True,
        "voices": len({row.voice for row in english}),
        "lookalikes": len({row.voice for row in english if "+" in row.voice}),
        "shown": {
            **{name: _shown(cell) for name, cell in cells.items() if _measurable(cell)},
            **french_cells(folder),
        },
        "means": _means(cells),
        "driver": _one_driver(cells["3 s, dry"]),
        "clusters": _clusters(_chosen(english, "whole", (*dry, *car))),
        "calibration": _calibration(cells["3 s, dry"] + cells["3 s, in a car"]),
    }


def french_cells(folder: Path) -> dict[str, Any]:
    """Return the measures of every second test voice, speaking French."""
    french = rows(folder, "test", "fr")
    cells = {
        "3 s, dry, French": _chosen(french, "3 s", _DRY),
        "3 s, in a car, French": _chosen(french, "3 s", _CAR),
        "whole sentence, dry, French": _chosen(french, "whole", _DRY),
        "3 s, dry, French, recogniser's pass": _chosen(french, "3 s", _DRY, by="recogniser"),
    }
    return {name: _shown(cell) for name, cell in cells.items() if _measurable(cell)}


def _chosen(
    every: Iterable[Row], cut: Cut, conditions: Sequence[str], *, by: str = "encoder"
) -> list[Row]:
    return [
        row
        for row in every
        if (row.cut, row.by) == (cut, by) and row.condition in conditions and row.vector
    ]


def _measurable(cell: Sequence[Row]) -> bool:
    return len(cell) > 1 and bool(_pairs(cell)[1].any())


def _shown(cell: Sequence[Row]) -> dict[str, Any]:
    scores, same, different, alike = _pairs(cell)
    seconds = np.array([seconds_of(row.vector) for row in cell])
    ratios = scorer().log10_lr(scores, pooled_seconds(seconds[:, None], seconds[None, :]))
    own = np.array(["+" not in row.voice for row in cell])
    pure = own[:, None] & own[None, :]
    rate, threshold = eer(scores[same], scores[different])
    low, high = eer_interval(scores, [row.voice for row in cell], seed=sounds.seed())
    return {
        "eer": round(rate, 4),
        "interval": [round(low, 4), round(high, 4)],
        "eer_without_lookalikes": _rate(scores[same & pure], scores[different & pure]),
        "eer_among_lookalikes": _rate(scores[same], scores[alike]),
        "score_at_eer": round(threshold, 3),
        "cllr": round(cllr(ratios[same], ratios[different]), 3),
        "speech_s": round(float(seconds.mean()), 2),
        "pairs_of_one": int(same.sum()),
        "pairs_of_two": int(different.sum()),
        "pairs_of_lookalikes": int(alike.sum()),
        "one_voice_at_10": round(float((ratios[same] >= 1.0).mean()), 3),
        "two_voices_at_10": round(float((ratios[different] >= 1.0).mean()), 5),
    }


def _rate(same: Array, different: Array) -> float | None:
    return round(eer(same, different)[0], 4) if same.size and different.size else None


def _pairs(
    cell: Sequence[Row], mean: Array | None = None
) -> tuple[Array, npt.NDArray[np.bool_], npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return scores and, above the diagonal, which pairs are of one voice, of two, of lookalikes.

    A sentence is never compared with itself in another condition.
    """
    values = np.array([row.vector.values for row in cell if row.vector])
    if mean is not None:
        values = values - mean + scorer().mean
    projected = scorer().project(values)
    voice = np.array([row.voice for row in cell])
    kin = np.array([row.kin for row in cell])
    number = np.array([row.number for row in cell])
    upper = np.triu(np.ones((len(cell), len(cell)), dtype=bool), 1)
    one = voice[:, None] == voice[None, :]
    same = upper & one & (number[:, None] != number[None, :])
    different = upper & ~one
    alike = different & (kin[:, None] == kin[None, :])
    return projected @ projected.T, same, different, alike


def _means(cells: dict[str, list[Row]]) -> dict[str, Any]:
    """Compare the building voices' mean with the set's own."""
    found = {}
    for name in ("3 s, dry", "3 s, in a car"):
        values = np.array([row.vector.values for row in cells[name] if row.vector])
        for whose, mean in (("building's", None), ("set's own", values.mean(axis=0))):
            scores, same, different, _ = _pairs(cells[name], mean)
            found[f"{name}, {whose}"] = _rate(scores[same], scores[different])
    return found


def _one_driver(cell: Sequence[Row]) -> dict[str, Any]:
    """Compare the means in what a vehicle's recordings are: mostly one voice."""
    names = sorted({row.voice for row in cell})
    found: dict[str, list[tuple[Array, Array]]] = {"building's": [], "set's own": []}
    for index, driver in enumerate(names):
        others = {names[(index + step) % len(names)] for step in (13, 29)}
        own = [row for row in cell if row.voice == driver]
        rest = [row for row in cell if row.voice in others]
        values = np.array([row.vector.values for row in (*own, *own, *rest) if row.vector])
        for whose, mean in (("building's", None), ("set's own", values.mean(axis=0))):
            scores, same, different, _ = _pairs([*own, *rest], mean)
            found[whose].append((scores[same], scores[different]))
    return {
        whose: _rate(*(np.concatenate(each) for each in zip(*pairs, strict=True)))
        for whose, pairs in found.items()
    }


def _clusters(every: Sequence[Row]) -> dict[str, Any]:
    """Cluster 42 vehicles, each with one voice's recordings and two other voices'."""
    names = sorted({row.voice for row in every})
    wrong = missed = merged = one_voice = unknown = total = 0
    for index, driver in enumerate(names):
        others = {names[(index + step) % len(names)] for step in (13, 29)}
        ridden = [row for row in every if row.voice in {driver, *others}]
        found = voices.cluster(*_as_recordings(ridden))
        voice = {f"r{number:03d}-1": row.voice for number, row in enumerate(ridden)}
        owner = {each: speaker.id for speaker in found for each in speaker.utterances}
        unknown, total = unknown + len(found.unknown), total + len(ridden)
        for one, other in combinations(sorted(owner), 2):
            together, alike = owner[one] == owner[other], voice[one] == voice[other]
            merged, one_voice = merged + together, one_voice + alike
            wrong, missed = wrong + (together and not alike), missed + (alike and not together)
    return {
        "vehicles": len(names),
        "wrong_of_merged_pairs": round(wrong / max(merged, 1), 4),
        "missed_of_one_voice_pairs": round(missed / max(one_voice, 1), 4),
        "unknown_utterances": round(unknown / max(total, 1), 4),
    }


def _as_recordings(every: Sequence[Row]) -> tuple[list[Transcript], dict[str, Recording]]:
    """Return each row as a recording of one utterance."""
    transcripts, recordings = [], {}
    for number, row in enumerate(every):
        key = f"r{number:03d}"
        recordings[key] = Recording(key, key, None, key, "vehicle")
        spoken = Utterance(
            f"{key}-1", key, 0.0, 4.0, (Word("x", 0.0, 4.0, 1.0),), "en", speaker=row.vector
        )
        transcripts.append(Transcript(key, "en", (spoken,), ModelPin("none", "", ""), None, 4.0))
    return transcripts, recordings


def _calibration(cell: Sequence[Row]) -> list[dict[str, float]]:
    """Return, by predicted log ratio, what the shares of pairs give: they should agree."""
    scores, same, different, _ = _pairs(cell)
    seconds = np.array([seconds_of(row.vector) for row in cell])
    ratios = scorer().log10_lr(scores, pooled_seconds(seconds[:, None], seconds[None, :]))
    edges = np.array([-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0])
    bins = []
    for low, high in pairwise(edges):
        inside = (ratios >= low) & ((ratios < high) | (high == edges[-1]))
        ones, twos = int((inside & same).sum()), int((inside & different).sum())
        if ones and twos:
            observed = np.log10((ones / same.sum()) / (twos / different.sum()))
            bins.append(
                {
                    "predicted": round(float(ratios[inside & (same | different)].mean()), 2),
                    "observed": round(float(observed), 2),
                    "pairs_of_one": ones,
                    "pairs_of_two": twos,
                }
            )
    return bins


if __name__ == "__main__":
    main()
