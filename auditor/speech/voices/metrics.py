"""How well scores tell voices apart: equal error rate, cost of the likelihood ratios."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["cllr", "eer", "eer_interval"]

Array = npt.NDArray[np.float64]


def eer(same: npt.ArrayLike, different: npt.ArrayLike) -> tuple[float, float]:
    """Return the equal error rate and the score at which it is reached.

    Parameters
    ----------
    same, different
        Scores of pairs of one voice and of two.

    Returns
    -------
    rate, threshold
        The rate where as large a share of same-voice pairs lies below the threshold as of
        different ones at or above it; between two scores, straight.

    Raises
    ------
    ValueError
        If either is empty.
    """
    same_sorted = np.sort(np.asarray(same, dtype=np.float64))
    other_sorted = np.sort(np.asarray(different, dtype=np.float64))
    if not same_sorted.size or not other_sorted.size:
        raise ValueError("an equal error rate needs pairs of one voice and pairs of two")
    thresholds = np.unique(np.concatenate([same_sorted, other_sorted]))
    thresholds = np.append(thresholds, thresholds[-1] + 1e-9)
    missed = np.searchsorted(same_sorted, thresholds, side="left") / same_sorted.size
    taken = 1.0 - np.searchsorted(other_sorted, thresholds, side="left") / other_sorted.size
    after = int(np.argmax(missed >= taken))
    if after == 0 or missed[after] == taken[after]:
        return float(missed[after]), float(thresholds[after])
    before = after - 1
    gap_before, gap_after = taken[before] - missed[before], missed[after] - taken[after]
    share = gap_before / (gap_before + gap_after)
    rate = missed[before] + share * (missed[after] - missed[before])
    return float(rate), float(thresholds[after])


def eer_interval(
    scores: npt.ArrayLike, voices: Sequence[str], *, seed: int, rounds: int = 1000
) -> tuple[float, float]:
    """Return the 95 % interval of the equal error rate, by drawing voices with replacement.

    Pairs share voices, so it is voices that are drawn, not pairs (Bolle, Ratha and Pankanti,
    "Error analysis of pattern recognition systems: the subsets bootstrap", 2004). A voice that is
    drawn twice is never compared with its double.

    Parameters
    ----------
    scores
        Symmetric matrix of shape (n, n).
    voices
        Whose each row is, of length n.
    """
    matrix = np.asarray(scores, dtype=np.float64)
    names, owner = np.unique(np.asarray(voices), return_inverse=True)
    upper = np.triu(np.ones(matrix.shape, dtype=bool), 1)
    rows, columns = np.nonzero(upper)
    pairs, same = matrix[rows, columns], owner[rows] == owner[columns]
    rng = np.random.default_rng(seed)
    rates = []
    for _ in range(rounds):
        drawn = np.bincount(rng.integers(len(names), size=len(names)), minlength=len(names))
        weights = np.where(same, drawn[owner[rows]], drawn[owner[rows]] * drawn[owner[columns]])
        if weights[same].any() and weights[~same].any():
            rates.append(_weighted_eer(pairs, same, weights))
    low, high = np.percentile(rates, [2.5, 97.5])
    return float(low), float(high)


def _weighted_eer(scores: Array, same: npt.NDArray[np.bool_], weights: Array) -> float:
    order = np.argsort(scores, kind="stable")
    weight, of_same = weights[order].astype(np.float64), same[order]
    missed = np.cumsum(weight * of_same) / weight[of_same].sum()
    taken = 1.0 - np.cumsum(weight * ~of_same) / weight[~of_same].sum()
    at = int(np.argmax(missed >= taken))
    return float((missed[at] + taken[at]) / 2.0)


def cllr(same: npt.ArrayLike, different: npt.ArrayLike) -> float:
    """Return the cost of log likelihood ratios, in bits: 0 is perfect, 1 tells nothing.

    Brümmer and du Preez (2006), equation 4; the arguments are decimal logarithms of likelihood
    ratios of pairs of one voice and of two.
    """
    natural = np.log(10.0)
    of_same = np.logaddexp(0.0, -natural * np.asarray(same, dtype=np.float64)).mean()
    of_different = np.logaddexp(0.0, natural * np.asarray(different, dtype=np.float64)).mean()
    return float((of_same + of_different) / (2.0 * np.log(2.0)))
