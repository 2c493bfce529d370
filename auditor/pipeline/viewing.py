"""What recipients hold of an audit, and what anonymisation and mitigations leave, measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Literal

from auditor import evidence
from auditor.inference import conclude
from auditor.pipeline.audited import Audited
from auditor.pipeline.composing import Measured, Viewed, compose
from auditor.recipients import (
    Held,
    anonymise,
    beyond_declared,
    mitigate,
    names,
    never_asked,
    recipes,
    reidentify,
    scenario,
    values,
    view,
    wanted_recall,
)
from auditor.records import Profile, Risk
from auditor.risk.compare import change
from auditor.risk.student import mean_interval

if TYPE_CHECKING:
    from auditor.population import Population

__all__ = ["Wanted", "views_of"]

ALL = "all"
_PAIRED = ("recovery", "identifying_bits_estimate", "expected_claims")
_T = "The interval is Student's t over persons."


@dataclass(frozen=True)
class Wanted:
    """Which views to measure: names of scenarios, recipes or lists of steps, or ``all``."""

    recipients: tuple[str, ...] = ()
    anonymise: tuple[str, ...] = ()
    mitigate: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Whole:
    """The audit that views are taken of, its measures, and what they are measured with."""

    audited: Audited
    held: Held
    measured: Measured
    truths: Sequence[str | Path]
    population: Population | None
    size: int | None
    seed: int


def views_of(
    audited: Audited,
    measured: Measured,
    wanted: Wanted,
    *,
    truths: Sequence[str | Path] = (),
    population: Population | None = None,
    size: int | None = None,
    seed: int = 0,
) -> tuple[Viewed, ...]:
    """Return the measures of every view that is wanted, each compared with the whole audit.

    Raises
    ------
    UsageError
        If there is no such recipient, recipe or step.
    """
    utterances = [one for each in audited.transcripts.values() for one in each.utterances]
    held = Held.of(audited.recordings.values(), utterances, audited.attributes)
    whole = _Whole(audited, held, measured, truths, population, size, seed)
    return (
        *(_of_recipient(whole, name) for name in _all(wanted.recipients, names())),
        *(_anonymised(whole, *each) for each in _steps(wanted.anonymise, "anonymise")),
        *(_mitigated(whole, *each) for each in _steps(wanted.mitigate, "mitigate")),
    )


def _all(wanted: Sequence[str], known: Iterable[str]) -> list[str]:
    return list(known) if ALL in wanted else list(wanted)


def _steps(
    wanted: Sequence[str], what: Literal["anonymise", "mitigate"]
) -> list[tuple[str, tuple[str, ...]]]:
    known = recipes(what)
    found = []
    for name in _all(wanted, known):
        steps = known[name].steps if name in known else name.split(",")
        found.append((name, tuple(step.strip() for step in steps)))
    return found


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
        _mean("wanted_recall", wanted, "share", "Of the values that the whole audit found."),
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
    return _viewed(whole, "recipient", one.id, (), seen.held, own)


def _anonymised(whole: _Whole, name: str, steps: tuple[str, ...]) -> Viewed:
    held = anonymise(whole.held, steps, seed=whole.seed)
    known = values(whole.held)
    left = {person: some for person, some in values(held).items() if person in known}
    if len(known) < 2 or not left:
        note = "Re-identification needs two persons, and profiles that are left."
        return _viewed(whole, "anonymise", name, steps, held, (), note)
    found = reidentify(left, known)
    hits = [match.hit for match in found.matches]
    again = _mean(
        "reidentified",
        hits,
        "share of persons",
        f"First hit among {found.among} known profiles made of the same recordings: the strongest "
        "attacker.",
    )
    return _viewed(whole, "anonymise", name, steps, held, (replace(again, baseline=found.chance),))


def _mitigated(whole: _Whole, name: str, steps: tuple[str, ...]) -> Viewed:
    done = mitigate(whole.held, steps, seed=whole.seed)
    shares = [each.share for each in done.losses if each.share is not None]
    lost = _mean(
        "function_lost",
        shares,
        "share of requests",
        "Requests that can no longer be served, by what each kind of request needs.",
    )
    return _viewed(whole, "mitigate", name, steps, done.held, (lost,))


def _mean(name: str, figures: Sequence[float], unit: str, scope: str) -> Risk:
    interval = mean_interval(figures)
    few = _T if interval else "Too few persons for an interval."
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
) -> Viewed:
    """Return a view's measures, with those of its own first."""
    if not held.utterances:
        return Viewed(kind, name, steps, own, (), (*notes, "Nothing about a person is left."))
    same = set(held.persons) == set(whole.held.persons)
    measured = compose(
        _as_audit(whole.audited, held),
        truths=whole.truths if same else (),
        population=whole.population,
        size=whole.size,
        seed=whole.seed,
    )
    told = list(notes)
    if not same:
        told.append("The view's persons are not the audit's: neither recovery nor change.")
    return Viewed(
        kind=kind,
        name=name,
        steps=steps,
        risks=(*own, *measured.risks),
        changes=tuple(_changes(whole.measured.by_person, measured.by_person)) if same else (),
        notes=(*told, *(each for each in measured.notes if each not in whole.measured.notes)),
    )


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


def _as_audit(audited: Audited, held: Held) -> Audited:
    """Return what is held as an audit of its own: its graph, its profiles, nobody's decisions."""
    graph = evidence.build(held.recordings, held.utterances, held.attributes)
    profiles = tuple(_profile(graph, person) for person in held.persons)
    kept = {each.id for each in held.recordings}
    of_recording: dict[str, list[str]] = {each: [] for each in kept}
    utterances = {each.id: each for each in held.utterances}
    for each in held.utterances:
        of_recording[each.recording_id].append(each.id)
    transcripts = {
        name: replace(
            transcript, utterances=tuple(utterances[one] for one in of_recording[name]), second=None
        )
        for name, transcript in audited.transcripts.items()
        if name in kept
    }
    return Audited(
        profiles=profiles,
        recordings={each.id: each for each in held.recordings},
        transcripts=transcripts,
        attributes=held.attributes,
        decisions={},
    )


def _profile(graph: evidence.Graph, person: str) -> Profile:
    return conclude(graph, person).profile
