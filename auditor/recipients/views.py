"""What a recipient holds: its view of recordings, utterances and attributes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from auditor.recipients.grains import TimeGrain, coarse_attribute, coarse_moment
from auditor.recipients.held import Held, comparable, without_voice, without_words
from auditor.recipients.requests import needed, requests_of
from auditor.recipients.scenario import Leaves, Scenario
from auditor.records import Attribute, Recording, Utterance
from auditor.taxonomy import covers

__all__ = ["Score", "View", "retained", "view"]


@dataclass(frozen=True)
class Score:
    """One figure of one person, and nothing of what it was made from.

    ``value`` is the expected number of utterances in a hundred that give something of the category
    away (the sum of the attributes' probabilities over utterances), to the whole number.
    """

    person: str
    category: str
    value: int


@dataclass(frozen=True)
class View:
    """What one recipient holds.

    Attributes
    ----------
    scenario
        Whose view it is, by the scenario's id.
    held
        Recordings without names and paths (a path only with sound), utterances without words
        where no transcript comes, attributes at the grain at which places and times come.
    requests
        (utterance id, kind) of every request that the recipient knows of.
    scores
        Of each person and scored category.
    times
        How fine the clock times are: hours of a view by days or weeks mean nothing.
    """

    scenario: str
    held: Held
    requests: tuple[tuple[str, str], ...]
    scores: tuple[Score, ...]
    times: TimeGrain


def view(
    recordings: Iterable[Recording],
    utterances: Iterable[Utterance],
    attributes: Iterable[Attribute],
    scenario: Scenario,
    *,
    now: datetime | None = None,
) -> View:
    """Return what the recipient of a scenario holds.

    Parameters
    ----------
    recordings, utterances, attributes
        Everything that was heard and found, of any number of persons.
    scenario
        Who holds it.
    now
        The moment from which retention counts back; by default each person's latest clock time.
        What has no clock time is taken as held, since nothing says that it is old.

    Raises
    ------
    KeyError
        If an utterance or attribute names a recording or utterance that is not given.
    """
    leaves = scenario.leaves
    held = Held.of(recordings, utterances, attributes)
    if not leaves.overheard.value:
        held = held.keeping(lambda each: each.addressed is not False)
    if scenario.retention_days.value != "unlimited":
        held = retained(held, scenario.retention_days.value, now=now)
    requests = _requests(held, leaves)
    scores = _scores(held, leaves)
    return View(
        scenario=scenario.id,
        held=_told(held, leaves, dict(requests)),
        requests=requests,
        scores=scores,
        times=leaves.times.value,
    )


def retained(held: Held, days: int, *, now: datetime | None = None) -> Held:
    """Return what is not older than ``days`` days at ``now``; to the very second, it is kept.

    An utterance without a clock time takes its recording's; without either it is kept. ``now`` is
    by default each person's own latest clock time: what is held right after the last recording,
    which is the most that retention leaves at any time.
    """
    at = _moments(held)
    people = held.person_of
    latest: dict[str, datetime] = {}
    for name, moment in at.items():
        person = people[name]
        latest[person] = max(latest.get(person, moment), moment)

    def young(each: Utterance) -> bool:
        if each.id not in at:
            return True
        end = comparable(now) if now else latest[people[each.id]]
        return at[each.id] >= end - timedelta(days=days)

    return held.keeping(young)


def _moments(held: Held) -> dict[str, datetime]:
    """Return the clock time of each utterance that has one, of its own or of its recording."""
    starts = {each.id: each.started_at for each in held.recordings}
    moments = ((each.id, each.at or starts[each.recording_id]) for each in held.utterances)
    return {name: comparable(moment) for name, moment in moments if moment is not None}


def _requests(held: Held, leaves: Leaves) -> tuple[tuple[str, str], ...]:
    if leaves.requests.value == "none":
        return ()
    return tuple(sorted(requests_of(held.utterances).items()))


def _scores(held: Held, leaves: Leaves) -> tuple[Score, ...]:
    if not leaves.scores.value:
        return ()
    person_of = held.person_of
    spoken = Counter(person_of.values())
    sums: Counter[tuple[str, str]] = Counter()
    for attribute in held.reported:
        for category in leaves.scores.value:
            if covers(category, attribute.category):
                sums[person_of[attribute.utterance_id], category] += attribute.score  # type: ignore[assignment]
    return tuple(
        Score(person, category, round(100 * sums[person, category] / spoken[person]))
        for person in sorted(spoken)
        for category in sorted(leaves.scores.value)
    )


def _told(held: Held, leaves: Leaves, requests: dict[str, str]) -> Held:
    """Return what is held as the recipient is told it: attributes first, then what is around."""
    told = [
        _attribute(each, leaves)
        for each in held.attributes
        if _comes(each, leaves, requests.get(each.utterance_id))
    ]
    held = held.with_attributes(each for each in told if each is not None)
    if not leaves.transcript.value:
        carrying = {each.utterance_id for each in held.reported} | requests.keys()
        held = held.keeping(lambda each: each.id in carrying)
    times = leaves.times.value
    utterances = [_utterance(each, leaves) for each in held.utterances]
    recordings = [_recording(each, leaves) for each in held.recordings]
    if times == "none":
        # Without clock times their order would still tell what came first.
        utterances.sort(key=lambda each: each.id)
        recordings.sort(key=lambda each: each.id)
    return replace(held, utterances=tuple(utterances), recordings=tuple(recordings))


def _comes(attribute: Attribute, leaves: Leaves, request: str | None) -> bool:
    wanted = leaves.attributes.value
    if wanted == "all" or any(covers(each, attribute.category) for each in wanted):
        return True
    served = leaves.requests.value == "needs" and request is not None
    return served and needed(str(request), attribute)


def _attribute(attribute: Attribute, leaves: Leaves) -> Attribute | None:
    told = coarse_attribute(attribute, leaves.places.value, leaves.times.value)
    if told is None or leaves.transcript.value:
        return told
    return replace(told, span=None, start_s=0.0, end_s=0.0)


def _utterance(utterance: Utterance, leaves: Leaves) -> Utterance:
    at = utterance.at and coarse_moment(utterance.at, leaves.times.value)
    utterance = replace(utterance, at=at)
    if not leaves.transcript.value:
        return without_words(utterance)
    return utterance if leaves.audio.value else without_voice(utterance)


def _recording(recording: Recording, leaves: Leaves) -> Recording:
    """Return a recording without what its file or trip would say of the time and the sound."""
    started = recording.started_at
    exact = leaves.times.value == "second"
    return replace(
        recording,
        name=recording.id,
        started_at=started and coarse_moment(started, leaves.times.value),
        path=recording.path if leaves.audio.value else None,
        sha256=recording.sha256 if leaves.audio.value else "",
        trip=recording.trip if exact else None,
    )
