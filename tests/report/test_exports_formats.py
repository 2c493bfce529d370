"""Exports read back with the libraries that others use, or with a second one."""

from __future__ import annotations

import csv
import html
import io
import json
import stat
import unicodedata
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pympi
import pysubs2
import pytest
from praatio import textgrid as praat

from auditor.errors import SourceError, UsageError
from auditor.records import ModelPin, Recording, Transcript, Utterance, Word
from auditor.report import documents
from auditor.report.exports import FORMATS, export
from auditor.report.files import json_bytes

PIN = ModelPin("vosk-en", "0.15", "0" * 64)
TIMED = ("srt", "vtt", "textgrid", "eaf")
RECORDING = Recording(
    "0123abcd", "f" * 64, Path("drive 1.wav"), "mars/drive 1.wav", "p1", datetime(2026, 3, 2, 7, 0)
)


def said(number, start, text, *, length=0.3, timed=True, addressed=None, language="fr"):
    words = tuple(
        Word(word, round(start + length * n, 3), round(start + length * (n + 1), 3), 0.9 - n / 10)
        for n, word in enumerate(text.split(" "))
    )
    if not timed:
        words = tuple(Word(word.text, 0.0, 0.0, 1.0) for word in words)
    return Utterance(
        f"u{number}",
        RECORDING.id,
        words[0].start_s,
        words[-1].end_s,
        words,
        language,
        addressed=addressed,
        timed=timed,
    )


def transcript(*utterances, decoded_s=60.0):
    return Transcript(RECORDING.id, "fr", utterances, PIN, decoded_s, decoded_s)


DIALOGUE = transcript(
    said(1, 1.0, "où est l'hôpital", addressed=True),
    said(2, 1.5, "j'ai très mal", addressed=False),
    said(3, 5.25, "merci"),
)
SPEAKERS = {"u1": "Chloé", "u2": "Noël"}


def write(tmp_path, kind, of=DIALOGUE, speakers=None, recording=RECORDING):
    (path,) = export(of, recording, [kind], tmp_path, speakers=speakers)
    return path


def read_subtitles(path):
    cues = pysubs2.load(str(path), format_=path.suffix.removeprefix("."))
    return [(cue.start, cue.end, cue.text) for cue in cues]


def read_textgrid(path):
    grid = praat.openTextgrid(str(path), includeEmptyIntervals=False)
    return {name: [tuple(entry) for entry in grid.getTier(name).entries] for name in grid.tierNames}


def read_textgrid_with_pympi(path):
    grid = pympi.TextGrid(str(path))
    return {
        tier.name: [interval for interval in tier.get_intervals() if interval[2]]
        for tier in grid.get_tiers()
    }


def read_eaf(path):
    eaf = pympi.Eaf(str(path))
    aligned = [name for name in eaf.get_tier_names() if not name.startswith("confidence@")]
    return {name: sorted(eaf.get_annotation_data_for_tier(name)) for name in aligned}


def confidences_by_word(path, speaker):
    """Follow each reference to its word (pympi does not, where a word is itself in a tier)."""
    tiers = {one.get("TIER_ID"): one for one in ElementTree.parse(path).getroot().iter("TIER")}
    words = {
        one.get("ANNOTATION_ID"): one.findtext("ANNOTATION_VALUE")
        for one in tiers[f"words@{speaker}"].iter("ALIGNABLE_ANNOTATION")
    }
    return {
        words[one.get("ANNOTATION_REF")]: one.findtext("ANNOTATION_VALUE")
        for one in tiers[f"confidence@{speaker}"].iter("REF_ANNOTATION")
    }


