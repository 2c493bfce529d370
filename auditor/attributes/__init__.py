"""Words to attributes: what one utterance gives away, in English and in French.

Detectors (cues, lexicons, readers of numbers and places, a user's own) look at one
:class:`~auditor.attributes.reading.Reading` of the utterance, each on its own; the resolver makes
one answer of what they find; a trained encoder reads the same words, and both are weighed against
each other into one calibrated probability.
"""

from auditor.attributes.deciding import Weighed
from auditor.attributes.entities import ENTITY_KINDS, Entity, entities, pipeline
from auditor.attributes.extractor import VERSION, Extractor, explain, extract
from auditor.attributes.finding import Detector, Finding
from auditor.attributes.own import Own, read_own

__all__ = [
    "ENTITY_KINDS",
    "VERSION",
    "Detector",
    "Entity",
    "Extractor",
    "Finding",
    "Own",
    "Weighed",
    "entities",
    "explain",
    "extract",
    "pipeline",
    "read_own",
]
