"""Weighed evidence as claims: probabilities, alternatives, and what each rests on."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from auditor.attributes.concepts import CLOSED, concept_of
from auditor.inference.calibration import Calibration
from auditor.inference.grouping import Key, grouped
from auditor.inference.settings import weights
from auditor.inference.signals import Signal
from auditor.inference.weighing import exclusive, log_odds, probability
from auditor.records import About, Claim, Possibility
from auditor.taxonomy import parent

__all__ = ["Weigher", "claim_id"]

_LEAST = 0.05
"""Probability under which something that nobody said is not worth a line."""
_ALTERNATIVES = 3


def claim_id(person: str, category: str, normalised: str) -> str:
    """Return a claim's id, which survives a new run of the audit."""
    text = "\0".join((person, category, normalised))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]


@dataclass(frozen=True)
class _Weighed:
    """A value with its evidence and its probability."""

    key: Key
    signals: list[Signal]
    probability: float
    alternatives: tuple[Possibility, ...]
    rivals: tuple[str, ...]

    @property
    def pros(self) -> list[Signal]:
        return [each for each in self.signals if each.log_ratio >= 0]


class Weigher:
    """Makes the claims of one person."""

    def __init__(
        self,
        person: str,
        families: Mapping[tuple[str, str], str],
        fitted: Calibration,
        language: str,
    ) -> None:
        self._person = person
        self._families = families
        self._fitted = fitted
        self._language = language

    def of(self, person: str) -> Weigher:
        """Return a weigher for somebody else."""
        return Weigher(person, self._families, self._fitted, self._language)

    def claims(
        self, signals: Iterable[Signal]
    ) -> tuple[tuple[Claim, ...], dict[str, tuple[str, ...]]]:
        """Return claims in order of category and probability, and the nodes each rests on."""
        groups = grouped(signals)
        made = {}
        supports = {}
        for weighed in self._weighed(groups):
            claim = self._claim(weighed)
            made[claim.id] = claim
            nodes = (node for each in weighed.pros for node in each.nodes)
            supports[claim.id] = tuple(dict.fromkeys(nodes))
        ordered = sorted(made.values(), key=lambda c: (c.category, -c.probability, c.normalised))
        return tuple(ordered), supports

    def _weighed(self, groups: Mapping[Key, list[Signal]]) -> Iterable[_Weighed]:
        families: dict[tuple[str, str, str], list[Key]] = defaultdict(list)
        odds = {}
        for key, signals in groups.items():
            if any(each.log_ratio >= 0 for each in signals):
                odds[key] = log_odds(signals)
                families[self._family(key)].append(key)
        taken = _names_of_relatives(odds)
        for (_, name, _), keys in families.items():
            for one in self._family_weighed(name, keys, odds, groups):
                share = 1.0 - taken.get(one.key, 0.0)
                worth = one.probability * share
                stated_by_anyone = any(each.stated for each in one.pros)
                if stated_by_anyone or worth >= _LEAST:
                    yield _Weighed(one.key, one.signals, worth, one.alternatives, one.rivals)

    def _family(self, key: Key) -> tuple[str, str, str]:
        if parent(key.category) in weights().exclusive and not _is_partial(key):
            return parent(key.category), "one", key.apart
        name = self._families.get((key.category, key.value))
        return (key.category, name, "") if name else (key.category, "", f"{key.value}/{key.apart}")

    def _family_weighed(
        self,
        name: str,
        keys: Sequence[Key],
        odds: Mapping[Key, float],
        groups: Mapping[Key, list[Signal]],
    ) -> Iterable[_Weighed]:
        if not name:
            (key,) = keys
            chance = self._calibrated(key, probability(odds[key]))
            yield _Weighed(key, groups[key], chance, (), ())
            return
        shares = exclusive({key.value: odds[key] for key in keys})
        fitted = {key.value: self._calibrated(key, shares[key.value]) for key in keys}
        scale = max(1.0, sum(fitted.values()))
        ranked = sorted(fitted, key=lambda value: (-fitted[value], value))
        top = tuple(
            Possibility(value, round(fitted[value] / scale, 4)) for value in ranked[:_ALTERNATIVES]
        )
        for key in keys:
            rivals = tuple(
                each.utterances[0].id
                for other in keys
                if other != key
                for each in groups[other]
                if each.log_ratio > 0 and each.stated
            )
            yield _Weighed(key, groups[key], fitted[key.value] / scale, top, rivals)

    def _calibrated(self, key: Key, chance: float) -> float:
        return self._fitted.apply(chance, key.category, self._language)

    def _claim(self, one: _Weighed) -> Claim:
        said = one.pros
        times = [each.at for signal in said for each in signal.utterances if each.at is not None]
        named = next((each for each in said if each.stated), said[0])
        evidence = tuple(dict.fromkeys(u.id for each in said for u in each.utterances))
        denied = (each.utterances[0].id for each in one.signals if each.log_ratio < 0)
        against = dict.fromkeys((*denied, *one.rivals))
        owner = self._person + (f"/{one.key.apart}" if one.key.apart else "")
        return Claim(
            id=claim_id(owner, one.key.category, one.key.value),
            category=one.key.category,
            value=named.label,
            normalised=one.key.value,
            about=_about(said),
            probability=round(one.probability, 4),
            how="stated" if any(each.stated for each in said) else "inferred",
            evidence=evidence,
            against=tuple(each for each in against if each not in evidence),
            why=tuple(dict.fromkeys(each.kind for each in said)),
            alternatives=one.alternatives if len(one.alternatives) > 1 else (),
            first_known=_earliest(times),
            last_confirmed=_latest(times),
        )


def _is_partial(key: Key) -> bool:
    """Return whether a value leaves others open: "daughter" any number, "leaflets" any party."""
    kind = parent(key.category)
    if kind == "children":
        return not key.value.isdigit()
    return kind in CLOSED and concept_of(kind, key.value) != key.value


def _names_of_relatives(odds: Mapping[Key, float]) -> dict[Key, float]:
    """Return how likely each contact is a relative instead: one name is one or the other."""
    return {
        key: probability(odds[relative])
        for key in odds
        if key.category == "contact_name" and (relative := Key("relative_name", key.value)) in odds
    }


def _about(signals: Sequence[Signal]) -> About:
    """Return whom most of the evidence names."""
    weight: dict[About, float] = defaultdict(float)
    for each in signals:
        weight[each.about] += max(each.log_ratio, 1e-6)
    return max(sorted(weight), key=lambda about: weight[about])


def _earliest(times: Sequence[datetime]) -> datetime | None:
    return min(times, key=_clock, default=None)


def _latest(times: Sequence[datetime]) -> datetime | None:
    return max(times, key=_clock, default=None)


def _clock(at: datetime) -> str:
    """Order clock times as their sources wrote them: some may have an offset and some none."""
    return at.isoformat()
