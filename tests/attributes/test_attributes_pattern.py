"""The language of cues."""

import re

import pytest

from auditor.attributes.hits import Encoded, Hit, Hits
from auditor.attributes.pattern import Grammar, Marks
from auditor.attributes.text import read
from auditor.errors import UsageError


def found(pattern, source, *, language="en", hits=(), macros=None):
    """Return the words of every match of ``pattern`` in ``source``."""
    marks = Marks()
    compiled = Grammar(language, macros=macros or {}, marks=marks).compile(pattern)
    text, known = read(source, language), Hits()
    known.add(hits)
    encoded = known.encode(text, marks) if compiled.marked else Encoded(text.words)
    return [
        " ".join(text.words[encoded.word_at(match.start()) : encoded.word_at(match.end())])
        for match in re.finditer(compiled.regex, encoded.string)
    ]


@pytest.mark.parametrize(
    ("pattern", "source", "expected"),
    [
        ("call mum", "please call mum now", ["call mum"]),
        ("i've got", "I have got it", ["i have got"]),
        ("(my|our) car", "our car my car a car", ["our car", "my car"]),
        ("my old? car", "my car my old car", ["my car", "my old car"]),
        ("call (dear|) mum", "call mum", ["call mum"]),
        ("take _{1,2} pills", "take my two pills take pills", ["take my two pills"]),
        ("take ~ pills", "take pills", ["take pills"]),
        ("diagnos* with", "diagnosed with diagnosis with", ["diagnosed with", "diagnosis with"]),
        ("am *ee", "i am employee i am ee", ["am employee"]),
        ("nurse/s", "nurses and nurse", ["nurses", "nurse"]),
        ("^ mum", "um mum said mum", ["um mum"]),
        ("mum $", "mum said mum", ["mum"]),
        ("my wife !s", "my wife my wife s", ["my wife"]),
        ("-(his|her) dad", "her dad and dad", ["dad"]),
    ],
)
def test_patterns_match_words(pattern, source, expected):
    assert found(pattern, source) == expected


def test_nothing_matches_inside_a_word():
    assert found("car", "scar cars") == []


def test_no_gap_reaches_across_a_sentence():
    assert found("my ~~ pills", "it is my turn. she takes pills") == []


def test_a_class_is_an_entry_of_any_length():
    hits = [Hit("kin", 1, 4, "mother_in_law")]
    assert found("my {kin} is", "my mother in law is", hits=hits) == ["my mother in law is"]


def test_macros_are_patterns_of_their_own():
    assert found("<who> called", "my mum called", macros={"who": "(my mum|our dad)"}) == [
        "my mum called"
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        "(call",
        "call)",
        "[a] [b]",
        "<nobody> called",
        "_{1,3}",
        "{1,2} x",
        "call ]",
        "(a|)",
        "_{1,99} x",
    ],
)
def test_a_broken_pattern_says_so(pattern):
    with pytest.raises(UsageError):
        Grammar("en", macros={}, marks=Marks()).compile(pattern)


def test_a_macro_that_contains_itself_is_refused():
    with pytest.raises(UsageError, match="contains itself"):
        Grammar("en", macros={"a": "x <a>"}, marks=Marks()).compile("<a>")


def test_anchors_are_the_rarest_words_that_must_occur():
    grammar = Grammar("en", macros={}, marks=Marks(), common=frozenset(("my",)))
    assert grammar.compile("my (lithium|metformin) now?").anchors == {"lithium", "metformin"}
    assert grammar.compile("my {medicine}").anchors == {"{medicine}"}
