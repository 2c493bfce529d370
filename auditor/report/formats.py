"""Times and lists as each language writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from auditor.records import Language
from auditor.report.numbers import number
from auditor.report.texts import texts


def percent(share: float, language: Language) -> str:
    """Return a share of 1 as a whole percentage."""
    return texts(language)("format.percent", n=number(round(100 * share), language))


def clock(seconds: float) -> str:
    """Return a place in a recording as ``m:ss``, or ``h:mm:ss`` from an hour up."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def duration(seconds: float, language: Language) -> str:
    """Return a length of sound in the unit that reads best: seconds, minutes or hours."""
    words = texts(language)
    if round(seconds) < 60:
        return words.count("format.seconds", round(seconds))
    if seconds < 2 * 3600:
        minutes = seconds / 60
        return words.count("format.minutes", round(minutes, 1) if minutes < 10 else round(minutes))
    return words.count("format.hours", round(seconds / 3600, 1))


def date(moment: datetime, language: Language) -> str:
    """Return a clock time as its source gave it, to the minute."""
    words = texts(language)
    day = words("format.first_day") if moment.day == 1 else str(moment.day)
    return words(
        "format.date",
        day=day,
        month=words(f"month.{moment.month}"),
        year=moment.year,
        hour=moment.hour,
        minute=f"{moment.minute:02d}",
    )


def listing(items: Sequence[str], language: Language) -> str:
    """Return ``items`` as a list in a sentence: ``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return texts(language)("format.and", head=", ".join(items[:-1]), last=items[-1])
