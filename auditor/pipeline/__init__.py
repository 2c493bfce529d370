"""Composes the stages; holds the state of a run; resumes."""

from auditor.pipeline.auditing import audit
from auditor.pipeline.evaluating import evaluate
from auditor.pipeline.options import Observer, Options, Silent
from auditor.pipeline.result import Result
from auditor.pipeline.transcribing import Transcribed, transcribe

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
