from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recipients_builders import gives, held, recorded, spoken, told

from auditor import evidence, taxonomy
from auditor.recipients import Held, names, retained, scenario, view
from auditor.recipients.grains import coarse_moment, coarse_place
from auditor.taxonomy import covers

MONDAY = datetime(2026, 3, 2, 7, 41, 23)

CASES = [
    ("name", "zelda", "zelda"),
    ("health", "asthma", "asthma"),
    ("visited_place", "leeds", "leeds|GB|ENG"),
    ("address", "9 maple court", "9 maple court"),
    ("home_place", "lyon", "lyon|FR|84"),
    ("work_place", "the mill in york", "the mill in york"),
    ("appointment", "friday at ten", "2026-03-06T10:00"),
    ("media_taste", "fado", "fado"),
    ("driving_behaviour", "speeding", "speeding"),
    ("purchase_or_brand", "oatly", "oatly"),
    ("routine", "every tuesday", "every tuesday"),
]


@st.composite
def rows(draw):
    """An utterance that asks for something and gives one thing away, said at some time."""
    number = draw(st.integers(0, 10**6))
    category, words, normalised = draw(st.sampled_from(CASES))
    verb = draw(st.sampled_from(["take me to", "call", "hmm", "play", "what about"]))
    addressed = draw(st.sampled_from([True, False, None]))
    minutes = draw(st.none() | st.integers(0, 60 * 24 * 900))
    at = None if minutes is None else MONDAY + timedelta(minutes=minutes, seconds=minutes % 60)
    one = spoken(f"u{number}", f"{verb} {words} xyzzy{number}", at=at, addressed=addressed)
    implied = draw(st.booleans())
    found = gives(one, category, None if implied else words, normalised)
    about = draw(st.sampled_from(["driver", "relative", "passenger", "other"]))
    return one, draw(st.sampled_from(["p1", "p2"])), [replace(found, value=words, about=about)]


def everything(rows):
    unique = {row[0].id: row for row in rows}
    return held(*unique.values())


@settings(max_examples=60, deadline=None)
@given(st.lists(rows(), min_size=1, max_size=8), st.sampled_from(names()))
def test_a_view_tells_nothing_that_its_scenario_keeps_in_the_car(given_rows, name):
    whole = everything(given_rows)
    one = scenario(name)
    leaves = one.leaves
    seen = view(whole.recordings, whole.utterances, whole.attributes, one)
    original = {each.id: each for each in whole.utterances}

    for recording in seen.held.recordings:
        assert recording.name == recording.id
        assert leaves.audio.value or (recording.path is None and recording.sha256 == "")
        assert recording.trip is None or leaves.times.value == "second"
    for utterance in seen.held.utterances:
        assert leaves.overheard.value or utterance.addressed is not False
        assert leaves.audio.value or utterance.speaker is None
        assert leaves.transcript.value or (utterance.words == () and utterance.alternatives == ())
        if utterance.at is not None:
            assert utterance.at == coarse_moment(original[utterance.id].at, leaves.times.value)
    for attribute in seen.held.attributes:
        assert leaves.transcript.value or attribute.span is None
        wanted = leaves.attributes.value
        assert (
            wanted == "all"
            or any(covers(each, attribute.category) for each in wanted)
            or (leaves.requests.value == "needs" and attribute.utterance_id in dict(seen.requests))
        )
        if taxonomy.category(attribute.category).location:
            assert coarse_place(attribute.normalised, leaves.places.value) == attribute.normalised
    if not leaves.transcript.value:
        assert "xyzzy" not in told(seen.held)
    if leaves.requests.value == "none":
        assert seen.requests == ()
    if not leaves.scores.value:
        assert seen.scores == ()


@settings(max_examples=25, deadline=None)
@given(st.lists(rows(), min_size=1, max_size=6), st.sampled_from(names()), st.randoms())
def test_the_order_in_which_things_come_changes_nothing_but_order(given_rows, name, random):
    whole = everything(given_rows)
    shuffled = [list(part) for part in (whole.recordings, whole.utterances, whole.attributes)]
    for part in shuffled:
        random.shuffle(part)
    one = scenario(name)
    first = view(whole.recordings, whole.utterances, whole.attributes, one)
    second = view(*shuffled, one)
    assert set(first.held.attributes) == set(second.held.attributes)
    assert {each.id: each for each in first.held.utterances} == {
        each.id: each for each in second.held.utterances
    }
    assert (first.requests, first.scores) == (second.requests, second.scores)


def test_a_view_is_evidence_like_everything_that_is_heard():
    one = spoken("u1", "take me to leeds", at=MONDAY)
    whole = held((one, "p1", [gives(one, "visited_place", "leeds", "leeds|GB|ENG")]))
    for name in names():
        seen = view(whole.recordings, whole.utterances, whole.attributes, scenario(name)).held
        evidence.build(seen.recordings, seen.utterances, seen.attributes)


