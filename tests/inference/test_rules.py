from dataclasses import replace

import pytest
from inference_builders import MONDAY, attribute, claim, days, profile_of, said, utterance

from auditor.inference import rulebook

CASES = [
    ("take me to the mosque for friday prayers", "en", "religion", "islam"),
    ("on y va je dois passer à la mosquée", "fr", "religion", "islam"),
    ("we'll be late for mass again", "en", "religion", "catholic"),
    ("dépêche-toi on va à la messe", "fr", "religion", "catholic"),
    ("where's the union meeting tonight", "en", "trade_union", "member"),
    ("c'est où la réunion de section du syndicat", "fr", "trade_union", "member"),
    ("i'm two payments behind on the car", "en", "finance", "short of money"),
    ("encore un prélèvement refusé et le découvert", "fr", "finance", "short of money"),
    ("my back's killing me today", "en", "health", "back or joint pain"),
    ("j'ai mal au dos depuis hier", "fr", "health", "back or joint pain"),
    ("got my parkrun in the morning", "en", "hobby", "running"),
    ("j'ai ma sortie longue dimanche", "fr", "hobby", "running"),
    ("i'm on nights this week", "en", "routine", "shift work"),
    ("je commence à six heures demain", "fr", "routine", "shift work"),
]


@pytest.mark.parametrize(("text", "language", "category", "value"), CASES)
def test_words_lead_to_a_conclusion(text, language, category, value):
    found = claim(said(text, language), category, value)
    assert found is not None
    assert found.how == "inferred"
    assert found.evidence == ("u1",)


TRAPS = [
    ("what does a union do", "en"),
    ("increase the bass a bit", "en"),
    ("navigate to the nearest petrol station", "en"),
    ("c'est quoi la capitale du maroc", "fr"),
    ("trouve une station essence sur la route", "fr"),
    ("mets la clim à vingt et un", "fr"),
    ("play something good", "en"),
]


@pytest.mark.parametrize(("text", "language"), TRAPS)
def test_harmless_words_lead_to_nothing_that_counts(text, language):
    assert [each for each in said(text, language).claims if each.probability >= 0.5] == []


def test_insulin_leaves_the_type_open():
    profile = profile_of([utterance("u1")], [attribute("u1", "medication", "insulin", score=0.95)])
    one, two = (
        claim(profile, "health", "type 1 diabetes"),
        claim(profile, "health", "type 2 diabetes"),
    )
    assert two.probability > one.probability
    assert one.probability + two.probability < 1.0
    assert [each.value for each in two.alternatives] == ["type 2 diabetes", "type 1 diabetes"]


def test_saying_the_type_settles_it():
    utterances = [utterance("u1"), utterance("u2")]
    profile = profile_of(
        utterances,
        [
            attribute("u1", "medication", "insulin", score=0.95),
            attribute("u2", "health", "diabetes", value="type one diabetes", score=0.9),
        ],
    )
    one = claim(profile, "health", "type 1 diabetes")
    assert one.probability > 0.9
    assert one.how == "stated"
    assert claim(profile, "health", "type 2 diabetes") is None, "hardly likely any more"


def test_a_relatives_medicine_is_the_relatives_illness():
    found = attribute("u1", "medication", "metformin", about="relative", score=0.9)
    assert claim(profile_of([utterance("u1")], [found]), "health").about == "relative"


@pytest.mark.parametrize(
    ("sex", "orientation"), [("f", "homosexual"), ("m", None), ("", None)]
)  # fmt: skip
def test_a_wife_says_something_of_orientation_only_with_the_drivers_sex(sex, orientation):
    attributes = [attribute("u1", "relationship", "wife", about="relative", score=0.95)]
    if sex:
        attributes.append(attribute("u1", "gender", sex, score=0.95))
    profile = profile_of([utterance("u1")], attributes)
    assert claim(profile, "marital_status", "married").probability > 0.8
    found = claim(profile, "sexual_life")
    assert (found and found.normalised) == orientation


def test_rules_may_be_switched_off():
    everything = said("take me to the mosque for friday prayers")
    only_backed = said("take me to the mosque for friday prayers", book=rulebook("off"))
    assert len(only_backed.claims) < len(everything.claims)


def test_assumed_strengths_move_a_conclusion_both_ways():
    text = "i'm not eating anything till sunset"
    half, full, double = (
        claim(said(text, book=rulebook(how)), "religion", "islam").probability
        for how in ("half", "full", "double")
    )
    assert half < full < double


def test_counted_premises_need_several_days():
    texts = ["place a bet for me"] * 3
    utterances = [
        utterance(f"u{k}", text, at=at)
        for k, (text, at) in enumerate(zip(texts, days(3), strict=True))
    ]
    assert claim(profile_of(utterances), "finance", "gambling").evidence == ("u0", "u1", "u2")
    assert claim(profile_of(utterances[:2]), "finance", "gambling") is None


@pytest.mark.parametrize(("day", "found"), [(1, True), (2, False)])
def test_a_service_is_on_sunday_morning(day, found):
    sunday = MONDAY.replace(day=day, hour=10)
    profile = said("drive me to church", at=sunday)
    assert (claim(profile, "religion", "christian") is not None) == found


def test_a_first_name_tells_the_sex():
    profile = profile_of([utterance("u1")], [attribute("u1", "name", "margaret", score=0.9)])
    found = claim(profile, "gender", "female")
    assert found.probability > 0.8
    assert found.why == ("rule:sexes.first_name",)


def test_what_the_radio_says_is_nobodys():
    news = "in other news the bishop of leeds said mass for the victims and the minister resigned"
    assert [each for each in said(news).claims if each.probability >= 0.5] == []


@pytest.mark.parametrize(
    ("about", "score", "hint", "more"),
    [
        ("driver", 0.9, False, True),
        ("driver", 0.3, True, True),
        ("passenger", 0.9, False, False),
    ],
)
def test_words_count_by_what_their_utterance_gives_away(about, score, hint, more):
    """An attribute of another value of the conclusion's category, or a hint of it."""
    words = "my back's killing me today"
    beside = replace(attribute("u1", "health", "migraine", about, score), hint=hint)
    alone = claim(said(words), "health", "back or joint pain")
    lifted = claim(profile_of([utterance("u1", words)], [beside]), "health", "back or joint pain")
    assert (lifted.probability > alone.probability) == more


@pytest.mark.parametrize("score", [0.35, 0.6, 0.95])
def test_an_uncertain_premise_counts_by_jeffreys_rule(score):
    rule = rulebook().by_id()["health.metformin"]
    odds = rule.base_rate / (1 - rule.base_rate) * rule.likelihood_ratio
    given = odds / (1 + odds)
    medicine = attribute("u1", "medication", "metformin", score=score)
    profile = profile_of([utterance("u1")], [medicine])
    found = claim(profile, "health", "type 2 diabetes")
    wanted = score * given + (1 - score) * rule.base_rate
    assert found.probability == pytest.approx(wanted, abs=1e-3)
