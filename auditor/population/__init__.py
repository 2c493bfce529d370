"""Declared populations: how common what people are is, alone and together, and from which source.

A population is a Bayesian network written in a file. Drivers are drawn from it, and the chance of
any combination of attributes, and with it the true anonymity set, can be computed from it.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from auditor.errors import UsageError
from auditor.population.loading import FILE_NAME, read_population
from auditor.population.model import Source, Variable
from auditor.population.network import Evidence, Population
from auditor.population.weighting import Estimate

__all__ = ["COUNTRIES", "Estimate", "Evidence", "Population", "Source", "Variable", "load"]

COUNTRIES = ("FR", "GB", "US")
"""Countries whose population comes with auditor."""


def load(country: str | Path) -> Population:
    """Return a population: ``"FR"``, ``"GB"``, ``"US"``, or one's own file or folder.

    Parameters
    ----------
    country
        A code of :data:`COUNTRIES`, or the path of a TOML file or of a folder that holds
        ``population.toml`` and the tables it names.

    Raises
    ------
    UsageError
        If there is no such population, or something in its files is wrong; with the file, the
        key and, where one is known, the line.
    """
    if str(country).upper() in COUNTRIES:
        return _shipped(str(country).upper())
    path = Path(country)
    if not path.exists():
        raise UsageError(
            f"no population {str(country)!r}",
            remedy=f"Use {', '.join(COUNTRIES)}, or the path of a file or of a folder that holds "
            f"{FILE_NAME}.",
        )
    return _read(path)


@cache
def _shipped(country: str) -> Population:
    return _read(Path(str(resources.files(__package__) / "data" / country.lower())))


def _read(path: Path) -> Population:
    head, variables = read_population(path)
    return Population(head.country, head.year, head.people, variables, head.note)
