"""Making data anonymous, as far as each step does it.

Whoever says that data are "anonymised and aggregated" has done some of these, and how much of a
profile survives each is measured on what it leaves. Steps are written ``names``, ``places:region``,
``times:day``, ``voice``, ``rare:5``, ``aggregate:5``, ``sample:0.5``, ``thin:0.5``, and are done
one after another. Persons keep their ids, so that it can be counted who is found again; to a
recipient these ids say nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from auditor.recipients.grains import (
    PLACE_GRAINS,
    TIME_GRAINS,
    PlaceGrain,
    TimeGrain,
    coarse_attribute,
    coarse_moment,
)
from auditor.recipients.held import Held, without_voice, without_words
from auditor.recipients.steps import Kind, choice, fraction, parse, whole
from auditor.recipients.words import masked
from auditor.records import Attribute, Recording
from auditor.taxonomy import parent

__all__ = [
    "EVERYBODY",
    "IDENTIFIERS",
    "STEPS",
    "Count",
    "aggregated",
    "anonymise",
    "counts",
    "names_removed",
    "places_coarsened",
    "rare_removed",
    "sampled",
    "thinned",
    "times_coarsened",
    "voice_removed",
]

IDENTIFIERS = frozenset(("name", "relative_name", "contact_name", "phone_number", "identifier"))
"""Categories that name somebody at once; a removal of names removes these."""
EVERYBODY = "everybody"
"""The one person of an aggregate."""

STEPS: Mapping[str, Kind] = {
    "names": Kind("names, numbers, identifiers removed", "noms, numéros, identifiants retirés"),
    "places": Kind("places coarsened", "lieux généralisés", choice(*PLACE_GRAINS)),
    "times": Kind("times coarsened", "heures généralisées", choice(*TIME_GRAINS)),
    "voice": Kind("voice removed", "voix retirée"),
    "rare": Kind("values of fewer than k removed", "valeurs de moins de k retirées", whole(2)),
    "aggregate": Kind("counted over at least k", "comptés sur au moins k", whole(2)),
    "sample": Kind("a sample of the persons", "un échantillon des personnes", fraction),
    "thin": Kind("a sample of what was said", "un échantillon des paroles", fraction),
}
"""The steps there are."""


@dataclass(frozen=True)
class Count:
    """How many persons have a value."""

    category: str
    normalised: str
    persons: int


def anonymise(held: Held, steps: Iterable[str], *, seed: int = 0) -> Held:
    """Return what is left after the steps, in their order.

    Parameters
    ----------
    held
        What there is, in clear.
    steps
        Steps of :data:`STEPS`, as they are written in TOML or on a command line.
    seed
        What samples are drawn with; the same seed draws the same persons in whatever order the
        data come.

    Raises
    ------
    UsageError
        If a step is not one of :data:`STEPS` or its argument is wrong.
    """
    rng = np.random.default_rng(seed)
    for name, argument in parse(steps, STEPS):
        held = _DOES[name](held, argument, rng)
    return held


def names_removed(held: Held) -> Held:
    """Return it without what names people at once, in attributes and in words."""
    held = masked(held, lambda each: parent(each.category) in IDENTIFIERS)
    return replace(held, recordings=tuple(replace(r, name=r.id) for r in held.recordings))


def places_coarsened(held: Held, grain: PlaceGrain) -> Held:
    """Return it with places no finer than ``grain``; finer words for them are taken out."""
    return _coarsened(held, lambda each: coarse_attribute(each, grain, "second"))


def times_coarsened(held: Held, grain: TimeGrain) -> Held:
    """Return it with clock times, and times that were spoken of, no finer than ``grain``."""
    held = _coarsened(held, lambda each: coarse_attribute(each, "exact", grain))
    return replace(
        held,
        utterances=tuple(
            replace(each, at=each.at and coarse_moment(each.at, grain)) for each in held.utterances
        ),
        recordings=tuple(
            replace(
                each,
                name=each.id,
                trip=None,
                started_at=each.started_at and coarse_moment(each.started_at, grain),
            )
            for each in held.recordings
        ),
    )


def voice_removed(held: Held) -> Held:
    """Return it without sound and without what a voice could be known by."""
    return replace(
        held,
        utterances=tuple(without_voice(each) for each in held.utterances),
        recordings=tuple(replace(each, path=None, sha256="") for each in held.recordings),
    )


def rare_removed(held: Held, k: int) -> Held:
    """Return it without values that fewer than ``k`` persons have, in attributes and in words."""
    common = {(each.category, each.normalised) for each in counts(held, k)}
    return masked(held, lambda each: (each.category, each.normalised) not in common)


def counts(held: Held, k: int) -> tuple[Count, ...]:
    """Return how many persons have each value, of values that at least ``k`` persons have.

    Notes
    -----
    Suppressing small counts is k-anonymity of a table with one attribute; two such tables, or a
    count that is known to be off by one, can still tell of a single person.
    """
    people = held.person_of
    having: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in held.reported:
        having[each.category, each.normalised].add(people[each.utterance_id])
    return tuple(
        Count(category, normalised, len(persons))
        for (category, normalised), persons in sorted(having.items())
        if len(persons) >= k
    )


def aggregated(held: Held, k: int) -> Held:
    """Return one profile of everybody: the values that at least ``k`` persons have, each once.

    The utterance that stands for a value is the first that gives it, without words, voice or time.
    """
    common = {(each.category, each.normalised): each for each in counts(held, k)}
    firsts: dict[tuple[str, str], Attribute] = {}
    for each in sorted(held.reported, key=lambda each: (each.utterance_id, -each.score)):
        if (each.category, each.normalised) in common:
            firsts.setdefault((each.category, each.normalised), each)
    if not firsts:
        return Held()
    named = {key: f"{EVERYBODY}-{number:04d}" for number, key in enumerate(sorted(firsts))}
    spoken = {each.id: each for each in held.utterances}
    utterances = [
        replace(
            without_words(spoken[one.utterance_id]), id=named[key], recording_id=EVERYBODY, at=None
        )
        for key, one in sorted(firsts.items())
    ]
    attributes = [
        replace(
            one, value=one.normalised, utterance_id=named[key], span=None, start_s=0.0, end_s=0.0
        )
        for key, one in sorted(firsts.items())
    ]
    recording = Recording(EVERYBODY, "", None, EVERYBODY, EVERYBODY)
    return Held((recording,), tuple(utterances), tuple(attributes))


def sampled(held: Held, share: float, rng: np.random.Generator) -> Held:
    """Return what a share of the persons said, at least one person's; drawn without replacement."""
    drawn = _drawn(held.persons, share, rng)
    people = held.person_of
    return held.keeping(lambda each: people[each.id] in drawn)


