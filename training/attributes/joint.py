"""Fits how rules and encoder are weighed, on the utterances that were kept apart.

    python -m training.attributes.joint

Neither the encoder nor, but for the file ``_0`` of each language, which is left out, the rules were
made from these. Folds are by utterance; what is printed is of utterances outside the fold.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from auditor.attributes.deciding import heeded
from auditor.attributes.encoder import Encoder
from auditor.attributes.extractor import VERSION
from auditor.attributes.finding import party_of
from auditor.attributes.joint import PARTIES, Bars, brevity, features, passing, with_plain_rules
from auditor.attributes.rulereader import RuleReader
from auditor.records import Language
from training.attributes import WEIGHTS
from training.attributes.grammars import LANGUAGES
from training.attributes.texts import Text, utterances

_FOLDS = 5
_PENALTY = 0.5
"""Ridge on the weights, in units of one observation's cross-entropy."""
_FALSE_ALARMS = 8.0
"""Per 100 harmless utterances: no bars that let more through, if any others serve. What drivers
say between times is less like a leak than what was written to be hard, and raises about half."""

_AS_GOOD = 0.005
"""By how much F1 may fall short of the largest and still be as good."""

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
    return with_plain_rules(found, sample.seen)


@dataclass(frozen=True)
class Score:
    """How bars do: rates in 0 … 1, false alarms per 100 harmless utterances."""

    bars: Bars
    precision: float
    recall: float
    f1: float
    false_alarms: float


def score(probable: Array, sample: Sample, bars: Bars) -> Score:
    """Return how bars do on a sample's probabilities of shape (n, parties, categories)."""
    true = sample.true
    said = passing(probable, sample.brief, bars)
    hits = int((said & true).sum())
    harmless = ~true.any(axis=(1, 2))
    return Score(
        bars,
        hits / max(int(said.sum()), 1),
        hits / max(int(true.sum()), 1),
        2 * hits / max(int(said.sum() + true.sum()), 1),
        100.0 * said[harmless].sum() / max(int(harmless.sum()), 1),
    )


def best(probable: Array, sample: Sample) -> Score:
    """Return the quietest bars of nearly the largest F1 among those with few enough false alarms.

    The very largest one is chance: many bars come within half a point of it.
    """
    tried = product(
        np.arange(0.44, 0.63, 0.03), np.arange(0.7, 0.97, 0.03), np.arange(0.2, 0.4, 0.02)
    )
    bars = [Bars(*(round(float(each), 2) for each in one)) for one in tried]
    scores = [score(probable, sample, each) for each in bars]
    quiet = [one for one in scores if one.false_alarms <= _FALSE_ALARMS]
    enough = max(one.f1 for one in quiet or scores) - _AS_GOOD
    return min(
        (one for one in quiet or scores if one.f1 >= enough),
        key=lambda one: (one.false_alarms, -one.f1),
    )


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


def _of(language: Language, sample: Sample, probable: Array) -> tuple[Sample, Array]:
    of_it = np.array([each == language for each in sample.languages])
    part = Sample(
        sample.seen[of_it], sample.true[of_it], (language,) * int(of_it.sum()), sample.brief[of_it]
    )
    return part, probable[of_it]


def main() -> None:
    """Fit, print how it does outside the folds, write ``joint.json``."""
    texts = [text for text in utterances() if text.kept_apart and "_0." not in text.source]
    sample = sampled(texts, Encoder(WEIGHTS))
    probable = outside_folds(sample)
    bars = best(probable, sample).bars
    for language in LANGUAGES:
        part, chances = _of(language, sample, probable)
        error = calibration_error(chances, part.true, bars.beside)
        found = score(chances, part, bars)
        sys.stdout.write(f"{language}: {found}, calibration error {error:.3f}\n")
    weights = weights_of(sample.seen, sample.true)
    written = {
        "weights": [round(float(weight), 4) for weight in weights[:-1]],
        "intercept": round(float(weights[-1]), 4),
        "bars": asdict(bars),
        "utterances": len(texts),
    }
    (WEIGHTS / "joint.json").write_text(json.dumps(written, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
