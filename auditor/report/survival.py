"""What survives anonymisation: how much of profiles is left, and who is found again; one figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.recipients import recipe_label
from auditor.records import Language
from auditor.report.drawing import ACCENT, INK, MUTED, RULE, style, write
from auditor.report.numbers import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Survival", "write_survival"]

_WORDS = {
    "en": {
        "title": "What survives anonymisation",
        "whole": "as recorded",
        "recovery": "share of the profile recovered",
        "identifying_bits_estimate": "identifying bits",
        "again": "persons found again (%)",
        "none": "no persons left",
        "note": "Thin lines: 95 % over persons. Dashed: by guessing.",
    },
    "fr": {
        "title": "Ce qui survit à l'anonymisation",
        "whole": "tel qu'enregistré",
        "recovery": "part du profil retrouvée",
        "identifying_bits_estimate": "bits d'identification",
        "again": "personnes retrouvées (%)",
        "none": "plus de personnes",
        "note": "Traits fins : 95 % sur les personnes. Tirets : en devinant.",
    },
}

_WIDTH = 5.0
"""Inches: at the 360 points of a phone letters of 8 points are 8 pixels high."""

Figures = tuple[float, tuple[float, float] | None]
"""A value and its interval."""


@dataclass(frozen=True)
class Survival:
    """One way of anonymising, or none where the name is empty.

    Attributes
    ----------
    left
        What is left by ``measure`` (``recovery`` or ``identifying_bits_estimate``).
    again
        Share of persons found again in a list of known profiles, ``chance`` what guessing finds.
    guess
        What guessing has right of profiles, in the unit of ``left``.
    """

    name: str
    measure: str
    left: Figures | None
    again: Figures | None
    chance: float | None = None
    guess: float | None = None


def write_survival(folder: Path, rows: Sequence[Survival], language: Language = "en") -> list[Path]:
    """Draw the figure as ``anonymisation.png`` and ``.svg``; where nothing was measured, nothing.

    Each way has a row: on the left what is left of profiles, on the right who is found again. The
    figure is narrow, with names over the bars, so that a phone shows it at a size to be read.
    """
    if not any(row.name and (row.left or row.again) for row in rows):
        return []
    with style():
        return write(folder, "anonymisation", _drawn(rows, language))


def _drawn(rows: Sequence[Survival], language: Language) -> Figure:
    from matplotlib.figure import Figure

    words = _WORDS[language]
    figure = Figure(figsize=(_WIDTH, 1.3 + 0.52 * len(rows)), layout="constrained")
    left, again = figure.subplots(1, 2, sharey=True)
    _bars(left, [row.left for row in rows], 1.0, language)
    _bars(again, [row.again for row in rows], 100.0, language)
    for at, row in enumerate(rows):
        name = left.annotate(_label(row.name, language), (0, at - 0.34), va="center",
                             color=INK, fontsize=8.5, annotation_clip=False)  # fmt: skip
        name.set_in_layout(False)  # names may reach over the right half, where nothing is
        if row.left is None and row.again is None:
            left.annotate(words["none"], (0, at), (4, 0), textcoords="offset points",
                          va="center", color=MUTED, fontsize=8.5)  # fmt: skip
        _guessed(left, at, row.left, row.guess)
        _guessed(again, at, row.again, None if row.chance is None else 100 * row.chance)
    again.patch.set_visible(False)
    left.set_yticks([])
    left.set_ylim(len(rows) - 0.6, -0.6)
    left.set_xlabel(words[rows[0].measure], loc="left", fontsize=8)
    again.set_xlabel(words["again"], loc="left", fontsize=8)
    # Room beyond the longest bar for its figure.
    left.set_xlim(0, 1.3 * max((_end(row.left) for row in rows), default=0.0) or 1.0)
    again.set_xlim(0, 130)
    again.set_xticks([0, 50, 100])
    for axes in (left, again):
        axes.locator_params(axis="x", nbins=4)
        axes.xaxis.set_major_formatter(lambda value, _: number(value, language))
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
    figure.suptitle(words["title"], x=0.02, ha="left", fontweight="bold", fontsize=11)
    figure.supxlabel(words["note"], x=0.02, ha="left", fontsize=8, color=MUTED)
    return figure


def _bars(axes: Axes, figures: Sequence[Figures | None], scale: float, language: Language) -> None:
    """Draw a bar a row, the first, which is of the whole, paler; its figure; and the intervals."""
    for at, each in enumerate(figures):
        if each is None:
            continue
        value, interval = each
        axes.barh(at, scale * value, height=0.3, color=RULE if at == 0 else ACCENT)
        if interval is not None:
            axes.plot([scale * end for end in interval], (at, at), color=INK, linewidth=1.2)
        axes.annotate(number(scale * value, language), (scale * _end(each), at), (4, 0),
                      textcoords="offset points", va="center", color=INK, fontsize=8)  # fmt: skip


def _guessed(axes: Axes, at: int, figures: Figures | None, guess: float | None) -> None:
    if figures is not None and guess is not None:
        axes.plot([guess] * 2, [at - 0.2, at + 0.2], "--", color=INK, linewidth=1)


def _end(figures: Figures | None) -> float:
    """Return how far a bar and its interval reach."""
    if figures is None:
        return 0.0
    value, interval = figures
    return max(value, interval[1]) if interval is not None else value


def _label(name: str, language: Language) -> str:
    if not name:
        return _WORDS[language]["whole"]
    return recipe_label("anonymise", name, language)
