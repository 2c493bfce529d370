"""A made-up audit for the report's tests: people, failures, odd names, long sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from auditor import evidence
from auditor.inference.profile import conclude
from auditor.inference.rulebook import Rulebook
from auditor.records import (
    Attribute,
    Claim,
    ModelPin,
    Profile,
    Recording,
    RecordingRow,
    Transcript,
    Utterance,
    Word,
)
from auditor.report.inputs import ReportInput, no_clips
from auditor.risk import measures

PIN = ModelPin("vosk-en", "0.15", "8a5792fccaf873b4" * 4)
PIN_FR = ModelPin("whisper-base", "1.1", "905e5bf8336bcc62" * 4)

SPOKEN = Path(__file__).with_name("spoken.txt").read_text("utf-8")
"""Recordings (person | language | file | clock), and their sentences with what they give away.

A sentence is followed by ``=`` and, separated by ``;``, category, words, about and score.
"""

FAILED = (
    RecordingRow("week 2/empty.opus", "failed", person="Ruth Adeyemi", problem="the file is empty"),
    RecordingRow("notes.wav", "failed", problem="is text, and no sound"),
)


@dataclass
class Heard:
    """What the sample's recordings say."""

    recordings: dict[str, Recording]
    transcripts: dict[str, Transcript]
    attributes: list[Attribute]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def words_of(text: str, start: float) -> tuple[Word, ...]:
    words = []
    for number, word in enumerate(text.split()):
        at = start + 0.35 * number
        words.append(Word(word, round(at, 2), round(at + 0.3, 2), 0.5 + (number % 6) / 12))
    return tuple(words)


def heard(spoken: str = SPOKEN) -> Heard:
    """Read the table above."""
    result = Heard({}, {}, [])
    recording: Recording | None = None
    for line in filter(None, spoken.split("\n")):
        if not line.startswith(" "):
            recording = _recording(*line.split("|"))
            result.recordings[recording.id] = recording
            pin = PIN if recording.language == "en" else PIN_FR
            result.transcripts[recording.id] = Transcript(
                recording.id, recording.language or "en", (), pin, 4.0, 4.0
            )
            continue
        assert recording is not None
        _add_sentence(result, recording, line.strip())
    return result


def _recording(person: str, language: str, name: str, clock: str) -> Recording:
    sha256 = digest(name)
    return Recording(
        id=digest(name + person)[:16],
        sha256=sha256,
        path=Path("/recordings") / name.replace("\0", ""),
        name=name,
        person=person,
        started_at=datetime.fromisoformat(clock) if clock else None,
        language="fr" if language == "fr" else "en",
    )


def _add_sentence(result: Heard, recording: Recording, line: str) -> None:
    text, _, given_away = line.partition(" = ")
    transcript = result.transcripts[recording.id]
    start = transcript.utterances[-1].end_s + 1.5 if transcript.utterances else 0.4
    words = words_of(text, start)
    utterance = Utterance(
        id=digest(recording.id + text)[:16],
        recording_id=recording.id,
        start_s=start,
        end_s=words[-1].end_s,
        words=words,
        language=transcript.language,
        at=recording.started_at,
    )
    seconds = utterance.end_s + 1
    result.transcripts[recording.id] = replace(
        transcript,
        utterances=(*transcript.utterances, utterance),
        declared_s=seconds,
        decoded_s=seconds,
    )
    for one in filter(None, given_away.split("; ")):
        result.attributes.append(_attribute(utterance, one))


def _attribute(utterance: Utterance, line: str) -> Attribute:
    category, rest = line.split(",", 1)
    value, about, score = rest.rsplit(",", 2)
    start = utterance.text.index(value)
    return Attribute(
        category=category,
        value=value,
        normalised=value.casefold(),
        about=about,  # type: ignore[arg-type]
        utterance_id=utterance.id,
        start_s=utterance.start_s,
        end_s=utterance.end_s,
        span=(start, start + len(value)),
        score=float(score),
        why=f"cue:{category}.{value.split()[0]}@3",
    )


