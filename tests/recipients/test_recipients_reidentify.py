import random

import pytest

from auditor.errors import UsageError
from auditor.recipients import reidentify

KNOWN = {
    "ann": [("home_place", "leeds|GB|ENG"), ("hobby", "chess"), ("health", "gout")],
    "bob": [("home_place", "leeds|GB|ENG"), ("hobby", "chess")],
    "cat": [("home_place", "lyon|FR|84"), ("hobby", "chess")],
    "dan": [("home_place", "paris|FR|11")],
}

CASES = [
    ("ann", [("health", "gout")], 1.0, 1.0),
    ("bob", [("home_place", "leeds|GB|ENG")], 0.5, 1.5),
    ("bob", [("home_place", "GB")], 0.5, 1.5),
    ("cat", [("home_place", "FR")], 0.5, 1.5),
    ("cat", [("home_place", "FR|84")], 1.0, 1.0),
    ("dan", [("hobby", "chess")], 0.0, 4.0),
    ("dan", [], 0.25, 2.5),
    ("bob", [("health", "gout"), ("hobby", "chess")], 0.0, 2.5),
]


@pytest.mark.parametrize(("person", "profile", "hit", "rank"), CASES)
def test_the_right_person_is_found_by_what_is_rare(person, profile, hit, rank):
    result = reidentify({person: profile}, KNOWN)
    (match,) = result.matches
    assert (match.hit, match.rank) == (hit, rank)
    assert (result.top1, result.chance, result.among) == (hit, 0.25, 4)


def test_a_match_weighs_what_it_tells_in_bits():
    result = reidentify({"ann": [("health", "gout"), ("home_place", "GB")]}, KNOWN)
    assert result.matches[0].bits == pytest.approx(2 + 1)
    everybody = {name: [("hobby", "chess")] for name in "abcd"}
    assert reidentify({"a": [("hobby", "chess")]}, everybody).matches[0].hit == 0.25


def test_without_information_the_rate_is_chance():
    known = {f"p{k}": [("hobby", f"h{k % 7}")] for k in range(50)}
    result = reidentify(dict.fromkeys(known, ()), known)
    assert result.top1 == pytest.approx(result.chance)


def test_profiles_of_somebody_else_do_no_better_than_chance():
    rng = random.Random(3)
    known = {f"p{k:03d}": [("hobby", f"h{rng.randrange(40)}")] for k in range(300)}
    names = list(known)
    others = dict(zip(names, (known[name] for name in rng.sample(names, 300)), strict=True))
    result = reidentify(others, known)
    assert result.top1 < 5 * result.chance
    assert reidentify(known, known).top1 > 20 * result.chance


def test_neither_order_nor_repetition_matters():
    profile = [("home_place", "leeds|GB|ENG"), ("hobby", "chess"), ("hobby", "chess")]
    backwards = {name: some[::-1] for name, some in reversed(KNOWN.items())}
    assert reidentify({"bob": profile}, KNOWN) == reidentify({"bob": profile[::-1]}, backwards)


@pytest.mark.parametrize(
    ("anonymous", "known", "what"),
    [
        ({}, KNOWN, "no anonymous profile"),
        ({"ann": []}, {"ann": []}, "1 known people"),
        ({"eve": []}, KNOWN, "belong to nobody on the list"),
    ],
)
def test_a_search_that_means_nothing_is_refused(anonymous, known, what):
    with pytest.raises(UsageError, match=what):
        reidentify(anonymous, known)
