"""What rules alone find in a text: every detector, and one answer of what they find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from auditor.attributes.about import FrameReader
from auditor.attributes.cues import CueDetector, load_cues
from auditor.attributes.finding import Detector, Finding
from auditor.attributes.identifiers import IdentifierDetector
from auditor.attributes.mentions import MentionDetector
from auditor.attributes.own import NOTHING, Own
from auditor.attributes.phones import PhoneDetector
from auditor.attributes.places import DestinationDetector
from auditor.attributes.postcodes import PostcodeDetector
from auditor.attributes.reading import Reading, ReadingMaker
from auditor.attributes.resolver import resolve
from auditor.attributes.rules import grammar
from auditor.attributes.text import stretches
from auditor.records import Language

__all__ = ["RuleReader"]

_OWN_LIMIT_S = 0.5
"""Seconds that a pattern of an own file may take on one stretch."""
_WORTH_WEIGHING = 0.2
"""Strength of a finding below which the encoder is not asked to weigh it."""
_BY_SOUND = 0.76
"""What is left of a score where the words only sound like the entry: of 25 that were found by sound
in ``training/utterances``, while only the words of their other half were known, 19 stood in an
utterance that gives just that away."""


class RuleReader:
    """The rules, lexicons and readers of one language.

    Parameters
    ----------
    language
        ``"en"`` or ``"fr"``.
    version
        Written behind every ``why``.
    detectors
        Further detectors, run after the built-in ones.
    own
        A researcher's own lexicon rows and cues.
    """

    def __init__(
        self,
        language: Language,
        version: str,
        detectors: Sequence[Detector] = (),
        own: Own = NOTHING,
    ) -> None:
        self._language: Language = language
        self._maker = ReadingMaker(language, own.entries(language))
        compiler = grammar(language, self._maker.marks)
        self._frames = FrameReader(language, compiler)
        self._detectors: tuple[Detector, ...] = (
            CueDetector(load_cues(language, compiler), version),
            MentionDetector(version),
            DestinationDetector(language, compiler, version),
            PhoneDetector(version),
            IdentifierDetector(language, compiler, version),
            PostcodeDetector(version),
            CueDetector(own.rules(language, compiler), version, limit_s=_OWN_LIMIT_S),
            *detectors,
        )

    def readings(self, text: str, at: datetime | None = None) -> Iterator[Reading]:
        """Yield the stretches of a text that are read each on its own."""
        for stretch in stretches(text, self._language):
            yield self._maker.read(stretch, at)

    def findings(self, reading: Reading) -> list[Finding]:
        """Return what is found in ``reading``, weak findings too, before anything is weighed."""
        frame = self._frames.read(reading)
        found = [
            finding for detector in self._detectors for finding in detector.detect(reading, frame)
        ]
        if reading.by_sound:
            found = [_weaker(finding, reading) for finding in found]
        return resolve(found, reading, frame, threshold=_WORTH_WEIGHING)


def _weaker(finding: Finding, reading: Reading) -> Finding:
    """Weaken a finding with an entry in it that was found by sound, and say so."""
    inside = [
        hit.sounds_like
        for hit in reading.by_sound
        if finding.first <= hit.first and hit.last <= finding.last
    ]
    if not inside:
        return finding
    why = f"{finding.why} (by sound: {', '.join(inside)})"
    return replace(finding, score=round(finding.score * _BY_SOUND, 4), why=why)
