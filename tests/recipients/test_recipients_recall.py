import pytest
from recipients_builders import gives, held, spoken

from auditor.recipients import beyond_declared, never_asked, values, wanted_recall

LEEDS = ("home_place", "leeds|GB|ENG")
ASTHMA = ("health", "asthma")


@pytest.mark.parametrize(
    ("has", "exact", "coarse", "categories"),
    [
        ([LEEDS, ASTHMA], 2, 2, 2),
        ([("home_place", "GB|ENG"), ASTHMA], 1, 2, 2),
        ([("home_place", "york|GB|ENG")], 0, 0, 1),  # wrong, yet something in the category
        ([("hobby", "chess")], 0, 0, 0),
        ([], 0, 0, 0),
    ],
)
def test_recall_is_of_what_is_wanted(has, exact, coarse, categories):
    known = {"p": [LEEDS, ASTHMA, ("hobby", "chess")]}
    (one,) = wanted_recall({"p": has}, known, ["home_place", "health"])
    assert (one.wanted, one.exact, one.coarse) == (2, exact, coarse)
    assert (one.categories_wanted, one.categories_held) == (2, categories)
    assert one.recall == exact / 2


def test_a_finer_kind_counts_for_its_parent():
    (one,) = wanted_recall(
        {"p": [("health.mental", "anxiety")]}, {"p": [("health.mental", "anxiety")]}, ["health"]
    )
    assert (one.wanted, one.exact, one.categories_held) == (1, 1, 1)


def test_persons_of_whom_nothing_is_held_or_to_be_known_are_counted():
    rows = wanted_recall({}, {"a": [ASTHMA], "b": []}, ["health"])
    assert [(one.person, one.wanted, one.exact, one.recall) for one in rows] == [
        ("a", 1, 0, 0.0),
        ("b", 0, 0, None),
    ]


def test_values_are_of_the_household():
    one = spoken("u", "anna has asthma and so has he")
    found = [
        gives(one, "health", "asthma", about="relative"),
        gives(one, "relative_name", "anna"),
        gives(one, "health", "he", "flu", about="other"),
    ]
    assert values(held((one, "p", found))) == {"p": {ASTHMA, ("relative_name", "anna")}}


def test_what_goes_beyond_the_notice_is_counted_whoever_it_is_about():
    one = spoken("u", "she has asthma and we like chess in court")
    found = [
        gives(one, "health", "asthma", about="other"),
        gives(one, "hobby", "chess"),
        gives(one, "criminal_or_legal", "court"),
        gives(one, "health.mental", "she"),
    ]
    rows = beyond_declared(held((one, "p", found)), ["hobby"], ["p", "silent"])
    assert [(each.person, each.attributes, each.values, each.special) for each in rows] == [
        ("p", 3, 3, 3),
        ("silent", 0, 0, 0),
    ]
    assert rows[0].categories == ("criminal_or_legal", "health")
    assert (
        beyond_declared(held((one, "p", found)), ["health", "hobby", "criminal_or_legal"], ["p"])[
            0
        ].attributes
        == 0
    )


def test_people_who_were_never_asked_are_counted_apart():
    one = spoken("u", "his asthma her faith the twins", addressed=False)
    found = [
        gives(one, "health", "asthma", about="passenger"),
        gives(one, "religion", "faith", about="other"),
        gives(one, "children", "twins"),
        gives(one, "hobby", "the", about="relative"),
    ]
    (row,) = never_asked(held((one, "p", found)), ["p"])
    assert (row.aboard, row.spoken_of, row.relatives, row.children) == (1, 1, 1, 1)
    assert (row.special, row.overheard) == (2, 4)
