"""An audit that was made, measured further: with truth, population, and what others would hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from auditor import corpus
from auditor.errors import UsageError
from auditor.pipeline.audited import read_audit
from auditor.pipeline.composing import Measured, compose
from auditor.pipeline.evaluating import truth_files
from auditor.pipeline.linking import linked
from auditor.pipeline.scaling import in_a_fleet
from auditor.pipeline.viewing import Wanted, views_of
from auditor.records import Risk
from auditor.report.files import write_json
from auditor.risk.student import MIN_PERSONS
from auditor.risk.tables import check_size

__all__ = ["Measured", "measure"]

FILE = "risk.json"


def measure(
    folder: str | Path,
    *,
    truths: Sequence[str | Path] = (),
    population: str | Path | None = None,
    size: int | None = None,
    seed: int = 0,
    wanted: Wanted | None = None,
    fleet: int | None = None,
) -> Measured:
    """Measure an audit, and write ``risk.json`` into its folder.

    Parameters
    ----------
    folder
        Of the audit.
    truths
        Truth files, or folders of them, about persons of the audit.
    population
        ``GB``, ``FR``, ``US``, or a population file: who the persons are looked for among.
    size
        N of them; the population's own number by default.
    seed
        Of random orders.
    wanted
        Which recipients' views, anonymisations and mitigations are measured as well.
    fleet
        Customers of the fleet that the persons are a sample of.

    Raises
    ------
    UsageError
        If the folder is no audit, a truth or population cannot be used, a size is given without
        a population, or there is no such recipient or step.
    """
    if wanted is not None and wanted.known is not None and not wanted.anonymise:
        raise UsageError(
            "known people, and nothing anonymised to find them in",
            where="--known",
            remedy="Give --anonymise.",
        )
    if size is not None and population is None:
        raise UsageError("a size without a population", where="--size", remedy="Give --population.")
    audited = read_audit(Path(folder))
    people = None
    if population is not None:
        from auditor.population import load

        people = load(population)
        check_size(size or people.people, len(audited.profiles), where="--size, --population")
    read = [corpus.read_truth(path) for path in truth_files(truths)] if truths else []
    measured = compose(audited, truths=read, population=people, size=size, seed=seed)
    risks, notes = linked(Path(folder), audited, seed=seed)
    measured = _with(measured, risks, [*_few(len(audited.profiles)), *notes])
    if fleet is not None:
        more = in_a_fleet(Path(folder), audited, fleet, population=people, size=size)
        measured = _with(measured, *more)
    if wanted is not None:
        views = views_of(
            audited, measured, wanted, truths=read, population=people, size=size, seed=seed
        )
        measured = replace(measured, views=views)
    write_json(Path(folder) / FILE, measured.to_dict())
    return measured


def _few(persons: int) -> list[str]:
    if persons >= MIN_PERSONS:
        return []
    return [
        f"Persons: {persons}. Under {MIN_PERSONS} there is no interval over persons: such figures "
        "are of these persons and say nothing of others."
    ]


def _with(measured: Measured, risks: Sequence[Risk], notes: Sequence[str]) -> Measured:
    return replace(measured, risks=(*measured.risks, *risks), notes=(*measured.notes, *notes))
