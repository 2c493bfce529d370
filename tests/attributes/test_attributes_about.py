"""Whom the words are about, and what is nobody's."""

import pytest

from auditor.attributes import Extractor
from auditor.records import Utterance, Word

RULES = {language: Extractor(language, rules_only=True) for language in ("en", "fr")}


def about(text, language, category):
    words = tuple(Word(word, 0.0, 0.0, 1.0) for word in text.split())
    utterance = Utterance("u", "r", 0.0, 0.0, words, language, timed=False)
    return {
        one.about
        for one in RULES[utterance.language].extract(utterance)
        if one.category == category
    }


@pytest.mark.parametrize(
    ("text", "language", "category", "expected"),
    [
        ("i've got asthma you know", "en", "health", {"driver"}),
        ("my mum's got asthma you know", "en", "health", {"relative"}),
        ("my neighbour's got asthma you know", "en", "health", {"other"}),
        ("my mate's been arrested again poor sod", "en", "criminal_or_legal", {"other"}),
        ("mummy i've got asthma", "en", "health", {"relative"}),
        ("ask it to find a pharmacy i've run out of my insulin", "en", "medication", {"passenger"}),
        ("j'ai de l'asthme tu sais", "fr", "health", {"driver"}),
        ("ma mère a de l'asthme tu sais", "fr", "health", {"relative"}),
        ("ma collègue elle est musulmane tu sais", "fr", "religion", {"other"}),
        ("dis-lui de s'arrêter j'ai plus d'insuline", "fr", "medication", {"passenger"}),
    ],
)
def test_words_belong_to_somebody(text, language, category, expected):
    assert about(text, language, category) == expected


@pytest.mark.parametrize(
    ("text", "language", "category"),
    [
        ("police say the man had been on probation for two years", "en", "criminal_or_legal"),
        ("in that film she says i've got cancer and he leaves", "en", "health"),
        ("what does ramadan mean i wonder", "en", "religion"),
        ("la ministre a reconnu être atteinte d'un cancer", "fr", "health"),
        ("dans le livre il est en prison pour meurtre", "fr", "criminal_or_legal"),
        ("c'est quoi le ramadan je me demande", "fr", "religion"),
    ],
)
def test_news_stories_and_trivia_are_nobodys(text, language, category):
    assert about(text, language, category) == set()
