"""Composes the stages; holds the state of a run; resumes."""

from auditor.pipeline.audit import audit
from auditor.pipeline.evaluate import evaluate
from auditor.pipeline.options import Observer, Options, Silent
from auditor.pipeline.result import Result

__all__ = ["Observer", "Options", "Result", "Silent", "audit", "evaluate"]
