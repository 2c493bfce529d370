"""A population: people can be drawn from it, and chances asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from auditor.errors import UsageError
from auditor.population.elimination import MOST_CELLS, Allowed, TooLarge, summed
from auditor.population.model import Floats, Variable
from auditor.population.sampling import Drawer, as_frame, draw, drawers
from auditor.population.weighting import Estimate, weighted_people
from auditor.taxonomy import category as taxonomy_category

__all__ = ["Evidence", "Population"]

Evidence = Mapping[str, str | Iterable[str]]
"""Variable to a value, a band of whole numbers, or several of these."""

_CHUNK = 50_000
"""People drawn at a time: some tens of megabytes."""
_SIMULATED = 200_000
"""People simulated where an exact answer is too large."""


@dataclass(frozen=True, eq=False)
class Population:
    """A declared joint distribution of what people are, as a Bayesian network.

    Attributes
    ----------
    country
        The country's code, in capitals, or what a file says.
    year
        The year it is meant for; ages and birth decades go by it.
    people
        How many adults the file says it stands for.
    variables
        Every variable, those it depends on before it.
    note
        What the file says of itself.
    most_cells
        Largest table made for an exact answer; beyond it, chances are simulated.
    """

    country: str
    year: int
    people: int
    variables: tuple[Variable, ...]
    note: str = ""
    most_cells: int = MOST_CELLS

    def __getitem__(self, name: str) -> Variable:
        """Return a variable by name.

        Raises
        ------
        UsageError
            If there is none.
        """
        if name not in self._named:
            raise UsageError(
                f"the population {self.country} has no variable {name!r}",
                remedy=f"Use one of: {', '.join(self._named)}.",
            )
        return self._named[name]

    def __contains__(self, name: object) -> bool:
        """Return whether there is a variable of this name."""
        return name in self._named

    @cached_property
    def _named(self) -> dict[str, Variable]:
        return {variable.name: variable for variable in self.variables}

    @cached_property
    def _drawers(self) -> tuple[Drawer, ...]:
        return drawers(self.variables)

    def sample(self, n: int, rng: np.random.Generator) -> pd.DataFrame:
        """Draw ``n`` people: a row each, a categorical column a variable."""
        parts = [
            self._drawn(first, min(_CHUNK, n - first), rng) for first in range(0, max(n, 1), _CHUNK)
        ]
        return parts[0] if len(parts) == 1 else pd.concat(parts)

    def samples(
        self, n: int, seed: int, *, chunk: int = _CHUNK, start: int = 0
    ) -> Iterator[pd.DataFrame]:
        """Draw the people ``start`` … ``n`` - 1 of a seed, ``chunk`` of them at a time.

        Person i depends on the seed and on i alone, so that work can be spread and resumed.
        """
        bits = np.random.PCG64(seed)
        # A number in [0, 1) takes one step of the generator, a person one for each variable.
        bits.advance(start * len(self.variables))
        rng = np.random.Generator(bits)
        for first in range(start, n, chunk):
            yield self._drawn(first, min(chunk, n - first), rng)

    def _drawn(self, first: int, people: int, rng: np.random.Generator) -> pd.DataFrame:
        codes = draw(self._drawers, rng.random((people, len(self.variables))))
        return as_frame(self.variables, codes, first)

    def probability(self, evidence: Evidence) -> float:
        """Return the chance that a random person fits all the evidence.

        Exact unless the elimination would be too large (:meth:`estimate` tells).

        Raises
        ------
        UsageError
            If the evidence names a variable or a value that the population has not.
        """
        return self.estimate(evidence).value

    def estimate(
        self, evidence: Evidence, *, exact: bool | None = None, n: int = _SIMULATED, seed: int = 0
    ) -> Estimate:
        """Return the chance of the evidence with its standard error.

        Parameters
        ----------
        exact
            True or False to insist on variable elimination or on simulation; None for the first
            where its tables stay within ``most_cells``, else the second.
        n, seed
            People simulated, and from which seed.

        Raises
        ------
        UsageError
            As :meth:`probability`; or if an exact answer is insisted on that is too large.
        """
        joint = self._joint(self._allowed(evidence), None, exact)
        if joint is not None:
            return Estimate(float(joint), 0.0, True)
        _, weights = self._simulated(self._allowed(evidence), None, n, seed)
        error = float(weights.std(ddof=1) / np.sqrt(n))
        return Estimate(float(weights.mean()), error, False)

    def marginal(self, name: str, given: Evidence | None = None) -> pd.Series[float]:
        """Return the chance of each value of a variable, among people who fit ``given``.

        Raises
        ------
        UsageError
            If there is no such variable, or nobody fits ``given``.
        """
        variable = self[name]
        allowed = self._allowed(given or {})
        joint = self._joint(allowed, name, None)
        inside = allowed.get(name, np.arange(len(variable.values)))
        chances = np.zeros(len(variable.values))
        if joint is not None:
            chances[inside] = joint
        else:
            codes, weights = self._simulated(allowed, name, _SIMULATED, 0)
            chances += np.bincount(codes[name], weights, len(chances))
        if not chances.sum() > 0:
            raise UsageError("nobody in the population fits what is given", remedy="Give less.")
        return pd.Series(chances / chances.sum(), index=list(variable.values), name=name)

    def _allowed(self, evidence: Evidence) -> Allowed:
        return {name: self[name].domain.named(values) for name, values in evidence.items()}

    def _joint(self, allowed: Allowed, keep: str | None, exact: bool | None) -> Floats | None:
        if exact is False:
            return None
        try:
            return summed(self.variables, allowed, keep, most_cells=self.most_cells)
        except TooLarge:
            if exact:
                raise UsageError(
                    f"needs a table of more than {self.most_cells} cells",
                    remedy="Ask of fewer variables, or let it be simulated.",
                ) from None
            return None

    def _simulated(
        self, allowed: Allowed, keep: str | None, n: int, seed: int
    ) -> tuple[dict[str, np.ndarray], Floats]:
        return weighted_people(self.variables, allowed, keep, n, np.random.default_rng(seed))

    def anonymity_set(self, evidence: Evidence, population_size: float | None = None) -> float:
        """Return how many people one who fits the evidence is expected to hide among.

        k = 1 + (N - 1) · p(evidence): that person, and those of the N - 1 others who fit by
        chance. N is ``people`` unless given.

        Raises
        ------
        UsageError
            As :meth:`probability`, or if N is less than 1.
        """
        size = float(self.people if population_size is None else population_size)
        if not size >= 1:
            raise UsageError(f"a population of {size:g} holds nobody", remedy="Give 1 or more.")
        return 1 + (size - 1) * self.probability(evidence)

    def mode(self, name: str, given: Evidence | None = None) -> str:
        """Return the most common value; of two as common, the one written first."""
        return str(self.marginal(name, given).idxmax())

    def guess(self, given: Evidence, names: Iterable[str] | None = None) -> dict[str, str]:
        """Return the most probable value of each variable that has a category, given evidence.

        This is what somebody knows who has heard nothing beyond ``given``. Each variable is
        guessed for itself, which is best for the number of right answers.

        Parameters
        ----------
        names
            The variables to guess, where not all are wanted.
        """
        if names is None:
            names = [each.name for each in self.variables if each.category is not None]
        return {name: self.mode(name, given) for name in names}

    def of_category(self, category: str) -> tuple[Variable, ...]:
        """Return the variables of a category of the taxonomy (finance has two)."""
        return tuple(each for each in self.variables if each.category == category)

    def category_table(self, category: str) -> pd.Series[float] | None:
        """Return the chance of each value of a closed category of which a person has one value.

        The values are those of a truth file's ``normalised``: ids of the gazetteer for places,
        bands for ages; ``none`` where a person may have no value. None for any other category.
        """
        kind, found = taxonomy_category(category), self.of_category(category)
        if not (kind.closed and kind.single) or len(found) != 1:
            return None
        (variable,) = found
        table = self.marginal(variable.name)
        if not variable.bands:
            return table
        sums = [float(table.iloc[variable.domain.named(band)].sum()) for band in variable.bands]
        return pd.Series(sums, index=list(variable.bands), name=variable.name)

    def describe(self) -> list[dict[str, str]]:
        """Return a row a variable for a data sheet, all text."""
        return [
            {
                "variable": each.name,
                "category": each.category or "",
                "parents": ", ".join(each.parents),
                "values": str(len(each.values)),
                "source": "; ".join(str(source) for source in each.source),
                "assumed": each.assumed,
            }
            for each in self.variables
        ]
