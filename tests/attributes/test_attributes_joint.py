import numpy as np

from auditor.attributes.deciding import Decider, heeded
from auditor.attributes.encoder import Senses, encoder
from auditor.attributes.finding import Finding, party_of
from auditor.attributes.joint import PARTIES, Bars, Joint, features, joint, leaking
from auditor.attributes.rulereader import RuleReader

RULES = RuleReader("en", "test")
CATEGORIES = ("health", "pet")
ABOUTS = ("driver", "relative", "passenger", "other")


def senses(**log_odds: float) -> Senses:
    whole = np.full((4, 2), -8.0, np.float32)
    for name, value in log_odds.items():
        about, category = name.split("_")
        whole[ABOUTS.index(about), CATEGORIES.index(category)] = value
    return Senses(
        whole,
        np.zeros((3, 2), np.float32),
        np.zeros((3, 25), np.float32),
        np.zeros((3, 0), np.float32),
    )


def finding(category: str, score: float = 0.8, about: str = "driver") -> Finding:
    return Finding(category, 0, 1, score, "cue:x@1", about)  # type: ignore[arg-type]


def test_driver_and_relative_are_one_party():
    assert [party_of(about) for about in (*ABOUTS, None)] == [
        "family", "family", "passenger", "other", "family",
    ]  # fmt: skip


def test_features_tell_rule_from_encoder_and_party_from_party():
    seen = features(
        [finding("health.mental", 0.9), finding("health", 0.6, "other")],
        senses(relative_health=2.0), CATEGORIES, ABOUTS, 12,
    )  # fmt: skip
    family, other = PARTIES.index("family"), PARTIES.index("other")
    likely, told, said, _, elsewhere, *_ = seen[family, 0]
    assert likely > 1.9
    assert (told, said) == (1.0, 0.9)
    assert elsewhere == 1.0, "the other party's rule is seen from here"
    assert seen[other, 0, 2] == 0.6
    assert seen[family, 1, 1] == 0.0


def test_a_finding_of_an_unknown_category_is_no_feature():
    nothing = features([], senses(), CATEGORIES, ABOUTS, 12)
    unknown = features([finding("name")], senses(), CATEGORIES, ABOUTS, 12)
    np.testing.assert_array_equal(nothing, unknown)


def test_rules_and_encoder_both_make_it_likelier():
    weigh = joint()
    alone = features([], senses(driver_health=0.0), CATEGORIES, ABOUTS, 12)
    likelier = features([], senses(driver_health=3.0), CATEGORIES, ABOUTS, 12)
    rule = finding("health", 0.7)
    backed = features([rule], senses(driver_health=0.0), CATEGORIES, ABOUTS, 12)
    base, more, both = (
        float(weigh.probabilities(each)[0, 0]) for each in (alone, likelier, backed)
    )
    assert more > base + 0.1
    assert both > base + 0.1


def test_a_strong_rule_counts_for_more_in_few_words():
    rule = finding("health", 0.8)
    brief, long = (
        features([rule], senses(driver_health=-3.0), CATEGORIES, ABOUTS, words) for words in (4, 25)
    )
    weigh = joint()
    assert weigh.probabilities(brief)[0, 0] > weigh.probabilities(long)[0, 0] + 0.1


def decided(text: str, bias: float) -> list[Finding]:
    always = Joint(np.zeros(13), bias, Bars(0.6, 1.0, 0.5))
    reading = next(RULES.readings(text))
    return Decider(encoder(), always, "test").decide(RULES.findings(reading), reading)


def test_what_is_under_the_threshold_is_a_hint_at_most():
    found = decided("the pump is beeping again", -1.0)
    assert found
    assert all(each.hint for each in found)
    assert {each.about for each in found} <= {"driver", "relative"}
    assert decided("the pump is beeping again", -3.0) == []


def test_what_no_rule_finds_is_reported_on_words_of_the_text():
    text = "i have type one diabetes"
    found = decided(text, 1.0)
    assert {each.category for each in found} >= set(encoder().categories)
    for each in found:
        assert 0 <= each.first < each.last <= 5
        assert each.score == 0.7311


def test_words_of_the_encoder_are_found_again_in_a_written_text():
    reading = next(RULES.readings("I've got 2 cats, haven't I?"))
    heed = heeded(reading.text, encoder())
    assert len(heed.places) == len(heed.senses.spans)
    assert heed.places[0] == (0, 2), "a contraction is two words of the text"


def test_a_strong_rule_stands_alone_in_few_words_only():
    rule = finding("health", 0.9)
    brief, long = (
        features([rule], senses(driver_health=-9.0), CATEGORIES, ABOUTS, words) for words in (6, 25)
    )
    assert joint().probabilities(brief)[0, 0] >= 0.6
    assert joint().probabilities(long)[0, 0] < 0.4


def test_the_chance_of_any_leak_is_a_noisy_or():
    probable = np.array([[[0.5, 0.5], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.2]]])
    np.testing.assert_allclose(leaking(probable), [0.75, 0.2])


BARS = Bars(alone=0.6, telling=0.9, beside=0.3)


def reported(probable, words):
    weigh = Joint(np.zeros(13), 0.0, BARS)
    return weigh.reported(np.array(probable), words)[0].tolist()


def test_a_category_is_reported_beside_another_and_not_alone():
    nothing = [0.0, 0.0]
    assert reported([[0.5, 0.0], nothing, nothing], 30) == [False, False]
    assert reported([[0.5, 0.95], nothing, nothing], 30) == [True, True]
    assert reported([[0.2, 0.95], nothing, nothing], 30) == [False, True]


def test_less_will_do_in_few_words():
    nothing = [0.0, 0.0]
    assert reported([[0.5, 0.0], nothing, nothing], 3) == [True, False]


def test_a_plain_statement_passes_the_bars():
    seen = features([finding("health", 0.9)], senses(), CATEGORIES, ABOUTS, 6)
    assert joint().reported(joint().probabilities(seen), 6)[0, 0]
