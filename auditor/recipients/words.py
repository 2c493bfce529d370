"""Taking words out of what was said, so that what is left does not say them in another place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from auditor.recipients.held import Held
from auditor.records import Attribute, Utterance, Word

__all__ = ["MASK", "masked"]

MASK = "[…]"
"""What stands where a stretch of words was taken out."""
_Phrase = tuple[str, ...]
_SHORTEST = 3
"""Letters of the shortest word that is looked for elsewhere: "my" of a span is everybody's."""


def masked(held: Held, wanted: Callable[[Attribute], bool]) -> Held:
    """Return it without the attributes that ``wanted`` says, and their words taken out.

    Of an attribute with a span, the words that it touches go. Of one without, all words of its
    utterance go, since nothing tells which of them give it away. The same words go wherever else
    that person said them, and from the values of the attributes that stay. Alternative texts of
    an utterance that loses words go as well; spans of attributes that stay move along, or go where
    they lost words.
    """
    going = [each for each in held.reported if wanted(each)]
    if not going:
        return held.with_attributes(each for each in held.attributes if not wanted(each))
    people = held.person_of
    lines = {each.id: _Line(each) for each in held.utterances}
    phrases = _phrases(going, lines, people)
    for attribute in going:
        lines[attribute.utterance_id].hide(attribute)
    for name, line in lines.items():
        line.hide_phrases(phrases[people[name]])
    left = (each for each in held.attributes if not wanted(each))
    return replace(
        held,
        utterances=tuple(lines[each.id].masked() for each in held.utterances),
        attributes=tuple(
            _cleaned(each, lines[each.utterance_id], phrases[people[each.utterance_id]])
            for each in left
        ),
    )


def _phrases(
    going: Iterable[Attribute], lines: dict[str, _Line], people: dict[str, str]
) -> dict[str, set[_Phrase]]:
    found: dict[str, set[_Phrase]] = defaultdict(set)
    for attribute in going:
        line = lines[attribute.utterance_id]
        said = [line.folded[k] for k in line.touched(attribute.span)] if attribute.span else []
        for words in (said, _split(attribute.value), _split(attribute.normalised)):
            if sum(map(len, words)) >= _SHORTEST:
                found[people[attribute.utterance_id]].add(tuple(words))
    return found


def _split(text: str) -> list[str]:
    return [_fold(word) for word in text.split()]


def _fold(word: str) -> str:
    """Return a word as it is compared: without marks around it, "l'" before it, "'s" after it."""
    bare = re.sub(r"^\W+|\W+$", "", word.casefold())
    return re.sub(r"^([cdjlmnst]|qu)['’](?=\w)|['’]s$", "", bare)


@dataclass
class _Line:
    """The words of one utterance, which of them are hidden, and where they stand in its text."""

    utterance: Utterance

    def __post_init__(self) -> None:
        self.folded = [_fold(word.text) for word in self.utterance.words]
        self.hidden: set[int] = set()
        self.starts = list(_starts(self.utterance.words))

    def touched(self, span: tuple[int, int]) -> list[int]:
        """Return the words that a span of characters touches."""
        words = zip(self.starts, self.utterance.words, strict=True)
        return [
            k
            for k, (start, word) in enumerate(words)
            if start < span[1] and span[0] < start + len(word.text)
        ]

    def hide(self, attribute: Attribute) -> None:
        whole = range(len(self.folded))
        self.hidden.update(self.touched(attribute.span) if attribute.span else whole)

    def hide_phrases(self, phrases: set[_Phrase]) -> None:
        for first, last in _found(self.folded, phrases):
            self.hidden.update(range(first, last))

    def masked(self) -> Utterance:
        if not self.hidden:
            return self.utterance
        return replace(self.utterance, words=tuple(self._words()), alternatives=())

    def _words(self) -> Iterator[Word]:
        for k, word in enumerate(self.utterance.words):
            if k not in self.hidden:
                yield word
            elif k - 1 not in self.hidden:
                last = k
                while last + 1 in self.hidden:
                    last += 1
                yield Word(MASK, word.start_s, self.utterance.words[last].end_s, 0.0)

    def moved(self, span: tuple[int, int] | None) -> tuple[int, int] | None:
        """Return a span where it stands in the masked text; None where it lost words."""
        touched = self.touched(span) if span else []
        if span is None or not touched or not self.hidden.isdisjoint(touched):
            return None
        if not self.hidden:
            return span
        gone = sum(len(self.utterance.words[k].text) + 1 for k in self.hidden if k < touched[0])
        stretches = sum(1 for k in self.hidden if k < touched[0] and k - 1 not in self.hidden)
        shift = stretches * (len(MASK) + 1) - gone
        return span[0] + shift, span[1] + shift


def _starts(words: Sequence[Word]) -> Iterator[int]:
    at = 0
    for word in words:
        yield at
        at += len(word.text) + 1


def _found(words: Sequence[str], phrases: set[_Phrase]) -> Iterator[tuple[int, int]]:
    for phrase in phrases:
        for first in range(len(words) - len(phrase) + 1):
            if tuple(words[first : first + len(phrase)]) == phrase:
                yield first, first + len(phrase)


def _cleaned(attribute: Attribute, line: _Line, phrases: set[_Phrase]) -> Attribute:
    return replace(
        attribute,
        value=_without(attribute.value, phrases),
        normalised=_without(attribute.normalised, phrases),
        span=line.moved(attribute.span),
    )


def _without(text: str, phrases: set[_Phrase]) -> str:
    hidden = {k for first, last in _found(_split(text), phrases) for k in range(first, last)}
    if not hidden:
        return text
    words = list(enumerate(text.split()))
    kept = [(k, word) for k, word in words if k not in hidden or k - 1 not in hidden]
    return " ".join(MASK if k in hidden else word for k, word in kept)