def test_files_are_named_after_the_recording_and_private(tmp_path):
    paths = export(DIALOGUE, RECORDING, FORMATS, tmp_path / "out" / "exports")
    assert [path.name for path in paths] == [
        "0123abcd.json",
        "0123abcd.csv",
        "0123abcd.srt",
        "0123abcd.vtt",
        "0123abcd.TextGrid",
        "0123abcd.eaf",
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert stat.S_IMODE(paths[0].parent.stat().st_mode) == 0o700
    assert sorted(paths) == sorted(paths[0].parent.iterdir()), "nothing else is left behind"


def test_the_same_transcript_gives_the_same_bytes(tmp_path, monkeypatch):
    first = export(DIALOGUE, RECORDING, FORMATS, tmp_path / "a", speakers=SPEAKERS)
    monkeypatch.setattr("time.strftime", lambda *_: "2031-01-01T00:00:00{:0=+3d}:{:0=2d}")
    second = export(DIALOGUE, RECORDING, FORMATS, tmp_path / "b", speakers=SPEAKERS)
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_json_is_the_audits_own_document_until_speakers_are_named(tmp_path):
    plain = write(tmp_path, "json").read_bytes()
    assert plain == json_bytes(documents.transcript(DIALOGUE, RECORDING))
    jsonschema.validate(json.loads(plain), documents.schema("transcript"))
    named = json.loads(write(tmp_path, "json", speakers=SPEAKERS).read_bytes())
    assert [one["speaker"] for one in named["utterances"]] == ["Chloé", "Noël", None]


def test_csv_has_one_row_a_word(tmp_path):
    rows = list(csv.DictReader(io.StringIO(write(tmp_path, "csv", speakers=SPEAKERS).read_text())))
    assert [row["word"] for row in rows] == "où est l'hôpital j'ai très mal merci".split()
    assert rows[2] == {
        "recording_id": "0123abcd",
        "utterance_id": "u1",
        "speaker": "Chloé",
        "at": "",
        "language": "fr",
        "word": "l'hôpital",
        "start_s": "1.6",
        "end_s": "1.9",
        "confidence": "0.7",
        "addressed": "True",
    }
    assert [row["addressed"] for row in rows[3:]] == ["False", "False", "False", ""]
    assert rows[-1]["speaker"] == "unknown"


def test_csv_leaves_times_out_that_are_none_and_runs_no_formula(tmp_path):
    untimed = said(1, 0, '=cmd()\n"x" -3', timed=False)
    rows = list(
        csv.DictReader(
            io.StringIO(
                write(tmp_path, "csv", transcript(untimed)).read_bytes().decode(), newline=""
            )
        )
    )
    assert [row["word"] for row in rows] == ['\'=cmd()\n"x"', "-3"]
    assert {(row["start_s"], row["end_s"]) for row in rows} == {("", "")}


@pytest.mark.parametrize("kind", ["srt", "vtt"])
def test_subtitles_have_one_cue_an_utterance_even_where_they_overlap(tmp_path, kind):
    cues = read_subtitles(write(tmp_path, kind))
    assert cues == [
        (1000, 1900, "où est l'hôpital"),
        (1500, 2400, "j'ai très mal"),
        (5250, 5550, "merci"),
    ]


def test_subtitles_name_known_speakers(tmp_path):
    assert read_subtitles(write(tmp_path, "srt", speakers=SPEAKERS))[0][2].startswith("Chloé: où")
    written = write(tmp_path, "vtt", speakers={"u1": "Chloé <&>"}).read_text()
    assert "\n<v Chloé &lt;&amp;&gt;>où est l'hôpital\n" in written
    assert "\nj'ai très mal\n" in written


def test_textgrid_has_three_tiers_a_speaker(tmp_path):
    path = write(tmp_path, "textgrid", speakers=SPEAKERS)
    tiers = read_textgrid(path)
    assert tiers == read_textgrid_with_pympi(path)
    assert list(tiers) == [
        f"{level}{speaker}"
        for speaker in ("Chloé", "Noël", "unknown")
        for level in ("", "words@", "confidence@")
    ]
    assert tiers["Chloé"] == [(1.0, 1.9, "où est l'hôpital")]
    assert tiers["words@Noël"] == [(1.5, 1.8, "j'ai"), (1.8, 2.1, "très"), (2.1, 2.4, "mal")]
    assert tiers["confidence@unknown"] == [(5.25, 5.55, "0.900")]


def test_textgrid_is_as_long_as_the_sound(tmp_path):
    assert praat.openTextgrid(str(write(tmp_path, "textgrid")), False).maxTimestamp == 60.0
    late = write(tmp_path, "textgrid", transcript(said(1, 70.0, "tard"), decoded_s=60.0))
    assert praat.openTextgrid(str(late), False).maxTimestamp == 70.3


def test_eaf_has_words_inside_utterances_and_confidences_on_words(tmp_path):
    path = write(tmp_path, "eaf", speakers=SPEAKERS)
    eaf = pympi.Eaf(str(path))
    assert read_eaf(path)["words@Noël"] == [
        (1500, 1800, "j'ai"),
        (1800, 2100, "très"),
        (2100, 2400, "mal"),
    ]
    assert confidences_by_word(path, "Noël") == {"j'ai": "0.900", "très": "0.800", "mal": "0.700"}
    words = eaf.get_parameters_for_tier("words@Noël")
    assert (words["PARENT_REF"], words["PARTICIPANT"]) == ("Noël", "Noël")
    assert words["ANNOTATOR"] == "vosk-en 0.15"
    types = eaf.linguistic_types
    assert types[words["LINGUISTIC_TYPE_REF"]]["CONSTRAINTS"] == "Included_In"
    assert eaf.get_linked_files()[0]["MEDIA_URL"] == "file:///drive%201.wav"
    assert eaf.get_linked_files()[0]["RELATIVE_MEDIA_URL"] == "./drive%201.wav"


def test_eaf_is_well_formed_in_what_elan_insists_on(tmp_path):
    root = ElementTree.parse(write(tmp_path, "eaf", speakers=SPEAKERS)).getroot()
    assert root.get("DATE") == "1970-01-01T00:00:00+00:00"
    assert root.find("HEADER").get("TIME_UNITS") == "milliseconds"
    slots = {one.get("TIME_SLOT_ID"): int(one.get("TIME_VALUE")) for one in root.iter("TIME_SLOT")}
    assert list(slots.values()) == sorted(slots.values())
    ids = [one.get("ANNOTATION_ID") for one in root.iter() if one.get("ANNOTATION_ID")]
    assert len(ids) == len(set(ids))
    assert {one.get("ANNOTATION_REF") for one in root.iter("REF_ANNOTATION")} < set(ids)
    last = root.find("HEADER/PROPERTY[@NAME='lastUsedAnnotationId']").text
    assert max(int(one.removeprefix("a")) for one in ids) == int(last)
    tiers = [one.get("TIER_ID") for one in root.iter("TIER")]
    parents = {one.get("PARENT_REF") for one in root.iter("TIER")} - {None}
    assert parents < set(tiers)
    assert len(tiers) == len(set(tiers))


def test_text_without_a_file_links_no_sound(tmp_path):
    path = write(tmp_path, "eaf", recording=replace(RECORDING, path=None))
    assert pympi.Eaf(str(path)).get_linked_files() == []


HOSTILE = (
    '00:00:01,000 --> 00:00:02,000 {\\an8}\\N <i>"A&B"</i> '
    "\x00\x1b[2J ]]> \ud800 l\u2019été\u2028fin"
)
SHOWN = '00:00:01,000 --> 00:00:02,000 {\\an8}\\N <i>"A&B"</i> [2J ]]> l\u2019été fin'


def hostile(number=1, start=1.0):
    return said(number, start, HOSTILE)


def test_hostile_text_cannot_break_subrip(tmp_path):
    path = write(tmp_path, "srt", transcript(hostile(), said(2, 20.0, "après")))
    blocks = path.read_text().rstrip("\n").split("\n\n")
    assert len(blocks) == 2
    number, times, text = blocks[0].split("\n")
    assert (number, times) == ("1", "00:00:01,000 --> 00:00:03,700")
    assert "-->" not in text
    assert not set("<>{}\\") & set(text)
    assert unicodedata.normalize("NFKC", text) == unicodedata.normalize("NFKC", SHOWN)


def test_hostile_text_cannot_break_webvtt(tmp_path):
    path = write(tmp_path, "vtt", transcript(hostile(), said(2, 20.0, "après")))
    header, first, _ = path.read_text().rstrip("\n").split("\n\n")
    assert header == "WEBVTT"
    _, times, text = first.split("\n")
    assert times == "00:00:01.000 --> 00:00:03.700"
    assert "-->" not in text
    assert "<" not in text
    assert html.unescape(text) == SHOWN


def test_hostile_text_and_names_survive_praat_and_elan(tmp_path):
    of = transcript(hostile(), said(2, 20.0, "après"))
    who = {"u1": 'words@"Zoé"\n<b>', "u2": "Zoé"}
    grid = read_textgrid_with_pympi(write(tmp_path, "textgrid", of, who))
    eaf = read_eaf(write(tmp_path, "eaf", of, who))
    name = 'words＠"Zoé" <b>'
    assert [text for *_, text in grid[name]] == [text for *_, text in eaf[name]] == [SHOWN]
    assert [text for *_, text in eaf["words@Zoé"]] == ["après"]


def test_six_hours_keep_their_milliseconds(tmp_path):
    of = transcript(said(1, 21_599.1234, "presque fini"), decoded_s=21_600.0)
    for kind in ("srt", "vtt"):
        assert read_subtitles(write(tmp_path, kind, of)) == [(21599123, 21599723, "presque fini")]
    assert read_textgrid(write(tmp_path, "textgrid", of))["unknown"] == [
        (21599.123, 21599.723, "presque fini")
    ]
    assert read_eaf(write(tmp_path, "eaf", of))["unknown"] == [(21599123, 21599723, "presque fini")]


def test_subtitles_refuse_what_they_cannot_count(tmp_path):
    with pytest.raises(SourceError, match="100 hours"):
        write(tmp_path, "srt", transcript(said(1, 360_000.0, "tard")))


def test_one_speaker_over_himself_has_a_second_tier(tmp_path):
    of = transcript(said(1, 1.0, "un deux trois"), said(2, 1.2, "quatre"), said(3, 1.9, "cinq"))
    for tiers in (
        read_textgrid(write(tmp_path, "textgrid", of)),
        read_eaf(write(tmp_path, "eaf", of)),
    ):
        assert [text for *_, text in tiers["unknown"]] == ["un deux trois", "cinq"]
        assert [text for *_, text in tiers["unknown@2"]] == ["quatre"]
        assert [text for *_, text in tiers["words@unknown@2"]] == ["quatre"]


def test_words_without_length_or_over_each_other_stay_in_order_inside(tmp_path):
    words = (
        Word("un", 1.0, 1.0, 0.5),
        Word("deux", 1.0, 1.4, 0.5),
        Word("trois", 1.3, 1.3, 0.5),
        Word("quatre", 0.0, 0.0, 0.5),
    )
    of = transcript(Utterance("u1", RECORDING.id, 1.0, 1.3, words, "fr"))
    expected = [
        (1000, 1001, "un"),
        (1001, 1300, "deux"),
        (1300, 1301, "trois"),
        (1301, 1302, "quatre"),
    ]
    tiers = read_eaf(write(tmp_path, "eaf", of))
    assert tiers["words@unknown"] == expected
    assert tiers["unknown"] == [(1000, 1302, "un deux trois quatre")]
    grid = read_textgrid(write(tmp_path, "textgrid", of))
    assert grid["words@unknown"] == [(a / 1000, b / 1000, text) for a, b, text in expected]


def test_silence_gives_empty_files_that_can_be_read(tmp_path):
    nothing = transcript(decoded_s=0.0)
    assert read_subtitles(write(tmp_path, "srt", nothing)) == []
    assert write(tmp_path, "vtt", nothing).read_text().strip() == "WEBVTT"
    assert read_textgrid_with_pympi(write(tmp_path, "textgrid", nothing))["unknown"] == []
    assert read_eaf(write(tmp_path, "eaf", nothing))["unknown"] == []
    assert write(tmp_path, "csv", nothing).read_text().count("\n") == 1


def test_utterances_without_times_are_left_out_of_timed_files_alone(tmp_path):
    of = transcript(said(1, 0.0, "sans heure", timed=False), said(2, 3.0, "avec"))
    assert read_subtitles(write(tmp_path, "srt", of)) == [(3000, 3300, "avec")]
    assert "sans" in write(tmp_path, "csv", of).read_text()
    assert "sans" in write(tmp_path, "json", of).read_text()


@pytest.mark.parametrize("kind", TIMED)
def test_a_transcript_without_any_times_is_refused_before_anything_is_written(tmp_path, kind):
    of = transcript(said(1, 0.0, "secret médical", timed=False))
    with pytest.raises(SourceError) as caught:
        export(of, RECORDING, ["json", kind], tmp_path / "out")
    assert str(caught.value).startswith("mars/drive 1.wav: the transcript has no times")
    assert "Choose json or csv" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -0.5])
@pytest.mark.parametrize("kind", FORMATS)
def test_times_that_are_no_times_are_refused(tmp_path, kind, bad):
    words = (Word("mot", bad, 1.0, 0.5),)
    with pytest.raises(SourceError, match="utterance u1 has a time"):
        write(tmp_path, kind, transcript(Utterance("u1", RECORDING.id, 0.0, 1.0, words, "fr")))


def test_an_unknown_format_is_named_with_the_known_ones(tmp_path):
    with pytest.raises(UsageError, match=r"'doc'.*json, csv, srt, vtt, textgrid, eaf"):
        export(DIALOGUE, RECORDING, ["csv", "doc"], tmp_path / "out")
    assert not (tmp_path / "out").exists()
