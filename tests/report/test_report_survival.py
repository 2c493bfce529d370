"""The figure of what survives anonymisation."""

from dataclasses import replace
from pathlib import Path

import pytest

from auditor.records import Language
from auditor.report.survival import Survival, write_survival

ROWS = [
    Survival("", "recovery", (0.6, (0.5, 0.7)), None),
    Survival("pseudonymised", "recovery", (0.6, (0.5, 0.7)), (1.0, (0.6, 1.0)), 0.1),
    Survival("names,times:day", "recovery", (0.4, None), (0.5, None), 0.1),
    Survival("aggregated", "recovery", None, None),
]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("names removed", "names,times:day", "no persons left", "persons found again")),
        ("fr", ("noms", "names,times:day", "plus de personnes", "personnes retrouvées")),
    ],
)
def test_every_way_has_a_row_in_the_readers_language(
    tmp_path: Path, language: Language, said: tuple[str, ...]
) -> None:
    write_survival(tmp_path, ROWS, language)
    drawn = (tmp_path / "anonymisation.svg").read_text("utf-8")
    assert [words for words in said if words not in drawn] == []


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = (write_survival(tmp_path / name, ROWS) for name in ("a", "b"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_bars_are_as_long_as_what_is_left(tmp_path: Path) -> None:
    from auditor.report.survival import _drawn

    left, again = _drawn(ROWS, "en").axes
    assert [bar.get_width() for bar in left.patches] == pytest.approx([0.6, 0.6, 0.4])
    assert [bar.get_width() for bar in again.patches] == pytest.approx([100.0, 50.0])


@pytest.mark.parametrize(("language", "written"), [("en", "0.6"), ("fr", "0,6")])
def test_figures_stand_at_the_bars_as_the_language_writes_them(
    tmp_path: Path, language: Language, written: str
) -> None:
    write_survival(tmp_path, ROWS, language)
    drawn = (tmp_path / "anonymisation.svg").read_text("utf-8")
    assert f">{written}<" in drawn
    assert ">100<" in drawn


def test_what_guessing_has_right_is_marked() -> None:
    from auditor.report.survival import _drawn

    rows = [replace(each, guess=0.25) for each in ROWS]
    left, _ = _drawn(rows, "en").axes
    marks = [line.get_xdata() for line in left.lines if line.get_linestyle() == "--"]
    assert [list(each) for each in marks] == [[0.25, 0.25]] * 3  # an aggregate has no bar


def test_a_phone_shows_letters_of_seven_pixels_or_more() -> None:
    from auditor.report.survival import _drawn

    figure = _drawn(ROWS, "en")
    pixels = 360 / figure.get_figwidth() / 72
    texts = [each for axes in figure.axes for each in axes.texts]
    assert min(each.get_fontsize() * pixels for each in texts) >= 7


def test_where_nothing_was_measured_nothing_is_drawn(tmp_path: Path) -> None:
    assert write_survival(tmp_path / "a", ROWS[:1]) == []
    assert write_survival(tmp_path / "a", [ROWS[0], ROWS[3]]) == []
    assert not (tmp_path / "a").exists()
