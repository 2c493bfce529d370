"""How figures look: colours, type, and the same bytes each time they are drawn."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from auditor.report import files

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK = "#1d1c1a"
MUTED = "#5f5b52"
RULE = "#ddd7c9"
ACCENT = "#a12a1a"
CRIMINAL = "#6a3a86"
PERSON_COLOURS = ("#24577f", "#8a5a00", "#5b4a8a", "#2f6b3c", "#8a3d6b", "#40646b")
"""Told apart in print by their labels, which stand at the lines' ends."""

VARIABLES = {
    INK: "--ink",
    MUTED: "--muted",
    RULE: "--rule",
    ACCENT: "--accent",
    CRIMINAL: "--criminal",
} | {colour: f"--person-{number}" for number, colour in enumerate(PERSON_COLOURS, start=1)}
"""The page's CSS variable for each colour, so that figures follow light and dark."""

_COLOUR = re.compile("|".join(VARIABLES))
_FONT_FAMILY = re.compile(r"font-family:[^;]*;?")

_STYLE: Any = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "text.color": INK,
    # A dollar sign in somebody's name is no formula.
    "text.parse_math": False,
    "axes.edgecolor": RULE,
    "axes.labelcolor": MUTED,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": RULE,
    "ytick.color": RULE,
    "xtick.labelcolor": MUTED,
    "ytick.labelcolor": MUTED,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "svg.fonttype": "none",
    "svg.hashsalt": "auditor",
}


@contextmanager
def style() -> Iterator[None]:
    """Draw alike everywhere: the reader's own matplotlib settings do not count."""
    import matplotlib as mpl
    from matplotlib import style as mpl_style

    with mpl_style.context("default"), mpl.rc_context(_STYLE), warnings.catch_warnings():
        # Letters that the font lacks are boxes in the PNG; the SVG keeps them.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


def svg(figure: Figure) -> bytes:
    """Return ``figure`` as SVG with its words as text."""
    sink = io.BytesIO()
    figure.savefig(sink, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return sink.getvalue()


def png(figure: Figure) -> bytes:
    """Return ``figure`` as PNG on white, at 200 dots an inch."""
    sink = io.BytesIO()
    figure.savefig(sink, format="png", dpi=200, facecolor="white", metadata={"Software": None})
    return sink.getvalue()


def inline(figure: bytes, name: str, description: str) -> str:
    """Return an SVG of :func:`svg` as part of a page.

    It takes the page's width, type and colours. Namespaces go: they look like addresses, and
    mean nothing inside HTML. Ids get ``name`` in front, as a page may hold several figures.
    """
    # What is parsed is matplotlib's drawing, where other people's words are text already.
    root = ElementTree.fromstring(figure)  # noqa: S314
    for parent in root.iter():
        for child in [one for one in parent if _local(one.tag) in ("metadata", "style")]:
            parent.remove(child)
    for element in root.iter():
        element.tag = _local(element.tag)
        attributes = {_local(key): value for key, value in element.attrib.items()}
        element.attrib.clear()
        element.attrib.update({key: _adapted(key, attributes[key], name) for key in attributes})
    for key in ("width", "height", "version"):
        root.attrib.pop(key, None)
    root.attrib.update({"role": "img", "aria-label": description})
    return ElementTree.tostring(root, encoding="unicode")


def write(folder: Path, name: str, figure: Figure) -> list[Path]:
    """Write a figure as ``name.png`` and ``name.svg``, in a folder that is made if need be."""
    files.folder(folder)
    return [
        files.write_bytes(folder / f"{name}.png", png(figure)),
        files.write_bytes(folder / f"{name}.svg", svg(figure)),
    ]


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _adapted(key: str, value: str, figure: str) -> str:
    if key == "id":
        return f"{figure}-{value}"
    if key == "href":
        return f"#{figure}-{value.removeprefix('#')}"
    if key == "clip-path":
        return value.replace("url(#", f"url(#{figure}-")
    if key == "style":
        value = _FONT_FAMILY.sub("", value)
        return _COLOUR.sub(lambda found: f"var({VARIABLES[found[0]]})", value)
    return value
