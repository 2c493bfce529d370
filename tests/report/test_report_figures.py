"""The figures: the same bytes, nothing from outside, any name."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image
from report_sample import heard, report_input

from auditor.report import figures
from auditor.report.drawing import VARIABLES, inline, style
from auditor.report.inputs import ReportInput

CURVE, KINDS = "claims_curve", "categories_by_person"


def drawn(source: ReportInput) -> dict[str, figures.Drawing]:
    return {each.name: each for each in figures.draw(source, "en")}


@pytest.fixture(scope="module")
def sample() -> dict[str, figures.Drawing]:
    return drawn(report_input())


def crowd(size: int) -> ReportInput:
    spoken = "".join(
        f"person {one}|en|{one}.wav|\n  i am ill = health,ill,driver,.9\n" for one in range(size)
    )
    return report_input(sample=heard(spoken))


def words_in(svg: bytes) -> list[str]:
    root = ElementTree.fromstring(svg)
    return [each.text or "" for each in root.iter() if each.tag.endswith("}text")]


def test_the_same_input_gives_the_same_bytes_whatever_the_readers_settings(
    sample: dict[str, figures.Drawing],
) -> None:
    with mpl.rc_context({"font.size": 20, "axes.facecolor": "red", "svg.fonttype": "path"}):
        assert drawn(report_input()) == sample
    assert sample.keys() == figures.NAMES


def test_no_clock_and_no_program_is_named(sample: dict[str, figures.Drawing]) -> None:
    for drawing in sample.values():
        assert b"<dc:date>" not in drawing.svg
        assert Image.open(io.BytesIO(drawing.png)).info.keys() <= {"dpi"}


def test_the_curve_has_minutes_on_x_and_a_line_a_person() -> None:
    source = report_input()
    with style():
        (axes,) = figures.claims_curve(source.measures.curves, "en").axes
    assert axes.get_xlabel() == "minutes heard"
    by_person = {line.get_label(): line for line in axes.get_lines()}
    for curve in source.measures.curves:
        line = by_person[curve.person]
        assert list(line.get_xdata()) == [point.minutes for point in curve.points]
        assert list(line.get_ydata()) == [point.claims for point in curve.points]


def test_text_alone_is_drawn_against_utterances() -> None:
    source = report_input()
    (curve, *_) = source.measures.curves
    points = tuple(replace(point, minutes=None) for point in curve.points)
    with style():
        (axes,) = figures.claims_curve([replace(curve, points=points)], "fr").axes
    assert axes.get_xlabel() == "énoncés entendus"
    assert list(axes.get_lines()[0].get_xdata()) == [point.utterances for point in points]


def test_every_category_and_person_is_in_the_figure_special_ones_first(
    sample: dict[str, figures.Drawing],
) -> None:
    words = words_in(sample[KINDS].svg)
    assert {"Kieran", "Ruth Adeyemi"} <= set(words)
    assert words.index("Health") < words.index("Criminal or legal matter") < words.index("Address")


def test_a_rejected_claim_is_not_in_the_figure(sample: dict[str, figures.Drawing]) -> None:
    source = report_input()
    only = [c.id for one in source.profiles for c in one.claims if c.category == "trade_union"]
    words = words_in(drawn(replace(source, decisions=dict.fromkeys(only, "rejected")))[KINDS].svg)
    assert "Trade union" not in words
    assert "Trade union" in words_in(sample[KINDS].svg)


@pytest.mark.parametrize("size", [1, 7, 12, 13])
def test_any_number_of_people_can_be_drawn(size: int) -> None:
    drawings = drawn(crowd(size))
    assert set(drawings) == {CURVE, KINDS}
    words = words_in(drawings[KINDS].svg)
    assert ("person 0" in words) == (size <= 12)
    assert ("people of whom it is surely known" in words) == (size > 12)


def test_nothing_claimed_draws_nothing() -> None:
    assert figures.draw(report_input(sample=heard("")), "en") == ()


@pytest.mark.parametrize(
    "name",
    ["$x_", "<script>", "_hidden", "a\0b\x0b", "\ud83d", "李雷 😀", "x" * 300, "line\nbreak"],
)
def test_any_name_can_be_drawn(name: str) -> None:
    source = report_input()
    (curve, *_) = source.measures.curves
    with style():
        figure = figures.claims_curve([replace(curve, person=name)], "en")
        svg = figures.svg(figure)
        figures.png(figure)
    (label,) = [each for each in words_in(svg) if each[:1] not in "0123456789Fm"]
    assert label.replace("\u200b", "")[:1] == name[:1].replace("\ud83d", "\ufffd")
    assert "http" not in inline(svg, "curve", name.replace("\0", "").replace("\x0b", ""))


def test_inside_a_page_it_has_no_address_and_follows_the_pages_colours(
    sample: dict[str, figures.Drawing],
) -> None:
    for drawing in sample.values():
        text = inline(drawing.svg, drawing.name, "What it shows")
        assert "http" not in text
        assert "font-family" not in text
        assert not any(colour in text for colour in VARIABLES)
        assert "var(--ink)" in text or "var(--muted)" in text
        assert 'aria-label="What it shows"' in text


def test_ids_of_two_figures_never_meet_and_every_link_has_its_end(
    sample: dict[str, figures.Drawing],
) -> None:
    one, other = (inline(each.svg, each.name, "") for each in sample.values())
    ids = [re.findall(r'\bid="([^"]+)"', text) for text in (one, other)]
    assert not set(ids[0]) & set(ids[1])
    for text, known in zip((one, other), ids, strict=True):
        assert len(known) == len(set(known))
        assert set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', text)) <= {
            pair for each in known for pair in ((each, ""), ("", each))
        }


def test_a_figure_is_not_empty(sample: dict[str, figures.Drawing]) -> None:
    for drawing in sample.values():
        pixels = np.asarray(Image.open(io.BytesIO(drawing.png)).convert("RGB"))
        assert (pixels == 255).all(axis=2).mean() > 0.5
        assert (pixels < 128).any(axis=2).mean() > 0.002
