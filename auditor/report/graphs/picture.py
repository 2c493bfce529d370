"""The picture of one person's graph: the person in the middle, branches to both sides.

Every label has a row of its own, so that none can lie on another, whatever is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from auditor.records import Language
from auditor.report.drawing import (
    ACCENT,
    CRIMINAL,
    INK,
    MUTED,
    PERSON_COLOURS,
    RULE,
    png,
    style,
    svg,
)
from auditor.report.graphs.tree import Branch, Leaf, Mark, Tree, sized, tree_of
from auditor.report.graphs.widths import fitted, width_of
from auditor.report.texts import texts

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw_tree", "picture"]

_COLOURS: dict[Mark, str] = {
    "article_9": ACCENT,
    "article_10": CRIMINAL,
    "ordinary": INK,
    "entity": PERSON_COLOURS[0],
}
_SHAPES: dict[Mark, str] = {"article_9": "D", "article_10": "s", "ordinary": "o", "entity": "^"}
"""Kinds differ in shape as well as in colour."""
_WIDTH = 12.0
_ROW = 0.225
_GAP = 0.14
_HEAD = 0.75
_FOOT = 0.95
_TITLE_X, _LEAF_X = 0.92, 3.35
"""Inches from the middle to titles of branches and to leaves."""
_EDGE = 0.15
_TITLE_ROOM = _LEAF_X - _TITLE_X - 0.35
_LABEL_ROOM = _WIDTH / 2 - _LEAF_X - 0.13 - _EDGE
_TITLE_SIZE, _LABEL_SIZE = 9.0, 8.5
_LONGEST_NAME, _NAME_LINE = 40, 11


@dataclass(frozen=True)
class _Row:
    """A line of a side: ``y`` inches from the top; no leaf stands for the folded ones."""

    y: float
    leaf: Leaf | None
    text: str


def picture(graph: nx.MultiDiGraph[str], person: str, language: Language, form: str) -> bytes:
    """Return the picture of a person as ``svg`` or ``png``."""
    with style():
        figure = draw_tree(tree_of(graph, person, language), language)
        return svg(figure) if form == "svg" else png(figure)


def draw_tree(tree: Tree, language: Language) -> Figure:
    """Draw a tree; the figure is as high as its longer side needs."""
    from matplotlib.figure import Figure

    left, right = _sides(tree.branches)
    height = _HEAD + _FOOT + max(_height(left), _height(right), 1.2)
    figure = Figure(figsize=(_WIDTH, height))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(-_WIDTH / 2, _WIDTH / 2)
    axes.set_ylim(height, 0)
    axes.axis("off")
    middle = _HEAD + (height - _HEAD - _FOOT) / 2
    for side, branches in ((-1, left), (1, right)):
        top = middle - _height(branches) / 2
        for branch in branches:
            _draw_branch(axes, branch, side, (top, middle), language)
            top += _branch_height(branch)
    _draw_person(axes, tree.person, middle)
    _draw_words(axes, tree, height, language)
    return figure


def _sides(branches: Sequence[Branch]) -> tuple[list[Branch], list[Branch]]:
    """Share branches out: each goes, in its order, to the side that is shorter so far."""
    sides: tuple[list[Branch], list[Branch]] = ([], [])
    for branch in branches:
        left, right = (_height(side) for side in sides)
        sides[1 if right <= left else 0].append(branch)
    return sides[0], sides[1]


def _height(branches: Sequence[Branch]) -> float:
    return sum(_branch_height(branch) for branch in branches)


def _branch_height(branch: Branch) -> float:
    return (len(branch.leaves) + bool(branch.folded)) * _ROW + _GAP


def _draw_branch(
    axes: Axes, branch: Branch, side: int, at: tuple[float, float], language: Language
) -> None:
    top, middle = at
    colour = _COLOURS[branch.mark]
    rows = _rows(branch, top, language)
    centre = (rows[0].y + rows[-1].y) / 2
    align = "left" if side > 0 else "right"
    _curve(axes, (0.0, middle), (side * (_TITLE_X - 0.06), centre), RULE, 1.4)
    axes.text(
        side * _TITLE_X, centre, fitted(branch.title, _TITLE_ROOM, _TITLE_SIZE, bold=True),
        color=colour, fontsize=_TITLE_SIZE, fontweight="bold", ha=align, va="center",
    )  # fmt: skip
    for row in rows:
        start = (side * (_LEAF_X - 0.3), centre)
        _curve(axes, start, (side * (_LEAF_X - 0.08), row.y), RULE, 0.8)
        if row.leaf is not None:
            _draw_mark(axes, row.leaf, branch.mark, (side * _LEAF_X, row.y))
        axes.text(
            side * (_LEAF_X + 0.13), row.y, row.text,
            color=INK if row.leaf else MUTED, fontsize=_LABEL_SIZE, ha=align, va="center",
            fontstyle="normal" if row.leaf else "italic",
        )  # fmt: skip


def _rows(branch: Branch, top: float, language: Language) -> list[_Row]:
    words = texts(language)
    rows = [
        _Row(top + (place + 0.5) * _ROW, leaf, _text(leaf, language))
        for place, leaf in enumerate(branch.leaves)
    ]
    if branch.folded:
        y = top + (len(rows) + 0.5) * _ROW
        rows.append(_Row(y, None, words.count("graph.more", branch.folded)))
    return rows


def _text(leaf: Leaf, language: Language) -> str:
    words = texts(language)
    tail = f"  ×{leaf.times}" if leaf.times > 1 else ""
    tail += f"  ({words('graph.inferred')})" if leaf.inferred else ""
    room = _LABEL_ROOM - width_of(tail, _LABEL_SIZE)
    return fitted(leaf.label, room, _LABEL_SIZE) + tail


def _draw_mark(axes: Axes, leaf: Leaf, mark: Mark, at: tuple[float, float]) -> None:
    colour = _COLOURS[mark]
    size = 8 if leaf.certainty == "possible" else 30
    face = "white" if leaf.certainty == "likely" else colour
    axes.scatter(
        *at,
        size,
        marker=_SHAPES[mark],
        facecolors=face,
        edgecolors=colour,
        linewidths=1.1,
        zorder=3,
    )


def _curve(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], colour: str, width: float
) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    bend = (start[0] + end[0]) / 2
    path = Path(
        [start, (bend, start[1]), (bend, end[1]), end],
        [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
    )
    axes.add_patch(PathPatch(path, facecolor="none", edgecolor=colour, linewidth=width, zorder=1))


def _draw_person(axes: Axes, person: str, middle: float) -> None:
    box: Any = {"boxstyle": "round,pad=0.45", "facecolor": "white", "edgecolor": INK}
    axes.text(
        0, middle, _wrapped(_short(person, _LONGEST_NAME)),
        ha="center", va="center", fontsize=9.5, fontweight="bold", bbox=box, zorder=4,
    )  # fmt: skip


def _wrapped(name: str) -> str:
    """Break a name into lines that the space between the branches holds."""
    lines = [""]
    for word in name.split():
        for part in (word[k : k + _NAME_LINE] for k in range(0, len(word), _NAME_LINE)):
            if lines[-1] and len(lines[-1]) + 1 + len(part) > _NAME_LINE:
                lines.append(part)
            else:
                lines[-1] = f"{lines[-1]} {part}".strip()
    return "\n".join(lines)


def _draw_words(axes: Axes, tree: Tree, height: float, language: Language) -> None:
    """Write the title, what marks mean, and how much the picture stands for."""
    words = texts(language)
    edge = -_WIDTH / 2 + 0.25
    title = words("graph.title", person=_short(tree.person, _LONGEST_NAME))
    axes.text(edge, 0.26, title, fontsize=12, fontweight="bold", va="center")
    axes.text(edge, 0.52, words("graph.reading"), fontsize=8.5, color=MUTED, va="center")
    said = [sized(tree, language)]
    if tree.folded:
        said.append(words.count("graph.folded", tree.folded))
    if not tree.branches:
        said.append(words("graph.empty"))
    axes.text(edge, height - 0.25, " ".join(said), fontsize=8.5, color=MUTED, va="center")
    _draw_legend(axes, edge, height - 0.55, language)


def _draw_legend(axes: Axes, x: float, y: float, language: Language) -> None:
    words = texts(language)
    for mark, key in (
        ("article_9", "graph.legend.article_9"),
        ("article_10", "graph.legend.article_10"),
        ("ordinary", "graph.legend.ordinary"),
        ("entity", "graph.legend.entity"),
    ):
        sample = Leaf("", "", 1, "certain", inferred=False, contradicted=False)
        _draw_mark(axes, sample, mark, (x + 0.06, y))  # type: ignore[arg-type]
        axes.text(x + 0.2, y, words(key), fontsize=8.5, va="center")
        x += 0.45 + 0.064 * len(words(key))
    for sure in ("certain", "likely", "possible"):
        sample = Leaf("", "", 1, sure, inferred=False, contradicted=False)
        _draw_mark(axes, sample, "ordinary", (x + 0.06, y))
        axes.text(x + 0.2, y, words(f"certainty.{sure}"), fontsize=8.5, color=MUTED, va="center")
        x += 0.42 + 0.064 * len(words(f"certainty.{sure}"))


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
