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
_BIRTH_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORT_YEAR = re.compile(r"\b(?:in|en) (\d\d)\b")
"""Two digits of a year, said after a word of birth: "born in eighty-nine"."""
_BORN = re.compile(r"\b(?:born|birth|née?s?|naissance)\b")
_OLDEST = 110
_AHEAD = 60
"""Characters after a value in which its year may still be said."""


def age(said: str, normalised: str, text: str, language: Language, on: date | None) -> str:
    """Return an age in years where it can be told, else what is known of the birth.

    Of a date of birth the age on a day; of its year alone both ages that are possible ("69-70").

    Parameters
    ----------
    said, normalised
        The words of the value, and what its attribute makes of them.
    text
        The utterance: a date may go on after the words.
    on
        The day of which the age is asked; without one the year stays.
    """
    if _BIRTH_YEAR.fullmatch(normalised):
        return _ages(int(normalised), on) or normalised
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
    if found is not None:
        year = int(found[1] + found[2])
        return str(year) if on is None else _ages(year, on)
    short = _SHORT_YEAR.search(numbers_as_digits(said.casefold(), language))
    if short is None or on is None:
        return ""
    return _ages(2000 + int(short[1]), on) or _ages(1900 + int(short[1]), on)


def _ages(year: int, on: date | None) -> str:
    """Return the two ages that a year of birth leaves possible, "" where nobody can have them."""
    old = -1 if on is None else on.year - year
    return f"{old - 1}-{old}" if 0 < old <= _OLDEST else ""
