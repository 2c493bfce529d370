"""Who spoke: voices as vectors, likelihood ratios between them, speakers across recordings.

``vectors``
    Vosk's speaker vector of a stretch of speech.
``scoring``
    Two vectors to a calibrated likelihood ratio.
``clustering``
    Utterances to speakers, with what people decided by ear.
``decisions``
    Names, merges and splits by hand, kept in a file.
``metrics``
    Equal error rate and the cost of likelihood ratios.
"""

from auditor.speech.voices.clustering import cluster
from auditor.speech.voices.decisions import Decisions, merge, name, read_decisions, split
from auditor.speech.voices.scoring import LEAST_S, Link, link, wording
from auditor.speech.voices.speakers import Member, Speaker, Speakers, Unknown
from auditor.speech.voices.vectors import VoiceEncoder

__all__ = [
    "LEAST_S",
    "Decisions",
    "Link",
    "Member",
    "Speaker",
    "Speakers",
    "Unknown",
    "VoiceEncoder",
    "cluster",
    "link",
    "merge",
    "name",
    "read_decisions",
    "split",
    "wording",
]
