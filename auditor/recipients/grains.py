"""How finely places and times are told, and how a finer one is made coarser.

A place of the gazetteer is ``name|country|admin1`` (``leeds|GB|ENG``); its coarser forms are
``GB|ENG`` (region) and ``GB`` (country). What cannot be placed at the grain that is asked for
("the crown court", "in the morning") is not told at all: coarse data must never say more than
they claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal, get_args

from auditor import taxonomy
from auditor.attributes.gazetteer import place_id
from auditor.attributes.lexicon import data, table
from auditor.records import Attribute

__all__ = [
    "PLACE_GRAINS",
    "TIMED",
    "TIME_GRAINS",
    "PlaceGrain",
    "TimeGrain",
    "coarse_attribute",
    "coarse_moment",
    "coarse_place",
    "coarse_time",
    "generalisations",
]

PlaceGrain = Literal["exact", "town", "region", "country", "none"]
TimeGrain = Literal["second", "minute", "hour", "day", "week", "none"]
PLACE_GRAINS: tuple[PlaceGrain, ...] = get_args(PlaceGrain)
"""From the finest to none at all."""
TIME_GRAINS: tuple[TimeGrain, ...] = get_args(TimeGrain)
"""From the finest to none at all."""

TIMED = frozenset(("appointment", "travel_plan", "absence", "routine"))
"""Categories whose value says when, in ISO 8601 where it could be told and else in words."""
_ISO = re.compile(r"\d{4}-(\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?|W\d{2})")
_LENGTHS = {"minute": 16, "hour": 13, "day": 10, "week": 8}
"""Letters of a time in ISO 8601, by grain."""
_ID = re.compile(r"([^|]+\|)?[A-Z]{2}(\|[^|]*)?")
"""A town, region or country as the gazetteer writes it."""
_TOWN_WORDS = 4
"""Words of the longest names of towns that are looked for inside an address."""
_BEFORE_A_TOWN = frozenset("in at near to from a vers pres".split())
"""Without accents; a name of a town anywhere else may be a street's."""


def coarse_moment(moment: datetime, grain: TimeGrain) -> datetime | None:
    """Return ``moment`` cut to the start of its minute, hour, day or week (Monday).

    A day is written as its midnight: hours of what is cut to days or weeks mean nothing.
    """
    if grain == "none":
        return None
    if grain == "second":
        return moment
    moment = moment.replace(second=0, microsecond=0)
    if grain == "minute":
        return moment
    moment = moment.replace(minute=0)
    if grain == "hour":
        return moment
    moment = moment.replace(hour=0)
    return moment if grain == "day" else moment - timedelta(days=moment.weekday())


def coarse_time(said: str, grain: TimeGrain) -> str | None:
    """Return a time in ISO 8601 at a grain, or None where it cannot be told so.

    What is coarser than the grain already stays as it is. Words that are no time of ISO 8601 come
    back as they are at the finest grain, and not at all at others.
    """
    if grain == "second":
        return said
    if grain == "none" or not _ISO.fullmatch(said):
        return None
    if grain == "week" and "W" not in said:
        year, week, _ = date.fromisoformat(said[:10]).isocalendar()
        return f"{year}-W{week:02d}"
    return said[: _LENGTHS[grain]]


def coarse_place(said: str, grain: PlaceGrain) -> str | None:
    """Return the gazetteer's id of a place at a grain, or None where it cannot be told so.

    What is coarser than the grain already stays as it is. Of a place that is no id, the last town
    in its words counts that ends them or follows "in": elsewhere it may be a street's name.
    """
    if grain == "none":
        return None
    if grain == "exact":
        return said
    found = said if _ID.fullmatch(said) else _town_in(said)
    if found is None:
        return None
    parts = found.split("|")
    wider = parts[1:] if len(parts) == 3 else parts
    return {"town": found, "region": "|".join(wider)}.get(grain, wider[0])


def coarse_attribute(
    attribute: Attribute, places: PlaceGrain, times: TimeGrain
) -> Attribute | None:
    """Return an attribute as it is told at the grains, or None where it is not told at all.

    Its value becomes the coarse form and its span is gone, since the exact words would say more.
    """
    told: str | None = attribute.normalised or attribute.value
    timed = taxonomy.parent(attribute.category) in TIMED
    placed = taxonomy.category(attribute.category).location
    if timed and _ISO.fullmatch(told or ""):
        told = coarse_time(told or "", times)
    elif timed and times != "second" and not placed:
        told = None
    elif placed:
        # A plan to be away may be told as a time in words: only a place of it can be kept.
        fallback: PlaceGrain = "town" if timed and times != "second" else "exact"
        told = coarse_place(told or "", fallback if places == "exact" else places)
    if told is None:
        return None
    if told == attribute.normalised:
        return attribute
    unchanged = places == "exact" and times == "second"
    return attribute if unchanged else replace(attribute, value=told, normalised=told, span=None)


def generalisations(category: str, normalised: str) -> Iterator[str]:
    """Yield a value and its coarser forms, finest first: how coarse data are matched with exact."""
    yield normalised
    forms: list[str | None] = []
    if taxonomy.category(category).location:
        forms += [coarse_place(normalised, grain) for grain in PLACE_GRAINS[1:-1]]
    if taxonomy.parent(category) in TIMED:
        forms += [coarse_time(normalised, grain) for grain in TIME_GRAINS[1:-1]]
    seen = {normalised}
    for form in forms:
        if form is not None and form not in seen:
            seen.add(form)
            yield form


def _town_in(said: str) -> str | None:
    words = [_plain(word) for word in re.findall(r"[^\W_]+", said.casefold())]
    towns, ordinary = _towns()
    for last in range(len(words), 0, -1):
        for first in range(max(0, last - _TOWN_WORDS), last):
            name = "-".join(words[first:last])
            whole, ends = last - first == len(words), last == len(words)
            led = first > 0 and words[first - 1] in _BEFORE_A_TOWN
            # "street" and "reading" are towns too: those only as the whole of what was said.
            if name in towns and (whole or (name not in ordinary and (ends or led))):
                return towns[name]
    return None


@cache
def _towns() -> tuple[dict[str, str], frozenset[str]]:
    """Return the id of the largest town of each name, and the names that are also words."""
    best: dict[str, tuple[int, str]] = {}
    for _, row in table(data("gazetteer", "cities.tsv")):
        found = place_id(row["name"], row["country"], row["admin1"])
        key = found.partition("|")[0]
        best[key] = max(best.get(key, (0, "")), (int(row["people"]), found))
    towns = {key: found for key, (_, found) in best.items()}
    for _, row in table(data("lexicons", "exonyms.tsv")):
        for surface in f"{row['en']}|{row['fr']}".split("|"):
            towns.setdefault(_plain(surface), row["concept"])
    rows = table(data("gazetteer", "words.tsv"))
    return towns, frozenset(_plain(row["name"]) for _, row in rows)


def _plain(word: str) -> str:
    return place_id(word, "", "").partition("|")[0]
