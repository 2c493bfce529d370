"""What the page shows, as plain values that its template only lays out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from auditor.inference import reason, value_in_words
from auditor.inference.certainty import Certainty, certainty
from auditor.records import About, Claim, How, Language, Profile, Transcript, Utterance
from auditor.report import formats
from auditor.report.clips import Clip, choose
from auditor.report.highlight import Segment, behind, segments
from auditor.report.inputs import ReportInput
from auditor.report.kinds import ordered
from auditor.report.texts import texts
from auditor.risk import Decision
from auditor.taxonomy import Category, category, parent

SHOWN = 5
"""Sentences of a claim that are shown, strongest first; of more, only the places are listed."""


@dataclass(frozen=True)
class Place:
    """Where an utterance can be heard; ``start`` is None for text without sound."""

    file: str
    start: str | None
    end: str | None
    date: str | None
    iso_date: str | None


@dataclass(frozen=True)
class Sentence:
    """One utterance as evidence.

    ``clip`` is the id of its sound, None where the page has none; ``implied`` is whether no word
    of it gives the claim away by itself.
    """

    place: Place
    segments: tuple[Segment, ...]
    language: Language
    clip: str | None
    implied: bool
    why: tuple[str, ...]


@dataclass(frozen=True)
class ClaimView:
    """One claim with its evidence.

    ``probability`` is None where it is not calibrated; ``why`` holds the rules that no sentence
    names already, and ``reason`` says why in words.
    """

    id: str
    value: str
    certainty: Certainty
    probability: str | None
    how: How
    about: About
    household: bool
    root: str
    decision: Decision | None
    sentences: tuple[Sentence, ...]
    elsewhere: tuple[Place, ...]
    against: tuple[Sentence, ...]
    why: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Group:
    """The claims of one category."""

    kind: Category
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True)
class Person:
    """One person's part of the page."""

    name: str
    summary: str
    heard: bool
    groups: tuple[Group, ...]

    @property
    def claims(self) -> int:
        """How many claims there are."""
        return sum(len(group.claims) for group in self.groups)


def cited(source: ReportInput) -> Iterator[str]:
    """Yield the utterances whose sound the page wants, most important first.

    Every claim's strongest evidence comes before any claim's second, and special categories
    before the rest, so that what does not fit into a page is what matters least.
    """
    claims = [claim for profile in source.profiles for claim in profile.claims]
    kinds = {kind.id: place for place, kind in enumerate(ordered(c.category for c in claims))}
    claims.sort(key=lambda claim: kinds[category(claim.category).id])
    for rank in range(SHOWN):
        for claim in claims:
            yield from claim.evidence[rank : rank + 1]
    for claim in claims:
        yield from claim.against[:SHOWN]


def clips(source: ReportInput) -> dict[str, Clip]:
    """Return the clips that go into the page, by utterance id."""
    return choose(cited(source), source.clips)


def people(source: ReportInput, chosen: Mapping[str, Clip], language: Language) -> list[Person]:
    """Return every person's part of the page: those with claims, then those without, by name."""
    builder = _Builder(source, chosen, language)
    found = {profile.person: builder.person(profile) for profile in source.profiles}
    for row in source.rows:
        if row.person is not None and row.person not in found:
            found[row.person] = builder.person(Profile(row.person, ()))
    return sorted(found.values(), key=lambda person: (not person.groups, person.name))


class _Builder:
    def __init__(self, source: ReportInput, chosen: Mapping[str, Clip], language: Language) -> None:
        self.source = source
        self.chosen = chosen
        self.language = language
        self.heard: dict[str, list[Transcript]] = {}
        for key, transcript in source.transcripts.items():
            self.heard.setdefault(source.recordings[key].person, []).append(transcript)

    def person(self, profile: Profile) -> Person:
        heard = self.heard.get(profile.person, [])
        return Person(
            name=profile.person,
            summary=self._summary(profile, heard),
            heard=bool(heard),
            groups=tuple(
                Group(kind, tuple(self._claims(profile, kind)))
                for kind in ordered(claim.category for claim in profile.claims)
            ),
        )

    def _summary(self, profile: Profile, heard: list[Transcript]) -> str:
        words = texts(self.language)
        if not heard:
            return words("findings.unheard")
        seconds = sum(transcript.decoded_s for transcript in heard)
        utterances = sum(len(transcript.utterances) for transcript in heard)
        return words(
            "findings.person",
            findings=words.count("count.findings", len(profile.claims)),
            recordings=words.count("count.recordings", len(heard)),
            heard=words("count.sound", length=formats.duration(seconds, self.language))
            if seconds
            else words.count("count.text", utterances),
        )

    def _claims(self, profile: Profile, kind: Category) -> Iterator[ClaimView]:
        claims = [claim for claim in profile.claims if category(claim.category).id == kind.id]
        for claim in sorted(claims, key=lambda each: (-each.probability, each.value, each.id)):
            yield self._claim(claim)

    def _claim(self, claim: Claim) -> ClaimView:
        known = [each for each in claim.evidence if each in self.source.utterances]
        sentences = tuple(self._sentence(claim, each) for each in known[:SHOWN])
        shown = {rule for sentence in sentences for rule in sentence.why}
        calibrated = self.source.calibrated
        return ClaimView(
            id=claim.id,
            value=value_in_words(claim, self.language),
            certainty=certainty(claim.probability),
            probability=formats.percent(claim.probability, self.language) if calibrated else None,
            how=claim.how,
            about=claim.about,
            household=claim.about in ("driver", "relative"),
            root=parent(claim.category),
            decision=self.source.decisions.get(claim.id),
            sentences=sentences,
            elsewhere=tuple(self._place(self.source.utterances[each]) for each in known[SHOWN:]),
            against=tuple(
                self._sentence(claim, each)
                for each in claim.against[:SHOWN]
                if each in self.source.utterances
            ),
            why=tuple(rule for rule in claim.why if rule not in shown),
            reason=reason(claim, self.language),
        )

    def _sentence(self, claim: Claim, utterance_id: str) -> Sentence:
        utterance = self.source.utterances[utterance_id]
        rests_on = behind(claim, self.source.attributes_of.get(utterance_id, []))
        spans = [each.span for each in rests_on if each.span is not None]
        clip = self.chosen.get(utterance_id)
        return Sentence(
            place=self._place(utterance),
            segments=segments(utterance.text, spans),
            language=utterance.language,
            clip=clip.id if clip else None,
            implied=bool(rests_on) and not spans,
            why=tuple(dict.fromkeys(each.why for each in rests_on)),
        )

    def _place(self, utterance: Utterance) -> Place:
        recording = self.source.recordings[utterance.recording_id]
        heard = recording.path is not None and utterance.timed
        return Place(
            file=recording.name,
            start=formats.clock(utterance.start_s) if heard else None,
            end=formats.clock(math.ceil(utterance.end_s)) if heard else None,
            date=formats.date(utterance.at, self.language) if utterance.at else None,
            iso_date=utterance.at.isoformat() if utterance.at else None,
        )
