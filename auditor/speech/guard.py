"""Which recognised words not to believe.

A recogniser writes words for whatever it is given. Whisper learned from subtitles, and puts the
commonest ones where nobody speaks; made to write French, it turns Spanish into French sentences
that nobody said. An invented sentence is false evidence against a person, so words are believed
only if nothing speaks against them. What is dropped is counted, with the reason.

The thresholds stand between real commands and noises, music and foreign speech that were
synthesised for the purpose, with Whisper base; ``benchmarks/speech/whisper.py`` measures on others
what they catch and what they cost.
"""

from __future__ import annotations

import tomllib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from auditor.records import Language, Word
from auditor.speech.words import plain_word

__all__ = ["GUARD_VERSION", "Evidence", "compression_ratio", "doubt", "doubt_of_segment"]

GUARD_VERSION = 2
"""To be raised with any change of rule or threshold: stored transcripts depend on it."""

_REPEATING = 2.2
"""Compression ratio: commands reach 1.1, decoders in a loop begin at 2.5 (Whisper's own is 2.4)."""
_WORDS_PER_S = 8.0
"""The fastest speakers stay under 6 over a whole utterance."""
_LANGUAGE_SHARE: dict[Language, float] = {"en": 0.25, "fr": 0.04}
"""Probability of the language against the likeliest one. English is what Whisper calls any sound
(0.2 to 0.5 for noise, French 0.01), so that it takes more to be English."""
_RIVALS = frozenset(
    "ar ca cs da de el en es fi fr he hi hu id it ja ko nl no pl pt ro ru sv ta th tr uk ur vi"
    " zh".split()
)
"""Languages that Whisper tells with some reliability. Those of which it learned little serve it as
a drawer for what it cannot place: English with an unusual name in it becomes Welsh."""
_NO_SPEECH = 0.6
_NO_SPEECH_LOG_PROBABILITY = -0.9
"""Whisper's own sign of silence counts only if the text is unlikely too: short commands in noise
reach 0.6 as well."""
_GUESS = -1.2
"""Mean log probability of a token; commands that are half understood have −1."""
_FIRST_WORD = 0.03
_FIRST_WORD_NO_SPEECH = 0.3
"""Where nobody speaks, the first word is hardly likelier than any other (median 0.01), whatever
follows from it; commands begin with 0.04 and more."""
_POLITE_LOG_PROBABILITY = -0.8
_POLITE_NO_SPEECH = 0.3
"""Thanks that were said have −0.6 and 0.2, thanks on noise −0.9 and 0.4 or worse."""
_SEGMENT_CONFIDENCE = 0.5
_LONE_WORD_CONFIDENCE = 0.8
"""Vosk's confidence: a lone word on noise has at most 0.75. A command in loud noise has a mean of
0.6; most of it is wrong then, but was said."""


@dataclass(frozen=True)
class Evidence:
    """What the text of a piece of sound rests on.

    Attributes
    ----------
    text
        As the recogniser wrote it.
    words
        How many words it has.
    seconds
        Length of the sound.
    log_probability
        Mean natural logarithm of a token's probability.
    no_speech
        Probability that nobody speaks.
    first_word
        Probability of the first word.
    languages
        Probability of each language, by ISO 639 code.
    """

    text: str
    words: int
    seconds: float
    log_probability: float
    no_speech: float
    first_word: float
    languages: dict[str, float]


def doubt(evidence: Evidence, language: Language) -> str | None:
    """Return why the text is not to be believed, or None."""
    probabilities = {code: p for code, p in evidence.languages.items() if code in _RIVALS}
    likeliest = max(probabilities, key=lambda code: probabilities[code])
    share = probabilities.get(language, 0.0) / probabilities[likeliest]
    reasons = {
        "repetition": compression_ratio(evidence.text) > _REPEATING,
        "faster than anybody speaks": evidence.words > _WORDS_PER_S * max(evidence.seconds, 0.5),
        "stock phrase": _is_stock_phrase(evidence, language),
        "no speech": _is_no_speech(evidence),
        f"another language ({likeliest})": share < _LANGUAGE_SHARE[language],
        "guess": evidence.log_probability < _GUESS,
    }
    return next((reason for reason, applies in reasons.items() if applies), None)


def doubt_of_segment(words: Sequence[Word]) -> str | None:
    """Return why a segment of Vosk's is not to be believed, or None.

    Vosk writes ``huh`` and ``yeah`` on noise and music, one at a time and without confidence.
    Foreign speech becomes sentences, of which this finds few; telling the language finds more.
    """
    if not words:
        return None
    mean = sum(word.confidence for word in words) / len(words)
    least = _LONE_WORD_CONFIDENCE if len(words) == 1 else _SEGMENT_CONFIDENCE
    return "guess" if mean < least else None


def compression_ratio(text: str) -> float:
    """Return how many times zlib makes ``text`` smaller; text that repeats itself exceeds 2."""
    data = text.encode()
    return len(data) / len(zlib.compress(data))


def _is_no_speech(evidence: Evidence) -> bool:
    silent = evidence.no_speech > _NO_SPEECH
    unlikely = evidence.log_probability < _NO_SPEECH_LOG_PROBABILITY
    no_beginning = evidence.first_word < _FIRST_WORD and evidence.no_speech > _FIRST_WORD_NO_SPEECH
    return (silent and unlikely) or no_beginning


def _is_stock_phrase(evidence: Evidence, language: Language) -> bool:
    phrases = _phrases(language)
    text = " ".join(filter(None, (plain_word(word) for word in evidence.text.split())))
    if any(f"{text} ".startswith(f"{phrase} ") for phrase in phrases["credits"]):
        return True
    unsure = (
        evidence.log_probability < _POLITE_LOG_PROBABILITY
        and evidence.no_speech > _POLITE_NO_SPEECH
    )
    return unsure and text in phrases["polite"]


@cache
def _phrases(language: Language) -> dict[str, frozenset[str]]:
    text = resources.files(__package__).joinpath("whisper_phrases.toml").read_text("utf-8")
    return {kind: frozenset(rows[language]) for kind, rows in tomllib.loads(text).items()}
