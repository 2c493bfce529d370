"""auditor: how much of a person's life an in-car voice assistant's recordings give away.

>>> import auditor
>>> result = auditor.audit("recordings/")  # doctest: +SKIP
>>> result.profiles, result.attributes, result.measures  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from auditor.pipeline import Result, audit, evaluate

__all__ = ["Result", "__version__", "audit", "evaluate"]

__version__ = "0.1.0"

_LAZY = {"audit", "evaluate", "Result"}


def __getattr__(name: str) -> Any:
    # The pipeline pulls in every stage; the decoder's child process must start without them.
    if name in _LAZY:
        return getattr(import_module("auditor.pipeline"), name)
    raise AttributeError(f"module 'auditor' has no attribute {name!r}")
