"""Where somebody is going.

A destination is what follows a request to be taken somewhere, up to where the sentence goes on; it
is reported when it has a name of its own, for "the nearest petrol" tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.attributes.about import Frame
from auditor.attributes.finding import Finding
from auditor.attributes.lexicon import data, word_lists
from auditor.attributes.pattern import Grammar
from auditor.attributes.reading import Reading
from auditor.attributes.rules import Rule, RuleSet, load_rules
from auditor.attributes.text import BREAK
from auditor.records import Language

__all__ = ["DestinationDetector"]

_DESTINATION_WORDS = 8
_TOWNS = ("town", "town_word")
_LINKS = frozenset("to the vers à au aux le la les l' jusqu' pour".split())
"""Words between a request and the place itself."""
_ASKED, _PLAIN = 0.8, 0.86
"""Score of a request to be taken somewhere, and of one to a town of the gazetteer: nothing else is
meant by that, whatever the encoder makes of it."""
_ORDINARY = (
    *("place_kind", "private_place", "dull_place", "brand", "worship"),
    *("nationality", "genre", "diet", "food"),
)


class DestinationDetector:
    """Reports named destinations (``visited_place``) and telling kinds (``place_type``)."""

    def __init__(self, language: Language, grammar: Grammar, version: str) -> None:
        file = data("places", f"{language}.toml")
        self._triggers = RuleSet(load_rules(file, f"{language}/places", grammar))
        self._words = word_lists(language)
        self._version = version

    def detect(self, reading: Reading, frame: Frame) -> Iterator[Finding]:
        """Yield a finding for each destination that has a name or a telling kind."""
        if frame.register in ("news", "fiction"):
            return
        taken = -1
        for match in sorted(self._triggers.matches(reading), key=lambda match: match.last):
            first, last = self._chunk(reading, match.value_first if match.valued else match.last)
            if first <= taken or first >= last:
                continue
            why = f"cue:{match.rule.id}@{self._version}"
            found = list(self._judged(reading, first, last, match.rule, why))
            if found:
                taken = last
            yield from found

    def _chunk(self, reading: Reading, first: int) -> tuple[int, int]:
        words = reading.text.words
        last = first
        while last < len(words) and last - first < _DESTINATION_WORDS:
            at_stop = words[last] in self._words["stops"] and not self._inside_name(reading, last)
            if words[last] == BREAK or (last > first and (at_stop or _tells_when(reading, last))):
                break
            last += 1
        return first, last

    def _inside_name(self, reading: Reading, k: int) -> bool:
        names = reading.hits.of("street", *_TOWNS, "place_kind", "private_place", "brand")
        return any(hit.first < k < hit.last for hit in names)

    def _judged(
        self, reading: Reading, first: int, last: int, rule: Rule, why: str
    ) -> Iterator[Finding]:
        score = rule.fields["score"]
        first = self._past_link(reading, first, last)
        if self._named(reading, first, last, known=_known(rule, reading, first, last)):
            place = reading.hits.within(first, last, *_TOWNS, "country", "street")
            whole = place is not None and place.last - place.first == last - first
            known_town = whole and place is not None and place.cls in _TOWNS
            score = max(score, _PLAIN) if known_town and score >= _ASKED else score
            name = "" if whole else " ".join(reading.text.words[first:last])
            yield Finding("visited_place", first, last, score, why, None, name)
            return
        kind = reading.hits.within(first, last, "private_place", "place_kind")
        if kind and kind.note != "weak":
            yield Finding("place_type", first, last, score, why, None, kind.concept)

    def _past_link(self, reading: Reading, first: int, last: int) -> int:
        """Return where the place itself begins: after "vers la", unless that is all there is."""
        words, start = reading.text.words, first
        while start < last - 1 and words[start] in _LINKS and not self._inside_hit(reading, start):
            start += 1
        return start

    def _inside_hit(self, reading: Reading, k: int) -> bool:
        named = reading.hits.of(
            "street", *_TOWNS, "country", "place_kind", "private_place", "brand"
        )
        return any(hit.first <= k < hit.last for hit in named)

    def _named(self, reading: Reading, first: int, last: int, *, known: bool) -> bool:
        """Return whether the chunk has a name; one of a gazetteer where ``known`` asks for it."""
        hits, words = reading.hits, reading.text.words
        if words[first] in self._words["dull"]:
            return False
        if hits.within(first, last, "street", "town"):
            return True
        ordinary = [hit for hit in hits.of(*_ORDINARY) if first <= hit.first and hit.last <= last]
        if known and not ordinary:
            return False
        if hits.within(first, last, "country", "town_word"):
            return True
        covered = {k for hit in ordinary for k in range(hit.first, hit.last)}
        dull = self._words["common"] | self._words["stops"]
        rest = [words[k] for k in range(first, last) if k not in covered]
        return any(word.isalpha() and len(word) > 1 and word not in dull for word in rest)


def _known(rule: Rule, reading: Reading, first: int, last: int) -> bool:
    """Return whether a rule believes only names that it finds in a gazetteer or a lexicon.

    After "we went to" a town whose name is a common word too is believed where nothing follows it.
    """
    if rule.fields.get("been", False):
        whole = reading.hits.within(first, last, "town_word")
        return whole is None or whole.last - whole.first < last - first
    return bool(rule.fields.get("known", False))


def _tells_when(reading: Reading, k: int) -> bool:
    """Return whether word ``k`` is the article of a time: "strasbourg [le] week-end dernier"."""
    if reading.text.words[k] not in ("le", "la", "l'", "les"):
        return False
    times = reading.hits.of("unit", "weekday", "day_part", "month")
    weekend = reading.text.words[k + 1 : k + 2] in (("week",), ("weekend",))
    return weekend or any(hit.first == k + 1 for hit in times)
