"""Claims about persons whose truth is known, judged, and the calibration they teach.

Half of the persons, by the hash of their driver, fits; the other half tells how well it does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from auditor import evidence
from auditor.attributes import extract
from auditor.corpus import GivenLine, Identities
from auditor.evaluation.profiles import claim_is_right
from auditor.inference import conclude
from auditor.inference.calibration import IDENTITY, Calibration
from auditor.inference.fitting import fit
from auditor.inference.reliability import Judged, reliability, reliability_by
from auditor.records import Truth
from auditor.speech import from_lines

__all__ = ["calibrated", "judged", "to_json"]


def judged(truth: Truth, fitted: Calibration = IDENTITY) -> Iterator[Judged]:
    """Yield the claims of a truth file's person about driver and family, each right or wrong."""
    lines = tuple(GivenLine(each.id, each.asr, each.time) for each in truth.utterances)
    recording = Identities().recording(None, truth.path.name, truth.driver, truth.driver, {})
    utterances = from_lines(recording, lines, truth.language)
    graph = evidence.build([recording], utterances, extract(utterances, hints=True))
    for claim in conclude(graph, recording.person, fitted=fitted).profile.claims:
        right = claim_is_right(claim, truth)
        yield Judged(claim.probability, right, claim.category, truth.language)


def calibrated(truths: Iterable[Truth]) -> tuple[Calibration, dict[str, Any]]:
    """Return the calibration that truths teach, and how well it does on those kept apart.

    Parameters
    ----------
    truths
        In an order of their own, so that the same ones give the same bytes.
    """
    digest = hashlib.sha256()
    fitting: list[Judged] = []
    testing: list[Truth] = []
    for truth in truths:
        digest.update(repr((truth.driver, truth.profile, truth.utterances)).encode())
        if _kept_apart(f"{truth.language}{truth.driver}"):
            testing.append(truth)
        else:
            fitting += judged(truth)
    fitted = fit(fitting, digest.hexdigest())
    before = [each for truth in testing for each in judged(truth)]
    after = [each for truth in testing for each in judged(truth, fitted)]
    return fitted, {"before": _report(before), "after": _report(after)}


def to_json(fitted: Calibration) -> dict[str, Any]:
    """Return a calibration in the form that ``auditor.inference.calibration`` reads."""
    return asdict(fitted)


def _kept_apart(driver: str) -> bool:
    return hashlib.sha256(driver.encode()).digest()[0] % 2 == 1


def _report(claims: Iterable[Judged]) -> dict[str, Any]:
    claims = list(claims)
    return {
        "all": asdict(reliability(claims)),
        "languages": {k: asdict(v) for k, v in reliability_by(claims, "language").items()},
        "categories": {k: asdict(v) for k, v in reliability_by(claims, "category").items()},
    }
