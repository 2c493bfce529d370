"""Small graphs and pieces of evidence that the tests of inference speak about."""

from datetime import datetime, timedelta

from auditor import evidence, inference
from auditor.inference.findings import Heard
from auditor.inference.signals import Signal, logit
from auditor.records import Attribute, Recording, Utterance, Word

MONDAY = datetime(2026, 3, 2, 8, 0)


def heard(identity="u1", text="w", language="en", at=None, order=0):
    return Heard(identity, text, language, at, "r", order)


def signal(value="a", log_ratio=1.0, *, kind="rule:x", base=0.2, utterance="u1", **more):
    fields = {
        "category": "health",
        "about": "driver",
        "label": value,
        "nodes": (f"attribute:{utterance}",),
        "stated": True,
        **more,
    }
    return Signal(
        value=value,
        kind=kind,
        log_ratio=log_ratio,
        base=logit(base),
        utterances=(heard(utterance),),
        **fields,
    )


def recording(identity="r", person="p"):
    return Recording(identity, "0" * 64, None, f"{identity}.wav", person)


def utterance(identity, text="w", *, recording_id="r", language="en", at=None):
    words = tuple(Word(word, 1.0, 2.0, 0.8) for word in text.split())
    return Utterance(identity, recording_id, 1.0, 2.0, words, language, at)


def attribute(
    utterance_id,
    category="health",
    normalised="asthma",
    about="driver",
    score=0.8,
    why="cue:a",
    value=None,
):
    said = value or normalised
    return Attribute(category, said, normalised, about, utterance_id, 1.2, 1.8, (0, 1), score, why)


def graph_of(utterances, attributes=()):
    return evidence.build([recording()], utterances, attributes)


def profile_of(utterances, attributes=(), **more):
    return inference.conclude(graph_of(utterances, attributes), "p", **more).profile


def said(text, language="en", at=None, **more):
    """Return the profile of somebody who said one thing, without attributes."""
    return profile_of([utterance("u1", text, language=language, at=at)], **more)


def claim(profile, category, value=None):
    found = [
        each
        for each in profile.claims
        if each.category == category and value in (None, each.normalised)
    ]
    return found[0] if found else None


def days(count, every=1, start=MONDAY):
    return [start + timedelta(days=k * every) for k in range(count)]
