"""What recipients hold of an audit, and what anonymisation and mitigations leave, measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING

from auditor.pipeline.audited import Audited
from auditor.pipeline.composing import Measured, Viewed, compose
from auditor.pipeline.held_audit import as_audit, standing_for
from auditor.pipeline.identifying import bits_of
from auditor.pipeline.knowing import in_both_words, known_people
from auditor.pipeline.wanting import Wanted, named, steps_of_each
from auditor.recipients import (
    Held,
    Mitigated,
    anonymise,
    beyond_declared,
    mitigate,
    names,
    never_asked,
    reidentify,
    scenario,
    values,
    view,
    wanted_recall,
)
from auditor.recipients.recall import Value
from auditor.records import Profile, Risk, Truth
from auditor.risk.compare import change
from auditor.risk.intervals import share_interval
from auditor.risk.known import Known
from auditor.risk.student import mean_interval

if TYPE_CHECKING:
    from auditor.population import Population

__all__ = ["Wanted", "views_of"]

_DATES = ("day", "week", "none")
"""Grains of time that tell no hour."""
_PAIRED = ("recovery", "identifying_bits_estimate", "expected_claims")


@dataclass(frozen=True)
class _Whole:
    """The audit that views are taken of, its measures, and what they are measured with."""

    audited: Audited
    held: Held
    measured: Measured
    truths: Sequence[Truth]
    population: Population | None
    size: int | None
    seed: int
    known: Mapping[str, frozenset[Value]] | None


def views_of(
    audited: Audited,
    measured: Measured,
    wanted: Wanted,
    *,
    truths: Sequence[Truth] = (),
    population: Population | None = None,
    size: int | None = None,
    seed: int = 0,
) -> tuple[Viewed, ...]:
    """Return the measures of every view that is wanted, each compared with the whole audit.

    Raises
    ------
    UsageError
        If there is no such recipient, recipe or step, or known people cannot be read.
    """
    known = None if wanted.known is None else known_people(wanted.known)
    utterances = [one for each in audited.transcripts.values() for one in each.utterances]
    held = Held.of(audited.recordings.values(), utterances, audited.attributes)
    whole = _Whole(audited, held, measured, truths, population, size, seed, known)
    return (
        *(_of_recipient(whole, name) for name in named(wanted.recipients, names())),
        *(_anonymised(whole, *each) for each in steps_of_each(wanted.anonymise, "anonymise")),
        *(_mitigated(whole, *each) for each in steps_of_each(wanted.mitigate, "mitigate")),
    )


def _of_recipient(whole: _Whole, name: str) -> Viewed:
    one = scenario(name)
    held = whole.held
    seen = view(held.recordings, held.utterances, held.attributes, one)
    persons = held.persons
    recalls = wanted_recall(values(seen.held), values(held), one.wanted.value)
    beyond = beyond_declared(seen.held, one.declared.value, persons)
    aboard = never_asked(seen.held, persons)
    wanted = [each.recall for each in recalls if each.recall is not None]
    own = (
        _share("wanted_recall", wanted, "share", "Of the values that the whole audit found."),
        _mean(
            "beyond_declared",
            [float(each.values) for each in beyond],
            "values per person",
            "Of categories that the recipient's notice does not declare.",
        ),
        _mean(
            "never_asked",
            [float(each.aboard + each.spoken_of) for each in aboard],
            "attributes per person",
            "About people aboard and people spoken of, who agreed to nothing.",
        ),
    )
    return _viewed(whole, "recipient", one.id, (), seen.held, own, times=seen.times)


def _anonymised(whole: _Whole, name: str, steps: tuple[str, ...]) -> Viewed:
    held = anonymise(whole.held, steps, seed=whole.seed)
    known = values(whole.held) if whole.known is None else whole.known
    told = values(held) if whole.known is None else in_both_words(held)
    left = {person: some for person, some in told.items() if person in known}
    if len(known) < 2 or not left:
        note = "Re-identification needs two persons, and profiles that are left."
        return _viewed(whole, "anonymise", name, steps, held, (), note)
    found = reidentify(left, known)
    hits = [match.hit for match in found.matches]
    again = _share(
        "reidentified",
        hits,
        "share of persons",
        f"First hit among {found.among} known profiles, "
        + (
            "made of the same recordings: the strongest attacker."
            if whole.known is None
            else "which were given; who is not among them is not looked for."
        ),
    )
    return _viewed(whole, "anonymise", name, steps, held, (replace(again, baseline=found.chance),))


def _mitigated(whole: _Whole, name: str, steps: tuple[str, ...]) -> Viewed:
    done = mitigate(whole.held, steps, seed=whole.seed)
    shares = [each.share for each in done.losses if each.share is not None]
    lost = _share(
        "function_lost",
        shares,
        "share of requests",
        "Requests that can no longer be served, by what each kind of request needs.",
    )
    held, notes = _by_pseudonym(whole, done)
    return _viewed(whole, "mitigate", name, steps, held, (lost,), *notes)


def _share(name: str, figures: Sequence[float], unit: str, scope: str) -> Risk:
    """Return the mean of persons' shares; their interval knows the limits of 0 and 1."""
    return _mean(name, figures, unit, scope, share_interval, "on the log-odds")