def thinned(held: Held, share: float, rng: np.random.Generator) -> Held:
    """Return a share of all utterances, at least one; drawn without replacement."""
    drawn = _drawn(sorted(each.id for each in held.utterances), share, rng)
    return held.keeping(lambda each: each.id in drawn)


def _drawn(names: Iterable[str], share: float, rng: np.random.Generator) -> frozenset[str]:
    every = list(names)
    size = max(1, round(share * len(every))) if every else 0
    return frozenset(every[k] for k in rng.permutation(len(every))[:size])


def _coarsened(held: Held, coarse: Callable[[Attribute], Attribute | None]) -> Held:
    changed = {each: told for each in held.attributes if (told := coarse(each)) != each}
    # The coarse forms come back after masking, so that they keep what they share with the exact.
    held = masked(held, lambda each: each in changed)
    return held.with_attributes(
        [*held.attributes, *(told for told in changed.values() if told is not None)]
    )


_Step = Callable[[Held, Any, np.random.Generator], Held]
_DOES: Mapping[str, _Step] = {
    "names": lambda held, _, __: names_removed(held),
    "places": lambda held, grain, _: places_coarsened(held, grain),
    "times": lambda held, grain, _: times_coarsened(held, grain),
    "voice": lambda held, _, __: voice_removed(held),
    "rare": lambda held, k, _: rare_removed(held, k),
    "aggregate": lambda held, k, _: aggregated(held, k),
    "sample": sampled,
    "thin": thinned,
}
