"""Fits the gate: where the encoder need not be asked.

    python -m training.attributes.gate --data PATH

What is to be told apart is whether rules and encoder, as they are, report anything. Run it after
the encoder and ``training.attributes.joint``. The threshold is chosen on utterances kept apart, so
that at most one in fifty of those with a report would be lost.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from auditor.attributes.deciding import Decider, spoken
from auditor.attributes.encoder import encoder
from auditor.attributes.extractor import VERSION
from auditor.attributes.gate import BUCKETS, Gate, letter_buckets, word_buckets
from auditor.attributes.joint import joint
from auditor.attributes.reading import Reading
from auditor.attributes.rulereader import RuleReader
from auditor.records import Language
from training.attributes import WEIGHTS, grammars, texts
from training.attributes.export import save
from training.attributes.texts import Text

_PENALTY = 2.0
"""Inverse strength of the ridge."""
_LOST = 0.02
_COMMANDS = 6_000
_OTHERS = 4_000
_DRIVERS = 100


class _Reports:
    """Tells of texts whether anything is reported; those where a rule speaks are left out."""

    def __init__(self) -> None:
        self._rules: dict[Language, RuleReader] = {
            each: RuleReader(each, VERSION) for each in grammars.LANGUAGES
        }
        self._decider = Decider(encoder(), joint(), VERSION)

    def __call__(self, of: Iterable[Text]) -> tuple[list[list[str]], np.ndarray]:
        """Return the words of each stretch, and whether the encoder finds something in it."""
        words, found = [], []
        for text in of:
            rules = self._rules[text.language]
            for reading in rules.readings(text.words):
                findings = rules.findings(reading)
                if not findings:
                    words.append(spoken(reading.text).words)
                    found.append(self._finds(reading))
        return words, np.array(found, bool)

    def _finds(self, reading: Reading) -> bool:
        return bool(self._decider.decide([], reading))


def features(of: Sequence[Sequence[str]]) -> csr_matrix:
    """Return what the gate looks at, of shape (texts, 2 × buckets + 1)."""
    rows, columns, values = [], [], []
    for row, words in enumerate(of):
        by_letter = [BUCKETS + k for word in words for k in letter_buckets(word)]
        for found in (list(word_buckets(words)), by_letter):
            rows += [row] * len(found)
            columns += found
            values += [max(len(found), 1) ** -0.5] * len(found)
        rows.append(row)
        columns.append(2 * BUCKETS)
        values.append(float(np.log1p(len(words))))
    return csr_matrix((values, (rows, columns)), shape=(len(of), 2 * BUCKETS + 1))


def fitted(words: Sequence[Sequence[str]], found: np.ndarray) -> Gate:
    """Return the gate for texts and whether anything is found in them; without a threshold."""
    model = LogisticRegression(C=_PENALTY, max_iter=500).fit(features(words), found)
    weights = model.coef_[0]
    unit = float(np.abs(weights[:-1]).max()) / 127
    whole = np.round(weights[:-1] / unit).astype(np.int8)
    bias = float(model.intercept_[0])
    return Gate(whole[:BUCKETS], whole[BUCKETS:], unit, float(weights[-1]), bias, 0.0)


def main() -> None:
    """Read the command line, fit, print how much is lost and saved, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    by_hand = texts.utterances()
    public = texts.public(options.data)
    drawn = [t for each in grammars.LANGUAGES for t in grammars.drawn(each, _DRIVERS, options.seed)]
    learned = [
        *(text for text in by_hand if not text.kept_apart),
        *(public[k] for k in rng.permutation(len(public))[:_COMMANDS]),
        *(drawn[k] for k in rng.permutation(len(drawn))[:_OTHERS]),
        *(text for text in texts.commands() if not text.kept_apart),
    ]
    reports = _Reports()
    gate = fitted(*reports(learned))
    words, found = reports(text for text in by_hand if text.kept_apart)
    odds = np.array([gate.odds(each) for each in words])
    least = float(np.quantile(odds[found], _LOST))
    sys.stdout.write(
        f"{len(words)} utterances kept apart in which no rule speaks: {(odds < least).mean():.2f} "
        f"are left to the rules, with {(odds[found] < least).sum()} of {found.sum()} that the "
        f"encoder finds something in\n"
    )
    save(WEIGHTS / "gate.npz", {"words": gate.words, "letters": gate.letters})
    numbers = {"unit": gate.unit, "length": gate.length, "bias": gate.bias, "least": least}
    written = {name: round(number, 6) for name, number in numbers.items()}
    (WEIGHTS / "gate.json").write_text(json.dumps(written, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
