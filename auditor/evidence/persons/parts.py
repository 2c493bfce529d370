"""The recordings of one manifest id, divided where their voices make two persons likelier."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.evidence.persons.records import Settings
from auditor.records import Recording, SpeakerVector, Utterance
from auditor.speech.voices.scoring import LEAST_S, pooled, pooled_seconds, scorer, seconds_of

__all__ = ["Part", "average_linkage", "main_voice", "parts_of", "voice_log10"]

_MOST = 400
"""Recordings of one id that found parts, those with most speech; the others join the nearest part,
so that the work of one id grows with its recordings and not with their square."""
_ONE_VOICE_LOG10 = 0.0
"""Utterances of a recording count as its main voice where they support it at all."""


@dataclass(frozen=True)
class Part:
    """Recordings of one manifest id by one voice; ``voice`` is None where nobody can be told."""

    id: str
    manifest: str
    recordings: tuple[str, ...]
    voice: SpeakerVector | None


def main_voice(utterances: Iterable[Utterance]) -> SpeakerVector | None:
    """Return the voice of most speech in one recording: the driver's, presumably.

    The longest vector, pooled with those that rather support the same voice; None below
    :data:`auditor.speech.voices.LEAST_S` seconds.
    """
    vectors = {one.speaker.values: one.speaker for one in utterances if one.speaker is not None}
    if not vectors:
        return None
    longest = max(vectors.values(), key=lambda one: (one.frames, one.values))
    same = [
        one
        for one in vectors.values()
        if one is longest or scorer().link(one, longest).log10_lr > _ONE_VOICE_LOG10
    ]
    voice = pooled(sorted(same, key=lambda one: one.values))
    return voice if seconds_of(voice) >= LEAST_S else None


def parts_of(
    manifest: str,
    recordings: Sequence[Recording],
    voices: Mapping[str, SpeakerVector],
    settings: Settings,
) -> list[Part]:
    """Return the parts of one manifest id, the one with most speech first.

    Recordings join by average linkage on posterior log-odds, the manifest's word being the prior.
    A group that neither joins nor makes two persons likelier than one stays with the main part,
    as the manifest says; so does what has no voice.
    """
    heard = sorted(
        (one.id for one in recordings if one.id in voices),
        key=lambda each: (-voices[each].frames, each),
    )
    if not heard:
        return [Part(manifest, manifest, tuple(one.id for one in recordings), None)]
    groups = _groups(heard, voices, settings)
    main, others = groups[0], groups[1:]
    prior = _logit10(1 - settings.strangers)
    apart = []
    for group in others:
        if prior + voice_log10(_pooled(main, voices), _pooled(group, voices)) > 0:
            main = main + group
        else:
            apart.append(group)
    taken = {each for group in apart for each in group}
    kept = [one.id for one in recordings if one.id not in taken]
    found = [Part(manifest, manifest, tuple(kept), _pooled(main, voices))]
    for number, group in enumerate(apart, start=2):
        members = tuple(one.id for one in recordings if one.id in set(group))
        found.append(Part(f"{manifest}#{number}", manifest, members, _pooled(group, voices)))
    return found


def _groups(
    heard: Sequence[str], voices: Mapping[str, SpeakerVector], settings: Settings
) -> list[list[str]]:
    """Return groups of recordings, the one with most speech first."""
    founders, rest = heard[:_MOST], heard[_MOST:]
    odds = _logit10(1 - settings.strangers) + _matrix([voices[each] for each in founders])
    groups: dict[int, list[str]] = defaultdict(list)
    for each, label in zip(
        founders, average_linkage(odds, math.log10(settings.cost_ratio)), strict=True
    ):
        groups[label].append(each)
    founded = list(groups.values())
    centres = [_pooled(group, voices) for group in founded]
    for each in rest:
        ratios = [voice_log10(voices[each], centre) for centre in centres]
        founded[int(np.argmax(ratios))].append(each)
    return sorted(founded, key=lambda group: (-sum(voices[each].frames for each in group), group))


def average_linkage(log10_odds: npt.NDArray[np.float64], least: float) -> list[int]:
    """Return group labels: two groups join while the mean log-odds between them are ``least``.

    Parameters
    ----------
    log10_odds
        Symmetric, of shape (n, n); minus infinity keeps two apart.
    least
        Decimal log-odds.
    """
    if len(log10_odds) == 1:
        return [0]
    from scipy.cluster.hierarchy import fcluster, linkage

    never = 1e9
    top = float(np.max(log10_odds[np.isfinite(log10_odds)], initial=least)) + 1.0
    distances = np.where(np.isfinite(log10_odds), top - log10_odds, never)
    tree: Any = linkage(distances[np.triu_indices(len(distances), 1)], "average")
    return [int(label) for label in fcluster(tree, top - least, "distance")]


def _matrix(vectors: Sequence[SpeakerVector]) -> npt.NDArray[np.float64]:
    projected = scorer().project([vector.values for vector in vectors])
    seconds = np.array([seconds_of(vector) for vector in vectors])
    pairwise = pooled_seconds(seconds[:, None], seconds[None, :])
    return scorer().log10_lr(projected @ projected.T, pairwise)


def voice_log10(one: SpeakerVector | None, other: SpeakerVector | None) -> float:
    """Return the log likelihood ratio of one voice; 0.0, which tells nothing, without both."""
    return scorer().link(one, other).log10_lr if one and other else 0.0


def _pooled(group: Sequence[str], voices: Mapping[str, SpeakerVector]) -> SpeakerVector:
    return pooled([voices[each] for each in sorted(group)])


def _logit10(probability: float) -> float:
    return math.log10(probability / (1 - probability))
