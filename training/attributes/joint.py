"""Fits how rules and encoder are weighed, on the utterances that were kept apart.

    python -m training.attributes.joint

Neither the encoder nor, but for the file ``_0`` of each language, which is left out, the rules were
made from these. Folds are by utterance; what is printed is of utterances outside the fold.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from auditor.attributes.deciding import heeded
from auditor.attributes.encoder import Encoder
from auditor.attributes.extractor import VERSION
from auditor.attributes.finding import party_of
from auditor.attributes.joint import PARTIES, brevity, features
from auditor.attributes.rulereader import RuleReader
from auditor.records import Language
from training.attributes import WEIGHTS
from training.attributes.texts import Text, utterances

_FOLDS = 5
_PENALTY = 0.5
"""Ridge on the weights, in units of one observation's cross-entropy."""
_FALSE_ALARMS = 7.0
"""Per 100 harmless utterances: no threshold that lets more through, if any other serves."""

_ALLOWANCE = 0.15
"""How much lower the threshold is in few words: plain statements are short, and what is harmless
and short seldom looks like one."""

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """What was seen and what was true, of utterances of one language or both.

    ``seen`` has the shape (utterances, parties, categories, features), ``true`` the same without
    the last; ``brief`` says how brief each utterance is.
    """

    seen: Array
    true: npt.NDArray[np.bool_]
    languages: tuple[Language, ...]
    brief: Array


def sampled(texts: Sequence[Text], encoder: Encoder) -> Sample:
    """Return features and truth of ``texts``."""
    languages: tuple[Language, ...] = ("en", "fr")
    rules = {language: RuleReader(language, VERSION) for language in languages}
    seen = [_seen(text, rules[text.language], encoder) for text in texts]
    true = np.zeros((len(texts), len(PARTIES), len(encoder.categories)), bool)
    for k, text in enumerate(texts):
        for label in text.labels or ():
            party = PARTIES.index(party_of(label.about))
            true[k, party, encoder.categories.index(label.category)] = True
    brief = np.array([brevity(len(text.words.split())) for text in texts])
    return Sample(np.stack(seen), true, tuple(text.language for text in texts), brief)


def _seen(text: Text, rules: RuleReader, encoder: Encoder) -> Array:
    reading = next(rules.readings(text.words))
    heed = heeded(reading.text, encoder)
    found = rules.findings(reading)
    return features(found, heed.senses, encoder.categories, encoder.abouts, len(heed.places))


def weights_of(seen: Array, true: npt.NDArray[np.bool_]) -> Array:
    """Return the weights and, last, the intercept of a logistic regression with a ridge."""
    flat = np.concatenate([seen.reshape(-1, seen.shape[-1]), np.ones((true.size, 1))], axis=1)
    truth = true.ravel().astype(float)

    def loss(weights: Array) -> tuple[float, Array]:
        odds = flat @ weights
        slope = flat.T @ (1.0 / (1.0 + np.exp(-odds)) - truth)
        ridge = np.append(weights[:-1], 0.0)
        value = np.logaddexp(0.0, odds).sum() - odds @ truth + _PENALTY * ridge @ ridge
        return float(value), slope + 2.0 * _PENALTY * ridge

    return np.asarray(minimize(loss, np.zeros(flat.shape[1]), jac=True, method="L-BFGS-B").x)


def probabilities(seen: Array, weights: Array) -> Array:
    """Return the probabilities that the weights give."""
    return np.asarray(1.0 / (1.0 + np.exp(-(seen @ weights[:-1] + weights[-1]))))


def outside_folds(sample: Sample) -> Array:
    """Return each utterance's probabilities by weights that were fitted on the others."""
    folds = np.arange(len(sample.seen)) % _FOLDS
    found = np.zeros(sample.true.shape)
    for fold in range(_FOLDS):
        weights = weights_of(sample.seen[folds != fold], sample.true[folds != fold])
        found[folds == fold] = probabilities(sample.seen[folds == fold], weights)
    return found


@dataclass(frozen=True)
class Score:
    """How a threshold does: rates in 0 … 1, false alarms per 100 harmless utterances."""

    threshold: float
    precision: float
    recall: float
    f1: float
    false_alarms: float


def score(
    probable: Array, true: npt.NDArray[np.bool_], threshold: float | Array, shown: float
) -> Score:
    """Return how a threshold, or one for each utterance, does on (n, parties, categories)."""
    said = probable >= np.reshape(threshold, (-1, 1, 1))
    hits = int((said & true).sum())
    harmless = ~true.any(axis=(1, 2))
    return Score(
        round(shown, 4),
        hits / max(int(said.sum()), 1),
        hits / max(int(true.sum()), 1),
        2 * hits / max(int(said.sum() + true.sum()), 1),
        100.0 * said[harmless].sum() / max(int(harmless.sum()), 1),
    )


def best(probable: Array, true: npt.NDArray[np.bool_], brief: Array) -> Score:
    """Return the threshold of the largest F1 among those with few enough false alarms."""
    tried = [float(t) for t in np.arange(0.15, 0.75, 0.01)]
    scores = [score(probable, true, t - _ALLOWANCE * brief, t) for t in tried]
    quiet = [one for one in scores if one.false_alarms <= _FALSE_ALARMS]
    return max(quiet or scores, key=lambda one: one.f1)


def calibration_error(probable: Array, true: npt.NDArray[np.bool_], least: float) -> float:
    """Return the expected calibration error, ten bins of equal size, of what is reported.

    Of probabilities from ``least`` on: the many that are nearly nought would hide the rest.
    """
    kept = probable >= least
    order = np.argsort(probable[kept])
    bins = zip(
        np.array_split(probable[kept][order], 10),
        np.array_split(true[kept][order], 10),
        strict=True,
    )
    gaps = [(abs(p.mean() - t.mean()), p.size) for p, t in bins if p.size]
    return float(np.average([gap for gap, _ in gaps], weights=[size for _, size in gaps]))


def _by_language(sample: Sample, probable: Array) -> Iterator[tuple[Language, Score, float]]:
    for language in ("en", "fr"):
        of_it = np.array([each == language for each in sample.languages])
        found = best(probable[of_it], sample.true[of_it], sample.brief[of_it])
        error = calibration_error(probable[of_it], sample.true[of_it], found.threshold)
        yield language, found, error


def main() -> None:
    """Fit, print how it does outside the folds, write ``joint.json``."""
    texts = [text for text in utterances() if text.kept_apart and "_0." not in text.source]
    sample = sampled(texts, Encoder(WEIGHTS))
    probable = outside_folds(sample)
    thresholds = {}
    for language, found, error in _by_language(sample, probable):
        thresholds[language] = found.threshold
        sys.stdout.write(f"{language}: {found}, calibration error {error:.3f}\n")
    weights = weights_of(sample.seen, sample.true)
    written = {
        "weights": [round(float(weight), 4) for weight in weights[:-1]],
        "intercept": round(float(weights[-1]), 4),
        "thresholds": thresholds,
        "allowance": _ALLOWANCE,
        "utterances": len(texts),
    }
    (WEIGHTS / "joint.json").write_text(json.dumps(written, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
