"""ELAN's EAF: utterances, words inside them, and a confidence attached to each word."""

from __future__ import annotations

from pathlib import PurePath, PurePosixPath
from typing import Any

from auditor.records import Recording
from auditor.report.exports.spoken import Spoken, one_line
from auditor.report.exports.tiers import Tier, confidence_text, tiers

__all__ = ["eaf_bytes"]

_DATE = "1970-01-01T00:00:00+00:00"
"""The format demands a date of the document, and the same transcript must give the same bytes."""
_AUTHOR = "auditor"
_MEDIA_TYPES = {".wav": "audio/x-wav", ".mp4": "video/mp4"}
"""What ELAN plays by type; for the rest it looks for itself."""


def eaf_bytes(spoken: Spoken) -> bytes:
    """Return three tiers a speaker.

    Words lie inside their utterance with times of their own (stereotype *Included In*); a
    confidence belongs to its word (*Symbolic Association*). The sound is linked by its file name,
    so that ELAN finds it beside the file.
    """
    from pympi import Elan  # type: ignore[import-untyped]

    eaf = Elan.Eaf(author=_AUTHOR)
    eaf.adocument["DATE"] = _DATE
    eaf.header = {"MEDIA_FILE": "", "TIME_UNITS": "milliseconds"}
    _declare_types(eaf)
    _link_sound(eaf, spoken.recording)
    pin = spoken.transcript.model
    for tier in tiers(spoken.lines()):
        _add(eaf, tier, one_line(f"{pin.name} {pin.version}"))
    eaf.properties = [("lastUsedAnnotationId", eaf.maxaid)]
    _order_times(eaf)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Elan.to_string(eaf)}\n'.encode()


def _declare_types(eaf: Any) -> None:
    eaf.remove_tier("default")
    eaf.remove_linguistic_type("default-lt")
    eaf.add_linguistic_type("utterance")
    eaf.add_linguistic_type("word", constraints="Included_In")
    eaf.add_linguistic_type("confidence", constraints="Symbolic_Association", timealignable=False)


def _link_sound(eaf: Any, recording: Recording) -> None:
    if recording.path is None:
        return
    name = PurePath(recording.name).name
    link = PurePosixPath("/", name).as_uri()
    eaf.add_linked_file(
        link,
        relpath=link.replace("file:///", "./", 1),
        mimetype=_MEDIA_TYPES.get(PurePath(name).suffix.lower(), "unknown"),
    )


def _add(eaf: Any, tier: Tier, annotator: str) -> None:
    who = {"part": tier.speaker, "ann": annotator}
    eaf.add_tier(tier.name, "utterance", **who)
    eaf.add_tier(tier.words, "word", parent=tier.name, **who)
    eaf.add_tier(tier.confidence, "confidence", parent=tier.words, **who)
    references = eaf.tiers[tier.confidence][1]
    for line in tier.lines:
        eaf.add_annotation(tier.name, line.start_ms, line.end_ms, line.text)
        for word in line.words:
            eaf.add_annotation(tier.words, word.start_ms, word.end_ms, word.text)
            # pympi would search the whole tier for the word that was just added.
            word_id = f"a{eaf.maxaid}"
            references[eaf.generate_annotation_id()] = (
                word_id,
                confidence_text(word.confidence),
                None,
                None,
            )


def _order_times(eaf: Any) -> None:
    """Give the time slots numbers in the order of their times, as the format has them."""
    ordered = sorted(eaf.timeslots, key=eaf.timeslots.__getitem__)
    names = {slot: f"ts{number}" for number, slot in enumerate(ordered, start=1)}
    eaf.timeslots = {names[slot]: eaf.timeslots[slot] for slot in ordered}
    for aligned, *_ in eaf.tiers.values():
        for key, (start, end, *rest) in aligned.items():
            aligned[key] = (names[start], names[end], *rest)
