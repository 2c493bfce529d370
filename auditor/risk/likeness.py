"""How alike two parts of people's recordings are: by voice, by what is said, and by both."""

from __future__ import annotations

from collections.abc import Sequence, Set

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from auditor.errors import UsageError

__all__ = ["content_likeness", "fused", "voice_likeness"]

Floats = npt.NDArray[np.float64]


def voice_likeness(one: Floats, other: Floats) -> Floats:
    """Return the cosine of every voice of one part with every voice of the other.

    Parameters
    ----------
    one, other
        Speaker vectors of shape (persons, dimensions), a person a row, in the same order. The
        mean of all is taken off first: what all voices share tells nobody apart.

    Returns
    -------
    numpy.ndarray
        Of shape (persons, persons); the diagonal compares people with themselves.
    """
    middle = np.concatenate([one, other]).mean(axis=0)
    first, second = _unit(one - middle), _unit(other - middle)
    return np.asarray(first @ second.T)


def content_likeness(one: Sequence[Set[str]], other: Sequence[Set[str]]) -> Floats:
    """Return the weighted Jaccard similarity of what was found in two parts.

    An item weighs ln(n/held by), n the parts of all persons: what everybody says tells nobody
    apart. Two empty parts are alike by 0.

    Parameters
    ----------
    one, other
        Sets of items, each a category with its value for example, a person a set.

    Returns
    -------
    numpy.ndarray
        Of shape (persons, persons), in 0 … 1.
    """
    items = {name: at for at, name in enumerate(sorted(set().union(*one, *other)))}
    first, second = _incidence(one, items), _incidence(other, items)
    held = np.asarray(first.sum(axis=0) + second.sum(axis=0)).ravel()
    weights = np.log(2 * len(one) / np.maximum(held, 1))
    both = np.asarray((first.multiply(weights[None, :]).tocsr() @ second.T).todense(), float)
    either = (first @ weights)[:, None] + (second @ weights)[None, :] - both
    return np.asarray(np.divide(both, either, out=np.zeros_like(both), where=either > 0))


def fused(*likenesses: Floats) -> Floats:
    """Return several likenesses joined: each in standard deviations of strangers, and added.

    Nothing is fitted to who is who, so that the joint figure is not flattered.

    Raises
    ------
    UsageError
        If their shapes differ.
    """
    if len({each.shape for each in likenesses}) != 1:
        raise UsageError("likenesses of other persons cannot be joined", where="fused")
    strangers = ~np.eye(len(likenesses[0]), dtype=bool)
    total = np.zeros(likenesses[0].shape)
    for each in likenesses:
        spread = each[strangers].std()
        total += (each - each[strangers].mean()) / (spread if spread > 0 else 1.0)
    return total


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-12))


def _incidence(sets: Sequence[Set[str]], items: dict[str, int]) -> csr_array:
    rows = [row for row, each in enumerate(sets) for _ in each]
    columns = [items[name] for each in sets for name in sorted(each)]
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(sets), len(items)))
