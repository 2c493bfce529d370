"""What a time expression means, counted from the clock time of its utterance.

Nothing about time is inferred where that clock time is unknown: "tomorrow" then stays a word.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from auditor.attributes.hits import Hit, Hits
from auditor.attributes.text import Text

__all__ = ["resolve"]

_AFTER_NOON = ("p m", "pm", "afternoon", "evening", "tonight", "at night", "soir", "après midi")
_BEFORE_NOON = ("a m", "am", "morning", "matin")


def resolve(when: Hit, text: Text, hits: Hits, at: datetime | None) -> str | None:
    """Return ``when`` in ISO 8601 (a date, or a date with a time), or None.

    A bare weekday or day of the month is the next one; an hour that could be morning or evening
    is the next such hour where the day is not said, else an hour of the waking day.
    """
    if at is None:
        return None
    day = _day(when, text, hits, at.date())
    clock = _clock(when, text, hits)
    if clock is None:
        return day.isoformat() if day else None
    sure, moment = clock
    if day is None:
        candidates = [moment] if sure else [moment, _other_half(moment)]
        ahead = [_next(at, candidate) for candidate in candidates]
        return min(ahead).isoformat(timespec="minutes")
    if not sure and moment.hour < 7:
        moment = _other_half(moment)
    return datetime.combine(day, moment).isoformat(timespec="minutes")


def _next(at: datetime, moment: time) -> datetime:
    today = datetime.combine(at.date(), moment)
    return today if today >= at.replace(tzinfo=None) else today + timedelta(days=1)


def _other_half(moment: time) -> time:
    return moment.replace(hour=(moment.hour + 12) % 24)


def _day(  # noqa: PLR0911, one return a way of naming a day
    when: Hit, text: Text, hits: Hits, today: date
) -> date | None:
    def inside(*classes: str) -> Hit | None:
        return hits.within(when.first, when.last, *classes)

    if near := inside("near_day"):
        return today + timedelta(days=int(near.concept))
    month = inside("month")
    if (weekday := inside("weekday")) and not month:
        if day := _day_of(weekday, hits, when):
            return _next_day_of_month(today, int(day.concept))
        ahead = (int(weekday.concept) - today.isoweekday()) % 7
        return today + timedelta(days=ahead or 7)
    if month:
        number = inside("ordinal") or _number_beside(month, hits, when)
        return _next_date(today, int(month.concept), int(number.concept)) if number else None
    if (feast := inside("feast_day")) and feast.concept[0].isdigit():
        month_number, day_number = feast.concept.split("-")
        return _next_date(today, int(month_number), int(day_number))
    if (unit := inside("unit")) and text.words[when.first] in ("in", "within", "dans", "d'"):
        count = inside("number")
        return today + timedelta(days=int(unit.concept) * (int(count.concept) if count else 1))
    if number := inside("ordinal") or _day_number(when, text, hits):
        return _next_day_of_month(today, int(number.concept))
    return None


def _day_of(weekday: Hit, hits: Hits, when: Hit) -> Hit | None:
    """Return the day of the month in "friday the thirteenth" and "vendredi treize"."""
    for hit in hits.of("ordinal", "day"):
        gap = hit.first - weekday.last
        spoken = hit.cls == "ordinal" and gap in (0, 1)
        bare = hit.cls == "day" and gap == 0 and not _is_hour(hit, hits)
        if hit.last <= when.last and (spoken or bare):
            return hit
    return None


def _is_hour(day: Hit, hits: Hits) -> bool:
    clocks = hits.of("at_clock")
    return any(clock.first <= day.first and day.last <= clock.last for clock in clocks)


def _number_beside(month: Hit, hits: Hits, when: Hit) -> Hit | None:
    near = [hit for hit in hits.of("day") if when.first <= hit.first and hit.last <= when.last]
    return next((hit for hit in near if month.first in (hit.last, hit.first - 1)), None)


def _day_number(when: Hit, text: Text, hits: Hits) -> Hit | None:
    """Return the day in "le dix-huit": a number that no hour follows."""
    for hit in hits.of("day"):
        article = hit.first > when.first - 1 and text.words[hit.first - 1] in ("le", "au", "du")
        if when.first <= hit.first and hit.last <= when.last and article and hit.first:
            return hit
    return None


def _next_date(today: date, month: int, day: int) -> date | None:
    for year in (today.year, today.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None


def _next_day_of_month(today: date, day: int) -> date | None:
    for ahead in range(0, 62):
        found = today + timedelta(days=ahead)
        if found.day == day:
            return found
    return None


def _clock(when: Hit, text: Text, hits: Hits) -> tuple[bool, time] | None:
    """Return (whether the half of the day is sure, the time), or None."""
    clock = next(
        (hit for hit in hits.of("at_clock") if when.first <= hit.first and hit.last <= when.last),
        None,
    )
    if clock is None:
        return None
    words = text.words[clock.first : clock.last]
    if noon := hits.within(clock.first, clock.last, "noon"):
        hour, minute = int(noon.concept[:2]), 0
        minute += _fraction(words, [])
        return True, _at(hour, minute)
    numbers = [
        int(hit.concept)
        for hit in hits.of("number")
        if clock.first <= hit.first and hit.last <= clock.last
    ]
    if not numbers:
        return None
    return _spoken_clock(words, numbers, " ".join(text.words[when.first : when.last]))


def _spoken_clock(words: tuple[str, ...], numbers: list[int], said: str) -> tuple[bool, time]:
    if "to" in words or "past" in words:
        hour = numbers[-1]
        minutes = 15 if "quarter" in words else 30 if "half" in words else numbers[0]
        minute = -minutes if "to" in words else minutes
    elif words[0] == "half":
        hour, minute = numbers[0], 30
    else:
        hour, minute = numbers[0], _fraction(words, numbers[1:])
    french = any(word in words for word in ("heure", "heures", "h"))
    if any(part in said for part in _AFTER_NOON) and hour < 12:
        return True, _at(hour + 12, minute)
    sure = french or hour > 12 or any(part in said for part in _BEFORE_NOON)
    return sure, _at(hour, minute)


def _fraction(words: tuple[str, ...], rest: list[int]) -> int:
    """Return the minutes after the hour that French fractions or a second number say."""
    if "moins" in words:
        return -(15 if "quart" in words else rest[0] if rest else 0)
    if "quart" in words:
        return 15
    if "demie" in words or "demi" in words:
        return 30
    return rest[0] if rest and rest[0] < 60 else 0


def _at(hour: int, minute: int) -> time:
    total = (hour * 60 + minute) % (24 * 60)
    return time(total // 60, total % 60)
