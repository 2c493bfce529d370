"""What is reported of what rules and the encoder found, and with which probability."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from auditor import taxonomy
from auditor.attributes.encoder import Encoder, Senses
from auditor.attributes.finding import WORTH_JOINING, Finding, Party, party_of
from auditor.attributes.gate import Gate
from auditor.attributes.joint import PARTIES, Joint, features
from auditor.attributes.reading import Reading
from auditor.attributes.resolver import THRESHOLD
from auditor.attributes.tagging import CUT, Stretch, named, stretches_of
from auditor.attributes.text import Text
from auditor.records import About

__all__ = ["Decider", "Heed", "Spoken", "Weighed", "heeded", "spoken"]

_WORD = re.compile(r"\S+")
_EDGES = '.,;:!?…«»"()[]'
_WORTH_TELLING = 0.02
_SURE = 0.5
"""How sure the words of a name have to be for a rule's value to be cut down to them."""
_CLEAR = math.log(2.0)
"""Log-odds by which a value has to be likelier than the next one."""
_BELOW_BEST = 2.0
"""Log-odds by which a word may fall short of the surest one and still belong to the value."""


@dataclass(frozen=True)
class Heed:
    """What the encoder makes of a text, and which words of the text its words are.

    ``places[k]`` are the words ``first`` to ``last`` of the text that the encoder's word k is;
    ``entities`` are in the encoder's words.
    """

    senses: Senses
    places: tuple[tuple[int, int], ...]
    entities: tuple[Stretch, ...]


@dataclass(frozen=True)
class Spoken:
    """Words as the encoder takes them; ``places[k]`` is which words of the text word k is."""

    words: list[str]
    places: list[tuple[int, int]]


def heeded(text: Text, encoder: Encoder) -> Heed:
    """Return what the encoder makes of ``text``."""
    return _heeded(spoken(text), encoder)


def _heeded(said: Spoken, encoder: Encoder) -> Heed:
    senses = encoder.read(said.words)
    places = tuple(said.places[: len(senses.spans)])
    return Heed(senses, places, tuple(stretches_of(senses.entities, encoder.tags)))


def spoken(text: Text) -> Spoken:
    """Return the words of ``text`` as they were written."""
    words: list[str] = []
    places: list[tuple[int, int]] = []
    if not len(text):
        return Spoken(words, places)
    for found in _WORD.finditer(text.source, text.starts[0], text.ends[-1]):
        word = found.group().lower().replace("’", "'").strip(_EDGES)
        first = bisect_right(text.ends, found.start())
        last = bisect_left(text.starts, found.end())
        if word and first < last:
            words.append(word)
            places.append((first, last))
    return Spoken(words, places)


@dataclass(frozen=True)
class Weighed:
    """What speaks for a category about a party.

    Attributes
    ----------
    probability
        Of rules and encoder together.
    reported
        Whether that is enough, by itself or beside what else the utterance gives away.
    rules
        What rules found, with their own strength.
    encoder
        The encoder's probability, alone and not calibrated.
    """

    category: str
    party: Party
    probability: float
    reported: bool
    rules: tuple[Finding, ...]
    encoder: float


