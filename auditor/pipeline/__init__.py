"""Composes the stages; holds the state of a run; resumes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.lazy import lazily

if TYPE_CHECKING:
    from auditor.pipeline.auditing import audit
    from auditor.pipeline.evaluating import evaluate
    from auditor.pipeline.options import Observer, Options, Silent
    from auditor.pipeline.result import Result
    from auditor.pipeline.transcribing import Transcribed, transcribe
else:
    # Recognition alone needs no graph and no page: their memory is better left to decoders.
    __getattr__ = lazily(
        __name__,
        {
            "audit": "auditing",
            "evaluate": "evaluating",
            "Observer": "options",
            "Options": "options",
            "Silent": "options",
            "Result": "result",
            "Transcribed": "transcribing",
            "transcribe": "transcribing",
        },
    )

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
