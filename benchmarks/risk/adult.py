"""The measures on the Adult table, against known answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from auditor.risk.chow_liu import ChowLiuTree
from auditor.risk.joint import Independent
from auditor.risk.tables import class_sizes
from auditor.risk.uniqueness_sample import uniqueness_from_sample

SIX = ["age", "education", "occupation", "relationship", "sex", "native-country"]
NINE = [*SIX, "workclass", "marital-status", "race"]
FRACTIONS = (0.02, 0.05, 0.1, 0.15, 0.25, 0.5)


def adult_rows(data: Path, draws: int) -> list[dict[str, object]]:
    """Return bits, unique shares, and the largest error of uniqueness from samples.

    Parameters
    ----------
    data
        The Adult table as CSV, or its codes (`tests/risk/data/adult_codes.csv.xz`).
    draws
        Samples of each size.
    """
    table = pd.read_csv(data).astype(str)
    rows: list[dict[str, object]] = []
    for columns in (SIX, NINE):
        part = table[columns]
        n, sizes = len(part), class_sizes(part)
        tree = ChowLiuTree(part).row_probabilities()
        alone = Independent(part).row_probabilities(part)
        true = float((sizes == 1).mean())
        row: dict[str, object] = {
            "attributes": len(columns),
            "bits_true_tree_independent": [
                round(float(-np.log2(each).mean()), 2) for each in (sizes / n, tree, alone)
            ],
            "unique_true_tree_independent": [
                round(true, 3),
                *(round(float(((1 - each) ** (n - 1)).mean()), 3) for each in (tree, alone)),
            ],
        }
        for fraction in FRACTIONS:
            errors = []
            for seed in range(draws):
                sample = part.sample(round(fraction * n), random_state=seed)
                found = uniqueness_from_sample(sample, n, seed=seed)
                assert found.value is not None
                errors.append(found.value - true)
            row[f"sample {fraction}: mean and largest error"] = [
                round(float(np.mean(errors)), 3),
                round(float(np.abs(errors).max()), 3),
            ]
        rows.append(row)
    return rows
