"""What other people said, named or wrote can do nothing to whoever reads the page."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from report_pages import page, parsed
from report_sample import heard, report_input

from auditor.records import Language, Profile, RecordingRow
from auditor.report import html
from auditor.report.inputs import ReportInput
from auditor.report.page import POLICY

ATTACK = """"'><script>alert(1)</script></script><!-- <img src=x onerror=alert(1)> {{7*7}} &amp;"""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_names_no_address_and_forbids_every_connection(language: Language) -> None:
    written = html(report_input(clips=str.encode), language)
    assert not re.search(r"(https?:)?//[a-z]", re.sub(r"^\s*//.*$", "", written, flags=re.M))
    (policy,) = [
        each.attributes["content"]
        for each in parsed(written).all("meta")
        if each.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy == POLICY
    assert policy.startswith("default-src 'none'; ")
    assert "http" not in policy
    assert not re.search(r"url\((?!#)|@import|<(img|iframe|object|embed)\b", written)


def hostile() -> ReportInput:
    words = ATTACK.replace("\n", " ")
    spoken = (
        f"{words}|en|{words}.wav|2026-03-02T07:41:00+00:00\n"
        f"  say {words} = health,{words},driver,.9\n"
    )
    source = report_input(sample=heard(spoken), extra_rows=())
    row = RecordingRow(words, "failed", person=words, problem=words, recogniser=words)
    claims = tuple(replace(each, why=(words,)) for each in source.profiles[0].claims)
    measures = source.measures
    risks = tuple(replace(each, assumes=words, unit=words) for each in measures.risks)
    return replace(
        source,
        rows=(*source.rows, row, replace(row, status="duplicate", duplicate_of=words)),
        profiles=(Profile(words, claims),),
        measures=replace(measures, risks=risks),
        run={**source.run, "configuration": {words: words, "nested": [words]}},
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_hostile_words_stay_words(language: Language) -> None:
    source = hostile()
    root = page(source, language)
    scripts = [each.attributes.get("id", "") for each in root.all("script")]
    assert scripts == ["settings", ""]
    assert root.all("img") == []
    assert not any(key.startswith("on") for each in root.all() for key in each.attributes)
    assert ATTACK in root.all("h3", "name")[0].text
    assert ATTACK in root.all("q")[0].text
    assert "49" not in root.all("q")[0].text


def test_hostile_decisions_and_clips_stay_data() -> None:
    source = hostile()
    attack = "</script><script>alert(1)</script>"
    decided = replace(source, decisions={attack: "confirmed"}, clips=lambda _: attack.encode())
    root = page(decided)
    kinds = [each.attributes.get("type", "") for each in root.all("script")]
    assert kinds == ["text/plain", "application/json", ""]
    assert "</script" not in root.id("settings").text


def test_the_same_input_gives_the_same_page() -> None:
    assert html(report_input(clips=str.encode)) == html(report_input(clips=str.encode))
