"""A superpopulation around a tree: classes are as frequent as it says, give or take.

A class of people who have all values in common has, among N people, a Poisson number of members
around N·λ, and λ scatters around the share h that a tree gives it: attributes hang together in more
than pairs, and errors of the tree itself are scatter too. So are the models that statistical
offices fit to samples of their registers (Bethlehem, Keller and Pannekoek, JASA 85, 1990;
Skinner and Holmes, Journal of Official Statistics 14, 1998), which differ in the law of λ. The law
here is that of Hougaard (*Biometrika* 73, 1986), whose Laplace transform is exp(−h ψ(u)) with

    ψ(u) = (τ/α)·((1 + u/τ)^α − 1),        0 < α < 1, τ > 0.

It holds the negative binomial (α → 0), the Poisson–inverse Gaussian (α = ½) and no scatter at all
(α → 1 or τ → ∞: the tree itself), and with shares that vanish it is a partition model like that of
:mod:`auditor.risk.pitman`, which knows nothing of attributes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from auditor.risk.chow_liu import ChowLiuTree
from auditor.risk.tables import Coded

__all__ = ["Scatter", "scatters"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_DISCOUNTS = (0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98)
_SCALES = tuple(10 ** (each / 2) for each in range(-6, 7))
"""τ, in people of the sample."""
_FOLDS = 10
_TOLD = 30
"""A class with more members in the sample than this tells its own share, whatever the scatter."""


@dataclass(frozen=True)
class Scatter:
    """One law of λ: the discount α and the scale τ."""

    discount: float
    scale: float

    def exponent(self, people: float) -> float:
        """Return ψ: exp(−h ψ(u)) is the chance that a class of share h has nobody among u."""
        alpha, tau = self.discount, self.scale
        return float(tau / alpha * ((1 + people / tau) ** alpha - 1))

    def slope(self, people: float) -> float:
        """Return the derivative of ψ."""
        return float((1 + people / self.scale) ** (self.discount - 1))

    def uniqueness(self, shares: Floats, size: int) -> float:
        """Return the expected share of ``size`` people who share their values with nobody.

        Parameters
        ----------
        shares
            The tree's shares h of the classes of people who were drawn from it.

        Notes
        -----
        N·h·ψ'(N)·exp(−h ψ(N)) is the chance that a class has one member. Over classes drawn by
        their shares this leaves the mean of ψ'·exp(−h ψ), at the N − 1 others.
        """
        others = size - 1
        return float((self.slope(others) * np.exp(-shares * self.exponent(others))).mean())

    def expected(self, shares: Floats, members: Ints, people: int) -> Floats:
        """Return E(λ) of classes that have ``members`` in a sample of so many ``people``.

        (k + 1)/n · P(k + 1)/P(k), where P is the chance of k members: of a compound Poisson
        number, since clusters of j members are Poisson with mean h·q(j), q(j) = n^j |ψ^(j)(n)|/j!
        (the recursion of Panjer, ASTIN Bulletin 12, 1981).
        """
        known = np.minimum(members, _TOLD)
        order = np.argsort(-known, kind="stable")
        share, count = shares[order], known[order]
        cluster = self._clusters(people, int(known.max()) + 1)
        chance = np.zeros((cluster.size + 1, share.size))
        chance[0] = 1.0  # relative to P(0)
        for k in range(1, cluster.size + 1):
            live = int((count + 1 >= k).sum())
            weighed = np.arange(1, k + 1) * cluster[:k]
            chance[k, :live] = share[:live] / k * (weighed @ chance[k - 1 :: -1, :live])
        at = np.arange(share.size)
        found = np.empty(share.size)
        found[order] = (count + 1) / people * chance[count + 1, at] / chance[count, at]
        return np.where(members > _TOLD, members / people, found)

    def _clusters(self, people: int, most: int) -> Floats:
        alpha, tau = self.discount, self.scale
        j = np.arange(1, most + 1)
        return np.asarray(
            np.exp(
                j * math.log(people / tau)
                + math.log(tau)
                + gammaln(j - alpha)
                - gammaln(1 - alpha)
                - gammaln(j + 1)
                + (alpha - j) * math.log1p(people / tau)
            )
        )


def scatters(sample: Coded, chance: np.random.Generator) -> Iterator[tuple[Scatter, float]]:
    """Yield laws of λ and their weights, which add up to 1.

    A law weighs as much as it gives chance to people whom it has not seen: each tenth of the
    sample is foretold from the other nine, tree and all (Geisser and Eddy, *A predictive approach
    to model selection*, JASA 74, 1979). No law is chosen: a small sample leaves many possible.
    """
    people = len(sample.codes)
    laws = [Scatter(alpha, tau * people) for alpha in _DISCOUNTS for tau in _SCALES]
    folds = list(_folds(sample, chance))
    found = np.array([sum(each.log_chance(law) for each in folds) for law in laws], dtype=float)
    weights = np.exp(found - found.max())
    yield from zip(laws, (weights / weights.sum()).tolist(), strict=True)


@dataclass(frozen=True)
class _Fold:
    """Classes of a part of the sample, with members there and in the part held out."""

    shares: Floats
    members: Ints
    held_out: Ints
    people: int

    def log_chance(self, law: Scatter) -> float:
        expected = law.expected(self.shares, self.members, self.people)
        seen = self.members > 0
        # What no class has yet: its share is scattered over all that the tree allows.
        unseen = max(1.0 - float(self.shares[seen].sum()), 0.0) * law.slope(self.people)
        whole = float(expected[seen].sum()) + unseen
        found = self.held_out > 0
        return float((self.held_out[found] * np.log(expected[found] / whole)).sum())


def _folds(sample: Coded, chance: np.random.Generator) -> Iterator[_Fold]:
    people = len(sample.codes)
    folds = min(_FOLDS, people)
    if folds < 2:
        return
    group = chance.permutation(people) % folds
    classes, of = np.unique(sample.codes, axis=0, return_inverse=True)
    of = of.reshape(-1)
    for each in range(folds):
        rest = Coded(sample.columns, sample.codes[group != each], sample.values)
        tree = ChowLiuTree(rest, smoothed=True)
        members = np.bincount(of[group != each], minlength=len(classes))
        held_out = np.bincount(of[group == each], minlength=len(classes))
        yield _Fold(tree.row_probabilities(classes), members, held_out, len(rest.codes))
