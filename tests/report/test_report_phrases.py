"""Sentences of other rooms in the report's language."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

from report_sample import heard, report_input

from auditor.records import Attribute, RecordingRow
from auditor.report.phrases import phrases
from auditor.report.sections import measures, recordings
from auditor.report.texts import texts
from auditor.risk import measures as measured


def test_a_known_sentence_is_translated_with_its_numbers() -> None:
    (one,) = phrases("Under 5 persons no interval is given.", "fr")
    assert (one.text, one.language) == (
        "En dessous de 5 personnes, aucun intervalle n\u2019est donné.",
        "fr",
    )


def test_a_sentence_whose_number_is_its_own_is_not_taken_apart() -> None:
    (one,) = phrases("Special categories are those of GDPR Art. 9.", "fr")
    assert one.language == "fr"


def test_an_unknown_sentence_stays_as_it_is_and_says_so() -> None:
    known, unknown = phrases("What the rules found counts, right or wrong. Bees fly.", "fr")
    assert known.language == "fr"
    assert (unknown.text, unknown.language) == ("Bees fly.", "en")


def test_what_went_wrong_with_a_file_is_translated_clause_by_clause() -> None:
    said = phrases(
        "0.250 s of sound damaged, the first at 4.22 s; the last 2.00 s cannot be decoded", "fr"
    )
    assert [one.text for one in said] == [
        "0,250 s de son abîmées, la première à 4,22 s",
        "les 2,00 dernières secondes ne se décodent pas",
    ]


def test_a_full_stop_of_another_room_is_kept() -> None:
    problem, remedy = phrases("the file is empty (0 bytes). Copy it again from its source.", "fr")
    assert problem.text == "le fichier est vide (0 octet)."
    assert remedy.text == "Copiez-le à nouveau depuis sa source."


def test_every_phrase_is_still_what_its_room_says() -> None:
    rooms = Path(str(resources.files("auditor")))
    code = " ".join(
        each.read_text("utf-8")
        for room in ("audio", "corpus", "risk", "pipeline")
        for each in sorted((rooms / room).rglob("*.py"))
    )
    for key, text in texts("en").by_key.items():
        if key.startswith("phrase."):
            said = text.replace("\u00a0", " ").replace("\u2019", "'").removesuffix(".")
            assert max(re.split(r"\{\d\}", said), key=len) in code, key


def test_the_file_that_an_error_names_is_not_said_twice() -> None:
    row = RecordingRow(
        "a/b c.wav", "failed", problem="/data/a/b c.wav: the file is empty (0 bytes)"
    )
    (line,) = recordings(report_input(sample=heard(""), extra_rows=(row,)), "fr")
    assert [one.text for one in line.problem] == ["le fichier est vide (0 octet)"]


def test_nothing_said_is_nothing() -> None:
    assert phrases("", "fr") == ()


def test_every_measure_there_is_can_be_read_in_french() -> None:
    crowd = "".join(
        f"person {one}|en|{one}.wav|\n  i am ill = health,ill,driver,.9\n" for one in range(6)
    )
    for source in (report_input(), report_input(sample=heard(crowd))):
        for row in measures(source, "fr"):
            said = (row.name, row.unit, *row.assumes)
            assert [one.text for one in said if one.language != "fr"] == []


def test_measures_of_nothing_can_be_read_in_french() -> None:
    attributes: list[Attribute] = []
    source = report_input(sample=heard(""), extra_rows=())
    assert source.measures == measured((), attributes, {}, {})
    assert all(one.language == "fr" for row in measures(source, "fr") for one in row.assumes)
