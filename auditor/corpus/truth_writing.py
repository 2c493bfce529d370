"""Truth files as people can edit them: a label, and a line of the profile, each on one line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from auditor.records import Truth, TruthLabel, TruthLine, TruthUtterance

__all__ = ["person_of", "written"]

Person = dict[str, Any]
"""A truth file as it stands on disk."""


def person_of(truth: Truth) -> Person:
    """Return a truth as its file holds it; what is not known is left out."""
    about = {"locale": truth.locale, "gender": truth.gender, "age": truth.age}
    return {
        "driver": truth.driver,
        "language": truth.language,
        **{key: value for key, value in about.items() if value is not None},
        **truth.extra,
        "profile": [_line(each) for each in truth.profile],
        "utterances": [_utterance(each) for each in truth.utterances],
    }


def _line(line: TruthLine) -> dict[str, Any]:
    form = {} if line.normalised is None else {"normalised": line.normalised}
    return {
        "category": line.category,
        "value": line.value,
        **form,
        "how": line.how,
        "evidence": list(line.evidence),
    }


def _utterance(utterance: TruthUtterance) -> dict[str, Any]:
    known: dict[str, Any] = {"id": utterance.id}
    if utterance.time is not None:
        known["time"] = utterance.time.isoformat()
    known |= {"speaker": utterance.speaker, "text": utterance.text, "asr": utterance.asr}
    if utterance.audio is not None:
        known["audio"] = utterance.audio.as_posix()
        known |= {"start_s": utterance.start_s, "end_s": utterance.end_s}
    return {**known, "labels": [_label(each) for each in utterance.labels]}


def _label(label: TruthLabel) -> dict[str, Any]:
    form = {} if label.normalised is None else {"normalised": label.normalised}
    return {
        "category": label.category,
        "value": label.value,
        "about": label.about,
        "span": label.span,
        **form,
    }


def written(person: Mapping[str, Any]) -> str:
    """Return the text of a truth file; the order of the keys is kept."""
    lines = ["{"]
    lines += [f"  {_json(key)}: {_json(value)}," for key, value in _plain(person).items()]
    profile = ",\n".join(f"    {_json(line)}" for line in person["profile"])
    utterances = ",\n".join(_written_utterance(each) for each in person["utterances"])
    lines += [f'  "profile": [\n{profile}\n  ],', f'  "utterances": [\n{utterances}\n  ]', "}"]
    return "\n".join(lines) + "\n"


def _written_utterance(utterance: Mapping[str, Any]) -> str:
    lines = [f"      {_json(key)}: {_json(value)}" for key, value in _plain(utterance).items()]
    labels = ",\n".join(f"        {_json(label)}" for label in utterance["labels"])
    lines.append(f'      "labels": [\n{labels}\n      ]' if labels else '      "labels": []')
    return "    {\n" + ",\n".join(lines) + "\n    }"


def _plain(of: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value for key, value in of.items() if key not in ("profile", "utterances", "labels")
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
