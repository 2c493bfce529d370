"""How old somebody is, from an age or a date of birth."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from auditor.inference.naming import numbers_as_digits
from auditor.records import Language

__all__ = ["age"]

_DATE = re.compile(r"((?:19|20)\d\d)(?:-(\d\d)(?:-(\d\d))?)?")
_YEAR = re.compile(r"\b(?:(19|20) ?(\d\d)|(?:en|born in|since|depuis|de) (\d\d))\b")
"""A year as numbers are written together: "1956", "19 56"; of two digits only after such a word."""
_BORN = re.compile(r"\b(?:born|birth\w*|née?s?|naissance|anniversaire|dob)\b")
_OLDEST = 110


class _Spoken(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def language(self) -> Language: ...
    @property
    def at(self) -> datetime | None: ...


def age(said: str, normalised: str, utterance: _Spoken) -> str:
    """Return an age in years where it can be told, else what is known of the birth.

    Of a date of birth the age on the day of the utterance; of a year alone both ages that are
    possible then ("44-45"). Without a clock the year stays.

    Parameters
    ----------
    said, normalised
        The words of the value, and what its attribute makes of them.
    utterance
        Whose words they are: a date may go on after them.
    """
    on = None if utterance.at is None else utterance.at.date()
    dated = _DATE.fullmatch(normalised)
    if dated:
        year, *rest = (int(part) for part in dated.groups() if part)
        return _since(year, rest, on)
    at = utterance.text.find(said)
    ahead = utterance.text[max(at, 0) :] if at >= 0 else said
    born = _year(numbers_as_digits(ahead, utterance.language), on)
    if born is not None and (_BORN.search(utterance.text.casefold()) or not _plain(normalised)):
        return _since(born, [], on)
    if _plain(normalised):
        return normalised
    number = re.search(r"\b[0-9]{1,4}\b", numbers_as_digits(said, utterance.language))
    return number.group() if number else normalised


def _plain(normalised: str) -> bool:
    return re.fullmatch(r"[0-9-]+", normalised) is not None


def _year(digits: str, on: date | None) -> int | None:
    found = _YEAR.search(digits)
    if found is None:
        return None
    latest = on.year if on else 2100
    if found[3]:
        return 1900 + int(found[3]) if 2000 + int(found[3]) > latest else 2000 + int(found[3])
    year = int(found[1] + found[2])
    return year if latest - _OLDEST <= year <= latest else None


def _since(year: int, rest: Sequence[int], on: date | None) -> str:
    """Return the age on a day of who was born in a year and, perhaps, month and day of month."""
    if on is None:
        return str(year)
    if not rest:
        return f"{on.year - year - 1}-{on.year - year}"
    had = (on.month, on.day) >= (rest[0], rest[1] if len(rest) > 1 else 1)
    return str(on.year - year - (not had))
