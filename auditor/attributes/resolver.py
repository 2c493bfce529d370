"""One answer from many findings.

Detectors overlap and disagree; the resolver settles whom each finding is about, drops what is
denied, joins a correction to what it corrects, and keeps one finding for each thing said.
"""

from __future__ import annotations

from dataclasses import replace

from auditor import taxonomy
from auditor.attributes.about import Frame
from auditor.attributes.corrections import corrects
from auditor.attributes.finding import Finding, party_of
from auditor.attributes.reading import Reading

__all__ = ["THRESHOLD", "resolve"]

THRESHOLD = 0.5
"""Strength that needs no help; weaker findings go on only where the encoder weighs them."""
_OTHER_WEIGHT = 0.85
"""What is left of a score when the words are about somebody else: owners are often misread."""
_UNADDRESSED_WEIGHT = 0.85
"""What is left where nothing shows that the words were spoken to anybody in the car."""
_OF_OTHERS = frozenset(
    "health medication religion politics trade_union sexual_life ethnic_origin criminal_or_legal "
    "finance occupation education marital_status age_or_birth language_spoken household".split()
)
"""What is worth saying of somebody else; where others go and what they like is not."""
_FINER = {"health": ("condition", "care", "carer")}
"""Classes whose notes name a finer kind of a category."""
_GOING_OR_LIVING = ({"visited_place", "address"}, {"visited_place", "home_place"})
_NEAR = 3

_DENIALS = {
    "en": frozenset("not never no isn't wasn't don't without nor".split()),
    "fr": frozenset("pas jamais ni aucun aucune sans non".split()),
}
_DENIABLE = frozenset(
    "health medication religion politics trade_union sexual_life ethnic_origin pet vehicle "
    "food_or_diet occupation employer education marital_status children hobby".split()
)
_MANY = frozenset(
    "name relative_name contact_name relationship phone_number identifier visited_place pet "
    "place_type appointment medication".split()
)
"""Categories of which one utterance often says several; of the others the strongest is kept."""


def resolve(
    findings: list[Finding], reading: Reading, frame: Frame, *, threshold: float = THRESHOLD
) -> list[Finding]:
    """Return one finding for each thing said, with its ``about``, in the order of the text.

    Findings weaker than ``threshold`` are left out.
    """
    owned = [_owned(_finer(finding, reading), frame) for finding in findings]
    sure = [
        finding for finding in owned if finding.score >= threshold and not _denied(finding, reading)
    ]
    return _merged(_corrected(sure, reading))


def _finer(finding: Finding, reading: Reading) -> Finding:
    """Give a finding the finer kind that the lexicon entry in it has (``health.mental``)."""
    inside = [
        hit.note.partition(" ")[2]
        for hit in reading.hits.of(*_FINER.get(finding.category, ()))
        if finding.first <= hit.first and hit.last <= finding.last
    ]
    kind = next((kind for kind in inside if kind), "")
    return replace(finding, category=f"{finding.category}.{kind}") if kind else finding


def _owned(finding: Finding, frame: Frame) -> Finding:
    if not frame.addressed:
        finding = replace(finding, score=round(finding.score * _UNADDRESSED_WEIGHT, 4))
    if finding.about is not None:
        return finding
    about = frame.owner(finding.first, finding.last)
    weight = _OTHER_WEIGHT if about == "other" else 1.0
    return replace(finding, about=about, score=round(finding.score * weight, 4))


def _denied(finding: Finding, reading: Reading) -> bool:
    """Return whether a mention is denied by a word shortly before it ("i'm not vegetarian")."""
    if not finding.why.startswith("lexicon:"):
        return False
    if taxonomy.parent(finding.category) not in _DENIABLE:
        return False
    before = reading.text.words[max(0, finding.first - _NEAR) : finding.first]
    return not _DENIALS[reading.text.language].isdisjoint(before)


def _corrected(findings: list[Finding], reading: Reading) -> list[Finding]:
    """Join each finding to the one that corrects it: the last value, over the words of both."""
    result: list[Finding] = []
    longer = [_with_its_correction(finding, reading) for finding in findings]
    for finding in sorted(longer, key=lambda one: (one.category, one.about or "", one.first)):
        last = result[-1] if result else None
        if last and (last.category, last.about) == (finding.category, finding.about):
            between = reading.text.words[last.last : finding.first]
            if between and corrects(between, reading.text.language):
                result[-1] = replace(finding, first=last.first)
                continue
        result.append(finding)
    return result


def _with_its_correction(finding: Finding, reading: Reading) -> Finding:
    """Lengthen a finding by the correction of something in it."""
    for left, right in reading.superseded.items():
        if finding.first <= left.first < finding.last < right.last:
            finding = replace(finding, last=right.last)
    return finding


def _merged(findings: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for finding in sorted(findings, key=_rank):
        rivals = [one for one in kept if _same_kind(one, finding) or _same_place(one, finding)]
        if not any(_same_thing(one, finding) for one in rivals):
            kept.append(finding)
    return sorted(kept, key=lambda one: (one.first, one.last, one.category, one.about or ""))


def _rank(finding: Finding) -> tuple[object, ...]:
    """Order: a finer category first, then strength, then the longer, then the earlier."""
    length = finding.last - finding.first
    finer = "." in finding.category
    return (not finer, -finding.score, -length, finding.first, finding.category, finding.why)


def _same_kind(left: Finding, right: Finding) -> bool:
    return taxonomy.parent(left.category) == taxonomy.parent(right.category)


def _same_place(left: Finding, right: Finding) -> bool:
    """Return whether one says that the driver goes where the other says that the driver lives."""
    overlap = left.first < right.last and right.first < left.last
    return overlap and {left.category, right.category} in _GOING_OR_LIVING


def _same_thing(kept: Finding, other: Finding) -> bool:
    """Return whether ``other`` says nothing that ``kept`` has not said."""
    if kept.first < other.last and other.first < kept.last:
        return True
    if party_of(kept.about) != party_of(other.about):
        return False
    if taxonomy.parent(kept.category) not in _MANY:
        return True
    return bool(kept.normalised) and kept.normalised == other.normalised
