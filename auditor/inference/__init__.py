"""The evidence graph to profiles of claims with probabilities."""

from auditor.inference.certainty import certainty
from auditor.inference.profile import Conclusion, conclude

__all__ = ["Conclusion", "certainty", "conclude"]
