"""The tables beside synthetic drivers, written row by row as they are made."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from auditor.corpus.manifest import COLUMNS
from auditor.corpus.synthesis.drivers import Driver
from auditor.corpus.synthesis.plan import DriverPlan
from auditor.corpus.synthesis.recordings import manifest_rows
from auditor.corpus.truth_writing import Person
from auditor.population import Population
from auditor.report import files

__all__ = ["Tables"]

_LICENCE = "CC-BY-4.0"


class Tables:
    """``population.csv`` (what is true of every driver, said or not) and ``manifest.csv``.

    Both take their names when the ``with`` block ends well; a run that breaks off leaves neither,
    and going on writes them from the first driver again.

    Parameters
    ----------
    out
        The corpus.
    populations
        Whom drivers are drawn from; a variable that a driver's country lacks stays empty.
    sound
        Whether there are recordings to list.
    """

    def __init__(self, out: Path, populations: Sequence[Population], *, sound: bool) -> None:
        names = (variable.name for each in populations for variable in each.variables)
        self._columns = list(dict.fromkeys(("driver", "country", *names)))
        self._out = out
        self._sound = sound
        self._open = ExitStack()

    def __enter__(self) -> Tables:
        """Begin both tables."""
        with ExitStack() as opened:
            self._people = self._begun(opened, "population.csv", self._columns)
            if self._sound:
                self._recordings = self._begun(opened, "manifest.csv", COLUMNS)
            self._open = opened.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish both, or throw both away."""
        self._open.__exit__(kind, error, trace)

    def add(self, driver: Driver, person: Person, plan: DriverPlan | None) -> None:
        """Add a driver, and the driver's recordings if there is a plan of how they sound."""
        life = driver.life
        self._people.writerow({"driver": life.id, "country": life.country, **life.row})
        if plan is not None:
            self._recordings.writerows(manifest_rows(life.id, person, plan, _LICENCE))

    def _begun(self, opened: ExitStack, name: str, columns: Sequence[str]) -> csv.DictWriter[Any]:
        file = opened.enter_context(files.GrowingFile(self._out / name))
        writer: csv.DictWriter[Any] = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        return writer
