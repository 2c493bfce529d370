"""Persons of an audit with their truth, in the terms of a population: what recovery measures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from auditor.errors import UsageError
from auditor.evaluation.values import same_value
from auditor.pipeline.identifying import lies_in
from auditor.records import Claim, Profile, Truth, TruthLine
from auditor.risk.known import Known
from auditor.risk.subjects import Finding, Guess, Subject
from auditor.risk.timeline import Timeline
from auditor.taxonomy import categories

if TYPE_CHECKING:
    from auditor.population import Population

__all__ = ["letting_guesses_stand", "subjects_with_truth", "tables_of", "town_guess"]

Tables = Mapping[str, Mapping[str, float]]


def tables_of(truths: Sequence[Truth], population: Population | None) -> Tables:
    """Return the values of each closed, single-valued category that the truths name.

    Of the population where there is one, else counted in the truths themselves.
    """
    named = {line.category for truth in truths for line in truth.profile}
    fit = [name for name, each in categories().items() if each.closed and each.single]
    tables: dict[str, Mapping[str, float]] = {}
    for name in (each for each in fit if each in named):
        if population is None:
            tables[name] = Counter(
                value for truth in truths if (value := _true_value(truth, name)) is not None
            )
        elif (table := population.category_table(name)) is not None:
            tables[name] = {str(value): float(share) for value, share in table.items()}
    return tables


def subjects_with_truth(
    truths: Sequence[Truth],
    profiles: Sequence[Profile],
    lines: Mapping[str, Timeline],
    known: Known,
    tables: Tables,
) -> list[Subject]:
    """Return the persons that have a truth file, their findings written as the truth writes them.

    A claim is a finding from the first utterance that supports it on; of the claims of one
    category the most probable stands in the end.

    Raises
    ------
    UsageError
        If no truth file is about a person of the audit, or two are about one.
    """
    by_driver = {truth.driver: truth for truth in truths}
    if len(by_driver) < len(truths):
        raise UsageError("two truth files are about one person", where="--truth")
    found = [_subject(by_driver[p.person], p, lines, known, tables)
             for p in profiles if p.person in by_driver]  # fmt: skip
    if not found:
        raise UsageError(
            "no truth file is about a person of the audit",
            where="--truth",
            remedy="The driver of a truth file has the name that the audit gives the person.",
        )
    return found


def letting_guesses_stand(subjects: Sequence[Subject], guess: Guess) -> list[Subject]:
    """Return the subjects without findings of a region or country that the guess lies in.

    Such a finding says less than the guess and does not contradict it: nobody would give the guess
    up for it. One that the guess lies outside of stays: it shows the guess to be wrong.
    """
    return [replace(each, findings=_telling(each, guess(each))) for each in subjects]


def _telling(subject: Subject, guessed: Mapping[str, str]) -> tuple[Finding, ...]:
    return tuple(
        each for each in subject.findings if not lies_in(guessed.get(each.category, ""), each.value)
    )


def town_guess(population: Population, tables: Tables, modes: Guess) -> Guess | None:
    """Return the guess that knows where somebody lives, or None without such a variable."""
    homes = population.of_category("home_place")
    if len(homes) != 1:
        return None
    (home,) = homes
    variables = {name: population.of_category(name)[0].name for name in tables}

    @cache
    def of_town(town: str) -> Mapping[str, str]:
        given = population.guess({home.name: town}, list(variables.values()))
        return {name: _banded(given[variables[name]], tables[name]) for name in variables}

    def guess(subject: Subject) -> Mapping[str, str]:
        town = subject.truth.get("home_place")
        return modes(subject) if town is None or town not in home.values else of_town(town)

    return guess


def _subject(
    truth: Truth,
    profile: Profile,
    lines: Mapping[str, Timeline],
    known: Known,
    tables: Tables,
) -> Subject:
    line = lines.get(profile.person)
    true = {
        name: _banded(value, tables[name])
        for name in tables
        if (value := _true_value(truth, name)) is not None
    }
    return Subject(
        profile.person,
        true,
        tuple(_findings(truth, profile, line, known, tables)) if line else (),
        len(line.moments) if line else 0,
        line.minutes if line else None,
    )


def _findings(
    truth: Truth, profile: Profile, line: Timeline, known: Known, tables: Tables
) -> list[Finding]:
    by_category: dict[str, list[Claim]] = defaultdict(list)
    for claim in known.household(profile.claims):
        if claim.category in tables and claim.about == "driver":
            by_category[claim.category].append(claim)
    findings = []
    for name, claims in by_category.items():
        # The most probable comes last in time or alone: what stands at the end is the top value.
        best = -1.0
        ordered = [(line.first(each.evidence), each) for each in claims]
        for moment, claim in sorted(
            ((m, c) for m, c in ordered if m), key=lambda pair: (pair[0].order, pair[1].id)
        ):
            if claim.probability > best:
                best = claim.probability
                value = _found_value(truth, claim, tables[name])
                findings.append(Finding(name, value, moment.order, moment.minutes, best))
    return findings


def _true_value(truth: Truth, name: str) -> str | None:
    line = next((each for each in truth.profile if each.category == name), None)
    return None if line is None else _written(line)


def _written(line: TruthLine) -> str:
    return line.normalised or line.value.casefold()


def _found_value(truth: Truth, claim: Claim, table: Mapping[str, float]) -> str:
    for line in truth.profile:
        if line.category == claim.category and same_value(
            claim.category, claim, line, truth.language
        ):
            return _banded(_written(line), table)
    return _banded(claim.normalised, table)


def _banded(value: str, table: Mapping[str, float]) -> str:
    """Return the band of a table that an age lies in; any other value as it is."""
    if value in table or not value.isdecimal():
        return value
    for band in table:
        low, _, high = band.partition("-")
        if low.isdecimal() and high.isdecimal() and int(low) <= int(value) <= int(high):
            return band
    return value
