from datetime import datetime, timedelta

import pytest
from recipients_builders import gives, held, spoken, told

from auditor.errors import UsageError
from auditor.recipients import mitigate, recipes
from auditor.recipients.words import MASK

AT = datetime(2026, 3, 5, 7, 41)


def talk():
    """Two people: requests that need this and that, and something overheard."""
    call = spoken("call", "call anna about my asthma", at=AT, addressed=True)
    way = spoken("way", "take me to leeds", at=AT + timedelta(days=1), addressed=True)
    ask = spoken("ask", "what does asthma mean", at=AT + timedelta(days=40), addressed=None)
    aside = spoken("aside", "ring my mother she said", at=AT, addressed=False)
    car = spoken("car", "turn the heating down", at=AT, addressed=True)
    return held(
        (call, "p1", [gives(call, "contact_name", "anna"), gives(call, "health", "asthma")]),
        (way, "p1", [gives(way, "visited_place", "leeds", "leeds|GB|ENG")]),
        (ask, "p1", [gives(ask, "health", "asthma")]),
        (aside, "p2", [gives(aside, "relationship", "mother", about="relative")]),
        (car, "p2", []),
    )


def lost(*steps: str) -> dict[str, tuple[int, int]]:
    return {each.person: (each.lost, each.requests) for each in mitigate(talk(), steps).losses}


LOST = [
    ((), 0, 0),
    (("on-device",), 1, 0),  # the question has to be answered elsewhere
    (("addressed",), 0, 1),  # what sounds like a request and was taken for overheard
    (("addressed-only",), 1, 1),
    (("redact:contact_name",), 1, 0),
    (("redact:health",), 0, 0),  # no request needs it
    (("redact:location",), None, None),
    (("retain:0",), 0, 0),  # none of these draws on earlier days
    (("pseudonyms:week",), 1, 1),  # calls need one's own contacts
    (("places:town",), 1, 0),  # the way needs the exact place
    (("places:exact",), 0, 0),
    (("on-device", "redact:contact_name"), 2, 0),
]


@pytest.mark.parametrize(("steps", "first", "second"), LOST)
def test_what_is_lost_in_function_is_counted_by_person(steps, first, second):
    if first is None:
        with pytest.raises(UsageError, match="unknown category 'location'"):
            lost(*steps)
        return
    assert lost(*steps) == {"p1": (first, 3), "p2": (second, 2)}


def test_a_loss_says_of_which_kind_and_its_share():
    loss = mitigate(talk(), ["on-device"]).losses[0]
    assert loss.by_kind == (("call", 1, 0), ("navigate", 1, 0), ("question", 1, 1))
    assert loss.share == pytest.approx(1 / 3)
    silent = spoken("u", "careful there")
    assert mitigate(held((silent, "p", [])), ["on-device"]).losses[0].share is None


def test_on_device_leaves_requests_and_what_they_need():
    left = mitigate(talk(), ["on-device"]).held
    assert {each.id for each in left.utterances} == {"call", "way", "ask", "car"}
    assert [each.category for each in left.attributes] == ["contact_name", "visited_place"]
    assert all(not each.words and each.speaker is None for each in left.utterances)
    assert "asthma" not in told(left)


@pytest.mark.parametrize(
    ("step", "kept"),
    [("addressed", {"call", "way", "ask", "car"}), ("addressed-only", {"call", "way", "car"})],
)
def test_strictness_of_the_wake_word(step, kept):
    assert {each.id for each in mitigate(talk(), [step]).held.utterances} == kept


def test_redaction_takes_words_too_and_special_means_articles_9_and_10():
    for step in ("redact:health", "redact:special"):
        left = mitigate(talk(), [step]).held
        assert "asthma" not in told(left)
        assert left.utterances[0].text == f"call anna about my {MASK}"
        assert {each.category for each in left.attributes} == {
            "contact_name", "visited_place", "relationship",
        }  # fmt: skip


def test_retention_counts_back_from_each_persons_last_moment():
    left = mitigate(talk(), ["retain:30"]).held
    assert {each.id for each in left.utterances} == {"ask", "aside", "car"}


@pytest.mark.parametrize(("period", "names"), [("week", 3), ("day", 4), ("recording", 5)])
def test_pseudonyms_change_and_only_the_instrument_knows_whose_they_are(period, names):
    result = mitigate(talk(), [f"pseudonyms:{period}"])
    assert len(result.held.persons) == names
    assert {result.person_behind[each] for each in result.held.persons} == {"p1", "p2"}
    assert not {"p1", "p2"} & set(result.held.persons)
    assert all(each.speaker is None for each in result.held.utterances)
    assert all(each.trip is None and each.device is None for each in result.held.recordings)


def test_pseudonyms_follow_their_seed():
    one = mitigate(talk(), ["pseudonyms:day"], seed=1).held.persons
    assert one == mitigate(talk(), ["pseudonyms:day"], seed=1).held.persons
    assert not set(one) & set(mitigate(talk(), ["pseudonyms:day"], seed=2).held.persons)


def test_pseudonyms_of_pseudonyms_still_lead_home():
    result = mitigate(talk(), ["pseudonyms:week", "pseudonyms:day"])
    assert {result.person_behind[each] for each in result.held.persons} == {"p1", "p2"}


def test_without_any_step_everything_is_left():
    whole = talk()
    assert mitigate(whole, []).held == whole


def test_every_recipe_can_be_done_and_costs_what_its_steps_cost():
    for name, recipe in recipes("mitigate").items():
        result = mitigate(talk(), recipe.steps)
        each = [mitigate(talk(), [step]).losses for step in recipe.steps]
        for number, loss in enumerate(result.losses):
            assert loss.lost >= max(losses[number].lost for losses in each), name
