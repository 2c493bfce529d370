"""An audit read back from its folder: profiles, what was heard, attributes, decisions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from auditor.errors import UsageError
from auditor.pipeline.folder import decisions_in
from auditor.records import (
    Attribute,
    Claim,
    ModelPin,
    Possibility,
    Profile,
    Recording,
    Transcript,
    Utterance,
    Word,
)
from auditor.risk import Decision

__all__ = ["Audited", "read_audit"]


@dataclass(frozen=True)
class Audited:
    """What an audit left. Voices and files of sound are not read: no measure here needs them."""

    profiles: tuple[Profile, ...]
    recordings: Mapping[str, Recording]
    transcripts: Mapping[str, Transcript]
    attributes: tuple[Attribute, ...]
    decisions: dict[str, Decision]


def read_audit(folder: Path) -> Audited:
    """Read the folder of an audit.

    Raises
    ------
    UsageError
        If it is no audit, or a file of it cannot be read.
    """
    profile = folder / "profile.json"
    if not profile.is_file() or not (folder / "transcripts").is_dir():
        raise UsageError(
            "the folder holds no audit",
            where=str(folder),
            remedy="Run: auditor audit RECORDINGS --out FOLDER.",
        )
    documents = [_json(path) for path in sorted((folder / "transcripts").glob("*.json"))]
    recordings = {each["recording_id"]: _recording(each) for each in documents}
    return Audited(
        profiles=tuple(_profile(each) for each in _json(profile)["persons"]),
        recordings=recordings,
        transcripts={each["recording_id"]: _transcript(each) for each in documents},
        attributes=_attributes(folder / "attributes.parquet"),
        decisions=decisions_in(folder),
    )


def _json(path: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        # The reason may quote the file, which holds what people said.
        raise UsageError(
            "the file cannot be read as JSON", where=str(path), remedy="Run the audit again."
        ) from None
    return document


def _profile(written: Mapping[str, Any]) -> Profile:
    members = tuple(_profile(each) for each in written.get("members", ()))
    return Profile(written["id"], tuple(_claim(each) for each in written["claims"]), members)


def _claim(written: Mapping[str, Any]) -> Claim:
    """Return a claim; what older audits did not write is empty."""
    fields = {name: written[name] for name in _WRITTEN}
    return Claim(
        **fields,
        evidence=tuple(written["evidence"]),
        against=tuple(written["against"]),
        why=tuple(written.get("rules", ())),
        alternatives=tuple(Possibility(**each) for each in written.get("alternatives", ())),
        first_known=_moment(written.get("first_known")),
        last_confirmed=_moment(written.get("last_confirmed")),
    )


_WRITTEN = ("id", "category", "value", "normalised", "about", "probability", "how")


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _recording(written: Mapping[str, Any]) -> Recording:
    begun = written["started_at"]
    return Recording(
        id=written["recording_id"],
        sha256="",
        path=None,
        name=written["name"],
        person=written["person"],
        started_at=datetime.fromisoformat(begun) if begun else None,
    )


def _transcript(written: Mapping[str, Any]) -> Transcript:
    return Transcript(
        recording_id=written["recording_id"],
        language=written["language"],
        utterances=tuple(
            _utterance(each, written["recording_id"]) for each in written["utterances"]
        ),
        model=ModelPin(**written["model"]),
        declared_s=written["declared_s"],
        decoded_s=written["decoded_s"],
    )


def _utterance(written: Mapping[str, Any], recording: str) -> Utterance:
    return Utterance(
        id=written["id"],
        recording_id=recording,
        start_s=written["start_s"],
        end_s=written["end_s"],
        words=tuple(Word(**each) for each in written["words"]),
        language=written["language"],
        at=datetime.fromisoformat(written["at"]) if written["at"] else None,
        addressed=written["addressed"],
        timed=written["timed"],
    )


def _attributes(path: Path) -> tuple[Attribute, ...]:
    import pandas as pd

    if not path.is_file():
        raise UsageError(
            "the audit has no table of attributes", where=str(path), remedy="Run it again."
        )
    return tuple(_attribute(row) for row in pd.read_parquet(path).to_dict("records"))


def _attribute(row: Mapping[Any, Any]) -> Attribute:
    import pandas as pd

    spanned = not pd.isna(row["span_start"])
    return Attribute(
        category=row["category"],
        value=row["value"],
        normalised=row["normalised"],
        about=row["about"],
        utterance_id=row["utterance_id"],
        start_s=row["start_s"],
        end_s=row["end_s"],
        span=(int(row["span_start"]), int(row["span_end"])) if spanned else None,
        score=row["score"],
        why=row["why"],
        hint=bool(row.get("hint", False)),  # older audits kept none
    )
