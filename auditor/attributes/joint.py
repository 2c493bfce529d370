"""Rules and the encoder weighed against each other, into one calibrated probability.

For each category and each party it may concern, a logistic regression asks how strongly a rule
says it, how likely the encoder finds it, and what both say of the other parties and of the
utterance as a whole (stacking: Wolpert, "Stacked generalization", Neural Networks 5, 1992). Its
weights were fitted by ``python -m training.attributes.joint`` on utterances that neither rules nor
encoder were made from, so that its outcome can be read as a probability there. What comes out
under the threshold of the language is not reported.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from auditor import taxonomy
from auditor.attributes.encoder import Senses
from auditor.attributes.finding import Finding, Party, party_of
from auditor.records import About, Language

__all__ = ["PARTIES", "Joint", "brevity", "features", "joint"]

Array = npt.NDArray[np.float64]

PARTIES: tuple[Party, ...] = ("family", "passenger", "other")

_SAID = 2
"""Which feature is the strength of the strongest rule."""
_WEAK = 0.5
"""Up to which strength a rule is a mere hint, in few words as in many."""
_BRIEF = 5
"""Words up to which an utterance is a plain statement, and after which it is one less and less."""
_PLAIN, _TRUST = 0.84, 0.7
"""From which strength a rule stands alone, and what is left of its strength then. Most of the text
that the weights are fitted on was written to be hard, so that what it teaches of the rules that ask
for a plain statement ("i have diabetes") is too little (assumed, not fitted)."""


def features(
    findings: Iterable[Finding],
    senses: Senses,
    categories: Sequence[str],
    abouts: Sequence[About],
    length: int,
) -> Array:
    """Return what the regression looks at, of shape (parties, categories, 13).

    Parameters
    ----------
    findings
        What rules found, each with its ``about``.
    senses
        What the encoder makes of the same words.
    categories, abouts
        The encoder's, in its order.
    length
        Words of the utterance: what is said in few words is seldom a story about others.
    """
    said = np.zeros((len(PARTIES), len(categories)))
    places = {name: k for k, name in enumerate(categories)}
    for finding in findings:
        column = places.get(taxonomy.parent(finding.category))
        if column is not None:
            row = PARTIES.index(party_of(finding.about))
            said[row, column] = max(said[row, column], finding.score)
    likely = np.stack(
        [
            np.logaddexp.reduce(
                [senses.categories[k] for k, about in enumerate(abouts) if party_of(about) == party]
            )
            for party in PARTIES
        ]
    ).astype(np.float64)
    nothing = np.logaddexp(0.0, senses.categories.astype(np.float64)).sum()
    told = (said > 0).astype(np.float64)
    ones = np.ones_like(said)
    brief = brevity(length)
    return np.stack(
        [
            likely,
            told,
            said,
            np.minimum(likely, 0.0) * told,
            _elsewhere(told),
            _elsewhere(likely),
            ones * np.log(-np.expm1(-nothing) + 1e-6),
            ones * said.max(),
            ones * np.array([[party == "passenger"] for party in PARTIES]),
            ones * np.array([[party == "other"] for party in PARTIES]),
            brief * np.maximum(said - _WEAK, 0.0),
            brief * said**2,
            said**2,
        ],
        axis=-1,
    )


def brevity(length: int) -> float:
    """Return 1 for an utterance of few words, and less and less for more."""
    return float(np.exp(-max(length - _BRIEF, 0) / _BRIEF))


def _elsewhere(values: Array) -> Array:
    """Return for each party the largest value of the others."""
    return np.stack([np.delete(values, k, axis=0).max(axis=0) for k in range(len(values))])


@dataclass(frozen=True)
class Joint:
    """The fitted weights, and from which probability on something is reported.

    ``allowance`` is by how much less will do in few words, where false alarms are rare.
    """

    weights: Array
    intercept: float
    thresholds: Mapping[Language, float]
    allowance: float = 0.0

    def threshold(self, language: Language, length: int) -> float:
        """Return the least probability that is reported of an utterance of ``length`` words."""
        return self.thresholds[language] - self.allowance * brevity(length)

    def probabilities(self, seen: Array) -> Array:
        """Return probabilities of shape (parties, categories) from :func:`features`.

        A rule that is strong enough to stand alone is heard whatever the encoder thinks.
        """
        said = seen[..., _SAID]
        alone = np.where(said >= _PLAIN, _TRUST * said, 0.0)
        return np.asarray(np.maximum(1.0 / (1.0 + np.exp(-self.odds(seen))), alone))

    def odds(self, seen: Array) -> Array:
        """Return the regression's log-odds of shape (parties, categories)."""
        return np.asarray(seen @ self.weights + self.intercept)


@cache
def joint() -> Joint:
    """Return the weights that come with auditor."""
    text = resources.files(__package__).joinpath("encoder", "weights", "joint.json").read_text()
    found = json.loads(text)
    return Joint(
        np.array(found["weights"]), found["intercept"], found["thresholds"], found["allowance"]
    )
