"""What is written of a run: the part that repeats, and the clocks and host facts apart."""

from __future__ import annotations

import hashlib
import os
import platform
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

from auditor import __version__
from auditor.pipeline.options import Options
from auditor.records import Recording, RecordingRow, Transcript

__all__ = ["Clock", "describe_run"]

_PACKAGES = (
    "av",
    "ctranslate2",
    "faster-whisper",
    "networkx",
    "numpy",
    "onnxruntime",
    "spacy",
    "text2num",
    "vosk",
)
"""Packages whose version can change a result."""


def describe_run(
    options: Options,
    rows: Iterable[RecordingRow],
    recordings: Mapping[str, Recording],
    transcripts: Mapping[str, Transcript],
) -> dict[str, Any]:
    """Return ``run.json``: versions, models, configuration and inputs, without any clock."""
    pins = {
        each.model
        for first in transcripts.values()
        for each in (first, first.second)
        if each is not None and each.model.sha256
    }
    return {
        "schema_version": 1,
        "auditor": __version__,
        "packages": {name: found for name in _PACKAGES if (found := _version(name))},
        "models": [
            {"name": pin.name, "version": pin.version, "sha256": pin.sha256}
            for pin in sorted(pins, key=lambda pin: (pin.name, pin.sha256))
        ],
        "configuration": {
            "language": options.language or "auto",
            "recogniser": options.recogniser,
            "alternatives": options.alternatives,
            "exact": options.exact,
            "channel": options.channel,
            "report_language": options.report_language,
            "rules": [hashlib.sha256(path.read_bytes()).hexdigest() for path in options.rules],
        },
        "inputs": [{"name": row.name, "sha256": row.sha256, "status": row.status} for row in rows],
        "synthetic": any(_is_synthetic(each) for each in recordings.values()),
    }


def _is_synthetic(recording: Recording) -> bool:
    return (recording.device or "").lower().startswith("synthetic")


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


class Clock:
    """Measures the stages of a run, for ``timings.json``."""

    def __init__(self, options: Options) -> None:
        self._jobs = options.jobs
        self._started = datetime.now(UTC)
        self._seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the seconds spent inside towards ``name``."""
        begun = time.monotonic()
        try:
            yield
        finally:
            spent = time.monotonic() - begun
            self._seconds[name] = round(self._seconds.get(name, 0.0) + spent, 3)

    def describe(self) -> dict[str, Any]:
        """Return ``timings.json`` up to now: clocks, seconds of each stage, and the host."""
        return {
            "schema_version": 1,
            "started_at": self._started.isoformat(timespec="seconds"),
            "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": dict(self._seconds),
            "jobs": self._jobs,
            "host": {
                "system": platform.system(),
                "machine": platform.machine(),
                "python": platform.python_version(),
                "processors": os.cpu_count() or 1,
            },
        }
