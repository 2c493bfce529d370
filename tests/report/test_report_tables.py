"""The attributes as a table, as CSV and as Parquet."""

from __future__ import annotations

import io
from dataclasses import replace

import pandas as pd
import pytest
from report_sample import heard, report_input

from auditor.report.inputs import ReportInput
from auditor.report.tables import COLUMNS, attribute_table, csv_bytes, parquet_bytes


def with_value(value: str) -> ReportInput:
    source = report_input()
    first, *rest = source.attributes
    return replace(source, attributes=(replace(first, value=value), *rest))


def test_one_row_an_attribute_with_where_and_when() -> None:
    source = report_input()
    table = attribute_table(source)
    assert list(table.columns) == list(COLUMNS)
    assert len(table) == len(source.attributes)
    row = table[table["value"] == "my insulin"].iloc[0]
    assert row["person"] == "Ruth Adeyemi"
    assert row["recording"] == "week 1/mon-0741-school-run.opus"
    assert row["at"] == "2026-03-02T07:41:00+00:00"
    assert (row["category"], row["article"], row["location"]) == ("health", 9, False)
    text = source.utterances[row["utterance_id"]].text
    assert text[row["span_start"] : row["span_end"]] == "my insulin"


def test_what_is_not_special_has_no_article_and_places_are_marked() -> None:
    table = attribute_table(report_input())
    address = table[table["category"] == "address"]
    assert address["article"].isna().all()
    assert address["location"].all()


def test_an_implied_attribute_has_no_span() -> None:
    source = report_input()
    first, *rest = source.attributes
    table = attribute_table(replace(source, attributes=(replace(first, span=None), *rest)))
    assert table[["span_start", "span_end"]].iloc[0].isna().all()
    assert pd.read_parquet(io.BytesIO(parquet_bytes(table)))["span_start"].isna().sum() == 1


def test_parquet_and_csv_hold_the_same() -> None:
    table = attribute_table(report_input())
    parquet = pd.read_parquet(io.BytesIO(parquet_bytes(table)))
    csv = pd.read_csv(io.BytesIO(csv_bytes(table)))
    assert list(parquet.columns) == list(csv.columns) == list(COLUMNS)
    assert parquet["value"].tolist() == table["value"].tolist() == csv["value"].tolist()
    assert parquet["score"].tolist() == table["score"].tolist() == csv["score"].tolist()
    assert parquet["article"].sum() == table["article"].sum() == csv["article"].sum()


def test_the_same_input_gives_the_same_bytes() -> None:
    one, other = attribute_table(report_input()), attribute_table(report_input())
    assert csv_bytes(one) == csv_bytes(other)
    assert parquet_bytes(one) == parquet_bytes(other)


@pytest.mark.parametrize("value", ["=1+1", "@SUM(A1)", "-cmd|calc", "+x", "\t=1", "\r=1"])
def test_a_spreadsheet_runs_nothing_and_parquet_keeps_the_words(value: str) -> None:
    table = attribute_table(with_value(value))
    read = pd.read_csv(io.BytesIO(csv_bytes(table)), lineterminator="\n")
    assert read["value"].iloc[0] == "'" + value
    assert pd.read_parquet(io.BytesIO(parquet_bytes(table)))["value"].iloc[0] == value


@pytest.mark.parametrize("value", ["+447700900123", "-12.5", "plain", "a=b", ""])
def test_numbers_and_words_are_left_alone(value: str) -> None:
    table = attribute_table(with_value(value))
    read = pd.read_csv(io.BytesIO(csv_bytes(table)), dtype=str, keep_default_na=False)
    assert read["value"].iloc[0] == value


def test_names_that_are_no_utf8_do_not_stop_it() -> None:
    table = attribute_table(with_value("caf\udce9"))
    assert pd.read_parquet(io.BytesIO(parquet_bytes(table)))["value"].iloc[0] == "caf\ufffd"


def test_nothing_found_is_a_table_without_rows() -> None:
    table = attribute_table(report_input(sample=heard("")))
    assert list(table.columns) == list(COLUMNS)
    assert len(pd.read_parquet(io.BytesIO(parquet_bytes(table)))) == 0
    assert csv_bytes(table).decode().strip() == ",".join(COLUMNS)


def test_an_attribute_without_its_utterance_keeps_its_row() -> None:
    source = replace(report_input(), transcripts={})
    table = attribute_table(source)
    assert len(table) == len(source.attributes)
    assert table["recording"].isna().all()
