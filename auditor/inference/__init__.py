"""The evidence graph to profiles of claims with probabilities."""

from auditor.inference.certainty import certainty
from auditor.inference.profile import Conclusion, conclude
from auditor.inference.routines import Routine, routines
from auditor.inference.rulebook import Assumed, Rulebook, read_rules, rulebook
from auditor.inference.timeline import Event, timeline
from auditor.inference.wording import reason, value_in_words

__all__ = [
    "Assumed",
    "Conclusion",
    "Event",
    "Routine",
    "Rulebook",
    "certainty",
    "conclude",
    "read_rules",
    "reason",
    "routines",
    "rulebook",
    "timeline",
    "value_in_words",
]
