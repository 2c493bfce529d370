"""Where people work, given where they live: near, and rather where many others are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from auditor.errors import UsageError
from auditor.population.columns import Columns
from auditor.population.model import Floats, Values
from auditor.population.rows import cells, shape_of
from auditor.population.written import WrittenGravity

__all__ = ["COORDINATES", "distances_km", "gravity_table"]

COORDINATES = ("people", "latitude", "longitude")
_EARTH_KM = 6371.0
"""Mean radius of the Earth (IUGG)."""


def gravity_table(
    written: WrittenGravity,
    columns: Columns,
    domain: Values,
    parents: Mapping[str, Values],
) -> Floats:
    """Return p(second place | first place, …) by a singly constrained gravity model.

    Where ``when`` holds, the share ``same`` stays in the first place, and the others choose among
    all places j within ``reach_km``, their own among them, in proportion to
    people(j) · exp(-distance / ``decay_km``) (Wilson, A family of spatial interaction models,
    Environment and Planning 3, 1971). So of a large town few go elsewhere, and of a small one near
    it many go there. Where ``when`` does not hold, the value is ``otherwise``.

    Raises
    ------
    UsageError
        If ``of`` is not a parent with the places of the file as its values.
    """
    first = parents.get(written.of)
    if first is None or first.all != columns.values:
        raise UsageError(
            f"{written.of!r} is not a parent whose values are the places of {columns.path.name}",
            remedy="Name the variable that is read from the same file.",
        )
    holds = cells(written.when, parents)
    flows = np.zeros((len(first), len(domain)))
    flows[:, [domain.named(value)[0] for value in columns.values]] = _flows(written, columns)
    table = np.zeros((*shape_of(parents), len(domain)))
    axis = list(parents).index(written.of)
    table[holds] = flows[np.argwhere(holds)[:, axis]]
    table[~holds, domain.named(written.otherwise)[0]] = 1.0
    return table


def _flows(written: WrittenGravity, columns: Columns) -> Floats:
    """Return the shares, shape (places, places), each row summing to 1."""
    people, latitude, longitude = (
        np.array([columns.number(line, column, row[column]) for line, row in columns.rows])
        for column in COORDINATES
    )
    far = distances_km(latitude, longitude)
    pull = people * np.exp(-far / written.decay_km) * (far <= written.reach_km)
    shares = pull / pull.sum(axis=1, keepdims=True)
    flows: Floats = written.same * np.eye(len(people)) + (1 - written.same) * shares
    return flows


def distances_km(latitude: Floats, longitude: Floats) -> Floats:
    """Return great-circle distances between places in degrees, shape (n, n), by haversine."""
    phi, lam = np.radians(latitude), np.radians(longitude)
    half_phi = (phi[:, None] - phi) / 2
    half_lam = (lam[:, None] - lam) / 2
    chord = np.sin(half_phi) ** 2 + np.cos(phi[:, None]) * np.cos(phi) * np.sin(half_lam) ** 2
    result: Floats = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return result
