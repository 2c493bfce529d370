from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recipients_builders import gives, held, spoken, told

from auditor import evidence
from auditor.errors import UsageError
from auditor.recipients import anonymise, counts, recipes
from auditor.recipients.anonymise import EVERYBODY
from auditor.recipients.words import MASK

AT = datetime(2026, 3, 5, 7, 41, 23)


def people(number: int, category: str = "hobby", value: str = "chess"):
    """So many people who say the same thing."""
    rows = []
    for each in range(number):
        one = spoken(f"{category}{each}", f"i like {value}", at=AT, recording=f"r{each}")
        rows.append((one, f"p{each}", [gives(one, category, value)]))
    return held(*rows)


def test_names_go_from_attributes_words_and_wherever_else_they_stand():
    first = spoken("u1", "call anna lopez about my asthma")
    second = spoken("u2", "is anna lopez there")
    other = spoken("u3", "who is anna lopez")
    found = [gives(first, "contact_name", "anna lopez"), gives(first, "health", "asthma")]
    meal = gives(second, "appointment", None, "lunch with Anna Lopez")
    left = anonymise(
        held((first, "p1", found), (second, "p1", [meal]), (other, "p2", [])), ["names"]
    )
    texts = {each.id: each.text for each in left.utterances}
    assert texts["u1"] == f"call {MASK} about my asthma"
    assert texts["u2"] == f"is {MASK} there"
    assert texts["u3"] == "who is anna lopez"  # another person's words are that person's
    assert [each.category for each in left.attributes] == ["health", "appointment"]
    start, end = left.attributes[0].span
    assert texts["u1"][start:end] == "asthma"
    assert left.attributes[1].value == f"lunch with {MASK}"
    assert left.utterances[0].alternatives == ()
    assert left.utterances[0].words[1].end_s == first.words[2].end_s


def test_typed_text_hides_no_name_behind_its_marks():
    first, second = spoken("u1", "Call Anna Lopez."), spoken("u2", "It is Anna Lopez’s car, yes.")
    whole = held((first, "p1", [gives(first, "name", "Anna Lopez")]), (second, "p1", []))
    assert [each.text for each in anonymise(whole, ["names"]).utterances] == [
        f"Call {MASK}",
        f"It is {MASK} car, yes.",
    ]


def test_french_elision_hides_no_name():
    first = spoken("u1", "appelle anna", language="fr")
    second = spoken("u2", "c'est la voiture d'anna", language="fr")
    whole = held((first, "p1", [gives(first, "name", "anna")]), (second, "p1", []))
    assert anonymise(whole, ["names"]).utterances[1].text == f"c'est la voiture {MASK}"


def test_what_is_implied_takes_all_its_words_with_it():
    one = spoken("u1", "the yellow field makes me wheeze")
    whole = held((one, "p1", [gives(one, "identifier", None, "plate")]))
    assert anonymise(whole, ["names"]).utterances[0].text == MASK


def test_places_are_told_coarser_and_their_words_go():
    one = spoken("u1", "take me to leeds then home", at=AT)
    whole = held((one, "p1", [gives(one, "visited_place", "leeds", "leeds|GB|ENG")]))
    assert anonymise(whole, ["places:town"]) == whole
    left = anonymise(whole, ["places:region"])
    assert left.utterances[0].text == f"take me to {MASK} then home"
    assert [(each.normalised, each.value, each.span) for each in left.attributes] == [
        ("GB|ENG", "GB|ENG", None)
    ]
    assert anonymise(whole, ["places:none"]).attributes == ()


def test_times_are_told_coarser_everywhere():
    one = spoken("u1", "dentist friday at ten", at=AT)
    whole = held((one, "p1", [gives(one, "appointment", "friday at ten", "2026-03-06T10:00")]))
    left = anonymise(whole, ["times:day"])
    assert left.utterances[0].text == f"dentist {MASK}"
    assert left.utterances[0].at == datetime(2026, 3, 5)
    assert left.recordings[0].started_at == datetime(2026, 3, 5)
    assert left.recordings[0].trip is None
    assert [each.normalised for each in left.attributes] == ["2026-03-06"]


def test_voice_is_removed_with_the_sound():
    left = anonymise(people(1), ["voice"])
    assert left.utterances[0].speaker is None
    assert (left.recordings[0].path, left.recordings[0].sha256) == (None, "")


@pytest.mark.parametrize(("k", "kept"), [(3, True), (4, False)])
def test_rare_values_go_where_fewer_than_k_have_them(k, kept):
    left = anonymise(people(3), [f"rare:{k}"])
    assert bool(left.attributes) == kept
    assert ("chess" in told(left)) == kept


