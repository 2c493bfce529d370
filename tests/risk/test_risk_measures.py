"""Rates, exposure, the claims curve and the headline of an audit."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from risk_builders import Audit, by_name, claim, found, profile, spoken

from auditor.errors import UsageError
from auditor.risk import CurvePoint, Measures, measures
from auditor.risk.timeline import timelines
from auditor.taxonomy import categories

MONDAY, TUESDAY = datetime(2026, 3, 2, 8, 0), datetime(2026, 3, 3, 8, 0)


def measured(audit: Audit, *profiles: Any, attributes: Any = (), decisions: Any = None) -> Measures:
    return measures(profiles, attributes, audit.recordings, audit.transcripts, decisions)


def points(curve: Any) -> list[tuple[Any, ...]]:
    return [
        (each.minutes, each.utterances, each.claims, each.certain, each.special)
        for each in curve.points
    ]


# A week of one person: a minute on Tuesday, half a minute on Monday, given in the wrong order.
WEEK = (
    Audit()
    .heard("tuesday", spoken("t1", 6.0), spoken("t2", 30.0), started_at=TUESDAY)
    .heard("monday", spoken("m1", 12.0), seconds=30.0, started_at=MONDAY)
)


def test_minutes_are_the_sound_heard_until_then_in_order_of_time() -> None:
    line = timelines(WEEK.recordings, WEEK.transcripts)["p1"]
    assert line.minutes == 1.5
    assert [(each.utterance_id, each.order, each.minutes) for each in line.moments.values()] == [
        ("m1", 1, 0.2),
        ("t1", 2, 0.6),
        ("t2", 3, 1.0),
    ]


def test_recordings_without_a_start_come_last_and_by_name() -> None:
    audit = (
        Audit()
        .heard("b", spoken("b1", 3.0))
        .heard("a", spoken("a1", 3.0))
        .heard("late", spoken("l1", 3.0), started_at=datetime(2026, 3, 9, tzinfo=UTC))
        .heard("early", spoken("e1", 3.0), started_at=MONDAY)
    )
    moments = timelines(audit.recordings, audit.transcripts)["p1"].moments
    assert list(moments) == ["e1", "l1", "a1", "b1"]


def test_text_is_ordered_by_its_clock_and_adds_no_minutes() -> None:
    audit = (
        Audit()
        .heard("sound", spoken("s1", 30.0), started_at=TUESDAY)
        .heard("text", spoken("x2", at=TUESDAY), spoken("x1", at=MONDAY), seconds=0.0)
    )
    line = timelines(audit.recordings, audit.transcripts)["p1"]
    assert [(name, each.minutes) for name, each in line.moments.items()] == [
        ("x1", 0.0),
        ("x2", 0.0),
        ("s1", 0.5),
    ]
    assert line.minutes == 1.0


def test_with_text_alone_there_are_no_minutes() -> None:
    audit = Audit().heard("text", spoken("x1"), spoken("x2"), seconds=0.0)
    got = measured(audit, profile(claim("religion", "x2")), attributes=[found("x1", "pet")])
    assert got.headline.minutes is None
    assert got.exposure[0].minutes_heard is None
    assert points(got.curves[0]) == [(None, 0, 0, 0, 0), (None, 2, 1, 1, 1)]
    risks = by_name(got.risks)
    assert (risks["attributes_per_minute"].value, risks["attributes_per_minute"].n) == (None, 0)
    assert risks["attributes_per_minute_overall"].value is None
    assert risks["categories_covered"].value == 1


def test_attributes_per_minute_by_hand() -> None:
    audit = (
        Audit()
        .heard("a", spoken("a1", 5.0), spoken("a2", 9.0), seconds=120.0)
        .heard("a-text", spoken("x1"), seconds=0.0)
        .heard("b", spoken("b1", 5.0), person="p2", seconds=30.0)
        .heard("c", person="p3", seconds=30.0)
    )
    attributes = [found(each, "pet", "other") for each in ("a1", "a2", "a2", "b1", "b1", "x1")]
    risks = by_name(measured(audit, attributes=attributes).risks)
    mean, overall = risks["attributes_per_minute"], risks["attributes_per_minute_overall"]
    # 3 in 2 minutes, 2 in half a minute, 0 in half a minute; what was only text has no minutes.
    assert mean.value == pytest.approx((1.5 + 4 + 0) / 3)
    assert (mean.n, mean.interval) == (3, None)
    assert "Under 5 persons no interval" in mean.assumes
    assert overall.value == pytest.approx(5 / 3)
    assert (overall.baseline, overall.control, overall.interval) == (None, None, None)


def test_five_persons_have_an_interval() -> None:
    audit = Audit()
    for number in range(1, 6):
        audit.heard(f"r{number}", spoken(f"u{number}", 5.0), person=f"p{number}")
    attributes = [found(f"u{number}", "pet") for number in range(1, 6) for _ in range(number)]
    risk = by_name(measured(audit, attributes=attributes).risks)["attributes_per_minute"]
    assert (risk.value, risk.n, risk.unit) == (3.0, 5, "attributes per minute")
    assert risk.interval == pytest.approx((1.036757, 4.963243), abs=1e-6)
    assert "Student" in risk.assumes


def test_categories_covered_are_those_of_the_household() -> None:
    audit = Audit().heard("a", spoken("a1", 5.0)).heard("b", spoken("b1", 5.0), person="p2")
    attributes = [
        found("a1", "health"),
        found("a1", "health.mental", "relative"),
        found("a1", "politics", "other"),
        found("b1", "pet"),
        found("b1", "health"),
        found("b1", "hobby", "passenger"),
    ]
    risks = by_name(measured(audit, attributes=attributes).risks)
    assert risks["categories_covered"].value == 2
    assert risks["categories_covered_per_person"].value == 1.5
    whole = sum("." not in name for name in categories()) - 1
    assert f"Of {whole} categories" in risks["categories_covered"].assumes


CLAIMS = (
    claim("religion", "t1", "m1", probability=0.9),
    claim("health", "t2", probability=0.6),
    claim("health.mental", "t1", probability=0.5, about="relative"),
    claim("criminal_or_legal", "t1", probability=0.7, how="inferred"),
    claim("pet", "t2", probability=0.85),
    claim("politics", "m1", probability=0.4),
    claim("health", "m1", probability=0.8, about="passenger"),
    claim("trade_union", probability=0.9),
)


def test_special_and_criminal_claims() -> None:
    risks = by_name(measured(WEEK, profile(*CLAIMS)).risks)
    assert risks["special_claims"].value == 4
    assert risks["special_categories"].value == 3
    assert risks["criminal_claims"].value == 1
    assert risks["special_claims"].n == 1


def test_the_first_utterance_that_reveals_each_special_category() -> None:
    got = measured(WEEK, profile(*CLAIMS)).exposure
    assert [
        (each.category, each.article, each.about, each.utterance_id, each.minutes_heard,
         each.how, each.certainty)
        for each in got
    ] == [
        ("religion", 9, "driver", "m1", 0.2, "stated", "certain"),
        ("health", 9, "passenger", "m1", 0.2, "stated", "likely"),
        ("criminal_or_legal", 10, "driver", "t1", 0.6, "inferred", "likely"),
        ("health", 9, "relative", "t1", 0.6, "stated", "possible"),
        ("health", 9, "driver", "t2", 1.0, "stated", "likely"),
    ]  # fmt: skip
    assert {each.person for each in got} == {"p1"}


def test_of_two_claims_with_one_first_utterance_the_more_probable_is_cited() -> None:
    weak = claim("health", "t1", probability=0.6, name="a")
    strong = claim("health", "t1", probability=0.9, name="b")
    for claims in ((weak, strong), (strong, weak)):
        (only,) = measured(WEEK, profile(*claims)).exposure
        assert only.claim_id == "b"


def test_the_claims_curve_by_hand() -> None:
    (curve,) = measured(WEEK, profile(*CLAIMS)).curves
    # Claims that count, about the household, at their first utterance; trade_union cites none.
    assert points(curve) == [
        (0.0, 0, 0, 0, 0),
        (0.2, 1, 1, 1, 1),
        (0.6, 2, 3, 1, 2),
        (1.0, 3, 5, 2, 3),
        (1.5, 3, 5, 2, 3),
    ]


def test_a_person_of_whom_nothing_was_heard_has_an_empty_curve() -> None:
    got = measured(Audit().failed("broken"), profile())
    assert points(got.curves[0]) == [(None, 0, 0, 0, 0)]
    assert (got.headline.persons, got.headline.recordings, got.headline.minutes) == (1, 0, None)


def test_silence_is_time_heard_without_claims() -> None:
    (curve,) = measured(Audit().heard("silence"), profile()).curves
    assert curve.points == (CurvePoint(0.0, 0, 0, 0, 0), CurvePoint(1.0, 0, 0, 0, 0))


def test_the_headline_says_what_is_sure() -> None:
    got = measured(WEEK, profile(*CLAIMS)).headline
    assert (got.persons, got.recordings, got.minutes, got.findings) == (1, 2, 1.5, len(CLAIMS))
    assert got.revealed == ("religion", "trade_union", "pet")
    assert got.special == ("religion", "trade_union")
    assert got.criminal == ()
    assert (got.confirmed, got.rejected) == (0, 0)


def test_what_was_judged_by_ear_overrules_probability() -> None:
    decisions = {
        CLAIMS[0].id: "rejected",
        CLAIMS[3].id: "confirmed",
        CLAIMS[5].id: "confirmed",
        "of an older run": "rejected",
    }
    got = measured(WEEK, profile(*CLAIMS), decisions=decisions)
    head = got.headline
    assert head.revealed == ("politics", "trade_union", "criminal_or_legal", "pet")
    assert head.special == ("politics", "trade_union")
    assert head.criminal == ("criminal_or_legal",)
    assert (head.findings, head.confirmed, head.rejected) == (len(CLAIMS), 2, 1)
    assert "religion" not in {each.category for each in got.exposure}
    by_category = {each.category: each.certainty for each in got.exposure}
    assert by_category["politics"] == by_category["criminal_or_legal"] == "certain"
    assert points(got.curves[0])[-1] == (1.5, 3, 5, 3, 3)


def test_an_unknown_decision_is_refused() -> None:
    with pytest.raises(UsageError, match="Write confirmed or rejected"):
        measured(WEEK, profile(*CLAIMS), decisions={CLAIMS[0].id: "perhaps"})


def test_evidence_of_another_person_is_an_error() -> None:
    with pytest.raises(ValueError, match="no transcript of 'p2' holds 'm1'"):
        measured(WEEK, profile(claim("religion", "m1"), person="p2"))


def test_every_measure_says_what_it_assumes() -> None:
    for risk in measured(WEEK, profile(*CLAIMS)).risks:
        assert risk.unit
        assert risk.assumes.endswith("neither baseline nor control.")
        assert (risk.interval is None) == ("no interval" in risk.assumes)


def test_an_audit_of_nothing_has_no_values() -> None:
    got = measured(Audit())
    assert all(risk.value is None and risk.n == 0 for risk in got.risks)
    assert (got.exposure, got.curves, got.headline.revealed) == ((), (), ())


def test_the_file_is_plain_json() -> None:
    audit = Audit().heard("a", spoken("a1", 7.0, at=MONDAY), started_at=MONDAY)
    content = measured(audit, profile(claim("religion", "a1"))).to_dict()
    again = json.loads(json.dumps(content, allow_nan=False))
    assert again == content
    assert content["schema_version"] == 1
    assert content["exposure"][0]["at"] == "2026-03-02T08:00:00"
    assert content["exposure"][0]["minutes_heard"] == 0.116667
    assert {risk["name"] for risk in content["risks"]} >= {"attributes_per_minute"}


IDS = ("m1", "t1", "t2")
claims_drawn = st.lists(
    st.builds(
        lambda category, cited, chance, about: claim(
            category, *cited, probability=chance, about=about
        ),
        st.sampled_from(["religion", "health", "health.mental", "pet", "criminal_or_legal"]),
        st.lists(st.sampled_from(IDS), max_size=3, unique=True),
        st.sampled_from([0.4, 0.5, 0.7, 0.9]),
        st.sampled_from(["driver", "relative", "passenger"]),
    ),
    unique_by=lambda each: each.id,
    max_size=8,
)


@given(claims_drawn, st.randoms(use_true_random=False))
def test_nothing_depends_on_the_order_of_claims(claims: list, chance: Any) -> None:
    shuffled = chance.sample(claims, len(claims))
    one, other = measured(WEEK, profile(*claims)), measured(WEEK, profile(*shuffled))
    assert one == other


@given(claims_drawn)
def test_curves_only_rise_and_end_at_all_that_is_known(claims: list) -> None:
    got = measured(WEEK, profile(*claims))
    rows = points(got.curves[0])
    assert all(all(a <= b for a, b in zip(x, y, strict=True)) for x, y in pairwise(rows))
    household = [each for each in claims if each.about != "passenger" and each.probability >= 0.5]
    assert rows[-1][2] == sum(bool(each.evidence) for each in household)
    assert rows[-1][3] <= rows[-1][2]
