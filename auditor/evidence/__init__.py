"""The evidence graph: what was heard, when, how surely, and what follows from it.

``schema``
    Kinds of nodes and edges, their fields, and whether a graph keeps to them.
``graph``
    Building it from what was heard, and adding claims.
``seconds``
    From a claim back to the sound.
"""

from auditor.evidence.graph import add_claims, attribute_id, build, of_person
from auditor.evidence.schema import Graph, check, validate
from auditor.evidence.seconds import Stretch, seconds_against, seconds_for

__all__ = [
    "Graph",
    "Stretch",
    "add_claims",
    "attribute_id",
    "build",
    "check",
    "of_person",
    "seconds_against",
    "seconds_for",
    "validate",
]