@pytest.mark.parametrize(("k", "kept"), [(3, True), (4, False)])
def test_an_aggregate_is_one_profile_of_what_k_share(k, kept):
    left = anonymise(people(3), [f"aggregate:{k}"])
    assert [each.normalised for each in left.attributes] == (["chess"] if kept else [])
    assert left.persons == ((EVERYBODY,) if kept else ())
    assert all(not each.words and each.at is None for each in left.utterances)


def test_counts_count_persons_and_not_times():
    one, two = spoken("a", "chess", recording="r"), spoken("b", "chess", recording="r")
    whole = held(
        (one, "p1", [gives(one, "hobby", "chess")]), (two, "p1", [gives(two, "hobby", "chess")])
    )
    assert counts(whole, 2) == ()
    assert [(each.normalised, each.persons) for each in counts(people(4), 2)] == [("chess", 4)]


@pytest.mark.parametrize(("step", "left"), [("sample:0.5", 5), ("sample:0.01", 1), ("thin:0.3", 3)])
def test_samples_have_their_size_and_follow_their_seed(step, left):
    whole = people(10)
    drawn = anonymise(whole, [step], seed=7)
    assert len(drawn.utterances) == left
    assert drawn == anonymise(whole, [step], seed=7)
    backwards = replace(whole, recordings=whole.recordings[::-1], utterances=whole.utterances[::-1])
    assert set(anonymise(backwards, [step], seed=7).utterances) == set(drawn.utterances)
    others = {anonymise(whole, [step], seed=seed).persons for seed in range(20)}
    assert len(others) > 1


def test_steps_are_done_in_their_order():
    whole = people(4)
    assert anonymise(whole, ["sample:0.5", "rare:3"]).attributes == ()
    assert anonymise(whole, ["rare:3", "sample:0.5"]).attributes != ()


@pytest.mark.parametrize(
    ("step", "what"),
    [
        ("nothing", "there is no step 'nothing'"),
        ("names:all", "takes nothing after it"),
        ("places", "one of exact, town"),
        ("places:street", "one of exact, town"),
        ("rare:1", "a whole number of at least 2"),
        ("rare:²", "a whole number"),
        ("sample:0", "a share above 0"),
        ("sample:many", "a share above 0"),
        ("thin:nan", "a share above 0"),
    ],
)
def test_steps_that_cannot_be_done_are_refused(step, what):
    with pytest.raises(UsageError, match=what) as error:
        anonymise(people(1), [step])
    assert error.value.where == step


def test_nothing_can_be_anonymised_too():
    whole = held()
    for recipe in recipes("anonymise").values():
        assert anonymise(whole, recipe.steps) == whole


SECRETS = ["anna", "zelda quill", "tunbridge", "asthma", "wheezy chest"]


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.lists(
                st.sampled_from([*SECRETS, "and", "take", "me", "to", "the"]),
                min_size=1,
                max_size=7,
            ),
            st.sampled_from(SECRETS),
            st.sampled_from(["name", "health"]),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_no_word_that_was_to_go_is_left_anywhere(lines):
    rows, going = [], set()
    for number, (words, secret, category) in enumerate(lines):
        text = " ".join([*words, secret])
        one = spoken(f"u{number}", text)
        rows.append((one, "p1", [gives(one, category, secret), gives(one, "hobby", text)]))
        if category == "name":
            going.add(secret)
    left = anonymise(held(*rows), ["names"])
    for secret in going:
        assert secret not in told(left)
    evidence.build(left.recordings, left.utterances, left.attributes)
    texts = {each.id: each.text for each in left.utterances}
    for each in left.attributes:
        if each.span and each.category == "health":
            assert texts[each.utterance_id][slice(*each.span)] == each.value


def test_every_recipe_can_be_done():
    whole = people(6)
    for name, recipe in recipes("anonymise").items():
        assert anonymise(whole, recipe.steps).attributes, name


def test_hints_count_for_nobody_and_hide_no_words():
    sure = spoken("u1", "i am at the mosque", at=AT)
    unsure = [spoken(f"u{k}", "turn left now", at=AT, recording=f"r{k}") for k in (2, 3)]
    hinted = [replace(gives(each, "religion", None, "islam"), hint=True) for each in unsure]
    given = held(
        (sure, "p1", [gives(sure, "religion", "mosque", "islam")]),
        (unsure[0], "p2", hinted[:1]),
        (unsure[1], "p3", hinted[1:]),
    )
    assert counts(given, 2) == ()
    left = anonymise(given, ["rare:2"])
    assert [each.text for each in left.utterances][1:] == ["turn left now"] * 2
    assert [each for each in left.attributes if each.hint] == []
