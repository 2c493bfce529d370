"""What the page says, and how it ends where there is nothing to say."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from report_pages import page, plain
from report_sample import FAILED, heard, report_input

from auditor.inference.wording import value_in_words
from auditor.records import Claim, Language, Profile
from auditor.report.texts import texts


def test_the_headline_counts_what_is_sure_and_special() -> None:
    source = report_input()
    said = plain(page(source).all("p", "headline")[0].text)
    revealed = source.measures.headline.revealed
    total = sum(len(one.claims) for one in source.profiles)
    assert said.startswith("3 people, 3.2 minutes of sound: ")
    assert f"{len(revealed)} categories of personal data surely revealed" in said
    assert "3 of them special (health, medication and political opinion)" in said
    assert "and criminal data among them" in said
    assert f"0 of {total} findings confirmed by ear." in said


def test_the_headline_follows_decisions() -> None:
    source = report_input()
    claims = [claim for one in source.profiles for claim in one.claims]
    criminal = [claim.id for claim in claims if claim.category == "criminal_or_legal"]
    union = [claim.id for claim in claims if claim.category == "trade_union"]
    decisions = dict.fromkeys(criminal, "rejected") | dict.fromkeys(union, "confirmed")
    said = plain(page(report_input(decisions=decisions)).all("p", "headline")[0].text)
    assert "criminal data" not in said
    assert "4 of them special (health, medication, political opinion and trade union)" in said
    assert f"1 of {len(claims)} findings confirmed by ear, 1 rejected." in said


def test_every_claim_is_there_once_with_its_facts() -> None:
    source = report_input()
    claims = {claim.id: claim for one in source.profiles for claim in one.claims}
    shown = page(source).all("details", "claim")
    assert sorted(each.attributes["data-claim"] for each in shown) == sorted(claims)
    for each in shown:
        claim = claims[each.attributes["data-claim"]]
        assert each.all(cls="value")[0].text == value_in_words(claim, "en")
        assert each.attributes["data-certainty"] in each.all(cls="certainty")[0].text
        assert claim.how in each.all(cls="facts")[0].text


def test_special_categories_come_first_then_criminal_data_and_both_are_marked() -> None:
    for person in page(report_input()).all("section", "person"):
        articles = [
            next((each for each in group.classes if each.startswith("article-")), "")
            for group in person.all("section", "group")
        ]
        order = ["article-9", "article-10", ""]
        assert articles == sorted(articles, key=order.index)
        tags = [each.text for each in person.all(cls="article")]
        assert tags.count("Special, Art.\u00a09") == articles.count("article-9")
        assert tags.count("Criminal, Art.\u00a010") == articles.count("article-10")


def test_evidence_marks_the_words_and_says_when_where_and_by_which_rule() -> None:
    (claim,) = [
        each
        for each in page(report_input(), "fr").all("details", "claim")
        if each.all(cls="value")[0].text == "papa sort de l'hôpital"
    ]
    assert [each.text for each in claim.all("mark")] == ["papa sort de l'hôpital"]
    assert claim.all("q")[0].text == "appelle noémie et dis-lui que papa sort de l'hôpital vendredi"
    assert claim.all("q")[0].attributes["lang"] == "fr"
    where = plain(claim.all(cls="where")[0].text)
    assert "4 mars 2026, 12 h 31" in where
    assert "semaine 1/mercredi.opus" in where
    assert "de 0:08 à 0:12" in where
    assert claim.all("time")[0].attributes["datetime"] == "2026-03-04T12:31:00+01:00"
    assert "cue:health.papa@3" in claim.all(cls="why")[0].text


def test_only_five_sentences_are_shown_and_the_other_places_are_named() -> None:
    source = report_input()
    (inferred, *_) = [
        c for one in source.profiles for c in one.claims if "rule:departures@1" in c.why
    ]
    claim = page(source).id(f"claim-{inferred.id}")
    supporting, against = claim.all("ol", "evidence")
    assert len(supporting.all("li")) == 5
    assert len(against.all("li")) == len(inferred.against) == 1
    (elsewhere,) = claim.all("details", "elsewhere")
    assert len(elsewhere.all("li")) == len(inferred.evidence) - 5
    assert "rule:departures@1" in claim.text


def test_words_stand_for_probabilities_until_they_are_calibrated() -> None:
    uncalibrated = page(report_input())
    assert not any("%" in each.text for each in uncalibrated.all(cls="certainty"))
    assert "no probabilities" in plain(uncalibrated.all(cls="about")[0].text)
    calibrated = page(replace(report_input(), calibrated=True))
    assert all(re.search(r"\(\d+%\)", each.text) for each in calibrated.all(cls="certainty"))
    assert "no probabilities" not in plain(calibrated.all(cls="about")[0].text)


def test_synthetic_recordings_are_called_so() -> None:
    source = report_input()
    assert "made up to test" in page(source).text
    real = replace(source, run={**source.run, "synthetic": False})
    assert "made up to test" not in page(real).text


def test_every_row_of_the_sources_is_there_with_its_fate() -> None:
    source = report_input()
    table = page(source).all("table", "recordings")[0]
    rows = table.all("tbody")[0].all("tr")
    assert [row.all("th")[0].text for row in rows] == [row.name for row in source.rows]
    fates = [row.all(cls="status")[0].text for row in rows]
    assert fates.count("failed") == 2
    assert fates.count("partial") == fates.count("duplicate") == 1
    (partial,) = [row for row in rows if "partial" in row.classes]
    assert "broke off at 0:12" in partial.text
    assert "of 0:31" in partial.text
    (duplicate,) = [row for row in rows if "duplicate" in row.classes]
    assert "same content as week 1/mon-0741-school-run.opus" in duplicate.text


def test_first_revelations_lead_to_their_claims() -> None:
    source = report_input()
    root = page(source)
    rows = root.id("first").all("tbody")[0].all("tr")
    assert len(rows) == len(source.measures.exposure)
    for row, exposure in zip(rows, source.measures.exposure, strict=True):
        assert row.all("a")[0].attributes["href"] == f"#claim-{exposure.claim_id}"
        assert root.id(f"claim-{exposure.claim_id}")
        assert exposure.person in row.text


def test_measures_have_all_that_is_needed_to_read_them() -> None:
    source = report_input()
    rows = page(source).all("table", "measures")[0].all("tbody")[0].all("tr")
    assert len(rows) == len(source.measures.risks)
    first = [cell.text for cell in rows[0].all("td")]
    assert first[1] == "attributes per minute"
    assert first[2] == "–"
    assert first[3] == "3"
    assert "Under 5 persons" in first[6]


def test_models_and_versions_are_named() -> None:
    origin = page(report_input()).id("origin").text
    assert "vosk-en" in origin
    assert "8a5792fccaf873b4" * 4 in origin
    assert "networkx" in origin


def test_only_cited_clips_are_embedded_each_once() -> None:
    asked: list[str] = []

    def clips(utterance_id: str) -> bytes:
        asked.append(utterance_id)
        return utterance_id.encode()

    root = page(report_input(clips=clips))
    stored = [
        each for each in root.all("script") if each.attributes.get("id", "").startswith("clip-")
    ]
    wanted = {each.attributes["data-clip"] for each in root.all("button", "play")}
    assert {each.attributes["id"] for each in stored} == wanted
    assert len(stored) == len(set(asked)) == len(asked)
    assert len(root.all("button", "play")) > len(stored)


def test_without_its_sound_a_sentence_says_where_to_listen() -> None:
    root = page(report_input())
    assert root.all("button", "play") == []
    states = {each.text for each in root.all(cls="state")}
    assert states == {"sound not in this page: listen in the file"}


def test_text_without_sound_says_so_and_has_no_seconds() -> None:
    source = report_input()
    recordings = {key: replace(each, path=None) for key, each in source.recordings.items()}
    root = page(replace(source, recordings=recordings))
    assert {each.text for each in root.all(cls="state")} == {"text source, no sound"}
    assert root.all(cls="span") == []


def test_a_claim_that_no_word_gives_away_says_so() -> None:
    source = report_input()
    spanless = tuple(replace(each, span=None) for each in source.attributes)
    root = page(replace(source, attributes=spanless))
    assert root.all("mark") == []
    assert any("No single word" in each.text for each in root.all(cls="state"))


def test_a_claim_whose_utterances_are_gone_says_so() -> None:
    source = report_input()
    lost = Claim("lost", "pet", "a dog", "dog", "driver", 0.9, "stated", ("nowhere",))
    root = page(replace(source, profiles=(*source.profiles, Profile("X", (lost,)))))
    assert "not among the transcripts" in root.id("claim-lost").text


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("rows", [(), FAILED])
def test_an_audit_that_heard_nothing_is_decent(language: Language, rows: Any) -> None:
    root = page(report_input(sample=heard(""), extra_rows=rows), language)
    words = texts(language)
    headline = root.all("p", "headline")[0].text
    assert headline == words("findings.all_failed" if rows else "recordings.empty")
    assert root.all("form") == root.all("figure") == root.all("details", "claim") == []
    assert len(root.all("table", "recordings")) == bool(rows)
    assert words("measure.title") in root.text


def test_people_of_whom_nothing_was_found_are_named() -> None:
    spoken = "Jo|en|a.wav|\n  what is the weather like\n"
    root = page(report_input(sample=heard(spoken), extra_rows=()))
    assert "no category of personal data surely revealed" in plain(root.text)
    (person,) = root.all("section", "person")
    assert "Nothing was found in what was heard" in person.text
    assert root.id("findings").all("h3")[0].text == "Nothing was found"
