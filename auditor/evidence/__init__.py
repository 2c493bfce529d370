"""The evidence graph: what was heard, when, how surely, and what follows from it.

``schema``
    Kinds of nodes and edges, their fields, and whether a graph keeps to them.
``graph``
    Building it from what was heard, and adding claims.
``seconds``
    From a claim back to the sound.
``entities``
    Whom and what a person speaks of, across utterances and recordings.
``adding``
    Entities, events and voices in the graph.
``persons``, ``clocks``
    Which recordings are of one person, and which clocks to believe.
"""

from auditor.evidence.adding import add_entities, add_events, add_voices
from auditor.evidence.graph import add_claims, attribute_id, build, of_person
from auditor.evidence.schema import Graph, check, validate
from auditor.evidence.seconds import Stretch, seconds_against, seconds_for

__all__ = [
    "Graph",
    "Stretch",
    "add_claims",
    "add_entities",
    "add_events",
    "add_voices",
    "attribute_id",
    "build",
    "check",
    "of_person",
    "seconds_against",
    "seconds_for",
    "validate",
]
