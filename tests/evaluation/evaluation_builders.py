"""Short ways to write truths and findings in the tests of evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from auditor.evaluation import Case, evaluate
from auditor.records import (
    Attribute,
    Claim,
    Profile,
    Truth,
    TruthLabel,
    TruthLine,
    TruthUtterance,
)


def label(
    category: str,
    about: Any = "driver",
    span: str | None = None,
    value: str = "",
    normalised: str | None = None,
) -> TruthLabel:
    return TruthLabel(category, value or span or "", about, span, normalised)


def said(
    name: str, asr: str, *labels: TruthLabel, audio: str | None = None, **times: float
) -> TruthUtterance:
    path = None if audio is None else Path(audio)
    return TruthUtterance(name, "driver", asr, asr, None, labels, path, **times)


def found(
    utterance: str,
    category: str,
    about: Any = "driver",
    span: tuple[int, int] | None = None,
    normalised: str = "",
    value: str = "",
) -> Attribute:
    value = value or normalised
    return Attribute(category, value, normalised, about, utterance, 0.0, 0.0, span, 0.9, "test")


def line(
    category: str, *evidence: str, value: str = "", normalised: str | None = None
) -> TruthLine:
    return TruthLine(category, value, normalised, "stated", evidence)


def claim(
    category: str,
    *evidence: str,
    value: str = "",
    normalised: str = "",
    about: Any = "driver",
    probability: float = 0.9,
) -> Claim:
    name = f"{category}-{normalised or value}-{probability}"
    return Claim(
        name, category, value, normalised, about, probability, how="stated", evidence=evidence
    )


def truth(
    *utterances: TruthUtterance,
    profile: Sequence[TruthLine] = (),
    driver: str = "d01",
    language: Any = "en",
    folder: str = "corpus",
) -> Truth:
    path = Path(folder) / f"{driver}.json"
    return Truth(driver, language, None, path, tuple(profile), utterances)


def case(
    true: Truth,
    *attributes: Attribute,
    claims: Sequence[Claim] | None = None,
    heard: Mapping[str, str] | None = None,
    outside: int = 0,
) -> Case:
    profile = None if claims is None else Profile(true.driver, tuple(claims))
    return Case(true, attributes, profile, heard, outside)


def scored(*cases: Case) -> dict[str, Any]:
    source: Any = "audio" if cases and cases[0].heard is not None else "text"
    return evaluate(cases, source=source).to_dict()
