"""The JSON documents of an audit, in the forms that ``auditor/schemas`` publishes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from importlib import resources
from typing import Any

from auditor.records import Claim, Profile, Recording, Transcript, Utterance, Word

SCHEMA_VERSION = 1
SCHEMAS = ("evaluation", "measures", "profile", "risk", "run", "timings", "transcript")


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one of :data:`SCHEMAS`."""
    source = resources.files("auditor").joinpath(f"schemas/{name}.schema.json")
    document: dict[str, Any] = json.loads(source.read_text("utf-8"))
    return document


def profile(profiles: Iterable[Profile]) -> dict[str, Any]:
    """Return ``profile.json``: what can be said of each person, with its evidence."""
    persons = [
        {**_person(one), "members": [_person(member) for member in one.members]} for one in profiles
    ]
    return {"schema_version": SCHEMA_VERSION, "persons": persons}


def versioned(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``run.json`` or ``timings.json`` with the version of its form."""
    return {"schema_version": SCHEMA_VERSION, **document}


def transcript(one: Transcript, recording: Recording) -> dict[str, Any]:
    """Return ``transcripts/<recording id>.json``.

    Voices are left out: a speaker vector identifies its owner, and no reader of words needs it.
    """
    document = {
        "schema_version": SCHEMA_VERSION,
        "recording_id": one.recording_id,
        "name": recording.name,
        "person": recording.person,
        "started_at": recording.started_at.isoformat() if recording.started_at else None,
        "language": one.language,
        "model": asdict(one.model),
        "declared_s": one.declared_s,
        "decoded_s": one.decoded_s,
        "utterances": [_utterance(utterance) for utterance in one.utterances],
    }
    if one.second is not None:
        document["second"] = {
            "model": asdict(one.second.model),
            "utterances": [_utterance(utterance) for utterance in one.second.utterances],
        }
    return document


def _person(one: Profile) -> dict[str, Any]:
    return {"id": one.person, "claims": [_claim(claim) for claim in one.claims]}


def _claim(claim: Claim) -> dict[str, Any]:
    from auditor.inference import reason  # not before: transcripts alone need no graph

    return {
        "id": claim.id,
        "category": claim.category,
        "value": claim.value,
        "normalised": claim.normalised,
        "about": claim.about,
        "probability": claim.probability,
        "how": claim.how,
        "evidence": list(claim.evidence),
        "against": list(claim.against),
        "alternatives": [asdict(each) for each in claim.alternatives],
        "first_known": claim.first_known.isoformat() if claim.first_known else None,
        "last_confirmed": claim.last_confirmed.isoformat() if claim.last_confirmed else None,
        "rules": list(claim.why),
        "reason": {"en": reason(claim, "en"), "fr": reason(claim, "fr")},
    }


def _utterance(utterance: Utterance) -> dict[str, Any]:
    document = {
        "id": utterance.id,
        "start_s": utterance.start_s,
        "end_s": utterance.end_s,
        "at": utterance.at.isoformat() if utterance.at else None,
        "language": utterance.language,
        "timed": utterance.timed,
        "addressed": utterance.addressed,
        "text": utterance.text,
        "words": [_word(word) for word in utterance.words],
    }
    if utterance.agreement is not None:
        document["agreement"] = utterance.agreement
    if utterance.alternatives:
        document["alternatives"] = [asdict(each) for each in utterance.alternatives]
    return document


def _word(word: Word) -> dict[str, Any]:
    """Return a word; whether it was agreed on is there only where somebody else was asked."""
    document = asdict(word)
    if word.agreed is None:
        del document["agreed"]
    return document
