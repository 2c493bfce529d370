from itertools import pairwise

import pytest

from auditor.attributes import ENTITY_KINDS, entities, pipeline


@pytest.mark.parametrize(
    ("text", "language", "kind", "words"),
    [
        ("call my mum tomorrow", "en", "RELATION", "mum"),
        ("navigate to birmingham", "en", "LOCATION", "birmingham"),
        ("wake me up at seven thirty", "en", "TIME", "seven thirty"),
        ("what's on my calendar on friday", "en", "DATE", "friday"),
        ("rappelle-moi demain", "fr", "DATE", "demain"),
        ("emmène-moi à toulouse", "fr", "LOCATION", "toulouse"),
    ],
)
def test_finds_what_nobody_would_miss(text: str, language: str, kind: str, words: str):
    found = [(each.kind, each.text) for each in entities(text, language)]  # type: ignore[arg-type]
    assert any(k == kind and words in w for k, w in found), found


def test_spans_index_the_text_as_it_was_given():
    text = "Remind me at Half Past Six, please — call Mum!"
    for each in entities(text, "en"):
        assert text[each.start : each.end] == each.text
        assert each.kind in ENTITY_KINDS
        assert 0 < each.score <= 1


@pytest.mark.parametrize("text", ["", " ", "😀😀", "\u0000", "...", "a" * 5000])
def test_odd_texts_have_no_or_some_entities(text: str):
    assert isinstance(entities(text, "en"), list)


def test_entities_do_not_overlap_in_a_long_text():
    found = entities("meet anna at noon in leeds and then ben at one in york " * 40, "en")
    assert len(found) > 40
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_spacy_pipeline_says_the_same(language: str):
    text = "call anna on monday" if language == "en" else "appelle anna lundi"
    doc = pipeline(language)(text)  # type: ignore[arg-type]
    found = entities(text, language)  # type: ignore[arg-type]
    assert [(e.start_char, e.end_char, e.label_) for e in doc.ents] == [
        (e.start, e.end, e.kind) for e in found
    ]
