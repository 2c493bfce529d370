"""Text that nobody meant for the instrument: it survives it, in time linear in its length."""

import pytest

from auditor.attributes import extract
from auditor.records import Utterance, Word
from auditor.taxonomy import parent

LANGUAGES = ("en", "fr")
ODD = {
    "empty": "",
    "blank": "   ",
    "emoji": "🚗🎶",
    "control": "\x00\x07\u202e",
    "private characters": "mum\ue000 \uf8ff dad",
    "long word": "a" * 5000,
    "elisions": "l'" * 50,
    "apostrophes": "'" * 3000,
    "digits": "12 34 56 " * 30,
    "zeros": "oh zéro " * 500,
    "corrections": "the tenth no the twelfth no " * 100,
    "mixed": "ça va yes الله my mari 我",
}


def said(text, language):
    words = tuple(Word(word, 0.0, 0.0, 1.0) for word in text.split())
    return Utterance("u", "r", 0.0, 0.0, words, language, timed=False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_text_is_survived(language, text):
    utterance = said(text, language)
    for attribute in extract([utterance]):
        assert attribute.span is not None
        assert utterance.text[slice(*attribute.span)] == attribute.value


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_very_long_utterance_finds_what_it_holds(language):
    filler = {"en": "turn the heating up a bit", "fr": "monte un peu le chauffage"}[language]
    telling = {
        "en": "i have an appointment at the dialysis unit",
        "fr": "j'ai rendez-vous à la dialyse",
    }[language]
    text = " ".join([filler] * 1000 + [telling] + [filler] * 1000)
    found = extract([said(text, language)])
    assert "health" in {parent(attribute.category) for attribute in found}


def test_written_text_gives_what_recognised_text_gives():
    plain = extract([said("my husband's diabetic and he is sixty two", "en")])
    written = extract([said("My Husband’s diabetic, and he is sixty two!", "en")])
    assert [one.normalised for one in written] == [one.normalised for one in plain]
    assert {one.value for one in written} >= {"My Husband’s", "diabetic"}
