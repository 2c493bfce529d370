"""Rules and the encoder weighed against each other, into one calibrated probability.

For each category and each party it may concern, a logistic regression asks how strongly a rule
says it, how likely the encoder finds it, and what both say of the other parties and of the
utterance as a whole (stacking: Wolpert, "Stacked generalization", Neural Networks 5, 1992). Its
weights were fitted by ``python -m training.attributes.joint`` on utterances that neither rules nor
encoder were made from, so that its outcome can be read as a probability there.

What is reported is likely enough by itself, or likely enough in an utterance that gives something
away for nearly certain. With one bar for both, whatever kept harmless talk quiet also hid most of
what a telling utterance holds besides its plainest matter.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from auditor import taxonomy
from auditor.attributes.encoder import Senses
from auditor.attributes.finding import Finding, Party, party_of
from auditor.records import About

__all__ = [
    "PARTIES",
    "Bars",
    "Joint",
    "brevity",
    "features",
    "joint",
    "leaking",
    "passing",
    "with_plain_rules",
]

Array = npt.NDArray[np.float64]

PARTIES: tuple[Party, ...] = ("family", "passenger", "other")

_FEATURES = 13
_SAID, _SAID_BRIEFLY = 2, 11
"""Which features are the strength of the strongest rule, and its square times the brevity."""
_PASSENGER, _OTHER = (np.array([[party == name] for party in PARTIES]) for name in PARTIES[1:])
_WEAK = 0.5
"""Up to which strength a rule is a mere hint, in few words as in many."""
_BRIEF = 5
"""Words up to which an utterance is a plain statement, and after which it is one less and less."""

_ALLOWANCE = 0.25

_PLAIN, _TRUST, _SHORT = 0.84, 0.7, 0.3
"""From which strength a rule stands alone, what is left of its strength then, and how brief the
utterance has to be for that (eleven words). The text that the weights are fitted on was written to
be hard, and says too little of plain statements ("i'm on a diet"); assumed, not fitted. In longer
utterances the same words are too often a quotation, a title or a question of general knowledge."""


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
    likely = _by_party(senses.categories, abouts)
    nothing = np.logaddexp(0.0, senses.categories.astype(np.float64)).sum()
    told = (said > 0).astype(np.float64)
    brief = brevity(length)
    seen = np.empty((*said.shape, _FEATURES))
    seen[..., 0] = likely
    seen[..., 1] = told
    seen[..., _SAID] = said
    seen[..., 3] = np.minimum(likely, 0.0) * told
    seen[..., 4] = _elsewhere(told)
    seen[..., 5] = _elsewhere(likely)
    seen[..., 6] = np.log(-np.expm1(-nothing) + 1e-6)
    seen[..., 7] = said.max()
    seen[..., 8] = _PASSENGER
    seen[..., 9] = _OTHER
    seen[..., 10] = brief * np.maximum(said - _WEAK, 0.0)
    seen[..., _SAID_BRIEFLY] = brief * said**2
    seen[..., 12] = said**2
    return seen


def _by_party(log_odds: npt.NDArray[np.float32], abouts: Sequence[About]) -> Array:
    """Return log-odds of shape (parties, categories) from those about each kind of person."""
    likely = np.full((len(PARTIES), log_odds.shape[1]), -np.inf)
    for about, row in zip(abouts, log_odds, strict=True):
        party = PARTIES.index(party_of(about))
        likely[party] = np.logaddexp(likely[party], row)
    return likely


def brevity(length: int) -> float:
    """Return 1 for an utterance of few words, and less and less for more."""
    return float(np.exp(-max(length - _BRIEF, 0) / _BRIEF))


def _elsewhere(values: Array) -> Array:
    """Return for each party the largest value of the others."""
    first, second, third = values
    return np.stack(
        [np.maximum(second, third), np.maximum(first, third), np.maximum(first, second)]
    )


@dataclass(frozen=True)
class Bars:
    """Least chances at which something is reported.

    Attributes
    ----------
    alone
        Of a category about a party, whatever else the utterance holds. In few words ``_ALLOWANCE``
        less will do: plain statements are short, and what is harmless and short seldom looks like
        one.
    telling
        That an utterance gives away anything (:func:`leaking`), so that more of it is believed.
    beside
        Of a category about a party in such an utterance.
    """

    alone: float
    telling: float
    beside: float


@dataclass(frozen=True)
class Joint:
    """The fitted weights, and from which chances on something is reported."""

    weights: Array
    intercept: float
    bars: Bars

    def probabilities(self, seen: Array) -> Array:
        """Return probabilities of shape (parties, categories) from :func:`features`."""
        return with_plain_rules(1.0 / (1.0 + np.exp(-self.odds(seen))), seen)

    def reported(self, probable: Array, length: int) -> npt.NDArray[np.bool_]:
        """Return which of (parties, categories) are likely enough in so many words."""
        return passing(probable, np.array(brevity(length)), self.bars)

    def odds(self, seen: Array) -> Array:
        """Return the regression's log-odds of shape (parties, categories)."""
        return np.asarray(seen @ self.weights + self.intercept)


def with_plain_rules(probable: Array, seen: Array) -> Array:
    """Return probabilities in which a strong rule is heard whatever the encoder thinks.

    Only in few words: see ``_PLAIN``.

    Parameters
    ----------
    probable
        Of shape (…, parties, categories).
    seen
        What they come from, with the features last.
    """
    said = seen[..., _SAID]
    plain = (said >= _PLAIN) & (seen[..., _SAID_BRIEFLY] >= _SHORT * said**2)
    return np.maximum(probable, np.where(plain, _TRUST * said, 0.0))


def passing(probable: Array, brief: Array, bars: Bars) -> npt.NDArray[np.bool_]:
    """Return which of (…, parties, categories) are reported; ``brief`` is of shape (…)."""
    alone = probable >= (bars.alone - _ALLOWANCE * brief)[..., None, None]
    telling = (leaking(probable) >= bars.telling)[..., None, None]
    return np.asarray(alone | (telling & (probable >= bars.beside)))


def leaking(probable: Array) -> Array:
    """Return how likely anything at all is given away: a noisy or over parties and categories.

    As categories go together it comes out too high; it is compared with a bar that was chosen for
    it, and is not itself reported.

    Parameters
    ----------
    probable
        Of shape (…, parties, categories).
    """
    return np.asarray(1.0 - np.prod(1.0 - probable, axis=(-2, -1)))


@cache
def joint() -> Joint:
    """Return the weights that come with auditor."""
    text = resources.files(__package__).joinpath("encoder", "weights", "joint.json").read_text()
    found = json.loads(text)
    return Joint(np.array(found["weights"]), found["intercept"], Bars(**found["bars"]))
