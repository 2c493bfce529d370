"""The figure of what mitigations leave and cost."""

from pathlib import Path

import pytest

from auditor.report.frontier import FrontierPoint, on_the_frontier, write_frontier


def point(name: str, lost: float, left: float | None) -> FrontierPoint:
    return FrontierPoint(name, lost, left, None, "recovery")


POINTS = [
    point("", 0.0, 0.6),
    point("no-special", 0.0, 0.5),
    point("on-device", 0.3, 0.2),
    point("together", 0.4, 0.2),
    point("month", 0.1, 0.55),
]


def test_what_is_beaten_in_both_is_not_on_the_frontier() -> None:
    assert on_the_frontier(POINTS) == {"no-special", "on-device"}


def test_equal_points_stand_together() -> None:
    assert on_the_frontier([point("a", 0.1, 0.2), point("b", 0.1, 0.2)]) == {"a", "b"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_same_points_give_the_same_bytes(tmp_path: Path, language: str) -> None:
    one = write_frontier(tmp_path / "a", POINTS, language)  # type: ignore[arg-type]
    two = write_frontier(tmp_path / "b", POINTS, language)  # type: ignore[arg-type]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    said = (tmp_path / "a" / "frontier.svg").read_text("utf-8")
    assert ("no mitigation" if language == "en" else "aucune mesure") in said


def test_without_figures_nothing_is_drawn(tmp_path: Path) -> None:
    assert write_frontier(tmp_path / "a", [point("", 0.0, None)]) == []
    assert not (tmp_path / "a").exists()
