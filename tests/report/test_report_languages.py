"""The page in French has no English, and says of other people's words which they are."""

from __future__ import annotations

import re

import pytest
from report_pages import Element, only, page, parsed
from report_sample import report_input

from auditor.records import Language, RecordingRow
from auditor.report import html
from auditor.report.texts import texts


def visible(element: Element) -> list[str]:
    """What a reader of the page's own words sees or hears: other people's words left out."""
    theirs = {"value", "name", "why", "pairs"} & set(element.classes)
    if element.tag in ("script", "style", "q", "code") or theirs or "lang" in element.attributes:
        return []
    spoken = [element.attributes.get(key, "") for key in ("aria-label", "placeholder")]
    for each in element.parts:
        spoken += [each] if isinstance(each, str) else visible(each)
    return [each for each in spoken if each.strip()]


ENGLISH = re.compile(
    r"\b(the|of|and|is|are|was|with|without|not|no|all|this|that|from|heard|more|to|by|what|"
    r"nothing|finding|findings|recording|recordings|people|somebody|surely)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("sound", [True, False])
def test_no_english_leaks_into_the_french_page(sound: bool) -> None:
    source = report_input(sample=only("Agnès"), clips=str.encode if sound else lambda _: None)
    (body,) = parsed(html(source, "fr")).all("body")
    seen = visible(body)
    leaks = [each for each in seen if ENGLISH.search(each)]
    assert leaks == []
    assert len(seen) > 200


def test_the_leak_test_can_see_english() -> None:
    (body,) = page(report_input(sample=only("Agnès")), "en").all("body")
    assert len([each for each in visible(body) if ENGLISH.search(each)]) > 50


def test_english_of_other_rooms_is_marked_as_english() -> None:
    row = RecordingRow("a.wav", "failed", problem="Bees ate it.")
    root = page(report_input(extra_rows=(row,)), "fr")
    marked = [each.text for each in root.all("span") if each.attributes.get("lang") == "en"]
    assert "Bees ate it." in marked


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_says_its_language_and_has_its_title(language: Language) -> None:
    root = page(report_input(), language)
    assert root.all("html")[0].attributes["lang"] == language
    assert root.all("title")[0].text == root.all("h1")[0].text == texts(language)("page.title")
