from datetime import datetime, timedelta, timezone

import pytest
from recipients_builders import gives, spoken

from auditor.recipients.grains import (
    PLACE_GRAINS,
    TIME_GRAINS,
    coarse_attribute,
    coarse_moment,
    coarse_place,
    coarse_time,
    generalisations,
)

PLACES = [
    ("leeds|GB|ENG", ["leeds|GB|ENG", "leeds|GB|ENG", "GB|ENG", "GB", None]),
    ("Saint-Étienne", ["Saint-Étienne", "saint-etienne|FR|84", "FR|84", "FR", None]),
    ("12 rue de la paix à lyon", ["12 rue de la paix à lyon", "lyon|FR|84", "FR|84", "FR", None]),
    ("london", ["london", "london|GB|ENG", "GB|ENG", "GB", None]),
    ("londres", ["londres", "london|GB|ENG", "GB|ENG", "GB", None]),
    ("reading", ["reading", "reading|GB|ENG", "GB|ENG", "GB", None]),
    ("newton street", ["newton street", None, None, None, None]),
    ("the crown court", ["the crown court", None, None, None, None]),
    ("", ["", None, None, None, None]),
]


@pytest.mark.parametrize(
    "said", ["leeds|GB|ENG", "lyon|FR|84", "2026-03-02T07:41:23", "2026-03-02"]
)
def test_what_is_coarse_stays_so_and_never_gets_finer(said):
    coarse, grains = (coarse_place, PLACE_GRAINS) if "|" in said else (coarse_time, TIME_GRAINS)
    for k, first in enumerate(grains[:-1]):
        for second in grains[:-1]:
            both = coarse(coarse(said, first), second)
            assert both == coarse(said, grains[max(k, grains.index(second))]), (first, second)


@pytest.mark.parametrize(("said", "told"), PLACES, ids=[row[0] for row in PLACES])
def test_places_get_coarser_or_are_not_told(said, told):
    assert [coarse_place(said, grain) for grain in PLACE_GRAINS] == told


TIMES = [
    (
        "2026-03-02T07:41",
        ["2026-03-02T07:41", "2026-03-02T07:41", "2026-03-02T07", "2026-03-02", "2026-W10", None],
    ),
    ("2026-01-01", ["2026-01-01", "2026-01-01", "2026-01-01", "2026-01-01", "2026-W01", None]),
    ("2027-01-01", ["2027-01-01", "2027-01-01", "2027-01-01", "2027-01-01", "2026-W53", None]),
    ("tomorrow", ["tomorrow", None, None, None, None, None]),
]


@pytest.mark.parametrize(("said", "told"), TIMES, ids=[row[0] for row in TIMES])
def test_times_get_coarser_or_are_not_told(said, told):
    assert [coarse_time(said, grain) for grain in TIME_GRAINS] == told


def test_moments_are_cut_to_where_they_begin_and_keep_their_offset():
    zone = timezone(timedelta(hours=1))
    moment = datetime(2026, 3, 5, 7, 41, 23, 5, tzinfo=zone)
    assert [coarse_moment(moment, grain) for grain in TIME_GRAINS] == [
        moment,
        datetime(2026, 3, 5, 7, 41, tzinfo=zone),
        datetime(2026, 3, 5, 7, tzinfo=zone),
        datetime(2026, 3, 5, tzinfo=zone),
        datetime(2026, 3, 2, tzinfo=zone),
        None,
    ]


ATTRIBUTES = [
    ("health", "asthma", "none", "none", "asthma"),
    ("home_place", "leeds|GB|ENG", "region", "second", "GB|ENG"),
    ("place_type", "hospital", "town", "second", None),
    ("appointment", "2026-03-06T10:00", "none", "day", "2026-03-06"),
    ("appointment", "friday at ten", "exact", "day", None),
    ("appointment", "friday at ten", "exact", "second", "friday at ten"),
    ("routine", "every tuesday", "exact", "week", None),
    ("travel_plan", "2026-07-01", "country", "week", "2026-W27"),
    ("travel_plan", "rome|IT|07", "country", "week", "IT"),
    ("travel_plan", "next week to lyon", "exact", "week", "lyon|FR|84"),
    ("travel_plan", "next tuesday", "exact", "week", None),
    ("age_or_birth", "1998-03-15", "none", "none", "1998-03-15"),
]


@pytest.mark.parametrize(("category", "said", "places", "times", "told"), ATTRIBUTES)
def test_an_attribute_is_told_at_the_grain_of_what_it_is(category, said, places, times, told):
    found = coarse_attribute(gives(spoken("u", said), category, said), places, times)
    assert (found.normalised if found else None) == told
    if found is not None and told != said:
        assert (found.value, found.span) == (told, None)


def test_coarser_forms_come_finest_first_and_once():
    assert list(generalisations("home_place", "leeds|GB|ENG")) == ["leeds|GB|ENG", "GB|ENG", "GB"]
    assert list(generalisations("appointment", "2026-03-06")) == ["2026-03-06", "2026-W10"]
    assert list(generalisations("health", "asthma")) == ["asthma"]
