"""A text with everything the detectors need to know of it, worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from auditor.attributes import gazetteer
from auditor.attributes.bysound import SoundReader
from auditor.attributes.corrections import superseded
from auditor.attributes.hits import Encoded, Hit, Hits
from auditor.attributes.lexicon import Entry, Lexicon, load
from auditor.attributes.numbers import numbers
from auditor.attributes.pattern import Marks
from auditor.attributes.streets import streets
from auditor.attributes.text import Text
from auditor.attributes.times import TimeReader, number_classes
from auditor.records import Language

__all__ = ["Reading", "ReadingMaker"]


@dataclass(frozen=True)
class Reading:
    """One stretch of an utterance, ready for the detectors.

    ``marked`` and ``plain`` are what patterns run over, with and without the marks of lexicon
    classes; ``at`` is the clock time of the utterance where that is known; ``by_sound`` are the
    hits whose words only sound like their entry.
    """

    text: Text
    hits: Hits
    marked: Encoded
    plain: Encoded
    at: datetime | None
    by_sound: tuple[Hit, ...] = ()

    @cached_property
    def keys(self) -> set[str]:
        """The anchors that this text satisfies: its words and its lexicon classes."""
        return {*self.text.words, *self.hits.keys()}

    @cached_property
    def superseded(self) -> dict[Hit, Hit]:
        """Hits that the speaker corrected, each with what replaces it."""
        return superseded(self.text, self.hits)


class ReadingMaker:
    """Makes the readings of one language; owns the marks that its patterns are compiled with.

    Parameters
    ----------
    language
        ``"en"`` or ``"fr"``.
    own
        Rows of a researcher's own lexicons.
    """

    def __init__(self, language: Language, own: Sequence[Entry] = ()) -> None:
        self.marks = Marks()
        self._lexicons = (load(language), gazetteer.load(language), Lexicon(own, language))
        self._times = TimeReader(language, self.marks)
        self._sounds = SoundReader(language, self._lexicons)

    def read(self, text: Text, at: datetime | None) -> Reading:
        """Return the reading of ``text``, said at ``at`` where that is known."""
        hits = Hits()
        for lexicon in self._lexicons:
            hits.add(lexicon.hits(text))
        found = list(numbers(text))
        hits.add(found)
        hits.add(number_classes(found))
        hits.add(streets(text, hits))
        hits.add(self._times.read(text, hits))
        by_sound = tuple(self._sounds.read(text, hits))
        hits.add(by_sound)
        marked, plain = hits.encode(text, self.marks), Encoded(text.words)
        return Reading(text, hits, marked, plain, at, by_sound)
