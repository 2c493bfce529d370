"""Rows that a person wrote, made a full table of probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.errors import UsageError
from auditor.population.model import Floats, Values
from auditor.population.written import Place, WrittenRow, WrittenVariable

__all__ = ["Asked", "cells", "fill", "normalised", "shape_of"]

_EXACT = 1e-6
"""How far a row may be from 1 when nothing is said of rounding."""

Parents = Mapping[str, Values]
When = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Asked:
    """A variable whose table is wanted: as written, with its parents' values, and where."""

    name: str
    written: WrittenVariable
    parents: Parents
    place: Place


def shape_of(parents: Parents) -> tuple[int, ...]:
    """Return the number of values of each parent."""
    return tuple(len(parent) for parent in parents.values())


def cells(when: When, parents: Parents) -> NDArray[np.bool_]:
    """Return a mask over the combinations of parents' values for which ``when`` holds.

    Raises
    ------
    UsageError
        If it names something that is no parent, or a value that the parent has not.
    """
    for name in when:
        if name not in parents:
            raise UsageError(f"{name!r} is not among its parents", remedy="Add it to parents.")
    mask = np.ones(shape_of(parents), dtype=bool)
    for axis, (name, domain) in enumerate(parents.items()):
        chosen = np.zeros(len(domain), dtype=bool)
        chosen[domain.named(when.get(name, "*"))] = True
        mask &= chosen.reshape([-1 if each == axis else 1 for each in range(mask.ndim)])
    return mask


def fill(asked: Asked, domain: Values) -> Floats:
    """Return the table of a variable whose rows stand in the file.

    The first row that holds for a combination of parents' values gives its shares, so the special
    rows stand above the general ones. Then the odds are applied, all that hold for a combination,
    and each combination is normalised: p(v) ∝ w(v) · Π odds(v), the multinomial logit written
    with multipliers.

    Raises
    ------
    UsageError
        If a row does not sum to 1, can never hold, or names something unknown, or if no row holds
        for a combination; with the file and the row.
    """
    name, written, parents, place = asked.name, asked.written, asked.parents, asked.place
    table = np.zeros((*shape_of(parents), len(domain)))
    filled = np.zeros(shape_of(parents), dtype=bool)
    for index, row in enumerate(written.table):
        with place.naming(name, "table", index + 1):
            fresh = cells(row.when, parents) & ~filled
            table[fresh] = _vector(row, domain, written.decimals)
            _must_hold(fresh)
        filled |= fresh
    if not filled.all():
        raise _missing(asked, filled)
    for index, odds in enumerate(written.odds):
        with place.naming(name, "odds", index + 1):
            table[cells(odds.when, parents)] *= _multipliers(odds.times, domain)
    return normalised(asked, table)


def normalised(asked: Asked, table: Floats) -> Floats:
    """Return the table with each row over the last axis summing to 1.

    Raises
    ------
    UsageError
        If a combination of parents' values has no weight at all.
    """
    sums = table.sum(axis=-1, keepdims=True)
    if not (sums > 0).all():
        raise _missing(asked, sums[..., 0] > 0)
    result: Floats = table / sums
    return result


def _must_hold(fresh: NDArray[np.bool_]) -> None:
    if not fresh.any():
        raise UsageError(
            "can never hold: the rows above it cover all it names",
            remedy="Put it above them, or take it out.",
        )


def _vector(row: WrittenRow, domain: Values, decimals: int | None) -> Floats:
    if row.weights is not None:
        return _spread(row.weights, domain)
    assert row.p is not None
    vector = _spread(row.p, domain)
    total = float(sum(row.p.values()))
    if row.rest is not None:
        if total > 1 + _EXACT:
            raise UsageError(f"sums to {total:.6g}, which leaves no rest", remedy="Lower a share.")
        vector[domain.named(row.rest)] += max(0.0, 1 - total)
        return vector
    # Each printed share is off by at most half a unit of its last decimal.
    allowed = _EXACT if decimals is None else _EXACT + len(row.p) * 0.5 * 10.0**-decimals
    if abs(total - 1) > allowed:
        raise UsageError(
            f"sums to {total:.6g}, not to 1",
            remedy="Mend a share, name a rest, or state rounding with decimals.",
        )
    return vector


def _spread(weights: Mapping[str, float], domain: Values) -> Floats:
    """Give each value its weight; a band shares its weight evenly among its values."""
    vector = np.zeros(len(domain))
    for pattern, weight in weights.items():
        chosen = domain.named(pattern)
        if vector[chosen].any():
            raise UsageError(f"{pattern!r} is given twice", remedy="Give each value once.")
        vector[chosen] = weight / len(chosen)
    return vector


def _multipliers(times: Mapping[str, float], domain: Values) -> Floats:
    vector = np.ones(len(domain))
    for pattern, factor in times.items():
        vector[domain.named(pattern)] *= factor
    return vector


def _missing(asked: Asked, filled: NDArray[np.bool_]) -> UsageError:
    first = np.argwhere(~filled)[0]
    combination = ", ".join(
        f"{parent} = {domain.all[index]}"
        for (parent, domain), index in zip(asked.parents.items(), first, strict=True)
    )
    return UsageError(
        f"no row gives {combination or 'anything'} a chance",
        where=asked.place.at(asked.name),
        remedy="Add a row for it, or one without conditions at the end.",
    )
