"""Value hits of labels, and when a claim has the value of the truth."""

from __future__ import annotations

from typing import Any

import pytest
from evaluation_builders import case, claim, found, label, line, said, scored, truth

from auditor.evaluation.values import CLOSED_KINDS, same_value, span_overlap
from auditor.taxonomy import categories

ASR = "call mum and then call dad"


@pytest.mark.parametrize(
    ("span", "truth_span", "overlap"),
    [
        ((5, 8), "mum", 1.0),
        ((0, 8), "mum", 3 / 8),
        ((0, 8), "call mum", 1.0),
        ((4, 8), "call mum", 4 / 8),
        ((5, 8), "mum and then", 3 / 12),
        ((9, 12), "mum", 0.0),
        # "call" stands twice: the better place counts.
        ((18, 22), "call", 1.0),
        ((18, 26), "call", 4 / 8),
        ((3, 3), "call", 0.0),
    ],
)
def test_overlap_in_the_same_text(span: tuple[int, int], truth_span: str, overlap: float) -> None:
    assert span_overlap(span, truth_span, ASR, ASR) == overlap


@pytest.mark.parametrize(
    ("heard", "words", "truth_span", "overlap"),
    [
        ("uh call mum and then cold dad", "call mum", "call mum", 1.0),
        ("uh call mom please", "call mom", "call mum", 4 / 7),
        ("uh call my mum", "call my mum", "call mum", 7 / 9),
        ("uh mum call", "mum call", "call mum", 4 / 7),
        ("hold on", "hold on", "call mum", 0.0),
        ("uh Call Mum!", "Call Mum!", "call mum", 1.0),
        ("uh uh", "", "call mum", 0.0),
    ],
)
def test_overlap_in_recognised_text_is_by_words(
    heard: str, words: str, truth_span: str, overlap: float
) -> None:
    start = heard.index(words)
    got = span_overlap((start, start + len(words)), truth_span, heard, ASR)
    assert got == pytest.approx(overlap)


@pytest.mark.parametrize(
    ("attribute", "true", "hit"),
    [
        ({"span": (5, 8)}, {"span": "mum"}, True),
        ({"span": (4, 8)}, {"span": "call mum"}, True),
        ({"span": (0, 8)}, {"span": "mum"}, False),
        ({"span": (0, 8), "normalised": "mother"}, {"span": "mum", "normalised": "Mother"}, True),
        ({"span": None, "normalised": "mother"}, {"span": None, "value": "mother"}, True),
        ({"span": None, "normalised": "mother"}, {"span": None, "value": "my mother"}, False),
        ({"span": None, "normalised": "mum"}, {"span": "mum", "value": ""}, True),
        ({"span": (5, 8), "normalised": ""}, {"span": None, "value": ""}, False),
        ({"span": None, "normalised": ""}, {"span": None, "value": ""}, False),
    ],
)
def test_value_hits(attribute: dict[str, Any], true: dict[str, Any], hit: bool) -> None:
    got = scored(
        case(
            truth(said("u1", ASR, label("relationship", **true))),
            found("u1", "relationship", **attribute),
        )
    )
    assert got["values"]["labels"] == {"accuracy": float(hit), "n": 1, "hits": int(hit)}


def test_value_hits_are_counted_among_label_hits_with_about() -> None:
    true = truth(
        said("u1", ASR, label("relationship", span="mum"), label("relationship", span="dad"))
    )
    wrong_about = found("u1", "relationship", "other", span=(5, 8))
    right = found("u1", "relationship", span=(23, 26))
    got = scored(case(true, wrong_about, right))
    assert got["labels"]["micro"]["tp"] == 2
    assert got["values"]["labels"] == {"accuracy": 1.0, "n": 1, "hits": 1}


def test_value_hits_are_one_to_one() -> None:
    true = truth(
        said("u1", ASR, label("relationship", span="mum"), label("relationship", span="dad"))
    )
    twice = [found("u1", "relationship", span=(5, 8)), found("u1", "relationship", span=(5, 8))]
    assert scored(case(true, *twice))["values"]["labels"] == {"accuracy": 0.5, "n": 2, "hits": 1}


@pytest.mark.parametrize(
    ("category", "value", "normalised", "true_value", "true_normalised", "same"),
    [
        # The truth gives a normalised value: only that counts.
        ("employer", "the city hospital", "city hospital", "anything", "City  Hospital", True),
        ("employer", "city hospital", "hospital", "city hospital", "city hospital", False),
        ("phone_number", "oh seven", "+447700900123", "", "+44 7700 900123", True),
        ("phone_number", "oh seven", "+447700900123", "", "07700 900123", False),
        ("age_or_birth", "46", "46", "", "40-49", True),
        ("age_or_birth", "46", "46", "", "50-59", False),
        ("age_or_birth", "forties", "40-49", "", "46", True),
        # It gives none: the content words of one contain those of the other.
        ("employer", "the city hospital", "", "City Hospital", None, True),
        ("employer", "city hospital", "", "the Northern City Hospital Trust", None, True),
        ("employer", "city hospital", "", "city council", None, False),
        ("home_place", "à Saint-Étienne", "", "saint etienne", None, True),
        ("home_place", "there", "leeds|GB|ENG", "Leeds", None, True),
        ("religion", "the church", "christianity", "Christianity", None, True),
        ("gender", "as a mum", "female", "female", None, True),
        ("gender", "as a mum", "female", "male", None, False),
        ("name", "the who", "", "Who", None, True),
        ("name", "", "", "Anna", None, False),
        ("name", "Anna", "anna", "", None, False),
        ("name", "the", "", "of", None, False),
        ("children", "two", "2", "two sons", None, True),
        ("children", "three", "3", "two sons", None, False),
        ("children", "2", "2", "two", None, True),
        ("age_or_birth", "forty six", "", "46", None, True),
        ("age_or_birth", "forty-six", "46", "aged 46", None, True),
        ("phone_number", "", "+447700900123", "07700 900123", None, True),
        ("phone_number", "", "+447700900123", "900124", None, False),
        ("phone_number", "", "123", "+44 7700 900123", None, False),
    ],
)
def test_the_same_value(
    category: str,
    value: str,
    normalised: str,
    true_value: str,
    true_normalised: str | None,
    same: bool,
) -> None:
    mine = claim(category, value=value, normalised=normalised)
    theirs = line(category, value=true_value, normalised=true_normalised)
    assert same_value(category, mine, theirs, "en") is same


def test_french_numbers_count_as_digits() -> None:
    mine = claim("children", value="un fils et deux filles")
    assert same_value("children", mine, line("children", value="1 fils, 2 filles"), "fr")
    age = claim("age_or_birth", value="quarante-six ans")
    assert same_value("age_or_birth", age, line("age_or_birth", value="46"), "fr")


def test_closed_kinds_are_closed_in_the_taxonomy() -> None:
    assert {name for name, each in categories().items() if each.closed} >= CLOSED_KINDS


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        ("riom", "riom|FR|84", True),
        ("saint-étienne", "saint-etienne|FR|84", True),
        ("riom|FR|84", "riom|FR|84", True),
        ("reading|GB|ENG", "reading|US|PA", False),
        ("riom", "lyon|FR|84", False),
    ],
)
def test_a_place_is_the_same_by_its_id_and_by_its_name(mine: str, theirs: str, same: bool) -> None:
    one = claim("home_place", value="x", normalised=mine)
    assert same_value("home_place", one, line("home_place", normalised=theirs), "en") is same
