"""Sentences of our own: every category can be found in both languages, and is not in its traps.

``cases_*.tsv`` holds three sentences for each category and ``traps_*.tsv`` two that only look like
it; ``neutral_*.txt`` holds speech that leaks nothing of the people in the car. They are development
data: they say that every category can be reached, not how well the instrument does. What is
written for rules is tested with rules alone; with the encoder, shares are.
"""

import csv
from functools import cache
from pathlib import Path

import pytest

from auditor.attributes import Extractor, extract
from auditor.records import Utterance, Word
from auditor.taxonomy import categories, covers, parent

HERE = Path(__file__).parent
LANGUAGES = ("en", "fr")
NEVER_A_LABEL = {"biometric_voice"}
MOST_FALSE_ALARMS = 0.06
LEAST_FOUND, MOST_TRAPPED = 0.5, 0.15


def said(text, language):
    words = tuple(Word(word, k * 0.3, k * 0.3 + 0.2, 0.9) for k, word in enumerate(text.split()))
    return Utterance("u", "r", 0.0, len(words) * 0.3, words, language)


@cache
def rules(language):
    return Extractor(language, rules_only=True)


def found(text, language):
    return rules(language).extract(said(text, language))


@cache
def table(name, language):
    with (HERE / f"{name}_{language}.tsv").open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def each(name):
    return [
        pytest.param(language, row, id=f"{language} {row['category']}: {row['utterance'][:40]}")
        for language in LANGUAGES
        for row in table(name, language)
    ]


def group(about):
    return "driver" if about in ("driver", "relative") else about


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_category_has_three_sentences_and_two_traps(language):
    wanted = set(categories()) - NEVER_A_LABEL
    cases = [row["category"] for row in table("cases", language)]
    traps = [row["category"] for row in table("traps", language)]
    assert {name for name in wanted if cases.count(name) < 3} == set()
    assert {name for name in wanted if traps.count(name) < 2} == set()


@pytest.mark.parametrize(("language", "row"), each("cases"))
def test_what_a_sentence_gives_away_is_found(language, row):
    told = found(row["utterance"], language)
    assert any(
        covers(row["category"], one.category) and group(one.about) == group(row["about"])
        for one in told
    ), [(one.category, one.about, one.value) for one in told]


@pytest.mark.parametrize(("language", "row"), each("traps"))
def test_a_trap_leaks_nothing_of_its_category(language, row):
    wanted = parent(row["category"])
    assert [one for one in found(row["utterance"], language) if covers(wanted, one.category)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_speech_that_leaks_nothing_of_the_people_aboard_seldom_alarms(language):
    lines = (HERE / f"neutral_{language}.txt").read_text("utf-8").splitlines()
    spoken = [line.split(" | ", 1)[1] for line in lines]
    alarms = [text for text in spoken if found(text, language)]
    assert len(spoken) >= 150
    assert len(alarms) <= MOST_FALSE_ALARMS * len(spoken), alarms


@pytest.mark.parametrize("language", LANGUAGES)
def test_spans_and_seconds_lie_in_the_utterance(language):
    for row in table("cases", language):
        utterance = said(row["utterance"], language)
        for attribute in rules(language).extract(utterance):
            assert attribute.span is not None
            start, end = attribute.span
            assert utterance.text[start:end] == attribute.value
            assert utterance.start_s <= attribute.start_s <= attribute.end_s <= utterance.end_s
            assert 0.5 <= attribute.score < 1
            assert "@" in attribute.why
            assert attribute.normalised


def test_same_utterances_give_the_same_attributes_in_the_same_order():
    utterances = [
        said(row["utterance"], language)
        for language in LANGUAGES
        for row in table("cases", language)
    ]
    assert extract(utterances) == extract(utterances)


def share(language, name, right):
    rows = table(name, language)
    return sum(right(row, extract([said(row["utterance"], language)])) for row in rows) / len(rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_the_encoder_most_is_still_found_and_few_traps_close(language):
    def hit(row, told):
        return any(
            covers(row["category"], one.category) and group(one.about) == group(row["about"])
            for one in told
        )

    def caught(row, told):
        return any(covers(parent(row["category"]), one.category) for one in told)

    assert share(language, "cases", hit) >= LEAST_FOUND
    assert share(language, "traps", caught) <= MOST_TRAPPED