def _mean(
    name: str,
    figures: Sequence[float],
    unit: str,
    scope: str,
    interval_of: Callable[[Sequence[float]], tuple[float, float] | None] = mean_interval,
    how: str = "",
) -> Risk:
    interval = interval_of(figures)
    known = f"The interval is Student's t over persons{how and f', {how}'}."
    few = known if interval else "Too few persons for an interval."
    value = fmean(figures) if figures else None
    return Risk(name, value, interval, len(figures), None, None, unit, f"{scope} {few}")


def _viewed(
    whole: _Whole,
    kind: str,
    name: str,
    steps: tuple[str, ...],
    held: Held,
    own: tuple[Risk, ...],
    *notes: str,
    times: str = "",
) -> Viewed:
    """Return a view's measures, with those of its own first."""
    persons = whole.held.persons
    counted = any(each.startswith("aggregate:") for each in steps)
    if counted or not set(held.persons) <= set(persons):
        note = "The view holds no profiles of persons: no measure of persons is taken of it."
        return Viewed(kind, name, steps, own, (), (*notes, note))
    dated = times in _DATES or any(f"times:{each}" in steps for each in _DATES)
    measured = compose(
        as_audit(whole.audited, held, persons, dates_only=dated),
        truths=whole.truths,
        population=whole.population,
        size=whole.size,
        seed=whole.seed,
    )
    told = [*notes, *_lacking(len(persons) - len(held.persons), steps)]
    return Viewed(
        kind=kind,
        name=name,
        steps=steps,
        risks=(*own, *measured.risks),
        changes=tuple(_changes(whole.measured.by_person, measured.by_person)),
        notes=(*told, *(each for each in measured.notes if each not in whole.measured.notes)),
    )


def _lacking(persons: int, steps: tuple[str, ...]) -> Iterable[str]:
    if persons:
        drawn = any(each.startswith("sample:") for each in steps)
        why = "with nothing left" + (", or not drawn into the sample" if drawn else "")
        yield f"Persons {why}: {persons}. They count with an empty profile."


def _by_pseudonym(whole: _Whole, done: Mitigated) -> tuple[Held, tuple[str, ...]]:
    """Return what is held with each person's most telling pseudonym for the person."""
    if all(name == person for name, person in done.person_behind.items()):
        return done.held, ()
    known, population = Known({}), whole.population
    size = whole.size or (population.people if population is not None else 0)

    def telling(profile: Profile) -> float:
        if population is not None:
            return bits_of(profile, known, population, size)
        return sum(claim.probability for claim in known.household(profile.claims))

    held, chosen = standing_for(done.held, done.person_behind, telling)
    what = "bits" if population is not None else "expected claims"
    which = ", ".join(f"{name} for {person}" for person, name in sorted(chosen.items()))
    return held, (f"The pseudonym with the most {what} stands for its person: {which}.",)


def _changes(
    before: Mapping[str, Mapping[str, float]], after: Mapping[str, Mapping[str, float]]
) -> Iterable[Risk]:
    for name in _PAIRED:
        if name in before and name in after:
            both = before[name].keys() & after[name].keys()
            if both:
                yield change(
                    name,
                    {person: before[name][person] for person in both},
                    {person: after[name][person] for person in both},
                )
