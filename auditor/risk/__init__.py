"""Profiles to measures: how much was revealed, how soon, and what of it is special."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor.records import Attribute, Claim, Profile, Recording, Transcript
from auditor.risk.curve import claims_curve
from auditor.risk.exposure import exposure
from auditor.risk.known import Decision, Known
from auditor.risk.rates import attribute_rates, coverage, special_counts
from auditor.risk.results import ClaimsCurve, CurvePoint, Exposure, Headline, Measures
from auditor.risk.timeline import Timeline, timelines
from auditor.taxonomy import categories, category, parent

__all__ = [
    "ClaimsCurve",
    "CurvePoint",
    "Decision",
    "Exposure",
    "Headline",
    "Measures",
    "measures",
]


def measures(
    profiles: Sequence[Profile],
    attributes: Sequence[Attribute],
    recordings: Mapping[str, Recording],
    transcripts: Mapping[str, Transcript],
    decisions: Mapping[str, Decision] | None = None,
    assumed: Sequence[Sequence[Profile]] = (),
) -> Measures:
    """Measure an audit that has no truth to compare with.

    Parameters
    ----------
    profiles
        One of each person.
    attributes
        All that was found.
    recordings, transcripts
        By recording id; what failed has no transcript.
    decisions
        What people who listened decided, by claim id: rejected claims count nowhere, confirmed
        ones are certain.
    assumed
        The same profiles with assumed strengths halved, and with them doubled.

    Raises
    ------
    ValueError
        If a claim cites an utterance that no transcript of the person holds.
    UsageError
        If a decision is neither ``confirmed`` nor ``rejected``.
    """
    known = Known(decisions or {})
    lines = timelines(recordings, transcripts)
    profiles = sorted(profiles, key=lambda profile: profile.person)
    pairs = [(each, _line_of(each.person, lines)) for each in profiles]
    return Measures(
        headline=_headline(profiles, lines, known, assumed),
        risks=(
            *attribute_rates(attributes, lines),
            *coverage(attributes, lines),
            *special_counts(profiles, known),
        ),
        exposure=tuple(each for pair in pairs for each in exposure(*pair, known)),
        curves=tuple(claims_curve(*pair, known) for pair in pairs),
    )


def _line_of(person: str, lines: Mapping[str, Timeline]) -> Timeline:
    return lines.get(person) or Timeline(person, recordings=0, minutes=None, moments={})


def _headline(
    profiles: Sequence[Profile],
    lines: Mapping[str, Timeline],
    known: Known,
    assumed: Sequence[Sequence[Profile]],
) -> Headline:
    claims = [claim for profile in profiles for claim in profile.claims]
    revealed = _revealed(claims, known)
    minutes = [line.minutes for line in lines.values() if line.minutes is not None]
    return Headline(
        persons=len({profile.person for profile in profiles} | lines.keys()),
        recordings=sum(line.recordings for line in lines.values()),
        minutes=sum(minutes) if minutes else None,
        revealed=revealed,
        special=tuple(name for name in revealed if category(name).article == 9),
        criminal=tuple(name for name in revealed if category(name).article == 10),
        findings=len(claims),
        confirmed=known.decided(claims, "confirmed"),
        rejected=known.decided(claims, "rejected"),
        assumed=tuple(
            len(_revealed([claim for one in others for claim in one.claims], known))
            for others in assumed
        ),
    )


def _revealed(claims: Sequence[Claim], known: Known) -> tuple[str, ...]:
    """Return the categories that are surely known, in the taxonomy's order."""
    sure = {
        parent(claim.category)
        for claim in known.household(claims)
        if known.certainty(claim) == "certain"
    }
    return tuple(name for name in categories() if name in sure)
