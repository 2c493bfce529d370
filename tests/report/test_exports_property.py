"""Whatever a recogniser gives, timed files hold its words, in order, without overlap."""

from __future__ import annotations

import html
from itertools import pairwise

import pympi
import pysubs2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.records import ModelPin, Recording, Transcript, Utterance, Word
from auditor.report.exports import export
from auditor.report.exports.spoken import one_line

RECORDING = Recording("r1", "0" * 64, None, "notes.jsonl", "p1")
SECONDS = st.floats(0, 30, allow_nan=False)
TEXTS = st.text(st.characters(exclude_categories=()), min_size=1, max_size=6).filter(one_line)
WORDS = st.builds(Word, TEXTS, SECONDS, SECONDS, st.floats(0, 1))


@st.composite
def transcripts(draw):
    spoken = draw(st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=5))
    utterances = tuple(
        Utterance(f"u{n}", "r1", words[0].start_s, words[-1].end_s, tuple(words), "en")
        for n, words in enumerate(spoken)
    )
    return Transcript("r1", "en", utterances, ModelPin("m", "1", "0" * 64), None, 30.0)


def said(transcript):
    return sorted(
        one_line(" ".join(one_line(word.text) for word in one.words))
        for one in transcript.utterances
    )


@given(transcripts())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_timed_format_keeps_every_word(tmp_path, transcript):
    vtt, grid, eaf = export(transcript, RECORDING, ["vtt", "textgrid", "eaf"], tmp_path)
    cues = pysubs2.load(str(vtt), encoding="utf-8", keep_html_tags=True)
    assert sorted(html.unescape(cue.text) for cue in cues) == said(transcript)
    assert all(cue.start < cue.end for cue in cues)
    read = pympi.Eaf(str(eaf))
    tiers = [name for name in read.get_tier_names() if "words@" not in name]
    tiers = [name for name in tiers if "confidence@" not in name]
    assert sorted(
        text for tier in tiers for *_, text in read.get_annotation_data_for_tier(tier)
    ) == said(transcript)
    for tier in tiers:
        for name in (tier, f"words@{tier}"):
            spans = sorted(span[:2] for span in read.get_annotation_data_for_tier(name))
            assert all(start < end for start, end in spans)
            assert all(a[1] <= b[0] for a, b in pairwise(spans))
    praat = pympi.TextGrid(str(grid))
    texts = [text for tier in tiers for *_, text in praat.get_tier(tier).get_intervals() if text]
    assert sorted(texts) == said(transcript)
