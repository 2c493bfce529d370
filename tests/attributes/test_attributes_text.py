"""Words and their places: what every span rests on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.attributes.text import BREAK, read, split_words


@pytest.mark.parametrize(
    ("source", "language", "words"),
    [
        ("i've got my mum's tablets", "en", "i have got my mum 's tablets"),
        ("I’ve got my Mum’s tablets", "en", "i have got my mum 's tablets"),
        ("don't can't won't i'll", "en", "do not can not will not i will"),
        ("the kids' shoes", "en", "the kids shoes"),
        ("nine o'clock", "en", "nine o'clock"),
        ("j'ai rendez-vous à l'hôpital", "fr", "j' ai rendez vous à l' hôpital"),
        ("aujourd'hui les prud'hommes", "fr", "aujourd'hui les prud'hommes"),
        ("qu'il s'appelle", "fr", "qu' il s' appelle"),
        ("chus là mon cœur", "fr", "je suis là mon coeur"),
        ("10h30 à Lyon", "fr", "10 h 30 à lyon"),
    ],
)
def test_written_and_spoken_forms_become_the_same_words(source, language, words):
    assert " ".join(read(source, language).words) == words


def test_a_sentence_end_breaks_but_an_abbreviation_does_not():
    assert read("Call Dr. Shaw. She is in.", "en").words.count(BREAK) == 1


def test_decomposed_accents_are_one_word_with_its_characters():
    text = read("cafe\u0301 noir", "fr")
    assert text.words == ("caf\u00e9", "noir")
    assert text.source[slice(*text.span(0, 1))] == "cafe\u0301"


def test_spans_index_the_source():
    source = "Oh — my Husband's ill 😀, call DAVE!"
    text = read(source, "en")
    first = text.words.index("husband")
    assert text.surface(first, first + 1) == "Husband"
    assert text.surface(text.words.index("dave"), len(text)) == "DAVE"


@given(st.text(max_size=200), st.sampled_from(["en", "fr"]))
def test_any_text_gives_words_in_order_inside_the_source(source, language):
    text = read(source, language)
    assert all(
        0 <= start <= end <= len(source) for start, end in zip(text.starts, text.ends, strict=True)
    )
    assert list(text.starts) == sorted(text.starts)
    assert all(text.words)


@given(st.lists(st.sampled_from(["mum", "said", "no.", "call", "i've"]), max_size=300))
def test_windows_cover_every_word_once(words):
    text = read(" ".join(words), "en")
    windows = list(text.windows(20))
    assert sum(len(window) for window in windows) == len(text)
    assert all(len(window) <= 20 for window in windows)
    assert tuple(word for window in windows for word in window.words) == text.words


def test_a_rule_is_split_as_speech_is():
    assert split_words("j'ai", "fr") == ("j'", "ai")