class Decider:
    """Weighs rules and encoder against each other.

    Parameters
    ----------
    encoder
        The trained network.
    joint
        How much each is believed.
    version
        Written behind every ``why``.
    gate
        Tells where the encoder need not be asked; None to ask it always.
    """

    def __init__(
        self, encoder: Encoder, joint: Joint, version: str, gate: Gate | None = None
    ) -> None:
        self._encoder = encoder
        self._joint = joint
        self._version = version
        self._gate = gate

    def decide(self, findings: list[Finding], reading: Reading) -> list[Finding]:
        """Return what to report, each with its probability as ``score``, in the text's order.

        Parameters
        ----------
        findings
            What rules found, each with its ``about``. Those of categories that the encoder does
            not know keep their own score.
        """
        said = spoken(reading.text)
        if not findings and self._gate is not None and not self._gate.doubts(said.words):
            return []
        heed = _heeded(said, self._encoder)
        decided = [
            finding
            for finding in findings
            if not self._is_known(finding) and finding.score >= THRESHOLD
        ]
        for one in self._weighed(findings, reading, heed, WORTH_JOINING):
            if one.reported or one.party == "family":
                found = self._ruled(heed, one) or self._learned(heed, one)
                decided += [
                    replace(finding, score=one.probability, hint=not one.reported)
                    for finding in found
                ]
        return sorted(decided, key=lambda one: (one.first, one.last, one.category, one.about or ""))

    def weighed(self, findings: list[Finding], reading: Reading) -> list[Weighed]:
        """Return all that was weighed for a text, the likeliest first."""
        heed = heeded(reading.text, self._encoder)
        found = self._weighed(findings, reading, heed, _WORTH_TELLING)
        return sorted(found, key=lambda one: -one.probability)

    def _weighed(
        self, findings: list[Finding], reading: Reading, heed: Heed, least: float
    ) -> Iterator[Weighed]:
        encoder = self._encoder
        length = len(heed.places)
        seen = features(findings, heed.senses, encoder.categories, encoder.abouts, length)
        probable = self._joint.probabilities(seen)
        reported = self._joint.reported(probable, length)
        by_kind: dict[tuple[Party, str], list[Finding]] = defaultdict(list)
        for finding in filter(self._is_known, findings):
            by_kind[party_of(finding.about), taxonomy.parent(finding.category)].append(finding)
        for row, column in np.argwhere(reported | (probable >= least)):
            party, category = PARTIES[row], encoder.categories[column]
            yield Weighed(
                category,
                party,
                round(float(probable[row, column]), 4),
                bool(reported[row, column]),
                tuple(by_kind.get((party, category), ())),
                round(float(1.0 / (1.0 + np.exp(-seen[row, column, 0]))), 4),
            )

    def _is_known(self, finding: Finding) -> bool:
        return taxonomy.parent(finding.category) in self._encoder.categories

    def _ruled(self, heed: Heed, one: Weighed) -> list[Finding]:
        """Return what rules found; of a name no more words than the encoder hears it have."""
        if not one.rules or not heed.places or one.category not in CUT:
            return list(one.rules)
        entities = [
            replace(each, first=heed.places[each.first][0], last=heed.places[each.last - 1][1])
            for each in heed.entities
        ]
        return [_within(each, entities) for each in one.rules]

    def _learned(self, heed: Heed, one: Weighed) -> list[Finding]:
        """Return a finding of the encoder's own, on the words that give it away."""
        if not heed.places:
            return []
        column = self._encoder.categories.index(one.category)
        first, last = _run(heed.senses.spans[:, column])
        first, last = named(one.category, first, last, heed.entities)
        about = self._about(heed.senses, one.party, column)
        return [
            Finding(
                one.category,
                heed.places[first][0],
                heed.places[last - 1][1],
                0.0,
                f"encoder:{one.category}@{self._version}",
                about,
                guess=self._guess(heed.senses, one.category, first, last, about),
            )
        ]

    def _guess(self, senses: Senses, category: str, first: int, last: int, about: About) -> str:
        """Return the value that words stand for, where it is clearly likelier than the next.

        What is learned is of drivers alone; of others nothing is guessed.
        """
        columns = [k for k, (of, _) in enumerate(self._encoder.values) if of == category]
        if about != "driver" or len(columns) < 2:
            return ""
        odds = senses.values[first:last][:, columns].mean(axis=0)
        second, best = np.argsort(odds)[-2:]
        clear = odds[best] - odds[second] >= _CLEAR
        return self._encoder.values[columns[best]][1] if clear else ""

    def _about(self, senses: Senses, party: Party, column: int) -> About:
        order = self._encoder.abouts
        of_party = [about for about in order if party_of(about) == party]
        return max(of_party, key=lambda about: float(senses.categories[order.index(about), column]))


def _within(finding: Finding, entities: Sequence[Stretch]) -> Finding:
    """Return a finding without what follows the name that it begins with."""
    inside = [e for e in entities if finding.first == e.first and e.last <= finding.last]
    first, last = named(finding.category, finding.first, finding.last, inside, least=_SURE)
    return replace(finding, first=first, last=last)


def _run(log_odds: npt.NDArray[np.float32]) -> tuple[int, int]:
    """Return the words around the surest one that are nearly as sure."""
    best = int(np.argmax(log_odds))
    least = float(log_odds[best]) - _BELOW_BEST
    first, last = best, best + 1
    while first > 0 and log_odds[first - 1] >= min(least, 0.0):
        first -= 1
    while last < len(log_odds) and log_odds[last] >= min(least, 0.0):
        last += 1
    return first, last
