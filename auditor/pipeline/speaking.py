"""Who spoke in an audit: its transcripts with the voices that its store keeps, and decisions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from auditor.errors import UsageError
from auditor.pipeline.stored import from_stored
from auditor.records import ModelPin, Recording, Transcript, Utterance
from auditor.report.files import write_json
from auditor.speech import segment, voices
from auditor.speech.voices import Decisions, Speakers
from auditor.store import Store

__all__ = ["HeardVoices", "decided_speakers", "heard_in", "recording_of"]

HeardVoices = tuple[list[Transcript], dict[str, Recording]]
"""Transcripts with speaker vectors, and their recordings by id."""
_DECISIONS = "speakers.json"


def decided_speakers(
    folder: Path,
    heard: HeardVoices,
    *,
    names: Sequence[tuple[str, str]] = (),
    merges: Sequence[tuple[str, str]] = (),
    divided: tuple[str, Sequence[str]] | None = None,
) -> Speakers:
    """Return the speakers of an audit after new decisions, which are kept if all of them hold.

    Parameters
    ----------
    folder
        Of the audit; decisions are kept in its ``speakers.json``.
    heard
        Of :func:`heard_in`.
    names
        (speaker id, name) pairs.
    merges
        Pairs of speaker ids that are one person.
    divided
        A speaker id and those of its utterances that somebody else said.

    Raises
    ------
    UsageError
        If a speaker or utterance is unknown, or a decision contradicts an earlier one.
    """
    path = folder / _DECISIONS
    before = decisions = voices.read_decisions(path)

    def now(decisions: Decisions) -> Speakers:
        return voices.cluster(*heard, decisions=decisions)

    for one, other in merges:
        decisions = voices.merge(decisions, now(decisions), one, other)
    if divided:
        decisions = voices.split(decisions, now(decisions), *divided)
    for speaker_id, called in names:
        decisions = voices.name(decisions, now(decisions), speaker_id, called)
    if decisions != before:
        write_json(path, decisions.model_dump(mode="json"))
    return now(decisions)


def heard_in(folder: Path) -> HeardVoices:
    """Return the transcripts of an audit with the vectors that its store keeps.

    The folder's ``transcripts`` say what was heard, the store with which voice.

    Raises
    ------
    UsageError
        If the folder is no audit, or was heard without the speaker model.
    """
    store = folder / ".auditor" / "store.sqlite"
    if not store.is_file() or not (folder / "run.json").is_file():
        raise UsageError(
            "this is no audit",
            where=str(folder),
            remedy="Give the folder that was given to auditor audit --out.",
        )
    run = json.loads((folder / "run.json").read_text("utf-8"))
    contents = {each["name"]: each["sha256"] for each in run["inputs"]}
    transcripts, recordings = [], {}
    with Store(store) as results:
        for path in sorted((folder / "transcripts").glob("*.json")):
            written = json.loads(path.read_text("utf-8"))
            recording = recording_of(written, contents.get(written["name"]) or "")
            recordings[recording.id] = recording
            transcripts.append(_transcript(written, recording, results))
    if not any(one.speaker for each in transcripts for one in each.utterances):
        raise UsageError(
            "no voices are stored with this audit",
            where=str(folder),
            remedy="Run: auditor models fetch vosk-speaker; then run the audit again with --fresh.",
        )
    return transcripts, recordings


def recording_of(written: Mapping[str, Any], sha256: str) -> Recording:
    """Return the recording that a written transcript is of, as far as it tells."""
    begun = written["started_at"]
    return Recording(
        id=written["recording_id"],
        sha256=sha256,
        path=None,
        name=written["name"],
        person=written["person"],
        started_at=datetime.fromisoformat(begun) if begun else None,
    )


def _transcript(written: Mapping[str, Any], recording: Recording, results: Store) -> Transcript:
    """Return the stored transcript that says what the written one says."""
    wanted = [(each["start_s"], each["text"]) for each in written["utterances"]]
    addressed = {each["id"]: each["addressed"] for each in written["utterances"]}
    utterances: tuple[Utterance, ...] = ()
    for stored in results.about(recording.sha256, "transcript"):
        sounded = from_stored(stored)
        utterances = segment(recording, sounded.heard, sounded.language)
        if [(one.start_s, one.text) for one in utterances] == wanted:
            break
        utterances = ()
    return Transcript(
        recording_id=recording.id,
        language=written["language"],
        utterances=tuple(_with_addressed(one, addressed) for one in utterances),
        model=ModelPin(**written["model"]),
        declared_s=written["declared_s"],
        decoded_s=written["decoded_s"],
    )


def _with_addressed(utterance: Utterance, addressed: Mapping[str, bool | None]) -> Utterance:
    return replace(utterance, addressed=addressed.get(utterance.id))
