"""Everything known of a person, joined into a profile of claims with probabilities.

Attributes and what rules conclude from them are pieces of evidence; those for one value are joined
in log odds (:mod:`auditor.inference.weighing`), values that exclude each other share one unit, and
the outcome is calibrated. What is about the driver, the household and the family enters the
driver's profile; everybody who was spoken of has one of their own among its members.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from auditor.evidence import Graph
from auditor.inference.applying import apply_rules
from auditor.inference.calibration import Calibration, calibration
from auditor.inference.denials import denials
from auditor.inference.findings import read_person
from auditor.inference.grouping import Key, family_of, grouped
from auditor.inference.members import of_members
from auditor.inference.naming import is_assistant
from auditor.inference.routines import routine_signals
from auditor.inference.rulebook import Rulebook, rulebook
from auditor.inference.settings import weights
from auditor.inference.signals import Fact, Signal, stated
from auditor.inference.weighing import exclusive, log_odds, probability
from auditor.records import About, Claim, Possibility, Profile
from auditor.taxonomy import parent

__all__ = ["Conclusion", "claim_id", "conclude"]

_NAMES = ("name", "relative_name", "contact_name")
_OF_THE_DRIVER = ("driver", "relative")
_LEAST = 0.05
"""Probability under which something that nobody said is not worth a line."""
_ALTERNATIVES = 3


@dataclass(frozen=True)
class Conclusion:
    """A profile, and the graph nodes that each claim rests on, strongest first."""

    profile: Profile
    supports: Mapping[str, tuple[str, ...]]


def claim_id(person: str, category: str, normalised: str) -> str:
    """Return a claim's id, which survives a new run of the audit."""
    text = "\0".join((person, category, normalised))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def conclude(
    graph: Graph,
    person: str,
    *,
    book: Rulebook | None = None,
    fitted: Calibration | None = None,
    without: Iterable[str] = (),
) -> Conclusion:
    """Return the profile of one person from the evidence graph.

    Linear in the person's evidence for a given rulebook, and the same whatever the order in which
    the graph was built.

    Parameters
    ----------
    graph
        What :func:`auditor.evidence.build` returned.
    person
        A person of the graph.
    book
        Rules; those that come with auditor where None.
    fitted
        Calibration of probabilities; the one that comes with auditor where None.
    without
        Ids of utterances to leave out: what would be known had they not been said?
    """
    book = rulebook() if book is None else book
    fitted = calibration() if fitted is None else fitted
    heard, said = read_person(graph, person, without=without)
    facts = [Fact.of(each) for each in said]
    signals = [stated(each) for each in said if each.about in _OF_THE_DRIVER]
    signals += denials(said, heard)
    inferred = apply_rules(book, heard, facts) + routine_signals(heard, said)
    signals += [each for each in inferred if each.about in _OF_THE_DRIVER]
    languages = [each.language for each in heard]
    language = max(sorted(set(languages)), key=languages.count, default="en")
    weigher = _Weigher(person, family_of(book), fitted, language)
    claims, supports = weigher.claims(each for each in signals if not _is_nobody(each))
    members = tuple(
        Profile(member, weigher.of(member).claims([stated(each) for each in theirs])[0])
        for member, theirs in of_members(person, said)
    )
    return Conclusion(Profile(person, claims, members), supports)


def _is_nobody(signal: Signal) -> bool:
    return signal.category in _NAMES and is_assistant(signal.value)


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


class _Weigher:
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

    def of(self, person: str) -> _Weigher:
        """Return a weigher for somebody else."""
        return _Weigher(person, self._families, self._fitted, self._language)

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
    """Return whether a value leaves open how many there are: "daughter" excludes no number."""
    return parent(key.category) == "children" and not key.value.isdigit()


def _names_of_relatives(odds: Mapping[Key, float]) -> dict[Key, float]:
    """Return how likely each contact is a relative instead: one name is one or the other."""
    return {
        key: probability(odds[relative])
        for key in odds
        if key.category == "contact_name"
        and (relative := Key("relative_name", key.value)) in odds
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
    """Order clock times, some perhaps with an offset and some without, as their sources wrote them."""
    return at.isoformat()
