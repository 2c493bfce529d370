"""auditor: how much of a person's life an in-car voice assistant's recordings give away.

>>> import auditor
>>> result = auditor.audit("recordings/")  # doctest: +SKIP
>>> result.profiles, result.attributes, result.measures  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["Options", "Result", "__version__", "audit", "evaluate"]

__version__ = "0.1.0"

if TYPE_CHECKING:
    from auditor.pipeline import Options, Result, audit, evaluate
else:

    def __getattr__(name: str) -> object:
        # The pipeline pulls in every stage; the decoder's child process must start without them.
        if name in __all__:
            from auditor import pipeline

            return getattr(pipeline, name)
        raise AttributeError(f"module 'auditor' has no attribute {name!r}")
