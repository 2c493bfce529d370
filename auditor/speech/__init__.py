"""Samples to words: recognisers behind one protocol, languages, utterances."""

from auditor.speech.agreement import span_agreed, with_second
from auditor.speech.choice import Choice, Recognisers
from auditor.speech.confidence import with_probabilities, word_probability
from auditor.speech.language import language_of_text
from auditor.speech.protocol import Dropped, Heard, Hypothesis, Recogniser, Sound
from auditor.speech.utterances import PAUSE_S, from_lines, segment
from auditor.speech.words import plain_word

__all__ = [
    "PAUSE_S",
    "Choice",
    "Dropped",
    "Heard",
    "Hypothesis",
    "Recogniser",
    "Recognisers",
    "Sound",
    "from_lines",
    "language_of_text",
    "plain_word",
    "segment",
    "span_agreed",
    "with_probabilities",
    "with_second",
    "word_probability",
]
