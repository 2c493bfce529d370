"""From a population file to variables in an order in which parents come first."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from auditor import taxonomy
from auditor.errors import UsageError
from auditor.population.columns import fill_from, read_columns
from auditor.population.gravity import COORDINATES, gravity_table
from auditor.population.model import Floats, Source, Values, Variable
from auditor.population.rows import Asked, fill
from auditor.population.written import Place, Written, WrittenHead, WrittenVariable, read

__all__ = ["FILE_NAME", "read_population"]

FILE_NAME = "population.toml"


def read_population(path: Path) -> tuple[WrittenHead, tuple[Variable, ...]]:
    """Read a population from its file, or from the folder that holds ``population.toml``.

    Raises
    ------
    UsageError
        If anything in it is wrong; with the file, the key and, where one is known, the line.
    """
    path = path / FILE_NAME if path.is_dir() else path
    written, place = read(path)
    built: dict[str, Variable] = {}
    for name in _ordered(written, place):
        built[name] = _built(name, written.variables[name], built, place)
    return written.population, tuple(built.values())


def _ordered(written: Written, place: Place) -> list[str]:
    """Return the names, parents first and otherwise as written."""
    for name, variable in written.variables.items():
        for parent in variable.parents:
            if parent not in written.variables:
                raise UsageError(
                    f"has an unknown parent {parent!r}",
                    where=place.at(name, "parents"),
                    remedy=f"Use one of: {', '.join(written.variables)}.",
                )
        if len(set(variable.parents)) < len(variable.parents):
            raise UsageError(
                "names a parent twice", where=place.at(name, "parents"), remedy="Name it once."
            )
    sorter = TopologicalSorter({name: each.parents for name, each in written.variables.items()})
    try:
        return list(sorter.static_order())
    except CycleError as error:
        circle: list[str] = error.args[1]
        raise UsageError(
            f"depends on itself: {' → '.join(circle)}",
            where=place.at(circle[0], "parents"),
            remedy="Take out one of these parents.",
        ) from None


def _built(
    name: str, written: WrittenVariable, built: Mapping[str, Variable], place: Place
) -> Variable:
    if written.category is not None:
        with place.naming(name, "category"):
            taxonomy.category(written.category)
    parents = {parent: built[parent].domain for parent in written.parents}
    asked = Asked(name, written, parents, place)
    domain, labels, table = _from_rows(asked) if written.table else _from_file(asked)
    with place.naming(name, "bands"):
        for band in written.bands:
            domain.named(band)
    return Variable(
        name=name,
        domain=domain,
        parents=tuple(parents),
        table=table,
        category=written.category,
        source=tuple(Source(**each.model_dump()) for each in written.sources),
        assumed=" ".join(written.assumed.split()),
        labels=labels,
        bands=tuple(written.bands),
    )


_Built = tuple[Values, Mapping[str, str], Floats]


def _from_rows(asked: Asked) -> _Built:
    assert asked.written.values is not None
    with asked.place.naming(asked.name, "values"):
        domain = Values(asked.name, _listed(asked.written.values))
    table = fill(asked, domain)
    return domain, {}, table


def _listed(values: list[str] | str) -> list[str]:
    """Return the values, a band like ``18-90`` written out."""
    if isinstance(values, list):
        if len(set(values)) < max(2, len(values)):
            raise UsageError("needs two values or more, each once", remedy="Mend the list.")
        return values
    low, dash, high = values.partition("-")
    if not (dash and low.isdecimal() and high.isdecimal() and int(low) < int(high) < 1000):
        raise UsageError(f"{values!r} is not a band of whole numbers", remedy="Write 18-90.")
    return [str(value) for value in range(int(low), int(high) + 1)]


def _from_file(asked: Asked) -> _Built:
    written, gravity = asked.written, asked.written.gravity
    assert written.file is not None
    path = asked.place.path.parent / written.file
    with asked.place.naming(asked.name, "file"):
        columns = read_columns(path, *_needed(written))
    if gravity is None:
        domain = Values(asked.name, columns.values)
        return domain, columns.labels, fill_from(asked, columns, domain)
    with asked.place.naming(asked.name, "gravity"):
        domain = Values(asked.name, (gravity.otherwise, *columns.values))
        return domain, columns.labels, gravity_table(gravity, columns, domain, asked.parents)


def _needed(written: WrittenVariable) -> tuple[str, ...]:
    if written.gravity is not None:
        return COORDINATES
    return () if written.weight is None else (written.weight,)
