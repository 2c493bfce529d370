"""How well scores tell pairs of one person from pairs of two: error rates and D_sys.

Scores are counted in fine bins, since everything here depends on them in order only; ties, and
what falls in one bin, count as drawn at random.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.signal import fftconvolve

from auditor.errors import UsageError

__all__ = [
    "BINS",
    "Operating",
    "Separation",
    "binned",
    "d_sys",
    "equal_error_rate",
    "null_d_sys",
    "true_positives",
]

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

BINS = 4096
_WIDTHS = 8.0


@dataclass(frozen=True)
class Separation:
    """Counts of mated (one person's) and non-mated (two persons') scores, bin by bin, rising."""

    mated: Counts
    other: Counts


def binned(scores: Floats) -> Counts:
    """Return the bin of each score: equal widths over eight standard deviations to each side.

    Raises
    ------
    UsageError
        If a score is not finite.
    """
    if not np.isfinite(scores).all():
        raise UsageError("a score is not a finite number", where="scores")
    middle, spread = float(scores.mean()), float(scores.std())
    low = max(float(scores.min()), middle - _WIDTHS * spread)
    high = min(float(scores.max()), middle + _WIDTHS * spread)
    if high <= low:
        return np.zeros(scores.shape, dtype=np.int64)
    places = (np.clip(scores, low, high) - low) / (high - low) * (BINS - 1)
    return np.asarray(np.rint(places), dtype=np.int64)


@dataclass(frozen=True)
class Operating:
    """A rate at a threshold: ``bin`` and over are taken for mated.

    ``slope`` is the density of mated scores over that of non-mated ones there.
    """

    rate: float
    bin: int
    slope: float


def equal_error_rate(scores: Separation) -> Operating:
    """Return where as many mated pairs are missed as non-mated ones are taken for mated.

    The crossing of the two error rates, with straight lines between thresholds.
    """
    missed, false = _errors(scores)
    gap = missed - false  # rises from −1 to 1
    at = int(np.searchsorted(gap, 0.0))
    part = -gap[at - 1] / (gap[at] - gap[at - 1])
    rate = float(missed[at - 1] + part * (missed[at] - missed[at - 1]))
    return Operating(rate, at, _slope(scores, at))


def true_positives(scores: Separation, false_positives: float = 0.01) -> Operating:
    """Return the share of mated pairs found where so many non-mated ones are taken for mated."""
    missed, false = _errors(scores)
    at = int(np.searchsorted(-false, -false_positives))
    rate = float(1 - np.interp(false_positives, false[::-1], missed[::-1]))
    return Operating(rate, at, _slope(scores, at))


def _slope(scores: Separation, at: int) -> float:
    place = min(at, BINS - 1)
    mated, other = _smooth(scores.mated)[place], _smooth(scores.other)[place]
    # Where strangers' scores do not reach, the threshold could lie anywhere: no correction.
    return float(mated / other) if other > 1e-12 else 0.0


def d_sys(scores: Separation, prior: float = 1.0) -> float:
    """Return the global linkability D_sys, from 0 (none) to 1 (full).

    The mean over mated scores of D(s) = 2·ω·LR/(1 + ω·LR) − 1 where that is positive, else 0;
    LR(s) = p(s | mated)/p(s | non-mated), and ω the prior odds (Gomez-Barrero, Galbally, Rathgeb
    and Busch, IEEE Trans. Inf. Forensics and Security 13, 2018). Densities are Gaussian kernel
    estimates with Silverman's width.

    Misleads with few pairs: at least 100 mated ones are needed, and :func:`null_d_sys` beside it.
    """
    return _d_sys(_smooth(scores.mated), _smooth(scores.other), prior)


def null_d_sys(scores: Separation, permutations: int, chance: np.random.Generator) -> Floats:
    """Return D_sys of as many random choices of which pairs are mated, of shape (permutations,)."""
    every = scores.mated + scores.other
    mated = int(scores.mated.sum())
    drawn = chance.multivariate_hypergeometric(every, mated, permutations, method="marginals")
    return np.array([d_sys(Separation(each, every - each)) for each in drawn])


def _errors(scores: Separation) -> tuple[Floats, Floats]:
    """Return the shares missed and falsely taken as the threshold rises over all bins."""
    mated, other = scores.mated, scores.other
    missed = np.concatenate([[0.0], np.cumsum(mated) / mated.sum()])
    taken = 1 - np.concatenate([[0.0], np.cumsum(other) / other.sum()])
    return np.asarray(missed), np.asarray(taken)


def _d_sys(mated: Floats, other: Floats, prior: float) -> float:
    ratio = prior * mated / np.maximum(other, 1e-300)
    linkable = np.maximum(0.0, 2 * ratio / (1 + ratio) - 1)
    return float((linkable * mated).sum())


def _smooth(counts: Counts) -> Floats:
    """Return counts as a density over the bins, smoothed with Silverman's width."""
    n, places = counts.sum(), np.arange(counts.size)
    middle = (counts * places).sum() / n
    spread = np.sqrt((counts * (places - middle) ** 2).sum() / n)
    quarters = np.searchsorted(np.cumsum(counts), [n / 4, 3 * n / 4])
    between = (quarters[1] - quarters[0]) / 1.349
    width = max(0.9 * min(spread, between if between > 0 else spread) * n**-0.2, 0.5)
    reach = int(4 * width) + 1
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / width) ** 2)
    # Kernels are cut off at the ends of the scale; what remains is a density again.
    density = np.maximum(fftconvolve(counts.astype(float), kernel)[reach:-reach], 0.0)
    return np.asarray(density / density.sum())