def inferred(person: str, sample: Heard) -> list[Claim]:
    """Conclusions that nobody said, with evidence for and against."""
    mine = [
        utterance.id
        for transcript in sample.transcripts.values()
        if sample.recordings[transcript.recording_id].person == person
        for utterance in transcript.utterances
    ]
    if len(mine) < 8:
        return []
    return [
        Claim(
            id=digest(person + "absence")[:16],
            category="routine",
            value="leaves home before eight on weekdays",
            normalised="leaves-before-eight",
            about="driver",
            probability=0.71,
            how="inferred",
            evidence=tuple(mine),
            against=(mine[5],),
            why=("rule:departures@1",),
        )
    ]


def report_input(
    *,
    sample: Heard | None = None,
    clips: Callable[[str], bytes | None] = no_clips,
    extra_rows: tuple[RecordingRow, ...] = FAILED,
    **changes: Any,
) -> ReportInput:
    """Put the sample through the real rooms: evidence, inference, risk."""
    sample = sample or heard()
    utterances = [u for one in sample.transcripts.values() for u in one.utterances]
    graph = evidence.build(sample.recordings.values(), utterances, sample.attributes)
    profiles = []
    for person in dict.fromkeys(each.person for each in sample.recordings.values()):
        concluded = conclude(graph, person, book=Rulebook(()))  # rules have tests of their own
        evidence.add_claims(graph, concluded.profile, concluded.supports)
        claims = (*concluded.profile.claims, *inferred(person, sample))
        profiles.append(Profile(person, claims))
    decisions = changes.get("decisions", {})
    return ReportInput(
        rows=(*rows_of(sample), *extra_rows),
        recordings=sample.recordings,
        transcripts=sample.transcripts,
        attributes=tuple(sample.attributes),
        profiles=tuple(profiles),
        graph=graph,
        measures=measures(
            profiles, sample.attributes, sample.recordings, sample.transcripts, decisions
        ),
        run=RUN,
        timings=TIMINGS,
        clips=clips,
        **changes,
    )


def rows_of(sample: Heard) -> tuple[RecordingRow, ...]:
    rows = []
    for number, (key, transcript) in enumerate(sample.transcripts.items()):
        recording = sample.recordings[key]
        row = RecordingRow(
            name=recording.name,
            status="ok",
            recording_id=key,
            person=recording.person,
            language=transcript.language,
            started_at=recording.started_at,
            sha256=recording.sha256,
            declared_s=transcript.declared_s,
            decoded_s=transcript.decoded_s,
            utterances=len(transcript.utterances),
            words=sum(len(each.words) for each in transcript.utterances),
            recogniser=transcript.model.name,
        )
        if number == 3:
            problem = "broke off at 0:12: the rest of the file is missing"
            row = replace(row, status="partial", declared_s=31.0, problem=problem)
        if number == 5:
            first = next(iter(sample.recordings))
            row = replace(row, status="duplicate", duplicate_of=first)
        rows.append(row)
    return tuple(rows)


RUN: dict[str, Any] = {
    "auditor": "0.1.0",
    "packages": {"av": "18.1.0", "networkx": "3.6.1", "vosk": "0.3.45"},
    "models": [
        {"name": PIN.name, "version": PIN.version, "sha256": PIN.sha256},
        {"name": PIN_FR.name, "version": PIN_FR.version, "sha256": PIN_FR.sha256},
    ],
    "configuration": {"language": "auto", "recogniser": "auto", "channel": "mix", "seed": 0},
    "inputs": [{"name": "week 1/mon-0741-school-run.opus", "sha256": digest("a"), "status": "ok"}],
    "synthetic": True,
}
TIMINGS: dict[str, Any] = {
    "started_at": "2026-04-01T10:00:00+00:00",
    "finished_at": "2026-04-01T10:01:00+00:00",
    "seconds": {"hear": 41.2, "report": 1.5},
    "jobs": 2,
    "host": {"system": "Linux", "machine": "x86_64", "python": "3.11.7", "processors": 2},
}
