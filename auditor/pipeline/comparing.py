"""Two measured audits compared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from auditor.errors import UsageError
from auditor.pipeline.composing import SCHEMA_VERSION
from auditor.pipeline.measuring import FILE
from auditor.records import Risk
from auditor.risk.compare import change

__all__ = ["compare"]


def compare(before: str | Path, after: str | Path) -> tuple[Risk, ...]:
    """Return how the figures that both audits have by person differ.

    Parameters
    ----------
    before, after
        Folders of audits that were measured (:func:`auditor.pipeline.measuring.measure`).

    Raises
    ------
    UsageError
        If one was not measured, they share no figure, or they have some persons in common and
        not all.
    """
    one, other = _by_person(Path(before)), _by_person(Path(after))
    names = [name for name in one if name in other and one[name] and other[name]]
    if not names:
        raise UsageError(
            "the audits have no figure in common",
            where=f"{before}, {after}",
            remedy="Measure both with the same options.",
        )
    return tuple(change(name, one[name], other[name]) for name in names)


def _by_person(folder: Path) -> Mapping[str, Mapping[str, float]]:
    path = folder / FILE
    try:
        document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        document = {}
    if document.get("schema_version") != SCHEMA_VERSION:
        raise UsageError(
            "the audit was not measured", where=str(path), remedy="Run: auditor measure FOLDER."
        )
    found: Mapping[str, Mapping[str, float]] = document["by_person"]
    return found
