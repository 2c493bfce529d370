"""Which words of a sentence are marked, and how much of it is shown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.records import Attribute, Claim
from auditor.report.highlight import behind, segments


def marked(text: str, *spans: tuple[int, int]) -> list[str]:
    return [each.text for each in segments(text, spans) if each.marked]


def shown(text: str, *spans: tuple[int, int]) -> str:
    return "".join(each.text for each in segments(text, spans))


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], []),
        ([(0, 3)], ["one"]),
        ([(4, 7), (0, 3)], ["one", "two"]),
        ([(0, 5), (4, 7)], ["one two"]),
        ([(0, 3), (3, 7)], ["one two"]),
        ([(0, 13), (4, 7)], ["one two three"]),
        ([(0, 3), (0, 3)], ["one"]),
        ([(5, 5), (9, 99), (-2, 3), (7, 4)], []),
    ],
)
def test_spans_are_marked_once(spans: list[tuple[int, int]], expected: list[str]) -> None:
    assert marked("one two three", *spans) == expected
    assert shown("one two three", *spans) == "one two three"


def test_an_empty_sentence_has_no_parts() -> None:
    assert segments("", [(0, 1)]) == ()


@pytest.mark.parametrize("place", [0, 700, 1990])
def test_a_long_sentence_is_cut_around_its_marks(place: int) -> None:
    words = ["word"] * 2000
    words[place] = "secret"
    text = " ".join(words)
    start = text.index("secret")
    assert marked(text, (start, start + 6)) == ["secret"]
    visible = shown(text, (start, start + 6))
    assert len(visible) < 520
    assert visible.startswith("…") == (place > 0)
    assert visible.endswith("…") == (place < 1990)
    assert set(visible.replace("…", "").split()) == {"word", "secret"}


spans = st.lists(st.tuples(st.integers(-5, 700), st.integers(-5, 700)), max_size=6)


@given(st.text(max_size=480), spans)
def test_a_sentence_that_fits_is_shown_whole(text: str, chosen: list[tuple[int, int]]) -> None:
    parts = segments(text, chosen)
    assert "".join(each.text for each in parts) == text
    inside = [each for each in chosen if 0 <= each[0] < each[1] <= len(text)]
    letters = {place for low, high in inside for place in range(low, high)}
    assert sum(len(each.text) for each in parts if each.marked) == len(letters)


@given(st.text(alphabet="ab ", min_size=481, max_size=700), spans)
def test_a_cut_sentence_is_part_of_it(text: str, chosen: list[tuple[int, int]]) -> None:
    visible = shown(text, *chosen)
    core = visible.removeprefix("… ").removesuffix(" …")
    assert core in text
    assert len(core) <= 480


def attribute(category: str, normalised: str) -> Attribute:
    return Attribute(category, "v", normalised, "driver", "u", 0, 1, (0, 1), 0.9, "rule")


def claim(category: str, normalised: str) -> Claim:
    return Claim("c", category, "v", normalised, "driver", 0.9, "stated", ("u",))


@pytest.mark.parametrize(
    ("wanted", "found", "expected"),
    [
        (("health", "a"), [("health", "a"), ("health", "b")], [0]),
        (("health", "c"), [("health", "a"), ("pet", "c")], [0]),
        (("health", "a"), [("health.mental", "a"), ("health", "b")], [0]),
        (("health.mental", "x"), [("health", "y"), ("pet", "x")], [0]),
        (("religion", "x"), [("pet", "y"), ("hobby", "z")], [0, 1]),
        (("religion", "x"), [], []),
    ],
)
def test_a_claim_rests_on_its_own_value_or_kind_or_all(
    wanted: Any, found: list[Any], expected: list[int]
) -> None:
    attributes = [attribute(*each) for each in found]
    assert behind(claim(*wanted), attributes) == [attributes[each] for each in expected]
