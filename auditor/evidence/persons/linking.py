"""Persons across recordings: voices, traits and the manifest's word, weighed together."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from auditor.evidence.persons.parts import (
    Part,
    average_linkage,
    main_voice,
    parts_of,
    voice_log10,
)
from auditor.evidence.persons.records import Person, PersonLink, Persons, Settings
from auditor.evidence.persons.traits import Traits, Values, keys_of, values_of
from auditor.records import Attribute, Recording, SpeakerVector, Utterance
from auditor.speech.voices.scoring import pooled_seconds, scorer, seconds_of

__all__ = ["tell_persons"]

_MOST_SHARING = 60
"""Parts that may share a value and still be compared because of it: what more share tells next to
nothing, and the pairs grow with the square."""
_SHOWN_LOG10 = 0.0
"""A pair is shown as a possible identity from even odds on."""
_CHUNK = 512


def tell_persons(
    recordings: Iterable[Recording],
    utterances: Iterable[Utterance],
    attributes: Iterable[Attribute],
    *,
    settings: Settings | None = None,
) -> Persons:
    """Return which recordings are of one person.

    The manifest's ids are divided where voices make two persons of one id likelier than one, and
    joined where voice and traits make two ids one: by average linkage on posterior decimal
    log-odds, from log10 of the cost ratio on (Bayes' rule for unequal costs).

    Parameters
    ----------
    recordings
        With the manifest's persons.
    utterances
        With speaker vectors where there are any; without, only traits and the manifest speak.
    attributes
        What was found in them.
    settings
        Priors and the cost of errors.
    """
    settings = settings or Settings()
    every = sorted(recordings, key=lambda one: one.id)
    voices, told = _evidence(utterances, attributes)
    by_id: dict[str, list[Recording]] = defaultdict(list)
    for one in every:
        by_id[one.person].append(one)
    parts = [
        part
        for manifest, own in sorted(by_id.items())
        for part in parts_of(manifest, own, voices, settings)
    ]
    weigher = _Weigher(parts, [_values(part, told) for part in parts], len(by_id), settings)
    links = weigher.links()
    persons = _joined(weigher, links, math.log10(settings.cost_ratio))
    return Persons(persons, tuple(links), tuple(_warnings(parts, persons, links)))


def _evidence(
    utterances: Iterable[Utterance], attributes: Iterable[Attribute]
) -> tuple[dict[str, SpeakerVector], dict[str, list[Attribute]]]:
    """Return the main voice and the attributes of each recording."""
    spoken: dict[str, list[Utterance]] = defaultdict(list)
    recording_of = {}
    for one in utterances:
        recording_of[one.id] = one.recording_id
        if one.speaker is not None:
            spoken[one.recording_id].append(one)
    told: dict[str, list[Attribute]] = defaultdict(list)
    for each in attributes:
        told[recording_of[each.utterance_id]].append(each)
    found = {recording: main_voice(own) for recording, own in spoken.items()}
    return {recording: voice for recording, voice in found.items() if voice is not None}, told


def _values(part: Part, told: Mapping[str, Sequence[Attribute]]) -> Values:
    return values_of(each for recording in part.recordings for each in told.get(recording, ()))


class _Weigher:
    """Weighs whether two parts are of one person."""

    def __init__(
        self, parts: Sequence[Part], told: Sequence[Values], ids: int, settings: Settings
    ) -> None:
        self.parts = parts
        self._told = told
        self._traits = Traits(told)
        self._prior = math.log10(settings.two_ids / max(ids - 1, 1))

    def links(self) -> list[PersonLink]:
        """Return the pairs for whom one person is as likely as two, likeliest first."""
        found = (
            self.link(one, other)
            for one, other in sorted(_pairs(self.parts, self._told, _SHOWN_LOG10 - self._prior))
            if self.parts[one].manifest != self.parts[other].manifest
        )
        shown = [link for link in found if link.log10_odds >= _SHOWN_LOG10]
        return sorted(shown, key=lambda link: (-link.log10_odds, link.one, link.other))

    def link(self, one: int, other: int) -> PersonLink:
        """Return the posterior of two parts of different ids, by their places."""
        voice = voice_log10(self.parts[one].voice, self.parts[other].voice)
        compared = self._traits.compare(self._told[one], self._told[other])
        return PersonLink(
            one=self.parts[one].id,
            other=self.parts[other].id,
            log10_odds=round(self._prior + voice + compared.log10_lr, 4),
            voice=voice,
            traits=compared.log10_lr,
            shared=compared.shared,
        )

    def matrix(self, places: Sequence[int]) -> npt.NDArray[np.float64]:
        """Return the log-odds of every pair; parts that one id was divided into stay apart."""
        odds = np.full((len(places), len(places)), -np.inf)
        for row, column in combinations(range(len(places)), 2):
            one, other = places[row], places[column]
            if self.parts[one].manifest != self.parts[other].manifest:
                odds[row, column] = odds[column, row] = self.link(one, other).log10_odds
        return odds


def _pairs(
    parts: Sequence[Part], told: Sequence[Values], voice_alone: float
) -> set[tuple[int, int]]:
    """Return pairs that share a trait's value, or whose voices alone could make them one.

    Every pair that can reach even odds is among them: without a shared value, traits only take
    away. Two groups only join if some pair between them does, so no merge is missed.
    """
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, values in enumerate(told):
        for key in keys_of(values):
            holders[key].append(place)
    found = {
        pair
        for sharing in holders.values()
        if len(sharing) <= _MOST_SHARING
        for pair in combinations(sharing, 2)
    }
    return found | set(_like_voices(parts, voice_alone))


def _like_voices(parts: Sequence[Part], least: float) -> Iterator[tuple[int, int]]:
    """Yield pairs of parts whose log likelihood ratio reaches ``least``, block by block."""
    voiced = [(place, part.voice) for place, part in enumerate(parts) if part.voice is not None]
    if least > scorer().bound or len(voiced) < 2:
        return
    places = np.array([place for place, _ in voiced])
    projected = scorer().project([voice.values for _, voice in voiced])
    seconds = np.array([seconds_of(voice) for _, voice in voiced])
    for begin in range(0, len(voiced), _CHUNK):
        block = slice(begin, begin + _CHUNK)
        pairwise = pooled_seconds(seconds[block, None], seconds[None, :])
        ratios = scorer().log10_lr(projected[block] @ projected.T, pairwise)
        for row, column in zip(*np.nonzero(ratios >= least), strict=True):
            one, other = int(places[begin + row]), int(places[column])
            if one < other:
                yield one, other


def _joined(weigher: _Weigher, links: Sequence[PersonLink], least: float) -> tuple[Person, ...]:
    """Return persons: parts joined within the components that sure pairs make."""
    persons = []
    for component in _components(weigher.parts, links, least):
        labels = average_linkage(weigher.matrix(component), least)
        for label in dict.fromkeys(labels):
            own = [one for one, its in zip(component, labels, strict=True) if its == label]
            persons.append(_person([weigher.parts[one] for one in own]))
    return tuple(sorted(persons, key=lambda person: person.id))


def _components(
    parts: Sequence[Part], links: Sequence[PersonLink], least: float
) -> list[list[int]]:
    import networkx as nx

    places = {part.id: place for place, part in enumerate(parts)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(parts)))
    graph.add_edges_from(
        (places[link.one], places[link.other]) for link in links if link.log10_odds >= least
    )
    return [sorted(component) for component in nx.connected_components(graph)]


def _person(parts: Sequence[Part]) -> Person:
    ordered = sorted(parts, key=lambda part: (-len(part.recordings), part.id))
    recordings = tuple(sorted(each for part in parts for each in part.recordings))
    return Person(ordered[0].id, tuple(part.id for part in ordered), recordings)


def _warnings(
    parts: Sequence[Part], persons: Sequence[Person], shown: Sequence[PersonLink]
) -> Iterator[str]:
    divided: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        divided[part.manifest].append(part)
    for manifest, own in divided.items():
        if len(own) > 1:
            strangers = sum(len(part.recordings) for part in own[1:])
            yield (
                f"the manifest gives {strangers + len(own[0].recordings)} recordings to "
                f"{manifest}, of which {strangers} are mainly another voice"
            )
    for person in persons:
        if len(person.ids) > 1:
            yield f"the manifest's {' and '.join(sorted(person.ids))} are one person"
    person_of = {each: person.id for person in persons for each in person.ids}
    for link in shown:
        if "name" in link.shared and person_of[link.one] != person_of[link.other]:
            yield f"{link.one} and {link.other} have one name and are kept apart"
