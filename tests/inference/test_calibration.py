import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.inference.calibration import ALL, IDENTITY, Calibration
from auditor.inference.fitting import fit
from auditor.inference.reliability import Judged, reliability, reliability_by


def overconfident(n=2000, seed=3, category="health", language="en"):
    """Return claims that are right less often than they say: at p, in p² of the cases."""
    rng = np.random.default_rng(seed)
    chances = rng.uniform(0.05, 0.95, n)
    right = rng.uniform(size=n) < chances**2
    return [
        Judged(float(p), bool(y), category, language) for p, y in zip(chances, right, strict=True)
    ]


def applied(fitted, claims):
    return [
        Judged(fitted.apply(one.probability, one.category, one.language), one.right, "x", "en")
        for one in claims
    ]


def test_fitting_brings_probabilities_to_what_they_say():
    fitted = fit(overconfident(), "hash")
    fresh = overconfident(seed=4)
    assert reliability(fresh).ece > 0.1
    after = reliability(applied(fitted, fresh))
    assert after.ece < 0.04
    assert after.brier < reliability(fresh).brier


def test_few_claims_keep_to_what_all_teach():
    rare = [Judged(0.9, False, "pet", "en")]
    fitted = fit([*overconfident(), *rare], "hash")
    general = fitted.apply(0.9, "unheard_of", "en")
    assert abs(fitted.apply(0.9, "pet", "en") - general) < 0.25
    assert fitted.apply(0.9, "pet", "en") < general


def test_what_was_not_fitted_stays():
    assert IDENTITY.apply(0.3, "health", "en") == 0.3
    assert fit(overconfident(), "").apply(0.3, "health", "fr") == 0.3


def test_a_finer_kind_takes_its_parents_map():
    fitted = Calibration({"en": {ALL: (0.0, 1.0), "health": (1.0, 1.0)}})
    assert fitted.apply(0.5, "health.mental", "en") == fitted.apply(0.5, "health", "en") > 0.5


@given(st.floats(0, 1), st.floats(0, 1))
def test_maps_keep_the_order(one, other):
    fitted = Calibration({"en": {ALL: (-0.4, 1.3)}})
    low, high = sorted((one, other))
    assert fitted.apply(low, "pet", "en") <= fitted.apply(high, "pet", "en") <= 1.0


def test_fitting_twice_gives_the_same():
    assert fit(overconfident(), "h") == fit(overconfident(), "h")


def test_reliability_of_known_claims():
    claims = [Judged(0.85, True, "a", "en")] * 3 + [Judged(0.85, False, "b", "fr")]
    found = reliability(claims)
    assert found.ece == pytest.approx(0.1)
    assert found.brier == pytest.approx((3 * 0.15**2 + 0.85**2) / 4)
    assert [(each.low, each.n) for each in found.bins] == [(0.8, 4)]
    assert {name: each.n for name, each in reliability_by(claims, "language").items()} == {
        "en": 3,
        "fr": 1,
    }


def test_nothing_has_no_reliability():
    assert reliability([]).ece is None


@pytest.mark.slow
def test_the_command_writes_what_is_read_back(tmp_path):
    from training.inference.__main__ import main

    out = tmp_path / "calibration.json"
    main(["calibrate", "--truth", "corpora", "--out", str(out)])
    first = out.read_bytes()
    main(["calibrate", "--truth", "corpora", "--out", str(out)])
    assert out.read_bytes() == first
    written = json.loads(first)
    assert set(written["maps"]) <= {"en", "fr"}
    assert len(written["data_sha256"]) == 64
    report = json.loads((tmp_path / "calibration.report.json").read_text("utf-8"))
    assert report["after"]["all"]["n"] > 0
