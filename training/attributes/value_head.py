"""Fits the head that tells values anew, on what the trained encoder makes of labelled words.

    python -m training.attributes.value_head

The encoder's layers stay as they are, so that labels of values (``training/values``) that came
after it count, without training it again. For each closed category a multinomial logistic
regression over the states of the words and of their utterance, with a ridge. What is printed is how
many values are right of labels that were kept apart.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from auditor.attributes.encoder import Encoder
from training.attributes import WEIGHTS, grammars
from training.attributes.export import save
from training.attributes.texts import Label, Text, utterances
from training.attributes.values import CLASSES, CLOSED_CATEGORIES

_PENALTY = 10.0
"""Ridge on the weights, in units of one label's cross-entropy."""
_DRIVERS, _SEED = 60, 1
"""Synthetic drivers a language whose labels are taken too."""
_GRAMMARS_WEIGHT = 0.2
"""How much a label of the grammars counts, which repeat themselves, against one by hand."""

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """Labels of one category: what the head looks at, which value is true, how much each counts.

    ``seen`` has the shape (labels, 2 · width), ``true`` holds places among the category's values.
    """

    seen: Array
    true: npt.NDArray[np.int64]
    weights: Array


def sampled(texts: Sequence[Text], category: str, encoder: Encoder, weight: float) -> Sample:
    """Return the labels of ``category`` whose value is known and learned."""
    values = _values_of(category)
    seen, true = [], []
    for text in texts:
        for label in text.labels or ():
            if label.category == category and label.value in values and label.about == "driver":
                state = _state(text, label, encoder)
                if state is not None:
                    seen.append(state)
                    true.append(values.index(label.value))
    width = 2 * encoder.states(["a"])[0].shape[1]
    return Sample(np.reshape(seen, (-1, width)), np.array(true, int), np.full(len(true), weight))


def _values_of(category: str) -> list[str]:
    return [value for of, value in CLASSES if of == category]


def _state(text: Text, label: Label, encoder: Encoder) -> Array | None:
    if label.start is None or label.end is None:
        return None
    states, firsts = encoder.states(text.words.split())
    first = len(text.words[: label.start].split())
    last = first + len(text.words[label.start : label.end].split())
    at_words = states[firsts[first:last]]
    return np.concatenate([at_words.mean(0), states.mean(0)]) if len(at_words) else None


def _joined(one: Sample, other: Sample) -> Sample:
    return Sample(
        np.concatenate([one.seen, other.seen]),
        np.concatenate([one.true, other.true]),
        np.concatenate([one.weights, other.weights]),
    )


def fitted(sample: Sample, count: int) -> tuple[Array, Array]:
    """Return weights of shape (2 · width, count) and biases of a regression with a ridge."""
    width = sample.seen.shape[1]
    told = np.eye(count)[sample.true]

    def loss(flat: Array) -> tuple[float, Array]:
        weights, bias = flat[:-count].reshape(width, count), flat[-count:]
        odds = sample.seen @ weights + bias
        odds -= odds.max(axis=1, keepdims=True)
        total = np.exp(odds).sum(axis=1, keepdims=True)
        off = sample.weights[:, None] * (np.exp(odds) / total - told)
        missed = sample.weights @ (np.log(total)[:, 0] - (odds * told).sum(axis=1))
        slope = np.concatenate([(sample.seen.T @ off + 2 * _PENALTY * weights).ravel(), off.sum(0)])
        return float(missed + _PENALTY * (weights**2).sum()), slope

    found = minimize(loss, np.zeros((width + 1) * count), jac=True, method="L-BFGS-B").x
    return found[:-count].reshape(width, count), found[-count:]


def _share_right(sample: Sample, weights: Array, bias: Array) -> float:
    return float(((sample.seen @ weights + bias).argmax(axis=1) == sample.true).mean())


def main() -> None:
    """Fit each category, print how it does, write head and list of values."""
    encoder = Encoder(WEIGHTS)
    texts = utterances()
    drawn = [text for each in grammars.LANGUAGES for text in grammars.drawn(each, _DRIVERS, _SEED)]
    parts = []
    for category in CLOSED_CATEGORIES:
        apart = sampled([text for text in texts if text.kept_apart], category, encoder, 1.0)
        learned = _joined(
            sampled([text for text in texts if not text.kept_apart], category, encoder, 1.0),
            sampled(drawn, category, encoder, _GRAMMARS_WEIGHT),
        )
        weights, bias = fitted(learned, len(_values_of(category)))
        right = _share_right(apart, weights, bias)
        sys.stdout.write(f"{category}: {right:.3f} of {len(apart.true)} right\n")
        parts.append((weights, bias))
    _write(np.concatenate([w for w, _ in parts], axis=1), np.concatenate([b for _, b in parts]))


def _write(weights: Array, bias: Array) -> None:
    with np.load(WEIGHTS / "heads.npz") as kept:
        heads = dict(kept)
    heads["value"], heads["value_bias"] = weights.astype(np.float16), bias.astype(np.float16)
    save(WEIGHTS / "heads.npz", heads)
    path = WEIGHTS / "labels.json"
    labels = json.loads(path.read_text("utf-8")) | {"values": CLASSES}
    path.write_text(json.dumps(labels, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
