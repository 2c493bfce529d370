import numpy as np
import pytest

from auditor.attributes.deciding import Decider
from auditor.attributes.encoder import encoder
from auditor.attributes.extractor import VERSION
from auditor.attributes.gate import BUCKETS, Gate, gate, letter_buckets, word_buckets
from auditor.attributes.joint import joint
from auditor.attributes.rulereader import RuleReader


class Counting:
    """The encoder, and how often it was asked."""

    def __init__(self) -> None:
        self.categories, self.abouts = encoder().categories, encoder().abouts
        self.tags, self.values = encoder().tags, encoder().values
        self.asked = 0

    def read(self, words):
        self.asked += 1
        return encoder().read(words)


def decided(language, text, of):
    counting = Counting()
    rules = RuleReader(language, VERSION)
    reading = next(rules.readings(text))
    findings = rules.findings(reading)
    found = Decider(counting, joint(), VERSION, of).decide(findings, reading)
    return found, counting.asked, bool(findings)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "turn the heating down a bit"),
        ("en", "what's the weather doing later"),
        ("en", "skip this song"),
        ("fr", "monte un peu le son"),
        ("fr", "quel temps il fera cet après-midi"),
        ("fr", "passe à la chanson suivante"),
    ],
)
def test_everyday_commands_are_left_to_the_rules(language, text):
    assert decided(language, text, gate()) == ([], 0, False)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "i can't drink with these tablets so i'm the taxi again"),
        ("en", "they told us at twelve weeks there were two of them in there"),
        ("fr", "je peux pas boire avec mes cachets c'est encore moi qui conduis"),
        ("fr", "à l'échographie ils nous ont dit qu'il y en avait deux là-dedans"),
    ],
)
def test_what_is_said_sideways_goes_to_the_encoder(language, text):
    assert decided(language, text, gate())[1] == 1


def test_where_a_rule_speaks_the_encoder_is_asked_whatever_the_gate_says():
    shut = Gate(np.zeros(BUCKETS, np.int8), np.zeros(BUCKETS, np.int8), 1.0, 0.0, -9.0, 0.0)
    found, asked, by_rule = decided("en", "i have asthma", shut)
    assert by_rule
    assert asked == 1
    assert "health" in {each.category for each in found}


def test_without_a_gate_the_encoder_is_always_asked():
    assert decided("en", "skip this song", None)[1] == 1


def test_odds_add_up_by_hand():
    words, letters = np.zeros(BUCKETS, np.int8), np.zeros(BUCKETS, np.int8)
    (one, pair) = word_buckets(["insulin"])
    words[one], words[pair] = 10, 6
    buckets = letter_buckets("insulin")
    assert len(buckets) == len(" insulin ") - 3
    letters[buckets[0]] = 12
    made = Gate(words, letters, 0.5, 0.25, -1.0, 0.0)
    by_letters = 12 * 0.5 * sum(each == buckets[0] for each in buckets) / len(buckets) ** 0.5
    expected = (10 + 6) * 0.5 / 2**0.5 + by_letters + 0.25 * np.log(2) - 1.0
    assert made.odds(["insulin"]) == pytest.approx(expected)


def test_no_words_are_no_doubt_and_no_error():
    assert isinstance(gate().odds([]), float)


def test_short_words_have_letters():
    assert len(letter_buckets("a")) == 1
