"""The figures of an evaluation that tables of benchmarks show."""

from __future__ import annotations

from typing import Any

from auditor.evaluation.results import Scores


def profile_figures(of: Scores) -> dict[str, Any]:
    """Return labels, false alarms and profiles; rates in 0 … 1, None where undefined."""
    found = of.to_dict(by_category=False)
    return {
        "persons": found["n_persons"],
        "labels_f1": found["labels_about"]["micro"]["f1"],
        "false_alarms_per_100": found["false_alarms_per_100"],
        "profile_precision": found["profile"]["micro"]["precision"],
        "profile_recall": found["profile"]["micro"]["recall"],
        "top_1": found["values"]["accuracy"],
        "wer": found["wer"],
    }
