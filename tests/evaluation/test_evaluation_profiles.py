"""Claims against the lines of a true profile."""

from __future__ import annotations

from typing import Any

import pytest
from evaluation_builders import case, claim, label, line, said, scored, truth

UTTERANCES = (
    said("u1", "one", label("health"), label("employer", value="Acme")),
    said("u2", "two", label("health", "relative"), label("employer", value="Zenith")),
    said("u3", "three", label("health", "other"), label("employer", "passenger", value="Acme")),
    said("u4", "four"),
    said("u5", "five"),
    said("u6", "six"),
)


def profile(lines: list, claims: list) -> dict[str, Any]:
    return scored(case(truth(*UTTERANCES, profile=lines), claims=claims))["profile"]["micro"]


@pytest.mark.parametrize(
    ("mine", "hit", "right"),
    [
        (claim("health", "u1"), True, True),
        (claim("health.mental", "u1"), True, True),
        (claim("health", "u4", "u5", "u6", "u2", "u1"), True, True),
        # u1 is cited sixth; u2 carries a label of health about a relative.
        (claim("health", "u4", "u5", "u6", "u2", "u3", "u1"), False, True),
        (claim("health", "u4", "u5", "u6", "u3", "u3", "u1"), False, False),
        (claim("health", "u2"), False, True),
        (claim("health", "u3"), False, False),
        (claim("health", "u4"), False, False),
        (claim("health"), False, False),
        (claim("pet", "u1"), False, False),
    ],
)
def test_open_kinds_need_category_and_evidence(mine: Any, hit: bool, right: bool) -> None:
    got = profile([line("health", "u1")], [mine])
    assert (got["lines"], got["hit"]) == (1, int(hit))
    assert (got["claims"], got["right"]) == (1, int(right))


@pytest.mark.parametrize(
    ("mine", "hit", "right"),
    [
        (claim("employer", "u1", value="Acme"), True, True),
        (claim("employer", "u1", value="Zenith"), False, False),
        # A label of u2 says so, about the driver; that of u3 is about a passenger.
        (claim("employer", "u2", value="Zenith"), False, True),
        (claim("employer", "u2", value="Acme"), False, False),
        (claim("employer", "u3", value="Acme"), False, False),
    ],
)
def test_closed_kinds_need_the_value_too(mine: Any, hit: bool, right: bool) -> None:
    got = profile([line("employer", "u1", value="acme")], [mine])
    assert (got["hit"], got["right"]) == (int(hit), int(right))


@pytest.mark.parametrize(
    ("mine", "counted"),
    [
        (claim("health", "u1", probability=0.5), 1),
        (claim("health", "u1", probability=0.499), 0),
        (claim("health", "u1", about="relative"), 1),
        (claim("health", "u1", about="passenger"), 0),
        (claim("health", "u1", about="other"), 0),
        (claim("biometric_voice", "u1"), 0),
    ],
)
def test_which_claims_count(mine: Any, counted: int) -> None:
    got = profile([line("health", "u1")], [mine])
    assert (got["claims"], got["hit"]) == (counted, counted)


def test_rates_by_hand() -> None:
    lines = [line("health", "u1"), line("health", "u2"), line("pet", "u4"), line("hobby", "u5")]
    claims = [
        claim("health", "u1", value="a"),
        claim("health", "u2", value="b"),
        claim("health", "u1", "u2", value="c"),
        claim("pet", "u5"),
        claim("vehicle", "u6"),
    ]
    got = profile(lines, claims)
    # Lines: both of health, 2 of 4. Claims: the three of health, 3 of 5.
    assert got == {
        "precision": 0.6, "recall": 0.5, "f1": 0.545455, "n": 4,
        "lines": 4, "hit": 2, "claims": 5, "right": 3,
    }  # fmt: skip


def test_f1_is_undefined_only_where_there_is_nothing() -> None:
    assert profile([], [])["f1"] is None
    no_claims = profile([line("health", "u1")], [])
    assert (no_claims["precision"], no_claims["recall"], no_claims["f1"]) == (None, 0.0, 0.0)
    no_lines = profile([], [claim("pet", "u4")])
    assert (no_lines["precision"], no_lines["recall"], no_lines["f1"]) == (0.0, None, 0.0)


def test_without_a_profile_nothing_is_said_of_it() -> None:
    got = scored(case(truth(*UTTERANCES, profile=[line("health", "u1")])))
    assert got["profile"]["micro"]["n"] == 0
    assert got["values"]["n"] == 0


def values(lines: list, claims: list) -> tuple[int, int]:
    got = scored(case(truth(*UTTERANCES, profile=lines), claims=claims))["values"]
    return got["hits"], got["n"]


ACME, ZENITH = (line("employer", "u1", value=each) for each in ("Acme", "Zenith"))


@pytest.mark.parametrize(
    ("lines", "claims", "expected"),
    [
        ([ACME], [claim("employer", value="Acme")], (1, 1)),
        ([ACME], [claim("employer", value="Zenith")], (0, 1)),
        ([ACME], [], (0, 1)),
        ([ACME], [claim("employer", value="Acme", probability=0.4)], (0, 1)),
        (
            [ACME],
            [
                claim("employer", value="Acme", probability=0.7),
                claim("employer", value="Zenith", probability=0.8),
            ],
            (0, 1),
        ),
        ([ACME, ZENITH], [claim("employer", value="Zenith")], (1, 1)),
        ([line("health", "u1", value="flu")], [claim("health", value="flu")], (0, 0)),
        (
            [ACME, line("gender", "u1", value="f", normalised="female")],
            [claim("employer", value="Acme"), claim("gender", normalised="male")],
            (1, 2),
        ),
    ],
)
def test_top_values_of_closed_kinds(lines: list, claims: list, expected: tuple[int, int]) -> None:
    assert values(lines, claims) == expected


def test_equal_probabilities_do_not_depend_on_order() -> None:
    claims = [claim("employer", value="Acme"), claim("employer", value="Zenith")]
    assert values([ACME], claims) == values([ACME], claims[::-1]) == (1, 1)
