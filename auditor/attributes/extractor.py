"""From utterances to attributes: the one way through the room."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import entry_points
from itertools import accumulate
from statistics import fmean

from auditor.attributes.deciding import Decider, Weighed
from auditor.attributes.encoder import encoder
from auditor.attributes.finding import Detector, Finding
from auditor.attributes.gate import gate
from auditor.attributes.hypotheses import over_hypotheses
from auditor.attributes.joint import joint
from auditor.attributes.own import NOTHING, Own
from auditor.attributes.reading import Reading
from auditor.attributes.resolver import THRESHOLD
from auditor.attributes.rulereader import RuleReader
from auditor.attributes.values import normalised
from auditor.records import Attribute, Language, Utterance, Word

__all__ = ["VERSION", "Extractor", "explain", "extract", "extractor_for"]

VERSION = "3"
"""Of rules, lexicons and weights together; every ``why`` carries it."""
_GROUP = "auditor.detectors"


class Extractor:
    """Finds what utterances of one language give away.

    Parameters
    ----------
    language
        ``"en"`` or ``"fr"``.
    detectors
        Further detectors, run after the built-in ones.
    own
        A researcher's own categories, lexicon rows and cues.
    rules_only
        Report what rules find, with the strength they give it, and leave the encoder out.
    """

    def __init__(
        self,
        language: Language,
        detectors: Sequence[Detector] = (),
        own: Own = NOTHING,
        *,
        rules_only: bool = False,
    ) -> None:
        self.language = language
        self._rules = RuleReader(language, VERSION, detectors, own)
        self._decider = None if rules_only else Decider(encoder(), joint(), VERSION, gate())
        self._least = THRESHOLD if rules_only else joint().bars.beside

    def extract(self, utterance: Utterance) -> list[Attribute]:
        """Return what ``utterance`` gives away and hints at, in the order of its words.

        Where the recogniser gave several hypotheses, all of them are read.
        """
        return over_hypotheses(utterance, self._of_text, least=self._least)

    def _of_text(self, utterance: Utterance) -> list[Attribute]:
        clock = _Clock(utterance)
        return [
            _attribute(finding, reading, utterance, clock)
            for reading in self._rules.readings(utterance.text, utterance.at)
            for finding in self._decided(reading)
        ]

    def _decided(self, reading: Reading) -> list[Finding]:
        findings = self._rules.findings(reading)
        if self._decider is None:
            return [finding for finding in findings if finding.score >= THRESHOLD]
        return self._decider.decide(findings, reading)

    def explain(self, text: str) -> list[Weighed]:
        """Return what was weighed for the utterance ``text``."""
        assert self._decider is not None, "nothing is weighed with rules only"
        return [
            weighed
            for reading in self._rules.readings(text)
            for weighed in self._decider.weighed(self._rules.findings(reading), reading)
        ]


def explain(text: str, language: Language, own: Own = NOTHING) -> list[Weighed]:
    """Return what was weighed for one utterance: reported or not, by which rules, how surely.

    Parameters
    ----------
    text
        As recognised or as written; of a long one, each stretch is weighed on its own.
    own
        Of :func:`~auditor.attributes.own.read_own`.
    """
    return extractor_for(language, own).explain(text)


def extract(
    utterances: Iterable[Utterance], own: Own = NOTHING, *, hints: bool = False
) -> list[Attribute]:
    """Return what ``utterances`` of any languages give away, in their order.

    Parameters
    ----------
    own
        Of :func:`~auditor.attributes.own.read_own`.
    hints
        Return also what is too unsure to be reported by itself, and marked so: inference joins it.
    """
    return [
        attribute
        for utterance in utterances
        for attribute in extractor_for(utterance.language, own).extract(utterance)
        if hints or not attribute.hint
    ]


@cache
def extractor_for(language: Language, own: Own = NOTHING) -> Extractor:
    """Return the extractor of a language with the detectors that are installed.

    Detectors come by the entry point group ``auditor.detectors``: each names a function that takes
    a language and returns a :class:`~auditor.attributes.finding.Detector`.
    """
    points = sorted(entry_points(group=_GROUP), key=lambda point: point.name)
    return Extractor(language, [point.load()(language) for point in points], own)


class _Clock:
    """Tells when the characters of an utterance were said, and how surely."""

    def __init__(self, utterance: Utterance) -> None:
        self._utterance = utterance
        lengths = (len(word.text) + 1 for word in utterance.words)
        self._starts = list(accumulate(lengths, initial=0))

    def words(self, span: tuple[int, int]) -> tuple[Word, ...]:
        """Return the words that ``span`` touches; all of them where it touches none."""
        words = self._utterance.words
        first = bisect_right(self._starts, span[0]) - 1
        last = bisect_left(self._starts, span[1]) - 1
        return words[first : last + 1] if 0 <= first <= last < len(words) else words

    def seconds(self, span: tuple[int, int]) -> tuple[float, float]:
        """Return the start of the first word that ``span`` touches and the end of the last."""
        inside = self.words(span)
        if not inside:
            return self._utterance.start_s, self._utterance.end_s
        return inside[0].start_s, inside[-1].end_s

    def sureness(self, span: tuple[int, int]) -> float:
        """Return the mean probability that the words of ``span`` were heard right; 1 if unknown."""
        known = [word.probability for word in self.words(span) if word.probability is not None]
        return fmean(known) if known else 1.0


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
        score=round(finding.score * clock.sureness(span), 4),
        why=finding.why,
        hint=finding.hint,
    )
