"""The evidence graph to profiles of claims with probabilities."""

from auditor.inference.certainty import certainty
from auditor.inference.profile import Conclusion, conclude
from auditor.inference.rulebook import Assumed, Rulebook, read_rules, rulebook

__all__ = [
    "Assumed",
    "Conclusion",
    "Rulebook",
    "certainty",
    "conclude",
    "read_rules",
    "rulebook",
]
