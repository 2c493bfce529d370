"""Sentences of our own, written after the rules' kinds were decided and for no rule in particular.

``cases_*.tsv`` holds at least three sentences for each category and language; ``neutral_*.txt``
holds speech that leaks nothing of the people in the car. They are development data: they say that
every category can be reached, not how well the instrument does.
"""

import csv
from functools import cache
from pathlib import Path

import pytest

from auditor.attributes import extract
from auditor.records import Utterance, Word
from auditor.taxonomy import categories, covers, parent

HERE = Path(__file__).parent
LANGUAGES = ("en", "fr")


def said(text, language):
    words = tuple(Word(word, k * 0.3, k * 0.3 + 0.2, 0.9) for k, word in enumerate(text.split()))
    return Utterance("u", "r", 0.0, len(words) * 0.3, words, language)


def found(text, language):
    return extract([said(text, language)])


@cache
def cases(language):
    with (HERE / f"cases_{language}.tsv").open(encoding="utf-8") as file:
        return tuple(tuple(row.values()) for row in csv.DictReader(file, delimiter="\t"))


def neutral(language):
    lines = (HERE / f"neutral_{language}.txt").read_text("utf-8").splitlines()
    return [line.split(" | ", 1)[1] for line in lines if " | " in line]


def group(about):
    return "driver" if about in ("driver", "relative") else about


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_category_has_sentences(language):
    told = {parent(category) for category, _, _ in cases(language)}
    wanted = {parent(name) for name in categories()} - {"biometric_voice"}
    assert told == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_category_is_reached(language):
    hits: dict[str, list[bool]] = {}
    for category, about, text in cases(language):
        hit = any(
            covers(parent(category), attribute.category) and group(attribute.about) == group(about)
            for attribute in found(text, language)
        )
        hits.setdefault(parent(category), []).append(hit)
    assert not [category for category, each in hits.items() if not any(each)]
    everything = [hit for each in hits.values() for hit in each]
    assert sum(everything) / len(everything) >= 0.8


@pytest.mark.parametrize("language", LANGUAGES)
def test_speech_that_leaks_nothing_of_the_people_aboard_seldom_alarms(language):
    lines = neutral(language)
    alarms = [
        text
        for text in lines
        if any(attribute.about != "other" for attribute in found(text, language))
    ]
    assert len(lines) >= 90
    assert len(alarms) / len(lines) <= 0.15


@pytest.mark.parametrize("language", LANGUAGES)
def test_spans_and_seconds_lie_in_the_utterance(language):
    for _, _, text in cases(language):
        utterance = said(text, language)
        for attribute in extract([utterance]):
            assert attribute.span is not None
            start, end = attribute.span
            assert utterance.text[start:end] == attribute.value
            assert utterance.start_s <= attribute.start_s <= attribute.end_s <= utterance.end_s
            assert 0 < attribute.score < 1
            assert "@" in attribute.why
            assert attribute.normalised


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "🚗🎶",
        "\x00\x07\u202e",
        "a" * 5000,
        "l'" * 50,
        "12 34 56 " * 30,
        "ça va yes الله",
    ],
    ids=["empty", "blank", "emoji", "control", "long word", "elisions", "digits", "mixed"],
)
def test_odd_text_is_survived(language, text):
    assert isinstance(found(text, language), list)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_very_long_utterance_finds_what_it_holds(language):
    filler = {"en": "turn the heating up a bit", "fr": "monte un peu le chauffage"}[language]
    telling = {
        "en": "i have an appointment at the dialysis unit",
        "fr": "j'ai rendez-vous à la dialyse",
    }[language]
    text = " ".join([filler] * 1000 + [telling] + [filler] * 1000)
    categories_found = {parent(attribute.category) for attribute in found(text, language)}
    assert "health" in categories_found


def test_same_utterance_gives_the_same_attributes_in_the_same_order():
    utterances = [said(text, language) for language in LANGUAGES for _, _, text in cases(language)]
    assert extract(utterances) == extract(utterances)
