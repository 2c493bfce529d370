"""How old somebody is, from an age or a date of birth."""

from __future__ import annotations

import re
from datetime import date

from auditor.inference.naming import numbers_as_digits
from auditor.records import Language

__all__ = ["age"]

_DATE = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)")
_YEAR = re.compile(r"\b(19|20) ?(\d\d)\b")
"""A year as numbers are written in digits: "1956", and "19 56" of nineteen fifty six."""
_BORN = re.compile(r"\b(?:born|birth|née?s?|naissance)\b")
_OLDEST = 110
_AHEAD = 60
"""Characters after a value in which its year may still be said."""


def age(said: str, normalised: str, text: str, language: Language, on: date | None) -> str:
    """Return an age in years where it can be told, else what is known of the birth.

    Of a date of birth the age on a day; where only part of the date was marked, both ages that its
    year leaves possible ("69-70"). A year alone stays as it was said.

    Parameters
    ----------
    said, normalised
        The words of the value, and what its attribute makes of them.
    text
        The utterance: a date may go on after the words.
    on
        The day of which the age is asked; without one the year stays.
    """
    dated = _DATE.fullmatch(normalised)
    if dated:
        year, month, day = map(int, dated.groups())
        old = None if on is None else on.year - year - ((on.month, on.day) < (month, day))
        return str(old) if old is not None and 0 <= old <= _OLDEST else str(year)
    year_said = _year_of_birth(said, text, language, on) if _BORN.search(said.casefold()) else ""
    if year_said:
        return year_said
    if re.fullmatch(r"[0-9-]+", normalised):
        return normalised
    number = re.search(r"\b[0-9]{1,4}\b", numbers_as_digits(said, language))
    return number.group() if number else normalised


def _year_of_birth(said: str, text: str, language: Language, on: date | None) -> str:
    """Return the ages that a date of birth leaves possible, or its year; "" where there is none."""
    at = max(text.find(said), 0)
    found = _YEAR.search(numbers_as_digits(text[at : at + len(said) + _AHEAD], language))
    if found is None:
        return ""
    year = int(found[1] + found[2])
    if on is None or said.casefold().endswith(("born in", "né en", "née en")):
        return str(year)
    old = on.year - year
    return f"{old - 1}-{old}" if 0 < old <= _OLDEST else ""