def test_whoever_has_the_sound_has_everything():
    one = spoken("u1", "my asthma is back", at=MONDAY, addressed=False)
    whole = held((one, "p1", [gives(one, "health", "asthma")]))
    seen = view(whole.recordings, whole.utterances, whole.attributes, scenario("alexa-stellantis"))
    assert seen.held.utterances == whole.utterances
    assert seen.held.attributes == whole.attributes
    assert seen.held.recordings[0].path == whole.recordings[0].path


def test_a_fleet_gets_what_the_request_needs_and_no_more():
    one = spoken("u1", "call my sister anna about the asthma", addressed=True, at=MONDAY)
    found = [gives(one, "relative_name", "anna"), gives(one, "health", "asthma")]
    whole = held((one, "p1", found))
    seen = view(whole.recordings, whole.utterances, whole.attributes, scenario("employer-fleet"))
    assert [each.category for each in seen.held.attributes] == ["relative_name"]
    assert seen.requests == (("u1", "call"),)
    assert seen.held.utterances[0].at == MONDAY.replace(second=0)


def test_a_region_is_what_an_advertiser_learns_of_a_home():
    one = spoken("u1", "we live in leeds now", at=MONDAY)
    whole = held((one, "p1", [gives(one, "home_place", "leeds", "leeds|GB|ENG")]))
    seen = view(*parts(whole), scenario("advertiser-segments"))
    assert [(each.value, each.normalised) for each in seen.held.attributes] == [("GB|ENG",) * 2]
    assert seen.held.utterances[0].at == datetime(2026, 3, 2)


def test_scores_are_figures_and_nothing_else():
    rows = []
    for number in range(4):
        one = spoken(f"u{number}", "i was doing ninety", at=MONDAY)
        fast = [gives(one, "driving_behaviour", "ninety", score=0.5)] if number < 2 else []
        rows.append((one, "p1", fast))
    seen = view(*parts(held(*rows)), scenario("onstar-scores"))
    assert seen.held == Held()
    assert [(each.person, each.category, each.value) for each in seen.scores] == [
        ("p1", "driving_behaviour", 25)
    ]


def parts(whole: Held):
    return whole.recordings, whole.utterances, whole.attributes


@pytest.mark.parametrize(
    ("seconds", "kept"), [(0, True), (-1, True), (1, False)], ids=["edge", "younger", "older"]
)
def test_retention_ends_after_the_very_second(seconds, kept):
    now = MONDAY
    old = spoken("old", "hello", at=now - timedelta(days=61, seconds=seconds))
    new = spoken("new", "hello", at=now)
    left = retained(held((old, "p1", []), (new, "p1", [])), 61)
    assert ("old" in {each.id for each in left.utterances}) == kept
    assert {each.id for each in left.recordings} == {each.recording_id for each in left.utterances}


def test_retention_counts_from_now_where_it_is_told():
    old = spoken("old", "hello", at=MONDAY)
    whole = held((old, "p1", []))
    assert retained(whole, 61).utterances == whole.utterances
    assert retained(whole, 61, now=MONDAY + timedelta(days=62)) == Held()


def test_retention_counts_from_each_persons_own_last_moment():
    early = spoken("early", "hello", at=MONDAY)
    late = spoken("late", "hello", at=MONDAY + timedelta(days=100))
    left = retained(held((early, "p1", []), (late, "p2", [])), 0)
    assert {each.id for each in left.utterances} == {"early", "late"}
    left = retained(held((early, "p1", []), (late, "p2", [])), 0, now=late.at)
    assert {each.id for each in left.utterances} == {"late"}


def test_what_has_no_time_is_kept_and_a_recording_tells_it_of_its_utterances():
    timeless, late = spoken("a", "hello"), spoken("b", "hello", at=MONDAY)
    of_recording = spoken("c", "hello")
    recordings = [
        recorded(timeless),
        recorded(late),
        recorded(of_recording, started_at=MONDAY - timedelta(days=9)),
    ]
    left = retained(Held.of(recordings, [timeless, late, of_recording], []), 8)
    assert {each.id for each in left.utterances} == {"a", "b"}


def test_times_with_and_without_an_offset_meet_in_one_retention():
    paris = timezone(timedelta(hours=1))
    aware = spoken("a", "hello", at=datetime(2026, 3, 2, 1, 0, tzinfo=paris))
    naive = spoken("b", "hello", at=datetime(2026, 3, 3, 0, 0))
    left = retained(held((aware, "p1", []), (naive, "p1", [])), 1)
    assert {each.id for each in left.utterances} == {"a", "b"}
    left = retained(
        held((aware, "p1", []), (naive, "p1", [])), 0, now=datetime(2026, 3, 2, tzinfo=UTC)
    )
    assert {each.id for each in left.utterances} == {"a", "b"}


def test_strays_are_refused():
    one = spoken("u1", "hello")
    with pytest.raises(KeyError):
        view([], [one], [], scenario("onstar-raw"))
    with pytest.raises(KeyError):
        view([], [], [gives(one, "health", "hello")], scenario("onstar-raw"))
