"""How wide words are in the figures' type, so that labels are cut where their room ends."""

from __future__ import annotations

from functools import cache
from typing import Any

__all__ = ["fitted", "width_of"]

_FAMILY = "DejaVu Sans"
_POINTS_AN_INCH = 72
_SUBPIXELS = 64
"""FreeType measures in 64ths of a pixel."""


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return the inches that ``text`` takes at ``size`` points; missing letters count as boxes."""
    font = _font(bold)
    font.set_size(size, _POINTS_AN_INCH)
    font.set_text(text, 0.0)
    width: float = font.get_width_height()[0]
    return width / _SUBPIXELS / _POINTS_AN_INCH


def fitted(text: str, inches: float, size: float, *, bold: bool = False) -> str:
    """Return ``text``, or as much of it as fits with an ellipsis."""
    if width_of(text, size, bold=bold) <= inches:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(text[:middle] + "…", size, bold=bold) <= inches:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


@cache
def _font(bold: bool) -> Any:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    weight = "bold" if bold else "normal"
    return get_font(findfont(FontProperties(family=_FAMILY, weight=weight)))
