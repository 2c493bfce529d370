import tomllib
from dataclasses import replace
from datetime import datetime

import pytest
from inference_builders import attribute, claim, profile_of, said, utterance

from auditor.inference import reason, value_in_words
from auditor.inference.rulebook import written_rulebook
from auditor.inference.settings import data
from auditor.records import Claim, Possibility


def made(**more):
    fields = {
        "how": "stated", "evidence": ("u1", "u2"), "probability": 0.8, "about": "driver", **more,
    }  # fmt: skip
    return Claim("id", "health", "asthma", "asthma", **fields)


def test_stated_with_its_dates():
    one = made(first_known=datetime(2026, 3, 2), last_confirmed=datetime(2026, 3, 9))
    assert reason(one, "en") == "Said in 2 utterances between 2026-03-02 and 2026-03-09."
    assert reason(one, "fr") == "Dit dans 2 énoncés entre le 02/03/2026 et le 09/03/2026."


@pytest.mark.parametrize("language", ["en", "fr"])
def test_inferred_names_the_rule_in_words(language):
    one = claim(said("take me to the mosque"), "religion", "islam")
    rule = written_rulebook().by_id()["beliefs.mosque"]
    assert rule.reason(language) in reason(one, language)


def test_what_speaks_against_and_what_else_it_may_be():
    others = (Possibility("asthma", 0.5), Possibility("copd", 0.3), Possibility("cold", 0.01))
    text = reason(made(against=("u3",), alternatives=others), "en")
    assert "One utterance speaks against it." in text
    assert "instead be copd." in text
    assert "cold" not in text


def test_a_rule_of_somebody_else_is_not_an_error():
    assert "a rule of the user" in reason(made(how="inferred", why=("rule:own.x",)), "en")


def test_no_sentence_repeats_what_was_said():
    found = attribute("u1", "health", "asthma", value="the puffer")
    one = claim(profile_of([utterance("u1", "where's the puffer")], [found]), "health")
    assert "puffer" not in reason(one, "en")


def test_every_value_that_rules_conclude_has_its_french():
    fixed = {
        value
        for rule in written_rulebook().rules
        if not rule.conclude.captured
        for value in rule.conclude.options
    }
    labels = tomllib.loads(data("labels.toml").read_text("utf-8"))
    assert fixed <= set(labels["fr"])


@pytest.mark.parametrize(
    ("fields", "language", "words"),
    [
        ({"how": "inferred", "value": "away from home"}, "fr", "absent du domicile"),
        ({"how": "inferred", "value": "away from home"}, "en", "away from home"),
        ({"how": "stated", "value": " poorly ", "normalised": "poorly"}, "fr", "poorly"),
        ({"how": "stated", "value": " wheezy ", "normalised": "asthma"}, "fr", "asthme (wheezy)"),
        ({"how": "inferred", "value": "mosque (Friday day)", "category": "routine"}, "fr",
         "mosque (vendredi journée)"),
    ],
)  # fmt: skip
def test_values_for_readers(fields, language, words):
    assert value_in_words(replace(made(), **fields), language) == words
