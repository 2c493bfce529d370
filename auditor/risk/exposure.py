"""Special and criminal data: the first utterance that reveals each kind."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.records import Claim, Profile
from auditor.risk.known import Known
from auditor.risk.results import Exposure
from auditor.risk.timeline import Moment, Timeline
from auditor.taxonomy import category, parent

__all__ = ["exposure"]


def exposure(profile: Profile, timeline: Timeline, known: Known) -> Iterator[Exposure]:
    """Yield one person's exposures in order of time: one for each category and about.

    Finer kinds are taken with their parent. Claims about bystanders are among them, since their
    data are special too; claims without evidence are not, since nothing reveals them.
    """
    firsts: dict[tuple[str, str], tuple[Moment, Claim]] = {}
    for claim in known.counting(profile.claims):
        moment = timeline.first(claim.evidence)
        if moment is None or category(claim.category).article is None:
            continue
        key = (parent(claim.category), claim.about)
        if key not in firsts or _rank(moment, claim) < _rank(*firsts[key]):
            firsts[key] = moment, claim
    for moment, claim in sorted(firsts.values(), key=lambda pair: _rank(*pair)):
        yield _exposure(profile.person, moment, claim, known)


def _rank(moment: Moment, claim: Claim) -> tuple[int, float, str]:
    return moment.order, -claim.probability, claim.id


def _exposure(person: str, moment: Moment, claim: Claim, known: Known) -> Exposure:
    kind = category(parent(claim.category))
    assert kind.article is not None
    return Exposure(
        category=kind.id,
        article=kind.article,
        person=person,
        about=claim.about,
        utterance_id=moment.utterance_id,
        at=moment.at,
        minutes_heard=moment.minutes,
        how=claim.how,
        certainty=known.certainty(claim),
        claim_id=claim.id,
    )
