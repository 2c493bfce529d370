"""The JSON files and their published schemas."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from report_sample import heard, report_input

from auditor import evaluation, report
from auditor.inference import reason
from auditor.pipeline.composing import Measured, Viewed
from auditor.records import (
    Alternative,
    Attribute,
    Claim,
    Profile,
    Risk,
    SpeakerVector,
    Truth,
    TruthLabel,
    TruthLine,
    TruthUtterance,
)
from auditor.report import SCHEMAS, schema
from auditor.report.documents import transcript
from auditor.risk.disclosing import Disclosing
from auditor.risk.expected_curve import ExpectedCurve, ExpectedPoint
from auditor.risk.recovery_curve import RecoveryCurve, RecoveryPoint


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema(name))


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report.write(report_input(), tmp_path_factory.mktemp("audit")).parent


def an_evaluation() -> dict[str, Any]:
    label = TruthLabel("health", "asthma", "driver", "asthma")
    said = TruthUtterance("u", "driver", "my asthma is back", "My asthma is back.", None, (label,))
    line = TruthLine("health", "asthma", "asthma", "stated", ("u",))
    truth = Truth("d01", "en", None, Path("d01.json"), (line,), (said,))
    found = Attribute("health", "asthma", "asthma", "driver", "u", 0.0, 0.0, (3, 9), 0.9, "rule")
    claim = Claim("c", "health", "asthma", "asthma", "driver", 0.9, "stated", ("u",))
    case = evaluation.Case(truth, [found], Profile("d01", (claim,)))
    return evaluation.evaluate([case]).to_dict()


def a_risk() -> dict[str, Any]:
    one = Risk("bits", 3.0, (2.0, 4.0), 5, 0.0, None, "bits", "It assumes much.")
    expected = ExpectedCurve((ExpectedPoint(1, 0.4, 0.3, None, 5),), 0.1, "Nobody knows.")
    curve = RecoveryCurve("utterance", "order of time", (RecoveryPoint(0, 0.0, None, 5),), one)
    told = Disclosing(("u",), 2.0, 9.0, True, True, 1.0, 1000, 100.0)
    view = Viewed("mitigate", "places:town", ("places:town",), (one,), (one,), ("A note.",))
    return Measured(
        (one,), {"bits": {"d01": 3.0}}, expected, (curve,), {"d01": told}, ("A note.",), (view,)
    ).to_dict()


def documents(audit: Path) -> Iterator[tuple[str, Any]]:
    for name in ("profile", "measures", "run", "timings"):
        yield name, json.loads((audit / f"{name}.json").read_text("utf-8"))
    for path in sorted((audit / "transcripts").iterdir()):
        yield "transcript", json.loads(path.read_text("utf-8"))
    yield "evaluation", an_evaluation()
    yield "risk", a_risk()


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$id"] == f"urn:auditor:schema:{name}:1"


def test_every_file_is_as_its_schema_says(audit: Path) -> None:
    seen = set()
    for name, document in documents(audit):
        validator(name).validate(document)
        seen.add(name)
    assert seen == set(SCHEMAS)


def test_an_audit_of_nothing_is_as_its_schemas_say(tmp_path: Path) -> None:
    out = report.write(report_input(sample=heard(""), extra_rows=()), tmp_path).parent
    for name, document in documents(out):
        validator(name).validate(document)


def test_schemas_refuse_what_is_missing_and_what_is_too_much(audit: Path) -> None:
    for name, document in documents(audit):
        for key in document:
            broken = copy.deepcopy(document)
            del broken[key]
            with pytest.raises(ValidationError, match="required"):
                validator(name).validate(broken)
        with pytest.raises(ValidationError, match="Additional properties"):
            validator(name).validate({**document, "surprise": 1})


def test_schemas_describe_every_field_of_a_claim_strictly(audit: Path) -> None:
    document = json.loads((audit / "profile.json").read_text("utf-8"))
    for field, wrong in (("probability", 1.5), ("about", "dog"), ("how", "guessed"), ("id", 7)):
        broken = copy.deepcopy(document)
        broken["persons"][0]["claims"][0][field] = wrong
        with pytest.raises(ValidationError):
            validator("profile").validate(broken)


def test_profile_json_has_exactly_the_form_that_is_published(audit: Path) -> None:
    source = report_input()
    document = json.loads((audit / "profile.json").read_text("utf-8"))
    assert document.keys() == {"schema_version", "persons"}
    for person, profile in zip(document["persons"], source.profiles, strict=True):
        assert person.keys() == {"id", "claims", "members"}
        assert person["id"] == profile.person
        for written, claim in zip(person["claims"], profile.claims, strict=True):
            expected = asdict(claim)
            expected["rules"] = expected.pop("why")
            for name in ("first_known", "last_confirmed"):
                expected[name] = expected[name] and expected[name].isoformat()
            expected["reason"] = {name: reason(claim, name) for name in ("en", "fr")}
            assert written == json.loads(json.dumps(expected))


def test_a_transcript_has_words_times_and_confidences_but_no_voice() -> None:
    source = report_input()
    key, one = next(iter(source.transcripts.items()))
    object.__setattr__(one.utterances[0], "speaker", SpeakerVector((0.25,) * 128, 300))
    document = transcript(one, source.recordings[key])
    validator("transcript").validate(document)
    said = document["utterances"][0]
    assert said["text"] == " ".join(word["text"] for word in said["words"])
    word = asdict(one.utterances[0].words[1])
    del word["agreed"]  # nobody else was asked
    assert said["words"][1] == word
    assert "0.25" not in json.dumps(document["utterances"][0].get("speaker", ""))
    assert "speaker" not in said


def test_alternatives_and_a_second_opinion_follow_the_schema() -> None:
    source = report_input()
    key, one = next(iter(source.transcripts.items()))
    first = one.utterances[0]
    words = tuple(replace(word, agreed=number > 0) for number, word in enumerate(first.words))
    both = (Alternative(first.text, 0.7), Alternative("call mum", 0.3))
    marked = replace(first, words=words, alternatives=both)
    document = transcript(
        replace(one, utterances=(marked, *one.utterances[1:]), second=one), source.recordings[key]
    )
    validator("transcript").validate(document)
    said = document["utterances"][0]
    assert said["alternatives"][1] == {"text": "call mum", "probability": 0.3}
    assert said["agreement"] == pytest.approx((len(words) - 1) / len(words), abs=1e-4)
    assert [word["agreed"] for word in said["words"]] == [False] + [True] * (len(words) - 1)
    assert document["second"]["utterances"][0]["text"] == first.text
    assert "agreement" not in document["second"]["utterances"][0]
