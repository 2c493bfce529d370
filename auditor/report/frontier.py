"""What each mitigation leaves of profiles, and what it costs in function: one figure."""

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
    from matplotlib.figure import Figure

__all__ = ["FrontierPoint", "on_the_frontier", "write_frontier"]

_WORDS = {
    "en": {
        "title": "What mitigations leave, and what they cost",
        "whole": "no mitigation",
        "lost": "requests no longer served (%)",
        "recovery": "share of the profile recovered",
        "identifying_bits_estimate": "identifying bits",
        "note": "Filled: no other leaves less at the same cost or less. Bars: 95 % over persons.",
    },
    "fr": {
        "title": "Ce que les mesures laissent, et ce qu'elles coûtent",
        "whole": "aucune mesure",
        "lost": "demandes perdues (%)",
        "recovery": "part du profil retrouvée",
        "identifying_bits_estimate": "bits d'identification",
        "note": "Plein : aucune autre ne laisse moins à ce coût. Traits : 95 % sur les personnes.",
    },
}


@dataclass(frozen=True)
class FrontierPoint:
    """One mitigation (none where the name is empty): share of requests lost, and what is left.

    ``measure`` names what is left: ``recovery`` or ``identifying_bits_estimate``.
    """

    name: str
    lost: float
    left: float | None
    interval: tuple[float, float] | None
    measure: str


def on_the_frontier(points: Sequence[FrontierPoint]) -> set[str]:
    """Return the names of those that no other beats in one thing without losing in the other."""
    known = [(each.name, each.lost, each.left) for each in points if each.left is not None]
    return {
        name
        for name, lost, left in known
        if not any(
            other_lost <= lost and other_left <= left and (other_lost, other_left) != (lost, left)
            for _, other_lost, other_left in known
        )
    }


def write_frontier(
    folder: Path, points: Sequence[FrontierPoint], language: Language = "en"
) -> list[Path]:
    """Draw the figure as ``frontier.png`` and ``frontier.svg``; without points, nothing.

    Each mitigation has a row: on the left what it costs, on the right what is left.
    """
    shown = [each for each in points if each.left is not None]
    if not shown:
        return []
    with style():
        return write(
            folder,
            "frontier",
            _drawn(sorted(shown, key=lambda each: (each.lost, each.name)), language),
        )


def _drawn(points: Sequence[FrontierPoint], language: Language) -> Figure:
    from matplotlib.figure import Figure

    words = _WORDS[language]
    front = on_the_frontier(points)
    figure = Figure(figsize=(7.2, 1.6 + 0.34 * len(points)), layout="constrained")
    cost, left = figure.subplots(1, 2, sharey=True)
    rows = range(len(points))
    cost.barh(rows, [100 * each.lost for each in points], height=0.5, color=RULE)
    cost.set_xlabel(words["lost"], loc="left", fontsize=8)
    cost.set_yticks(list(rows), [_label(each.name, language) for each in points], color=INK)
    cost.invert_yaxis()
    for row, point in zip(rows, points, strict=True):
        cost.annotate(
            f"{100 * point.lost:.0f} %", (100 * point.lost, row), (4, 0),
            textcoords="offset points", va="center", color=MUTED,
        )  # fmt: skip
        if point.interval is not None:
            left.plot(point.interval, (row, row), color=MUTED, linewidth=1.2)
        inside = ACCENT if point.name in front else "white"
        left.plot(point.left, row, "o", color=ACCENT, markerfacecolor=inside, markersize=6)
    cost.margins(x=0.18)
    left.set_xlabel(words[points[0].measure], loc="left", fontsize=8)
    left.grid(axis="x")
    left.set_xlim(left=0)
    left.xaxis.set_major_formatter(lambda value, _: number(value, language))
    for axes in (cost, left):
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
    figure.suptitle(words["title"], x=0.01, ha="left", fontweight="bold", fontsize=11)
    figure.supxlabel(words["note"], x=0.01, ha="left", fontsize=8, color=MUTED)
    return figure


def _label(name: str, language: Language) -> str:
    if not name:
        return _WORDS[language]["whole"]
    return recipe_label("mitigate", name, language)
