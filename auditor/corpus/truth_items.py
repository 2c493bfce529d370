"""The recordings and texts that a truth file speaks for."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from auditor.corpus.items import Given, GivenLine, Identities, Item, sound_item
from auditor.records import Truth, TruthUtterance

__all__ = ["truth_items"]


def truth_items(truth: Truth, name: str, identities: Identities) -> Iterator[Item]:
    """Yield the recordings of a truth file, then its utterances without sound as one text.

    Only ``asr`` is read of the words: punctuation and capitals are not what a recogniser gives.
    """
    by_sound: dict[Path, list[TruthUtterance]] = {}
    silent: list[TruthUtterance] = []
    for utterance in truth.utterances:
        if utterance.audio is None:
            silent.append(utterance)
        else:
            by_sound.setdefault(utterance.audio, []).append(utterance)
    base = name.rpartition("/")[0]
    for sound, utterances in by_sound.items():
        inside = os.path.relpath(sound, truth.path.parent)
        shown = f"{base}/{inside}" if base else inside
        facts = {**_facts(truth), "started_at": _started_at(utterances)}
        yield sound_item(sound, shown, truth.driver, identities, facts)
    if silent:
        yield _given_truth(truth, silent, name, identities)


def _facts(truth: Truth) -> dict[str, str | None]:
    """Return what a truth file says of all its recordings; ``device`` is ours, and optional."""
    return {"language": truth.language, "device": truth.extra.get("device")}


def _started_at(utterances: Sequence[TruthUtterance]) -> datetime | None:
    starts = [
        utterance.time - timedelta(seconds=utterance.start_s or 0.0)
        for utterance in utterances
        if utterance.time is not None
    ]
    return min(starts, default=None)


def _given_truth(
    truth: Truth, utterances: Sequence[TruthUtterance], name: str, identities: Identities
) -> Given:
    lines = tuple(GivenLine(each.id, each.asr, each.time) for each in utterances)
    content = repr([(line.id, line.text, line.at) for line in lines])
    facts = {**_facts(truth), "started_at": _started_at(utterances)}
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    return Given(identities.recording(None, name, sha256, truth.driver, facts), lines)
