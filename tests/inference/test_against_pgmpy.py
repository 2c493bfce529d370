"""Independent evidence and alternatives against exact Bayesian networks."""

import logging
import math

import pytest
from inference_builders import signal

from auditor.inference.weighing import exclusive, log_odds, probability

pytestmark = pytest.mark.slow


def posterior(prior, likelihoods):
    """Return P(h | all effects) of a network in which h causes each effect.

    ``prior`` gives P(h = i), ``likelihoods`` P(effect | h = i) of each effect.
    """
    logging.disable(logging.WARNING)
    from pgmpy.factors.discrete import TabularCPD
    from pgmpy.inference import VariableElimination
    from pgmpy.models import DiscreteBayesianNetwork

    size = len(prior)
    names = [f"e{k}" for k in range(len(likelihoods))]
    model = DiscreteBayesianNetwork([("h", name) for name in names])
    model.add_cpds(TabularCPD("h", size, [[p] for p in prior]))
    for name, rates in zip(names, likelihoods, strict=True):
        table = [[1 - rate for rate in rates], list(rates)]
        model.add_cpds(TabularCPD(name, 2, table, ["h"], [size]))
    exact = VariableElimination(model)
    query = exact.query(["h"], dict.fromkeys(names, 1), show_progress=False)
    logging.disable(logging.NOTSET)
    return [float(value) for value in query.values]


@pytest.mark.filterwarnings("ignore")
def test_independent_evidence_joins_as_in_a_naive_network():
    rates = [(0.02, 0.6), (0.1, 0.5), (0.3, 0.9)]
    exact = posterior([0.9, 0.1], rates)[1]
    signals = [
        signal(log_ratio=math.log(yes / no), kind=f"k{k}", utterance=f"u{k}", base=0.1)
        for k, (no, yes) in enumerate(rates)
    ]
    assert probability(log_odds(signals)) == pytest.approx(exact, abs=1e-9)


@pytest.mark.filterwarnings("ignore")
def test_alternatives_share_as_in_a_network_of_one_variable():
    """Hypotheses none, a, b; one effect is likelier under a, another under b."""
    prior = [0.7, 0.2, 0.1]
    exact = posterior(prior, [(0.1, 0.6, 0.1), (0.2, 0.2, 0.8)])
    odds = {
        "a": math.log(prior[1] / prior[0]) + math.log(0.6 / 0.1),
        "b": math.log(prior[2] / prior[0]) + math.log(0.8 / 0.2),
    }
    shares = exclusive(odds)
    assert [shares["a"], shares["b"]] == pytest.approx(exact[1:], abs=1e-9)
