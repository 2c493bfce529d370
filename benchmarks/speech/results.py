"""Where the figures of the speech benchmarks are kept."""

from __future__ import annotations

import json
from pathlib import Path

__all__ = ["kept", "save"]

_FOLDER = Path(__file__).with_name("results")


def save(name: str, result: object) -> Path:
    """Write a result as ``benchmarks/speech/results/NAME.json`` and return the path."""
    _FOLDER.mkdir(exist_ok=True)
    path = _FOLDER / f"{name}.json"
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def kept(name: str) -> dict[str, object]:
    """Return what was saved under a name before, or nothing."""
    path = _FOLDER / f"{name}.json"
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}
