"""Colours that everybody can read, by day and by night."""

from __future__ import annotations

import re
from importlib import resources

import pytest

STYLE = resources.files("auditor.report").joinpath("templates/page.css").read_text("utf-8")


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


PAIRS = [
    *((ink, "paper") for ink in ("ink", "muted", "accent", "criminal", "link", "good")),
    *((ink, "panel") for ink in ("ink", "muted", "link", "accent")),
    *((f"person-{number}", "paper") for number in range(1, 7)),
    ("mark-ink", "mark"),
    ("accent", "accent-panel"),
    ("criminal", "criminal-panel"),
    ("paper", "accent"),
    ("paper", "good"),
    ("paper", "ink"),
]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_contrast_is_at_least_aa(front: str, back: str, dark: bool) -> None:
    day, night, *_ = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    colours = colours_of(day) | (colours_of(night) if dark else {})
    assert contrast(colours[front], colours[back]) >= 4.5


def test_the_night_changes_every_colour() -> None:
    day, night, *_ = (colours_of(each) for each in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL))
    assert day.keys() == night.keys()
    assert all(day[name] != night[name] for name in day)


def colours_of(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block))
