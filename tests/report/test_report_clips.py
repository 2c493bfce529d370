"""Which sound goes into the page, and in which order."""

from __future__ import annotations

import base64

import pytest
from report_sample import report_input

from auditor.report.clips import choose
from auditor.report.view import SHOWN, cited


def test_each_clip_is_asked_for_once_and_kept_as_it_is() -> None:
    asked: list[str] = []

    def clips(utterance_id: str) -> bytes:
        asked.append(utterance_id)
        return utterance_id.encode()

    chosen = choose(["a", "b", "a", "b"], clips)
    assert asked == ["a", "b"]
    assert base64.b64decode(chosen["b"].base64) == b"b"
    assert len({clip.id for clip in chosen.values()}) == 2


@pytest.mark.parametrize(("budget", "expected"), [(10_000, "abcd"), (7_000, "abd"), (3_000, "a")])
def test_what_does_not_fit_is_left_out_and_smaller_ones_still_go_in(
    budget: int, expected: str
) -> None:
    sizes = {"a": 2_500, "b": 2_400, "c": 2_300, "d": 2_050}
    chosen = choose("abcd", lambda each: bytes(sizes[each]), budget)
    assert "".join(chosen) == expected


def test_when_space_has_ended_no_more_sound_is_cut() -> None:
    asked: list[str] = []

    def clips(utterance_id: str) -> bytes:
        asked.append(utterance_id)
        return bytes(5_000)

    choose(map(str, range(100)), clips, 10_000)
    assert len(asked) == 2


def test_silence_takes_no_place() -> None:
    assert choose(["a", "b"], lambda each: None if each == "a" else b"x").keys() == {"b"}


def test_strongest_evidence_of_every_claim_comes_before_any_second() -> None:
    source = report_input()
    claims = [claim for one in source.profiles for claim in one.claims]
    firsts = {claim.evidence[0] for claim in claims}
    order = list(cited(source))
    assert set(order[: len(claims)]) == firsts
    special = {claim.evidence[0] for claim in claims if claim.category == "health"}
    assert order[0] in special


def test_only_what_is_shown_is_cited() -> None:
    source = report_input()
    claims = [claim for one in source.profiles for claim in one.claims]
    shown = {each for claim in claims for each in (*claim.evidence[:SHOWN], *claim.against)}
    assert set(cited(source)) == shown
    assert any(len(claim.evidence) > SHOWN for claim in claims)
