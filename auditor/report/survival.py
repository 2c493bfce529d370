"""What survives anonymisation: how much of profiles is left, and who is found again; one figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.recipients import recipes
from auditor.records import Language
from auditor.report import files
from auditor.report.drawing import ACCENT, INK, MUTED, RULE, png, style, svg

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
        "note": "Thin lines: 95 % over persons. Dashed: by chance.",
    },
    "fr": {
        "title": "Ce qui survit à l'anonymisation",
        "whole": "tel qu'enregistré",
        "recovery": "part du profil retrouvée",
        "identifying_bits_estimate": "bits d'identification",
        "again": "personnes retrouvées (%)",
        "none": "plus de personnes",
        "note": "Traits fins : 95 % sur les personnes. Tirets : par hasard.",
    },
}

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
    """

    name: str
    measure: str
    left: Figures | None
    again: Figures | None
    chance: float | None = None


def write_survival(folder: Path, rows: Sequence[Survival], language: Language = "en") -> list[Path]:
    """Draw the figure as ``anonymisation.png`` and ``.svg``; where nothing was measured, nothing.

    Each way has a row: on the left what is left of profiles, on the right who is found again.
    """
    if not any(row.name and (row.left or row.again) for row in rows):
        return []
    files.folder(folder)
    with style():
        figure = _drawn(rows, language)
        return [
            files.write_bytes(folder / "anonymisation.png", png(figure)),
            files.write_bytes(folder / "anonymisation.svg", svg(figure)),
        ]


def _drawn(rows: Sequence[Survival], language: Language) -> Figure:
    from matplotlib.figure import Figure

    words = _WORDS[language]
    figure = Figure(figsize=(7.2, 1.6 + 0.34 * len(rows)), layout="constrained")
    left, again = figure.subplots(1, 2, sharey=True)
    _bars(left, [row.left for row in rows], 1.0)
    _bars(again, [row.again for row in rows], 100.0)
    for at, row in enumerate(rows):
        if row.left is None and row.again is None:
            left.annotate(words["none"], (0, at), (4, 0), textcoords="offset points",
                          va="center", color=MUTED)  # fmt: skip
        if row.chance is not None and row.again is not None:
            again.plot([100 * row.chance] * 2, [at - 0.36, at + 0.36], "--", color=INK, linewidth=1)
    left.set_yticks(range(len(rows)), [_label(row.name, language) for row in rows], color=INK)
    left.set_ylim(len(rows) - 0.4, -0.6)
    left.set_xlabel(words[rows[0].measure], loc="left", fontsize=8)
    again.set_xlabel(words["again"], loc="left", fontsize=8)
    again.set_xlim(0, 100)
    for axes in (left, again):
        axes.grid(axis="x")
        axes.set_axisbelow(True)
        axes.set_xlim(left=0)
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
    figure.suptitle(words["title"], x=0.01, ha="left", fontweight="bold", fontsize=11)
    figure.supxlabel(words["note"], x=0.01, ha="left", fontsize=8, color=MUTED)
    return figure


def _bars(axes: Axes, figures: Sequence[Figures | None], scale: float) -> None:
    """Draw a bar a row, the first, which is of the whole, paler; and the intervals."""
    for at, each in enumerate(figures):
        if each is None:
            continue
        value, interval = each
        axes.barh(at, scale * value, height=0.5, color=RULE if at == 0 else ACCENT)
        if interval is not None:
            axes.plot([scale * end for end in interval], (at, at), color=INK, linewidth=1.2)


def _label(name: str, language: Language) -> str:
    if not name:
        return _WORDS[language]["whole"]
    known = recipes("anonymise").get(name)
    return getattr(known.label, language) if known is not None else name
