"""What pycanon and anonymeter answer; run by ``peers`` in an environment that holds them.

Imports nothing of auditor: the two ask for versions of numpy and pandas of their own.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd


def syntactic(path: Path, quasi: list[str], sensitive: str) -> dict[str, float]:
    """Return pycanon's measures of a table."""
    from pycanon import anonymity

    rows = pd.read_csv(path)
    return {
        "k": anonymity.k_anonymity(rows, quasi),
        "l": anonymity.l_diversity(rows, quasi, [sensitive]),
        "t": anonymity.t_closeness(rows, quasi, [sensitive]),
        "beta": anonymity.basic_beta_likeness(rows, quasi, [sensitive]),
        "delta": anonymity.delta_disclosure(rows, quasi, [sensitive]),
    }


def residual(n: int, hits: int, control: int) -> dict[str, float]:
    """Return anonymeter's rate of an attack with its error, and its risk over a control."""
    from anonymeter.stats.confidence import EvaluationResults

    found = EvaluationResults(n_attacks=n, n_success=hits, n_baseline=0, n_control=control)
    risk = found.risk()
    return {
        "rate": found.attack_rate.value,
        "rate half width": found.attack_rate.error,
        "residual risk": risk.value,
        "residual risk, lower end": risk.ci[0],
        "residual risk, upper end": risk.ci[1],
    }


def main() -> None:
    """Read what to answer from standard input, write the answers."""
    asked: dict[str, Any] = json.load(sys.stdin)
    tables = [syntactic(Path(path), quasi, of) for path, quasi, of in asked["tables"]]
    answers = {"tables": tables, "attacks": [residual(*each) for each in asked["attacks"]]}
    json.dump(answers, sys.stdout, default=lambda number: np.asarray(number).item())


if __name__ == "__main__":
    main()
