"""Six people who say their faith in one week and their town in another: audits of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import auditor
from auditor.pipeline.audited import Audited, read_audit
from auditor.recipients import Held

FAITHS = ["catholic", "muslim", "jewish", "catholic", "hindu", "catholic"]
WRITTEN = {"catholic": "catholic", "muslim": "islam", "jewish": "judaism", "hindu": "hinduism"}
TOWNS = ["leeds", "bristol", "glasgow", "leeds", "cardiff", "leeds"]
IDS = {"leeds": "leeds|GB|ENG", "bristol": "bristol|GB|ENG",
       "glasgow": "glasgow|GB|SCT", "cardiff": "cardiff|GB|WLS"}  # fmt: skip


def write_truth(folder: Path, at: int) -> None:
    name, faith, town = f"d{at}", FAITHS[at], TOWNS[at]
    said = [("2026-03-02", "turn it up"), ("2026-03-02", f"i am {faith} you know"),
            ("2026-03-12", f"i live in {town}"), ("2026-03-12", "turn it down")]  # fmt: skip
    utterances = [
        {"id": f"{name}-{k}", "time": f"{day}T08:0{k}:00+00:00", "speaker": "driver",
         "text": text, "asr": text, "labels": []}
        for k, (day, text) in enumerate(said)
    ]  # fmt: skip
    profile = [
        {"category": category, "value": value, "normalised": value, "how": "stated",
         "evidence": [f"{name}-{k}"]}
        for category, value, k in (("religion", WRITTEN[faith], 1), ("home_place", IDS[town], 2))
    ]  # fmt: skip
    document = {"driver": name, "language": "en", "profile": profile, "utterances": utterances}
    (folder / f"{name}.json").write_text(json.dumps(document))


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    base = tmp_path_factory.mktemp("views")
    truths = base / "truths"
    truths.mkdir()
    for at in range(len(FAITHS)):
        write_truth(truths, at)
    auditor.audit([truths], base / "audit")
    return truths, base / "audit"


@pytest.fixture(scope="module")
def audited(sources: tuple[Path, Path]) -> Audited:
    return read_audit(sources[1])


@pytest.fixture(scope="module")
def in_two_weeks(audited: Audited) -> Audited:
    """The audit with a recording a week of everybody: faiths in the first, towns in the second."""
    recordings, transcripts = {}, {}
    for name, each in audited.transcripts.items():
        for week, some in enumerate((each.utterances[:2], each.utterances[2:])):
            key = f"{name}-{week}"
            said = tuple(replace(one, recording_id=key) for one in some)
            transcripts[key] = replace(each, recording_id=key, utterances=said)
            recordings[key] = replace(audited.recordings[name], id=key, started_at=some[0].at)
    return replace(audited, recordings=recordings, transcripts=transcripts)


def held_of(audited: Audited) -> Held:
    utterances = [one for each in audited.transcripts.values() for one in each.utterances]
    return Held.of(audited.recordings.values(), utterances, audited.attributes)
