"""Fits the constants of the speaker scores to the building voices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from speaker_vectors import Row

from auditor.speech.voices.scoring import Scorer, pooled_seconds, seconds_of

__all__ = ["fitted"]

Array = npt.NDArray[np.float64]

SHRINKAGE = 0.3
"""Part of the within-voice covariance that is made spherical; chosen among building voices."""
FOLDS = 5
REFERENCE_S = 3.0


def fitted(rows: Sequence[Row]) -> dict[str, Any]:
    """Return what ``voices.json`` holds."""
    kept = [row for row in rows if row.vector is not None and row.by == "encoder"]
    values = np.array([row.vector.values for row in kept if row.vector])
    voice = np.array([row.voice for row in kept])
    seconds = np.array([seconds_of(row.vector) for row in kept if row.vector])
    scores, pooled, same = _held_out_pairs(kept, values, voice, seconds)
    weights = _logistic(scores, pooled, same)
    return {
        "schema_version": 1,
        "made_by": "python benchmarks/speech/speakers.py FOLDER --fit",
        "made_from": (
            f"{len({row.kin for row in kept})} synthetic voices of Kokoro-82M at three pitches, "
            f"dry and in a simulated car; {len(kept)} vectors, {int(same.sum())} pairs of one "
            f"voice and {int((~same).sum())} of two, scored by a whitening that had not seen them"
        ),
        "bound": round(float(np.log10(len(set(voice)) + 1)), 3),
        "seconds": [round(float(each), 2) for each in np.percentile(pooled, [1, 99])],
        "weights": [round(float(each), 4) for each in weights],
        "mean": [round(float(each), 5) for each in values.mean(axis=0)],
        "whitening": np.round(_whitening(values, voice), 5).tolist(),
    }


def _whitening(values: Array, voice: npt.NDArray[np.str_]) -> Array:
    """Return the matrix that makes a voice vary alike in all directions."""
    size = values.shape[1]
    scatter, degrees = np.zeros((size, size)), 0
    for name in np.unique(voice):
        own = values[voice == name]
        centred = own - own.mean(axis=0)
        scatter += centred.T @ centred
        degrees += len(own) - 1
    within = scatter / max(degrees, 1)
    sphere = np.trace(within) / size * np.eye(size)
    shrunk = (1 - SHRINKAGE) * within + SHRINKAGE * sphere
    return np.linalg.cholesky(np.linalg.inv(shrunk))


def _held_out_pairs(
    rows: Sequence[Row], values: Array, voice: npt.NDArray[np.str_], seconds: Array
) -> tuple[Array, Array, npt.NDArray[np.bool_]]:
    """Return scores, pooled seconds and truth of pairs whose voices the whitening had not seen."""
    kin, number = np.array([row.kin for row in rows]), np.array([row.number for row in rows])
    names = np.unique(kin)
    scores, pooled, same = [], [], []
    for fold in range(FOLDS):
        tested = np.isin(kin, names[fold::FOLDS])
        whitening = _whitening(values[~tested], voice[~tested])
        mean = values[~tested].mean(axis=0)
        scorer = Scorer(mean, whitening, (0.0, 1.0, 0.0, 0.0), (0.5, 60.0), 9.0)
        projected = scorer.project(values[tested])
        first, second = np.triu_indices(int(tested.sum()), 1)
        one = voice[tested][first] == voice[tested][second]
        used = ~one | (number[tested][first] != number[tested][second])
        scores.append((projected @ projected.T)[first, second][used])
        pooled.append(pooled_seconds(seconds[tested][first], seconds[tested][second])[used])
        same.append(one[used])
    return np.concatenate(scores), np.concatenate(pooled), np.concatenate(same)


def _logistic(scores: Array, pooled: Array, same: npt.NDArray[np.bool_]) -> Array:
    """Return the weights of the log likelihood ratio: logistic regression at even odds.

    Both kinds of pair weigh the same in all, so that the log odds are log likelihood ratios.
    Newton's method on four weights, with a ridge too small to matter but where nothing tells.
    """
    length = np.log(pooled / REFERENCE_S)
    design = np.column_stack([np.ones_like(scores), scores, length, scores * length])
    share = np.where(same, 0.5 / same.sum(), 0.5 / (~same).sum())
    weights, ridge = np.zeros(4), 1e-6 * np.eye(4)
    for _ in range(50):
        probability = 1.0 / (1.0 + np.exp(-design @ weights))
        gradient = design.T @ (share * (same - probability)) - ridge @ weights
        curvature = design.T @ (design * (share * probability * (1 - probability))[:, None]) + ridge
        step = np.linalg.solve(curvature, gradient)
        weights += step
        if np.abs(step).max() < 1e-9:
            break
    return weights
