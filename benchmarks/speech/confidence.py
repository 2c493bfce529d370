"""How likely a recognised word is right: fits of probability on confidence, and word error rates.

    python -m benchmarks.speech.confidence [--write]

Commands of ``whisper_sentences.toml``, each in four levels of cabin noise. The fit (Platt 1999: a
logistic regression on the log-odds of the recogniser's confidence) is made on the *tuned*
sentences and checked on the *held-out* ones, which are other sentences in other voices. All of it
is synthetic speech: on real recordings the fit is a guess that is better than the raw confidence.

Writes benchmarks/speech/results/confidence.json: Brier score, expected calibration error, the data
of the reliability diagrams, and word error rates by noise and language; ``--write`` also writes
``auditor/speech/confidence.toml``. Needs the models kokoro, kokoro-voices, vosk-en, whisper-base.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from auditor import audio, speech
from auditor.corpus.synthesis import Kokoro
from auditor.evaluation.words import spoken_words, word_errors
from auditor.records import Language, Word
from auditor.speech import Recogniser, Recognisers
from benchmarks.measure import table
from benchmarks.speech.results import save
from benchmarks.speech.whisper_sounds import IN_CAR, Clip, Split, commands_in_each

SYSTEMS: tuple[tuple[str, Language], ...] = (("vosk", "en"), ("whisper", "en"), ("whisper", "fr"))
SPLITS: tuple[Split, ...] = ("tuned", "held_out")
_TOML = Path(speech.__file__).with_name("confidence.toml")
_CLIP = 1e-4
_BINS = 10
_HEAD = """\
# Logistic regression of "this word is right" on the log-odds of the recogniser's confidence.
# One table a model and language; made by benchmarks/speech/confidence.py on synthetic speech in
# four levels of noise, checked on other sentences in other voices (words, brier, ece). A fit that
# is no better there than the confidence itself is not taken: vosk-en-en is of an earlier set of
# sentences and louder noise. benchmarks/speech/README.md says how it does on these.
"""

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """Two numbers that make a probability of a confidence."""

    intercept: float
    slope: float

    def of(self, confidences: Array) -> Array:
        """Return the probability of each word."""
        return np.asarray(1 / (1 + np.exp(-(self.intercept + self.slope * log_odds(confidences)))))


@dataclass(frozen=True)
class Checked:
    """Confidences of recognised words, and which of them were said."""

    confidences: Array
    right: npt.NDArray[np.bool_]


def log_odds(confidences: Array) -> Array:
    """Return ln(c / (1 − c)), with c kept within 0.0001 of 0 and 1."""
    kept = np.clip(confidences, _CLIP, 1 - _CLIP)
    return np.asarray(np.log(kept / (1 - kept)))


def right_words(said: str, heard: Sequence[Word]) -> list[tuple[float, bool]]:
    """Return the confidence of each heard word, and whether the alignment finds it said."""
    parts = [
        (part, number) for number, word in enumerate(heard) for part in spoken_words(word.text)
    ]
    wrong = {number for _, number in parts} ^ set(range(len(heard)))
    codes = Levenshtein.opcodes(spoken_words(said), [part for part, _ in parts])
    for code in codes:
        if code.tag != "equal":
            wrong |= {number for _, number in parts[code.dest_start : code.dest_end]}
    return [(word.confidence, number not in wrong) for number, word in enumerate(heard)]


def fitted(words: Checked) -> Fit:
    """Return the fit with the greatest likelihood (Newton's method)."""
    design = np.stack([np.ones(words.right.size), log_odds(words.confidences)], axis=1)
    weights = np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (words.right - p)
        curve = (design * (p * (1 - p))[:, None]).T @ design
        step = np.linalg.solve(curve + 1e-9 * np.eye(2), slope)
        weights = weights + step
        if np.abs(step).max() < 1e-10:
            break
    return Fit(round(float(weights[0]), 3), round(float(weights[1]), 3))


def brier(p: Array, right: npt.NDArray[np.bool_]) -> float:
    """Return the mean squared difference of probability and outcome."""
    return float(np.mean((p - right) ** 2))


def reliability(p: Array, right: npt.NDArray[np.bool_]) -> list[dict[str, float]]:
    """Return bins of equally many words: mean probability, share of right words, words."""
    order = np.argsort(p, kind="stable")
    return [
        {
            "predicted": round(float(p[part].mean()), 4),
            "right": round(float(right[part].mean()), 4),
            "words": int(part.size),
        }
        for part in np.array_split(order, _BINS)
        if part.size
    ]


def calibration_error(bins: Iterable[dict[str, float]]) -> float:
    """Return the mean difference of prediction and outcome over bins, weighed by their words."""
    every = list(bins)
    total = sum(each["words"] for each in every)
    return sum(abs(each["predicted"] - each["right"]) * each["words"] for each in every) / total


def heard_words(recogniser: Recogniser, clips: Iterable[Clip], language: Language) -> list[Any]:
    """Return each clip with the words that were heard in it."""
    found = []
    for clip in clips:
        segments = recogniser.recognise(audio.from_samples(clip.samples), language)
        found.append((clip, [word for one in segments for word in one.words]))
    return found


def checked(heard: Iterable[tuple[Clip, list[Word]]]) -> Checked:
    """Return all words of all clips with whether they are right."""
    rows = [row for clip, words in heard for row in right_words(clip.text, words)]
    return Checked(np.array([c for c, _ in rows]), np.array([right for _, right in rows]))


def error_rates(heard: Sequence[tuple[Clip, list[Word]]]) -> dict[str, float]:
    """Return the word error rate in each level of noise, and over all."""
    rates = {}
    for kind in (*IN_CAR, "all"):
        errors = said = 0
        for clip, words in heard:
            if kind in (clip.kind, "all"):
                text = spoken_words(clip.text)
                errors += word_errors(text, spoken_words(" ".join(word.text for word in words)))
                said += len(text)
        rates[kind] = round(errors / said, 4)
    return rates


def measured(engine: Kokoro) -> dict[str, dict[str, Any]]:
    """Return everything by model and language."""
    clips = {
        (split, language): list(commands_in_each(engine, language, split))
        for split in SPLITS
        for language in ("en", "fr")
    }
    found = {}
    for choice, language in SYSTEMS:
        recogniser = Recognisers(choice).for_language(language)  # type: ignore[arg-type]
        heard = {
            split: heard_words(recogniser, clips[split, language], language) for split in SPLITS
        }
        found[f"{recogniser.pin.name}-{language}"] = {
            **assessed(checked(heard["tuned"]), checked(heard["held_out"])),
            "wer": {split: error_rates(heard[split]) for split in SPLITS},
        }
    return found


def assessed(tuned: Checked, held_out: Checked) -> dict[str, Any]:
    """Return a fit on one set and how good it is on the other."""
    fit = fitted(tuned)
    p = fit.of(held_out.confidences)
    bins = reliability(p, held_out.right)
    raw = reliability(held_out.confidences, held_out.right)
    return {
        "intercept": fit.intercept,
        "slope": fit.slope,
        "fitted_words": int(tuned.right.size),
        "checked_words": int(held_out.right.size),
        "right": round(float(held_out.right.mean()), 4),
        "brier": round(brier(p, held_out.right), 4),
        "brier_uncalibrated": round(brier(held_out.confidences, held_out.right), 4),
        "ece": round(calibration_error(bins), 4),
        "ece_uncalibrated": round(calibration_error(raw), 4),
        "reliability": bins,
        "reliability_uncalibrated": raw,
    }


def written(found: dict[str, dict[str, Any]], before: dict[str, dict[str, Any]]) -> str:
    """Return ``confidence.toml``; a fit that is worse than none leaves the one before."""
    keys = (
        "intercept", "slope", "fitted_words", "checked_words", "brier", "brier_uncalibrated",
        "ece", "ece_uncalibrated",
    )  # fmt: skip
    better = {name: by for name, by in found.items() if by["brier"] < by["brier_uncalibrated"]}
    tables = (
        f"\n[{name}]\n" + "".join(f"{key} = {by[key]}\n" for key in keys if key in by)
        for name, by in {**before, **better}.items()
    )
    return _HEAD + "".join(tables)


def main() -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write confidence.toml, too")
    given = parser.parse_args()
    found = measured(Kokoro.installed())
    head = ("model", "words", "right", "Brier", "raw", "ECE", "raw")
    columns = ("checked_words", "right", "brier", "brier_uncalibrated", "ece", "ece_uncalibrated")
    print(table(head, [(name, *(by[key] for key in columns)) for name, by in found.items()]))
    rates = [(name, *by["wer"]["held_out"].values()) for name, by in found.items()]
    print("\nword error rate on the held-out commands")
    print(table(("model", *IN_CAR, "all"), rates))
    print(f"\nwritten to {save('confidence', found)}")
    if given.write:
        before = tomllib.loads(_TOML.read_text("utf-8"))
        _TOML.write_text(written(found, before), "utf-8")


if __name__ == "__main__":
    main()
