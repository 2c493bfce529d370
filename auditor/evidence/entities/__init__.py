"""Whom and what a person speaks of, across utterances and recordings.

``mentions``, ``references``
    Words that name somebody or something, and words that point back ("there", "the clinic").
``names``, ``wordings``
    How alike two names are, in spelling and in sound.
``people``, ``places``, ``wordings``
    Mentions to groups, each with its probability.
``decisions``
    Merges and separations by hand, kept in a file.
``data``
    Weights, relations and patterns, to be read and changed by researchers.
"""

from auditor.evidence.entities.decisions import Decisions, merge, read_decisions, separate
from auditor.evidence.entities.records import Entities, Entity, Link, Mention, Placed
from auditor.evidence.entities.resolving import resolve

__all__ = [
    "Decisions",
    "Entities",
    "Entity",
    "Link",
    "Mention",
    "Placed",
    "merge",
    "read_decisions",
    "resolve",
    "separate",
]
