"""Composes the stages; holds the state of a run; resumes."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.pipeline.auditing import audit
    from auditor.pipeline.evaluating import evaluate
    from auditor.pipeline.options import Observer, Options, Silent
    from auditor.pipeline.result import Result
    from auditor.pipeline.transcribing import Transcribed, transcribe
else:
    _MODULES = {
        "audit": "auditing",
        "evaluate": "evaluating",
        "Observer": "options",
        "Options": "options",
        "Silent": "options",
        "Result": "result",
        "Transcribed": "transcribing",
        "transcribe": "transcribing",
    }

    def __getattr__(name: str) -> object:
        # Recognition alone needs no graph and no page: their memory is better left to decoders.
        if name in _MODULES:
            return getattr(import_module(f"auditor.pipeline.{_MODULES[name]}"), name)
        raise AttributeError(f"module 'auditor.pipeline' has no attribute {name!r}")


__all__ = [
    "Observer",
    "Options",
    "Result",
    "Silent",
    "Transcribed",
    "audit",
    "evaluate",
    "transcribe",
]
