"""Pieces of evidence, whatever they come from, in the one form that is weighed."""

from __future__ import annotations

import math
from dataclasses import dataclass

from auditor.inference.findings import Heard, Said
from auditor.inference.settings import weights
from auditor.records import About

__all__ = ["Fact", "Signal", "logit", "stated"]


@dataclass(frozen=True)
class Fact:
    """Something a rule can look at: an attribute, or what another rule concluded.

    ``node`` is its attribute in the graph, empty where there is none.
    """

    category: str
    value: str
    label: str
    about: About
    score: float
    utterances: tuple[Heard, ...]
    node: str = ""

    @classmethod
    def of(cls, said: Said) -> Fact:
        """Return an attribute as a fact."""
        return cls(said.category, said.value, said.label, said.about, said.score,
                   (said.utterance,), said.node)  # fmt: skip


@dataclass(frozen=True)
class Signal:
    """One piece of evidence for a value, or against it.

    Attributes
    ----------
    kind
        The rule or detector: evidence of one kind is damped.
    log_ratio
        Natural logarithm of the likelihood ratio; negative speaks against.
    base
        Log odds of the value before evidence, as this piece sees it.
    utterances
        Where it was said, strongest first; the first stands for the moment of the evidence.
    nodes
        Nodes of the graph that it rests on, in the same order.
    stated
        Whether somebody said it, rather than a rule concluded it.
    """

    category: str
    value: str
    label: str
    about: About
    kind: str
    log_ratio: float
    base: float
    utterances: tuple[Heard, ...]
    nodes: tuple[str, ...]
    stated: bool


def logit(probability: float) -> float:
    """Return ln(p / (1 − p)) of a probability between 0 and 1, both excluded."""
    return math.log(probability / (1.0 - probability))


def stated(said: Said) -> Signal:
    """Return an attribute as evidence.

    Its score is a posterior, so that its likelihood ratio is the odds of the score over the odds of
    the prior that it is joined to: alone, it gives its own score again (Good, "Probability and the
    Weighing of Evidence", 1950, for evidence as log likelihood ratios).
    """
    figures = weights()
    prior = figures.prior_of(said.category)
    score = min(max(said.score, prior), 1.0 - 1e-6)
    return Signal(
        category=said.category,
        value=said.value,
        label=said.label,
        about=said.about,
        # However it was heard, by sound or in another hypothesis: one detector is one kind.
        kind=said.why.partition(" (")[0],
        log_ratio=min(logit(score) - logit(prior), math.log(figures.limit)),
        base=logit(prior),
        utterances=(said.utterance,),
        nodes=(said.node,),
        stated=True,
    )
