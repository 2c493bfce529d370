import pytest
from recipients_builders import gives, spoken

from auditor.recipients.grains import PLACE_GRAINS
from auditor.recipients.requests import kind_of, kinds, needed, requests_of
from auditor.taxonomy import categories

ASKED = [
    ("en", "take me to the station please", "navigate"),
    ("en", "where can i park near here", "navigate"),
    ("en", "ring my sister would you", "call"),
    ("en", "call me a cab for eight", "traffic"),
    ("en", "text dad that i'm running late", "message"),
    ("en", "remind me to fetch the cake", "calendar"),
    ("en", "how long will this tailback last", "traffic"),
    ("en", "turn the heating down a bit", "car"),
    ("en", "put some music on", "media"),
    ("en", "do i need an umbrella tonight", "weather"),
    ("en", "order me two flat whites", "order"),
    ("en", "who wrote middlemarch", "question"),
    ("en", "careful there's a deer", None),
    ("fr", "emmène-moi à la gare s'il te plaît", "navigate"),
    ("fr", "appelle ma sœur", "call"),
    ("fr", "envoie à papa que j'arrive", "message"),
    ("fr", "rappelle-moi de prendre le gâteau", "calendar"),
    ("fr", "y a des bouchons sur le périph", "traffic"),
    ("fr", "monte un peu le chauffage", "car"),
    ("fr", "mets de la musique", "media"),
    ("fr", "est-ce qu'il va pleuvoir ce soir", "weather"),
    ("fr", "commande deux pizzas", "order"),
    ("fr", "qui a écrit germinal", "question"),
    ("fr", "attention un chevreuil", None),
]


@pytest.mark.parametrize(("language", "text", "kind"), ASKED)
def test_requests_are_told_apart(language, text, kind):
    assert kind_of(spoken("u", text, language=language)) == kind


def test_a_language_is_read_by_its_own_patterns():
    assert kind_of(spoken("u", "emmène-moi à lyon", language="en")) is None


def test_speech_that_nobody_addressed_makes_no_request():
    said = [spoken(str(each), "call my sister", addressed=each) for each in (True, False, None)]
    assert requests_of(said) == {"True": "call", "None": "call"}


def test_a_call_needs_whom_and_not_why():
    said = spoken("u", "call anna about my asthma")
    assert needed("call", gives(said, "contact_name", "anna"))
    assert not needed("call", gives(said, "health", "asthma"))


def test_the_table_holds_together():
    for name, request in kinds().items():
        assert set(request.needs) <= categories().keys(), name
        assert request.places in PLACE_GRAINS, name
        assert request.label.en != request.label.fr, name
