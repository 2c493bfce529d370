"""Phone numbers, in E.164 where the country can be told."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.attributes.about import Frame
from auditor.attributes.digits import Run, runs, with_correction
from auditor.attributes.finding import Finding
from auditor.attributes.reading import Reading
from auditor.attributes.text import Text
from auditor.records import About, Language

__all__ = ["PhoneDetector", "e164"]

_LENGTHS = {"en": (11, 10), "fr": (10, 9)}
_CUES = {
    "en": frozenset("number mobile phone cell landline call ring text dial fax whatsapp".split()),
    "fr": frozenset(
        "numéro portable fixe téléphone natel gsm cellulaire cell appelle appelez rappelle "
        "rappelez joindre compose composez faites fais tél".split()
    ),
}
_SWISS = frozenset("natel septante huitante nonante suisse".split())
_BELGIAN = frozenset(("gsm",))
_OWN = frozenset(("my", "mon"))
_BEFORE = 6
"""Words before a number in which it may be called the speaker's own."""
_SHORTEST = 6
"""Digits that a number needs to be taken for a phone number because a cue says so."""


class PhoneDetector:
    """Finds spoken and written phone numbers."""

    def __init__(self, version: str) -> None:
        self._version = version

    def detect(self, reading: Reading, frame: Frame) -> Iterator[Finding]:
        """Yield every phone number, the driver's unless its owner is told."""
        if frame.register == "news":
            return
        text = reading.text
        cued = not _CUES[text.language].isdisjoint(text.words)
        for spoken in runs(text):
            run = with_correction(spoken, _LENGTHS[text.language])
            number = e164(run, text.language, frozenset(text.words))
            if number is None and not (cued and _SHORTEST <= len(run.digits) <= 15):
                continue
            score = 0.9 if number and cued else 0.8 if number else 0.55
            rule = "number:phone" if number else "number:phone_cue"
            value = number or run.digits
            about: About | None = "driver" if _mine(text, run) else None
            why = f"{rule}@{self._version}"
            yield Finding("phone_number", run.first, run.last, score, why, about, value)


def _mine(text: Text, run: Run) -> bool:
    """Return whether the words before a number call it the speaker's own."""
    before = text.words[max(0, run.first - _BEFORE) : run.first]
    owned = [k for k, word in enumerate(before) if word in _OWN]
    return any(not _CUES[text.language].isdisjoint(before[k + 1 : k + 4]) for k in owned)


def e164(run: Run, language: Language, words: frozenset[str] = frozenset()) -> str | None:
    """Return ``run`` in E.164, or None when it has no length of a phone number.

    The country is the language's (Britain or North America; France or Québec) unless ``words``
    tell of Switzerland or Belgium, or the number begins with a country code.
    """
    digits = run.digits
    if not run.value.lstrip("+").isdigit():
        return None
    if run.value.startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        return f"+{digits}" if 9 <= len(digits) <= 15 else None
    return _british_or_american(digits) if language == "en" else _french(digits, words)


def _british_or_american(digits: str) -> str | None:
    if len(digits) == 11 and digits[0] == "0" and digits[1] in "1237":
        return f"+44{digits[1:]}"
    if len(digits) == 10 and digits.startswith("08"):
        return f"+353{digits[1:]}"
    if len(digits) == 10 and digits[0] in "23456789" and digits[3] in "23456789":
        return f"+1{digits}"
    if len(digits) == 11 and digits[0] == "1" and digits[1] in "23456789":
        return f"+{digits}"
    return None


def _french(digits: str, words: frozenset[str]) -> str | None:
    if len(digits) == 10 and digits[0] == "0" and digits[1] != "0":
        if words & _SWISS:
            return f"+41{digits[1:]}"
        if words & _BELGIAN and digits[1] == "4":
            return f"+32{digits[1:]}"
        return f"+33{digits[1:]}"
    if len(digits) == 9 and digits[0] == "0" and digits[1] in "12345689":
        return f"+32{digits[1:]}"
    if len(digits) == 10 and digits[0] in "23456789":
        return f"+1{digits}"
    return None
