"""Postcodes said letter by letter: "s w nine eight j t", "soixante-neuf zéro zéro trois"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.attributes.about import Frame
from auditor.attributes.digits import Run, runs
from auditor.attributes.finding import Finding
from auditor.attributes.reading import Reading
from auditor.records import Language

__all__ = ["PostcodeDetector", "postcode"]

_BRITISH = re.compile(r"([a-z]{1,2}\d[a-z\d]?)(\d[a-z]{2})")
_CANADIAN = re.compile(r"([a-z]\d[a-z])(\d[a-z]\d)")
_DIGITS = re.compile(r"\d{4,5}")
_CALLED = {
    "en": frozenset(("postcode", "zip", "zipcode")),
    "fr": frozenset(("postal", "npa")),
}
_REACH = 6
"""Words between what a postcode is called and the postcode itself."""
_SURE, _BARE = 0.86, 0.6


class PostcodeDetector:
    """Finds postcodes: British and Canadian ones by their form, digits where they are called so."""

    def __init__(self, version: str) -> None:
        self._version = version

    def detect(self, reading: Reading, frame: Frame) -> Iterator[Finding]:
        """Yield every postcode; it is the driver's unless its owner is told."""
        if frame.register == "news":
            return
        for run in (*runs(reading.text), *_as_one_number(reading)):
            called = _is_called(run, reading)
            code = postcode(run.value, called=called)
            if code is not None:
                score = _SURE if called else _BARE
                why = f"number:postcode@{self._version}"
                yield Finding("address", run.first, run.last, score, why, None, code)


def postcode(value: str, *, called: bool) -> str | None:
    """Return ``value`` as a postcode is written, or None where it is none.

    Parameters
    ----------
    value
        Digits and letters in lower case, without gaps.
    called
        Whether the words call it a postcode; without that, digits alone are none.
    """
    for form in (_BRITISH, _CANADIAN):
        if match := form.fullmatch(value):
            return " ".join(match.groups()).upper()
    return value if called and _DIGITS.fullmatch(value) else None


def _as_one_number(reading: Reading) -> Iterator[Run]:
    """Yield numbers said as one: "quarante-quatre mille" is the postcode 44000."""
    for hit in reading.hits.of("number"):
        if hit.last - hit.first > 1:
            yield Run(hit.first, hit.last, hit.concept)


def _is_called(run: Run, reading: Reading) -> bool:
    language: Language = reading.text.language
    before = reading.text.words[max(0, run.first - _REACH) : run.first]
    return not _CALLED[language].isdisjoint(before)
