"""What could be done so that less leaks, and what it would cost in function.

Steps are written ``on-device``, ``addressed``, ``addressed-only``, ``redact:health,religion``,
``retain:30``, ``pseudonyms:week``, ``places:town``. Each says what is left, and which requests can
no longer be served; what a request needs is in ``requests.toml``. A request that no step touches
is taken as served, so that the cost is a lower bound.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from auditor.recipients.anonymise import places_coarsened, voice_removed
from auditor.recipients.grains import PLACE_GRAINS, PlaceGrain, coarse_moment
from auditor.recipients.held import Held, without_words
from auditor.recipients.requests import Request, kind_of, kinds, needed, requests_of
from auditor.recipients.steps import Kind, categories_of, choice, parse, whole
from auditor.recipients.views import retained
from auditor.recipients.words import masked
from auditor.records import Attribute, Utterance
from auditor.taxonomy import category, covers

__all__ = ["STEPS", "Loss", "Mitigated", "mitigate"]

_DAYS = {"recording": 0, "day": 1, "week": 7}
"""Days after which a pseudonym changes."""

STEPS: Mapping[str, Kind] = {
    "on-device": Kind("only requests leave the car", "seules les requêtes quittent la voiture"),
    "addressed": Kind("nothing overheard is kept", "rien de surpris n'est gardé"),
    "addressed-only": Kind(
        "only what a wake phrase opened is kept", "seul ce qu'ouvre le mot d'activation est gardé"
    ),
    "redact": Kind("categories taken out", "catégories retirées", categories_of),
    "retain": Kind("kept for so many days", "gardé tant de jours", whole(0)),
    "pseudonyms": Kind("speakers' names change", "les pseudonymes changent", choice(*_DAYS)),
    "places": Kind("places coarsened", "lieux généralisés", choice(*PLACE_GRAINS)),
}
"""The steps there are."""


@dataclass(frozen=True)
class Loss:
    """What one person can no longer ask.

    ``by_kind`` is (kind, requests, lost) of each kind that the person asked for, by name.
    """

    person: str
    requests: int
    lost: int
    by_kind: tuple[tuple[str, int, int], ...]

    @property
    def share(self) -> float | None:
        """The share of requests that can no longer be served; None without any request."""
        return self.lost / self.requests if self.requests else None


@dataclass(frozen=True)
class Mitigated:
    """What is left, what it cost, and who is behind each name (the instrument's own knowledge)."""

    held: Held
    losses: tuple[Loss, ...]
    person_behind: Mapping[str, str]


@dataclass(frozen=True)
class _Asked:
    """One request, with what was named in it."""

    utterance: Utterance
    kind: str
    attributes: tuple[Attribute, ...]

    @property
    def request(self) -> Request:
        return kinds()[self.kind]


def mitigate(held: Held, steps: Iterable[str], *, seed: int = 0) -> Mitigated:
    """Return what is left after the steps, in their order, and what each person loses.

    Parameters
    ----------
    held
        What would be there without any mitigation.
    steps
        Steps of :data:`STEPS`, as they are written in TOML or on a command line.
    seed
        What pseudonyms are made from.

    Raises
    ------
    UsageError
        If a step is not one of :data:`STEPS` or its argument is wrong.
    """
    parsed = parse(steps, STEPS)
    behind = {person: person for person in held.persons}
    losses = _losses(held, parsed)
    for name, argument in parsed:
        if name == "pseudonyms":
            held, names = _renamed(held, argument, seed)
            behind = {new: behind[old] for new, old in names.items()}
        else:
            held = _DOES[name](held, argument)
    return Mitigated(held, losses, behind)


def _losses(held: Held, parsed: Sequence[tuple[str, Any]]) -> tuple[Loss, ...]:
    found = held.reported_of()
    people = held.person_of
    asked: Counter[tuple[str, str]] = Counter()
    lost: Counter[tuple[str, str]] = Counter()
    for utterance in held.utterances:
        kind = kind_of(utterance)
        if kind is None:
            continue
        one = _Asked(utterance, kind, found.get(utterance.id, ()))
        asked[people[utterance.id], kind] += 1
        lost[people[utterance.id], kind] += any(_LOSES[name](one, arg) for name, arg in parsed)
    return tuple(_loss(person, asked, lost) for person in held.persons)


def _loss(person: str, asked: Counter[tuple[str, str]], lost: Counter[tuple[str, str]]) -> Loss:
    rows = tuple(
        (kind, asked[who, kind], lost[who, kind]) for who, kind in sorted(asked) if who == person
    )
    return Loss(person, sum(row[1] for row in rows), sum(row[2] for row in rows), rows)


def _on_device(held: Held, _: None) -> Held:
    """Keep of each request its kind and what it needs; of everything else, nothing."""
    kind = requests_of(held.utterances)
    kept = [
        replace(each, span=None, start_s=0.0, end_s=0.0)
        for each in held.attributes
        if each.utterance_id in kind and needed(kind[each.utterance_id], each)
    ]
    held = held.keeping(lambda each: each.id in kind)
    held = replace(held, utterances=tuple(without_words(each) for each in held.utterances))
    return voice_removed(held.with_attributes(kept))


def _addressed(held: Held, _: None) -> Held:
    return held.keeping(lambda each: each.addressed is not False)


def _addressed_only(held: Held, _: None) -> Held:
    return held.keeping(lambda each: each.addressed is True)


def _redacted(held: Held, categories: tuple[str, ...]) -> Held:
    return masked(held, lambda each: _among(each, categories))


def _among(attribute: Attribute, categories: tuple[str, ...]) -> bool:
    return any(covers(name, attribute.category) for name in categories)


def _renamed(held: Held, period: str, seed: int) -> tuple[Held, dict[str, str]]:
    """Return it under names that change, and whose each name was; voices go, they would tell."""
    names: dict[str, str] = {}
    recordings = []
    for each in held.recordings:
        part = f"{seed}\0{each.person}\0{_period(each.id, each.started_at, period)}"
        name = hashlib.sha256(part.encode("utf-8", "surrogateescape")).hexdigest()[:12]
        names[name] = each.person
        recordings.append(replace(each, person=name, name=each.id, trip=None, device=None))
    return voice_removed(replace(held, recordings=tuple(recordings))), names


def _period(recording: str, started: datetime | None, period: str) -> str:
    """Return the stretch of time that a recording falls in; without a time it is one by itself."""
    if started is None or period == "recording":
        return recording
    cut = coarse_moment(started, "day" if period == "day" else "week")
    assert cut is not None
    return cut.date().isoformat()


def _loses_place(one: _Asked, grain: PlaceGrain) -> bool:
    """Return whether a place that the request names is needed finer than ``grain``."""
    coarser = PLACE_GRAINS.index(grain) > PLACE_GRAINS.index(one.request.places)
    placed = (each for each in one.attributes if needed(one.kind, each))
    return coarser and any(category(each.category).location for each in placed)


def _loses_category(one: _Asked, categories: tuple[str, ...]) -> bool:
    served = (each for each in one.attributes if needed(one.kind, each))
    return any(_among(each, categories) for each in served)


_DOES: Mapping[str, Callable[[Held, Any], Held]] = {
    "on-device": _on_device,
    "addressed": _addressed,
    "addressed-only": _addressed_only,
    "redact": _redacted,
    "retain": retained,
    "places": places_coarsened,
}
_LOSES: Mapping[str, Callable[[_Asked, Any], bool]] = {
    "on-device": lambda one, _: one.request.words,
    "addressed": lambda one, _: one.utterance.addressed is False,
    "addressed-only": lambda one, _: one.utterance.addressed is not True,
    "redact": _loses_category,
    "retain": lambda one, days: one.request.memory_days > days,
    "pseudonyms": lambda one, period: (
        one.request.identity or one.request.memory_days > _DAYS[period]
    ),
    "places": _loses_place,
}
