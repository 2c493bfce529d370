"""The claims curve without truth."""

from __future__ import annotations

import math

import pytest
from risk_builders import Audit, claim, profile, spoken

from auditor.errors import UsageError
from auditor.records import Profile
from auditor.risk.expected_curve import ExpectedCurve, expected_curve
from auditor.risk.known import Decision, Known
from auditor.risk.student import t_quantile
from auditor.risk.timeline import timelines


def curve(
    probabilities: list[float], error: float = 0.0, decisions: dict[str, Decision] | None = None
) -> ExpectedCurve:
    """One claim a person in the second of three utterances, and one about a friend."""
    heard, profiles = Audit(), []
    for n, probability in enumerate(probabilities):
        said = [spoken(f"{n}-{at}", 2.0 * at) for at in (1, 2, 3)]
        heard.heard(f"r{n}", *said, person=f"p{n}")
        mine = claim("pet", f"{n}-2", probability=probability, name=f"pet {n}")
        friends = claim("health", f"{n}-1", about="other", name=f"friend {n}")
        profiles.append(profile(mine, friends, person=f"p{n}"))
    lines = timelines(heard.recordings, heard.transcripts)
    return expected_curve(profiles, lines, Known(decisions or {}), calibration_error=error)


def test_expected_claims_by_hand() -> None:
    shape = [(each.utterances, each.claims, each.expected) for each in curve([0.6, 0.8] * 3).points]
    assert shape == [(0, 0.0, 0.0), (2, 1.0, pytest.approx(0.7)), (3, 1.0, pytest.approx(0.7))]


def test_the_band_holds_chance_and_calibration() -> None:
    chance = t_quantile(5) * math.sqrt(0.1**2 * 6 / 5 / 6)
    for error in (0.0, 0.05):
        interval = curve([0.6, 0.8] * 3, error).points[-1].interval
        assert interval == pytest.approx((0.7 - chance - error, 0.7 + chance + error))


def test_a_confirmed_claim_is_right_whatever_the_calibration() -> None:
    decisions: dict[str, Decision] = {f"pet {n}": "confirmed" for n in range(6)}
    last = curve([0.6] * 6, 0.3, decisions).points[-1]
    assert last.expected == 1.0
    assert last.interval == pytest.approx((1.0, 1.0))


def test_few_persons_have_no_band() -> None:
    few = curve([0.9] * 3)
    assert few.points[-1].interval is None
    assert "Under 5 persons" in few.assumes


@pytest.mark.parametrize(("profiles", "error"), [([], 0.1), ([Profile("p", ())], 1.5)])
def test_bad_input(profiles: list[Profile], error: float) -> None:
    with pytest.raises(UsageError, match="calibration error"):
        expected_curve(profiles, {}, Known({}), calibration_error=error)
