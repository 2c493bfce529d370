"""What is exported, and the times and texts that every timed format can hold.

Subtitles, Praat and ELAN all want the same: whole milliseconds, annotations that last, words of
an utterance one after the other inside it, and text on one line. It is made once, here.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.errors import SourceError
from auditor.records import Recording, Transcript, Utterance, Word

__all__ = ["UNKNOWN", "Line", "Spoken", "Timed", "one_line"]

UNKNOWN = "unknown"
"""Who speaks where nobody said who."""


@dataclass(frozen=True)
class Timed:
    """A word on the timeline; ``end_ms`` is at least one millisecond after ``start_ms``."""

    start_ms: int
    end_ms: int
    text: str
    confidence: float


@dataclass(frozen=True)
class Line:
    """An utterance on the timeline; its words follow each other inside it."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str
    words: tuple[Timed, ...]


@dataclass(frozen=True)
class Spoken:
    """A transcript, its recording, and who speaks by utterance id."""

    transcript: Transcript
    recording: Recording
    speakers: Mapping[str, str]

    def speaker(self, utterance: Utterance) -> str:
        """Return the speaker's name on one line, or :data:`UNKNOWN`."""
        return one_line(self.speakers.get(utterance.id, "")) or UNKNOWN

    def check(self) -> None:
        """Refuse times and confidences that no format could hold.

        Raises
        ------
        SourceError
            If one is negative, infinite or no number.
        """
        for utterance in self.transcript.utterances:
            numbers = [utterance.start_s, utterance.end_s]
            for word in utterance.words:
                numbers += (word.start_s, word.end_s, word.confidence)
            if not all(math.isfinite(number) and number >= 0 for number in numbers):
                raise SourceError(
                    f"utterance {utterance.id} has a time or a confidence that is not a number "
                    "of zero or more",
                    where=self.recording.name,
                    remedy="Correct it in the source and run again.",
                )

    def lines(self) -> tuple[Line, ...]:
        """Return the utterances that have times and words, in the order of their beginnings.

        Raises
        ------
        SourceError
            If there are utterances and none has times.
        """
        said = [one for one in self.transcript.utterances if one_line(one.text)]
        timed = [one for one in said if one.timed]
        if said and not timed:
            raise SourceError(
                "the transcript has no times, and subtitles, TextGrid and EAF are made of them",
                where=self.recording.name,
                remedy="Choose json or csv.",
            )
        return tuple(sorted(map(self._line, timed), key=lambda line: line.start_ms))

    def _line(self, utterance: Utterance) -> Line:
        words = tuple(_words(utterance.words))
        start = min(_milliseconds(utterance.start_s), words[0].start_ms)
        end = max(_milliseconds(utterance.end_s), words[-1].end_ms)
        text = " ".join(word.text for word in words)
        return Line(start, end, text, self.speaker(utterance), words)


def one_line(text: str) -> str:
    """Return ``text`` without control characters, white space as single spaces.

    What XML and Praat cannot hold (control characters, lone surrogates, code points that mean
    nothing) becomes a space, and so do line breaks and no-break spaces.
    """
    return " ".join("".join(" " if _is_other(char) else char for char in text).split())


def _is_other(char: str) -> bool:
    return unicodedata.category(char)[0] == "C"


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


def _words(words: Sequence[Word]) -> Iterator[Timed]:
    """Yield the words in their order, none without length and none over the next.

    A recogniser may give a word no length, or begin a word before the last one ended. A word then
    ends where the next begins; one that would have no length gets a millisecond, and what follows
    moves by as much.
    """
    said = [(word, text) for word in words if (text := one_line(word.text))]
    starts: list[int] = []
    for word, _ in said:
        earliest = starts[-1] + 1 if starts else 0
        starts.append(max(_milliseconds(word.start_s), earliest))
    for index, (word, text) in enumerate(said):
        end = max(_milliseconds(word.end_s), starts[index] + 1)
        if index + 1 < len(said):
            end = min(end, starts[index + 1])
        yield Timed(starts[index], end, text, word.confidence)
