"""Claims against the true profile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from auditor.evaluation.counts import ProfileCounts, Share, Table
from auditor.evaluation.labels import about_group, same_category
from auditor.evaluation.values import CLOSED_KINDS, same_value
from auditor.inference.certainty import COUNTED
from auditor.records import Claim, Language, Profile, Truth, TruthLabel, TruthLine
from auditor.taxonomy import parent

__all__ = ["claim_is_right", "score_profile", "score_top_values"]

_CITED = 5
"""How many of a claim's utterances are looked at, strongest first."""


def score_profile(truth: Truth, profile: Profile) -> Table[ProfileCounts]:
    """Count lines that were hit and claims that are right, by parent category.

    A claim counts when it is about the driver or a relative, with probability of at least 0.5. It
    hits a line of its category when one of its five strongest utterances is in the line's evidence
    and, in closed kinds, its value is the same. It is right when it hits a line, or when one of
    those five carries a label of its category about driver or relative with, in closed kinds, the
    same value. A line may be hit by several claims, and a claim may hit several lines.
    """
    labels = {each.id: each.labels for each in truth.utterances}
    claims = _counted(profile)
    counts: dict[str, list[ProfileCounts]] = defaultdict(list)
    for line in truth.profile:
        hit = any(_hits(claim, line, truth.language) for claim in claims)
        counts[parent(line.category)].append(ProfileCounts(lines=1, hit=int(hit)))
    for claim in claims:
        right = _right(claim, truth, labels)
        counts[parent(claim.category)].append(ProfileCounts(claims=1, right=int(right)))
    rows = {category: ProfileCounts.sum(each) for category, each in counts.items()}
    return Table(ProfileCounts(), rows)


def score_top_values(truth: Truth, profile: Profile) -> Share:
    """Count the closed kinds of the true profile whose most probable claim has a right value.

    One question for each closed kind that the true profile has lines of: is the value of the most
    probable claim of that kind (of equal ones the first by id) the value of one of those lines?
    What is not claimed, or with a probability under 0.5, is not right. Evidence plays no part.
    """
    lines: dict[str, list[TruthLine]] = defaultdict(list)
    for line in truth.profile:
        if _closed(line.category):
            lines[parent(line.category)].append(line)
    ranked = sorted(_counted(profile), key=lambda claim: (-claim.probability, claim.id))
    hits = 0
    for category, wanted in lines.items():
        top = next((claim for claim in ranked if parent(claim.category) == category), None)
        hits += top is not None and any(
            same_value(category, top, line, truth.language) for line in wanted
        )
    return Share(hits, len(lines))


def claim_is_right(claim: Claim, truth: Truth) -> bool:
    """Return whether a claim, whatever its probability, is right as :func:`score_profile` says."""
    return _right(claim, truth, {each.id: each.labels for each in truth.utterances})


def _counted(profile: Profile) -> list[Claim]:
    return [
        claim
        for claim in profile.claims
        if claim.probability >= COUNTED
        and about_group(claim.about) == "driver"
        and claim.category != "biometric_voice"
    ]


def _closed(category: str) -> bool:
    return parent(category) in CLOSED_KINDS


def _agrees(claim: Claim, true: TruthLine | TruthLabel, language: Language) -> bool:
    if not same_category(claim.category, true.category):
        return False
    return not _closed(claim.category) or same_value(claim.category, claim, true, language)


def _hits(claim: Claim, line: TruthLine, language: Language) -> bool:
    cited = claim.evidence[:_CITED]
    return any(each in line.evidence for each in cited) and _agrees(claim, line, language)


def _right(claim: Claim, truth: Truth, labels: Mapping[str, Iterable[TruthLabel]]) -> bool:
    if any(_hits(claim, line, truth.language) for line in truth.profile):
        return True
    return any(
        about_group(label.about) == "driver" and _agrees(claim, label, truth.language)
        for each in claim.evidence[:_CITED]
        for label in labels.get(each, ())
    )
