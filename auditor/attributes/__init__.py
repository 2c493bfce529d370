"""Words to attributes: what one utterance gives away, in English and in French.

Detectors (cues, lexicons, readers of numbers and places; later trained models) look at one
:class:`~auditor.attributes.reading.Reading` of the utterance, each on its own; the resolver makes
one answer of what they find.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate

from auditor.attributes.about import FrameReader
from auditor.attributes.cues import CueDetector
from auditor.attributes.finding import Detector, Finding
from auditor.attributes.identifiers import IdentifierDetector
from auditor.attributes.mentions import MentionDetector
from auditor.attributes.phones import PhoneDetector
from auditor.attributes.places import DestinationDetector
from auditor.attributes.reading import Reading, ReadingMaker
from auditor.attributes.resolver import resolve
from auditor.attributes.rules import grammar
from auditor.attributes.text import read
from auditor.attributes.values import normalised
from auditor.records import Attribute, Language, Utterance

__all__ = ["VERSION", "Detector", "Extractor", "Finding", "extract"]

VERSION = "1"
"""Of the rules and lexicons together; every ``why`` carries it."""

_WINDOW = 80
"""Words that rules may link with each other; longer utterances are read in stretches."""


class Extractor:
    """Finds what utterances of one language give away.

    Parameters
    ----------
    language
        ``"en"`` or ``"fr"``.
    detectors
        Further detectors, run after the built-in ones.
    """

    def __init__(self, language: Language, detectors: Sequence[Detector] = ()) -> None:
        self.language = language
        self._maker = ReadingMaker(language)
        compiler = grammar(language, self._maker.marks)
        self._frames = FrameReader(language, compiler)
        self._detectors: tuple[Detector, ...] = (
            CueDetector(language, compiler, VERSION),
            MentionDetector(VERSION),
            DestinationDetector(language, compiler, VERSION),
            PhoneDetector(VERSION),
            IdentifierDetector(language, compiler, VERSION),
            *detectors,
        )

    def extract(self, utterance: Utterance) -> list[Attribute]:
        """Return what ``utterance`` gives away, in the order of its words."""
        clock = _Clock(utterance)
        found: list[Attribute] = []
        for text in read(utterance.text, self.language).windows(_WINDOW):
            reading = self._maker.read(text, utterance.at)
            found += [
                _attribute(finding, reading, utterance, clock)
                for finding in self._findings(reading)
            ]
        return found

    def _findings(self, reading: Reading) -> list[Finding]:
        frame = self._frames.read(reading)
        findings = [
            finding for detector in self._detectors for finding in detector.detect(reading, frame)
        ]
        return resolve(findings, reading, frame)


def extract(utterances: Iterable[Utterance]) -> list[Attribute]:
    """Return what ``utterances`` of any languages give away, in their order."""
    return [
        attribute
        for utterance in utterances
        for attribute in _extractor(utterance.language).extract(utterance)
    ]


@cache
def _extractor(language: Language) -> Extractor:
    return Extractor(language)


class _Clock:
    """Tells when the characters of an utterance were said."""

    def __init__(self, utterance: Utterance) -> None:
        self._utterance = utterance
        lengths = (len(word.text) + 1 for word in utterance.words)
        self._starts = list(accumulate(lengths, initial=0))

    def seconds(self, span: tuple[int, int]) -> tuple[float, float]:
        """Return the start of the first word that ``span`` touches and the end of the last."""
        words = self._utterance.words
        first = bisect_right(self._starts, span[0]) - 1
        last = bisect_left(self._starts, span[1]) - 1
        if not 0 <= first <= last < len(words):
            return self._utterance.start_s, self._utterance.end_s
        return words[first].start_s, words[last].end_s


def _attribute(
    finding: Finding, reading: Reading, utterance: Utterance, clock: _Clock
) -> Attribute:
    span = reading.text.span(finding.first, finding.last)
    start_s, end_s = clock.seconds(span)
    return Attribute(
        category=finding.category,
        value=reading.text.source[slice(*span)],
        normalised=normalised(finding, reading),
        about=finding.about or "driver",
        utterance_id=utterance.id,
        start_s=start_s,
        end_s=end_s,
        span=span,
        score=finding.score,
        why=finding.why,
    )
