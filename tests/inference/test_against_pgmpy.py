"""Independent evidence, alternatives and uncertain premises against exact Bayesian networks."""

import logging
import math

import pytest
from inference_builders import signal

from auditor.inference.weighing import exclusive, log_odds, probability

pytestmark = pytest.mark.slow


def posterior(prior, likelihoods, uncertain=None):
    """Return P(h | all effects) of a network in which h causes each effect.

    ``prior`` gives P(h = i), ``likelihoods`` P(effect | h = i) of each effect; ``uncertain`` gives
    the virtual evidence (P(report | effect), P(report | no effect)) of the only effect.
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
    if uncertain is None:
        query = exact.query(["h"], dict.fromkeys(names, 1), show_progress=False)
    else:
        report, not_report = uncertain
        virtual = TabularCPD("e0", 2, [[not_report], [report]])
        query = exact.query(["h"], virtual_evidence=[virtual], show_progress=False)
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


@pytest.mark.filterwarnings("ignore")
def test_an_uncertain_premise_is_virtual_evidence():
    """A premise that never holds without the conclusion's cause being one of two, at ratio LR.

    With P(premise | h) = LR·q and P(premise | not h) = q, q small, a report that is right with
    chance s stands for LR' = s·LR + (1 − s) when the report's odds are s : (1 − s) at base q.
    """
    q, ratio, s = 1e-6, 20.0, 0.7
    odds_of_report = (s / (1 - s)) / (q / (1 - q))
    reports = (odds_of_report / (1 + odds_of_report), 1 / (1 + odds_of_report))
    exact = posterior([0.9, 0.1], [(q, ratio * q)], uncertain=reports)[1]
    joined = s * ratio + (1 - s)
    odds = 0.1 / 0.9 * joined
    assert odds / (1 + odds) == pytest.approx(exact, rel=1e-3)
