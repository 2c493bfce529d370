"""The claims curve: how much was known after how much had been heard."""

from __future__ import annotations

from collections import Counter

from auditor.records import Profile
from auditor.risk.known import Known
from auditor.risk.results import ClaimsCurve, CurvePoint
from auditor.risk.timeline import Moment, Timeline
from auditor.taxonomy import category

__all__ = ["claims_curve"]


def claims_curve(profile: Profile, timeline: Timeline, known: Known) -> ClaimsCurve:
    """Return the claims about the driver and the family against what was heard of them.

    A claim counts from the first utterance that supports it, with the certainty that all its
    evidence gives it in the end; so the curve is an upper bound of what was known at the time,
    and exact at its last point. Claims without evidence are not on it.
    """
    gains: dict[int, Counter[str]] = {}
    for claim in known.household(profile.claims):
        moment = timeline.first(claim.evidence)
        if moment is None:
            continue
        gain = gains.setdefault(moment.order, Counter())
        gain["claims"] += 1
        gain["certain"] += known.certainty(claim) == "certain"
        gain["special"] += category(claim.category).article == 9
    return ClaimsCurve(profile.person, _points(gains, timeline))


def _points(gains: dict[int, Counter[str]], timeline: Timeline) -> tuple[CurvePoint, ...]:
    total: Counter[str] = Counter()
    points = [_point(None if timeline.minutes is None else 0.0, 0, total)]
    by_order: dict[int, Moment] = {each.order: each for each in timeline.moments.values()}
    for order in sorted(gains):
        total.update(gains[order])
        points.append(_point(by_order[order].minutes, order, total))
    last = _point(timeline.minutes, len(timeline.moments), total)
    return (*points, last) if last != points[-1] else tuple(points)


def _point(minutes: float | None, utterances: int, total: Counter[str]) -> CurvePoint:
    return CurvePoint(minutes, utterances, total["claims"], total["certain"], total["special"])
