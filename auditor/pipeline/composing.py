"""The measures of one audit, or of one view of it, collected one kind after another."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from auditor.pipeline.audited import Audited
from auditor.pipeline.identifying import CoarsePlaces, in_population, person_with
from auditor.pipeline.known_truth import (
    letting_guesses_stand,
    subjects_with_truth,
    tables_of,
    town_guess,
)
from auditor.records import Claim, Risk, Truth
from auditor.risk.beyond import beyond_request
from auditor.risk.bits import identify, identifying_bits
from auditor.risk.disclosing import Disclosing, Told, minimal_disclosing_set
from auditor.risk.expected_curve import ExpectedCurve, expected_curve
from auditor.risk.known import Known
from auditor.risk.recovery import recovery
from auditor.risk.recovery_curve import RecoveryCurve
from auditor.risk.special import KINDS, accidental_captures, special_exposure
from auditor.risk.steps import steps_of
from auditor.risk.subjects import mode_guess
from auditor.risk.tables import Population as People
from auditor.risk.timeline import timelines
from auditor.risk.uniqueness import Person, identified

if TYPE_CHECKING:
    from auditor.population import Population

__all__ = ["Measured", "Viewed", "compose"]

SCHEMA_VERSION = 1

_CALIBRATION = 0.1
"""Assumed: held-out text gave .02 to .07 (`benchmarks/attributes`); recordings differ from it."""
_UNDER = 100.0
"""Minimal disclosing sets bring the anonymity set under this."""


@dataclass(frozen=True)
class Viewed:
    """What somebody else would hold, measured.

    Attributes
    ----------
    kind
        ``recipient``, ``anonymise`` or ``mitigate``.
    name
        The scenario's id, the recipe's name, or the steps.
    steps
        What was done, for all but recipients.
    risks
        The measures of exactly that view.
    changes
        How much higher figures are than of the whole audit, paired by person.
    notes
        What could not be measured, and why.
    """

    kind: str
    name: str
    steps: tuple[str, ...]
    risks: tuple[Risk, ...]
    changes: tuple[Risk, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measured:
    """What was measured; ``by_person`` holds persons' own figures, which comparing pairs.

    ``notes`` say what could not be measured, and why.
    """

    risks: tuple[Risk, ...]
    by_person: Mapping[str, Mapping[str, float]]
    expected: ExpectedCurve
    recovery: tuple[RecoveryCurve, ...] = ()
    disclosing: Mapping[str, Disclosing] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    views: tuple[Viewed, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the content of ``risk.json``."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return {"schema_version": SCHEMA_VERSION, **plain}


def compose(
    audited: Audited,
    *,
    truths: Sequence[Truth] = (),
    population: Population | None = None,
    size: int | None = None,
    seed: int = 0,
) -> Measured:
    """Return every measure of an audit that truth and population allow.

    Raises
    ------
    UsageError
        If no truth is about a person of the audit, or two are about one.
    """
    composer = _Composer(audited, population, size, seed)
    composer.exposure()
    if population is not None:
        composer.identification(population)
    else:
        composer.notes.append("No population: neither bits nor uniqueness are measured.")
    if truths:
        composer.recovered(truths)
    else:
        composer.notes.append("No truth: recovery is not measured, only what is expected.")
    return composer.measured()


class _Composer:
    """Collects measures of one audit, one kind after another."""

    def __init__(
        self, audited: Audited, population: Population | None, size: int | None, seed: int
    ) -> None:
        self._audited, self._population = audited, population
        self._size, self._seed = size, seed
        self._known = Known(audited.decisions)
        self._lines = timelines(audited.recordings, audited.transcripts)
        self._utterances = [one for each in audited.transcripts.values() for one in each.utterances]
        self._lengths = {one.id: one.end_s - one.start_s for one in self._utterances}
        self.risks: list[Risk] = []
        self.by_person: dict[str, dict[str, float]] = {}
        self.disclosing: dict[str, Disclosing] = {}
        self.curves: tuple[RecoveryCurve, ...] = ()
        self.notes: list[str] = []

    def exposure(self) -> None:
        """Measure special data, captures by accident, and what requests did not need."""
        audited = self._audited
        for kind in KINDS:
            found = special_exposure(kind, audited.profiles, self._lines, self._known)
            self.risks += [
                found.persons, found.per_hour, found.inferred, found.bystanders, found.first
            ]  # fmt: skip
        self.risks.append(accidental_captures(audited.recordings, audited.transcripts))
        owners = {one: line.person for line in self._lines.values() for one in line.moments}
        reported = (each for each in audited.attributes if not each.hint)
        self.risks.append(beyond_request(reported, self._utterances, owners))
        self.by_person["expected_claims"] = {
            each.person: sum(claim.probability for claim in self._known.household(each.claims))
            for each in audited.profiles
        }

    def identification(self, population: Population) -> None:
        """Measure bits, anonymity sets, uniqueness and minimal disclosing sets."""
        size = population.people if self._size is None else self._size
        people = CoarsePlaces(population)
        persons: list[Person] = []
        bits: dict[str, float] = {}
        lacking = 0
        for profile in self._audited.profiles:
            claims, missing = in_population(profile, self._known, population)
            lacking += missing
            person = person_with(claims, people)
            if person is None:
                self.notes.append(f"{profile.person}: nobody in the population has this profile.")
                continue
            persons.append(person)
            bits[profile.person] = identify(person.evidence, people, size).estimate
            self._disclose(profile.person, claims, people, size)
        if lacking:
            self.notes.append(f"Claims left out, as the population lacks their value: {lacking}.")
        if persons:
            self.risks += identifying_bits([each.evidence for each in persons], people, size)
            self.risks += identified(persons, people, size)
            self.by_person["identifying_bits_estimate"] = bits

    def _disclose(
        self, person: str, claims: Mapping[str, Claim], people: People, size: int
    ) -> None:
        moments = self._lines[person].moments if person in self._lines else {}
        told: dict[str, dict[str, str]] = {}
        for name, claim in claims.items():
            # Any utterance that supports a claim gives it away.
            for each in claim.evidence:
                told.setdefault(each, {})[name] = claim.normalised
        order = sorted(told, key=lambda each: moments[each].order)
        said = [Told(each, told[each], self._lengths[each]) for each in order]
        self.disclosing[person] = minimal_disclosing_set(said, people, size, _UNDER)

    def recovered(self, truths: Sequence[Truth]) -> None:
        """Measure excess profile recovery over the population's mode, and over the town's."""
        tables = tables_of(truths, self._population)
        subjects = subjects_with_truth(
            truths, self._audited.profiles, self._lines, self._known, tables
        )
        modes = mode_guess(tables)
        kept = letting_guesses_stand(subjects, modes)
        found = recovery(kept, modes, list(tables), seed=self._seed)
        self.risks += [found.recovered, found.excess, found.excess_at]
        self.risks += [found.over_permuted, found.of_others]
        self.risks += [each.half for each in found.curves if each.order == "order of time"]
        self.curves = found.curves
        self.by_person["recovery"] = {
            each.person: each.guessed + each.final
            for each in steps_of(kept, modes, list(tables), 0.5)
        }
        if self._population is None:
            self.notes.append("Without a population the guess is the most frequent true value.")
        elif town := town_guess(self._population, tables, modes):
            kept = letting_guesses_stand(subjects, town)
            over = recovery(kept, town, list(tables), seed=self._seed)
            self.risks.append(replace(over.excess, name="excess_recovery_over_town"))

    def measured(self) -> Measured:
        """Return everything collected, with the claims curve."""
        curve = expected_curve(
            self._audited.profiles, self._lines, self._known, calibration_error=_CALIBRATION
        )
        return Measured(
            tuple(self.risks),
            self.by_person,
            curve,
            self.curves,
            self.disclosing,
            tuple(self.notes),
        )
