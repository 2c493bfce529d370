from datetime import datetime, timedelta

import pytest
from inference_builders import attribute, claim, graph_of, profile_of, utterance

from auditor.inference import routines, timeline
from auditor.inference.findings import read_person
from auditor.inference.routines import PARTS, part_of

MONDAY = datetime(2026, 3, 2, 7, 0)


def life(weeks=4, *, at_hour=7, value="harbour mill", every_day=range(5)):
    """Return trips to one place, and as many other utterances spread over the day."""
    utterances, attributes = [], []
    for week in range(weeks):
        for day in every_day:
            at = (MONDAY + timedelta(days=7 * week + day)).replace(hour=at_hour)
            name = f"u{week}-{day}"
            utterances.append(utterance(name, f"take me to {value}", at=at))
            attributes.append(attribute(name, "visited_place", value, value=value))
    for k in range(weeks * 7):
        at = (MONDAY + timedelta(days=k)).replace(hour=(6 + 5 * k) % 24)
        utterances.append(utterance(f"o{k}", "turn it up", at=at))
    return utterances, attributes


def found(utterances, attributes):
    heard, said = read_person(graph_of(utterances, attributes), "p")
    return routines(heard, said)


def test_a_place_of_every_morning_is_a_routine():
    (routine,) = found(*life())
    assert (routine.value, routine.part, routine.days) == ("harbour mill", "early", 20)
    assert routine.every_days == 1.0
    assert routine.p < 0.001


def test_a_class_of_every_tuesday_has_a_weekday():
    (routine,) = found(*life(6, at_hour=13, every_day=[1]))
    assert routine.weekday == 2
    assert routine.every_days == 7.0


def test_somebody_who_only_drives_then_has_no_routine():
    utterances, attributes = life()
    mornings = [one for one in utterances if one.at.hour == 7]
    assert found(mornings, attributes) == []


def test_two_days_are_no_routine():
    utterances, attributes = life(1, every_day=[0, 1])
    assert found(utterances, attributes) == []


def test_without_clocks_nothing_recurs():
    utterances, attributes = life()
    timeless = [utterance(one.id, one.text) for one in utterances]
    assert found(timeless, attributes) == []


def test_chance_seldom_makes_a_routine():
    """Places at random times: of many, few may pass the test (false discoveries at 10 %)."""
    utterances, attributes = [], []
    for k in range(300):
        at = MONDAY + timedelta(hours=(k * 7919) % (24 * 60))
        utterances.append(utterance(f"u{k}", at=at))
        attributes.append(attribute(f"u{k}", "visited_place", f"place {k % 40}"))
    assert len(found(utterances, attributes)) <= 4


def test_weekday_mornings_are_work():
    profile = profile_of(*life())
    work = claim(profile, "work_place", "harbour mill")
    assert work.probability > 0.8
    assert work.how == "inferred"
    assert claim(profile, "routine", "harbour mill (early)").probability > 0.9


def test_evenings_are_not_work():
    assert claim(profile_of(*life(at_hour=19)), "work_place") is None


@pytest.mark.parametrize(
    ("hour", "part"),
    [(0, "night"), (4, "night"), (5, "early"), (9, "day"), (16, "evening"), (22, "night")],
)
def test_parts_of_the_day(hour, part):
    assert part_of(hour) == part
    assert part in PARTS


def test_the_timeline_is_in_order_and_says_what_was_new():
    utterances = [
        utterance("u2", at=MONDAY + timedelta(days=1)),
        utterance("u1", at=MONDAY),
        utterance("u3"),
    ]
    attributes = [attribute(name, "pet", "dog") for name in ("u1", "u2", "u3")]
    events = timeline(graph_of(utterances, attributes), "p")
    assert [event.utterance for event in events] == ["u1", "u2", "u3"]
    assert [event.first for event in events] == [True, False, False]
