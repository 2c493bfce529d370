"""Special exposure, accidental captures, and what requests did not need."""

from __future__ import annotations

from dataclasses import replace

import pytest
from risk_builders import Audit, claim, found, profile, spoken

from auditor.records import Profile, Risk, Utterance, Word
from auditor.risk.beyond import beyond_request
from auditor.risk.known import Known
from auditor.risk.special import KINDS, accidental_captures, special_exposure
from auditor.risk.timeline import timelines
from auditor.taxonomy import categories

KNOWN = Known({})


def audit(persons: int = 6) -> tuple[list[Profile], Audit]:
    """Each person in half an hour: one illness said in the third utterance, a passenger's faith."""
    heard, profiles = Audit(), []
    for n in range(persons):
        who = f"p{n}"
        said = [spoken(f"{who}-{at}", 2.0 * at) for at in range(1, 5)]
        heard.heard(f"r{n}", *said, person=who, seconds=1800)
        claims = [
            claim("health", f"{who}-3", name=f"{who} health"),
            claim("religion", f"{who}-4", about="passenger", how="inferred", name=f"{who} faith"),
            claim("children", f"{who}-1", how="inferred", name=f"{who} children"),
            claim("health", f"{who}-1", probability=0.3, name=f"{who} doubt"),
            claim("pet", f"{who}-2", name=f"{who} pet"),
        ]
        profiles.append(profile(*claims, person=who))
    return profiles, heard


def test_special_exposure_by_hand() -> None:
    profiles, heard = audit()
    lines = timelines(heard.recordings, heard.transcripts)
    special = special_exposure("special", profiles, lines, KNOWN)
    assert special.claims == 12
    assert special.persons.value == 1.0
    assert special.per_hour.value == pytest.approx(4.0)
    assert special.inferred.value == 0.5
    assert special.bystanders.value == 0.5
    assert special.first.value == 3.0
    assert special.first.interval == (3.0, 3.0)


def test_children_and_crimes_apart() -> None:
    profiles, heard = audit()
    lines = timelines(heard.recordings, heard.transcripts)
    children = special_exposure("children", profiles, lines, KNOWN)
    assert (children.claims, children.first.value, children.inferred.value) == (6, 1.0, 1.0)
    crimes = special_exposure("criminal", profiles, lines, KNOWN)
    assert (crimes.claims, crimes.persons.value, crimes.first.value) == (0, 0.0, None)
    assert crimes.inferred.value is None


def test_few_persons_have_no_interval() -> None:
    profiles, heard = audit(3)
    lines = timelines(heard.recordings, heard.transcripts)
    special = special_exposure("special", profiles, lines, KNOWN)
    parts = (special.persons, special.per_hour, special.inferred, special.first)
    assert all(each.interval is None for each in parts)


def test_every_kind_is_in_the_taxonomy() -> None:
    for kind, fits in KINDS.items():
        assert any(fits(claim(name, "u")) for name in categories()), kind


def test_accidental_captures_count_stretches() -> None:
    marks = [True, False, False, True, False]
    heard = Audit()
    for n in range(5):
        said = [
            replace(spoken(f"{n}-{at}", 2.0 * at), addressed=mark)
            for at, mark in enumerate(marks, 1)
        ]
        heard.heard(f"r{n}", *said, person=f"p{n}", seconds=1800)
    heard.heard("unknown", spoken("x", 2.0), person="p9", seconds=1800)
    captures = accidental_captures(heard.recordings, heard.transcripts)
    assert captures.value == pytest.approx(4.0)
    assert captures.n == 5
    assert captures.interval == pytest.approx((4.0, 4.0))


def test_where_nothing_says_what_was_addressed() -> None:
    heard = Audit().heard("r", spoken("u", 2.0))
    captures = accidental_captures(heard.recordings, heard.transcripts)
    assert captures.value is None
    assert "Of no recording is it known" in captures.assumes


def said(name: str, text: str) -> Utterance:
    words = tuple(Word(each, 0.0, 1.0, 1.0) for each in text.split())
    return Utterance(name, "r", 0.0, 1.0, words, "en")


def beyond(persons: int) -> Risk:
    utterances, attributes, owners = [], [], {}
    for n in range(persons):
        utterances += [said(f"{n}a", "navigate to the dialysis clinic"), said(f"{n}b", "so tired")]
        attributes += [
            found(f"{n}a", "visited_place"),
            found(f"{n}a", "health"),
            found(f"{n}b", "emotion"),
            found(f"{n}a", "place_type"),
        ]
        owners.update({f"{n}a": f"p{n}", f"{n}b": f"p{n}"})
    return beyond_request(attributes, utterances, owners)


def test_what_a_request_did_not_need() -> None:
    risk = beyond(5)
    assert risk.value == 0.5
    assert risk.interval is not None
    assert beyond(2).interval is None
    assert beyond(0).value is None
