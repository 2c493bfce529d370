"""What is known of the words of an utterance before any rule looks at them.

A hit says that some words are an entry of a class: a relation, a medicine, a town, a number, a
time. Classes come from lexicon files, from gazetteers and from the readers of numbers and times;
rules name them as ``{class}`` without knowing where they come from.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from auditor.attributes.pattern import Marks, class_key
from auditor.attributes.text import Text

__all__ = ["Encoded", "Hit", "Hits"]


@dataclass(frozen=True, slots=True)
class Hit:
    """Words ``first`` to ``last`` (excluded) are an entry of class ``cls``.

    ``concept`` is what the entry stands for, ``note`` what else its row says, ``source`` the
    file it came from. ``sounds_like`` is the entry's surface where the words are not the entry but
    sound like it.
    """

    cls: str
    first: int
    last: int
    concept: str
    note: str = ""
    source: str = ""
    sounds_like: str = ""


class Encoded:
    """Words as the one string that patterns run over: each followed by a space, one space before.

    :mod:`auditor.attributes.pattern` compiles patterns against this form.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._offsets = [1]
        pieces = [" "]
        for word in words:
            pieces.append(f"{word} ")
            self._offsets.append(self._offsets[-1] + len(word) + 1)
        self.string = "".join(pieces)

    def word_at(self, offset: int) -> int:
        """Return which word begins at ``offset`` of the string."""
        return bisect_left(self._offsets, offset)


@dataclass
class Hits:
    """The hits of one text, by class and by place."""

    all: list[Hit] = field(default_factory=list)
    _by_class: dict[str, list[Hit]] = field(default_factory=lambda: defaultdict(list))

    def add(self, hits: Iterable[Hit]) -> None:
        """Add ``hits``."""
        for hit in hits:
            self.all.append(hit)
            self._by_class[hit.cls].append(hit)

    def of(self, *classes: str) -> list[Hit]:
        """Return the hits of ``classes``, in the order of the text, longest first."""
        found = [hit for name in classes for hit in self._by_class.get(name, ())]
        return sorted(found, key=lambda hit: (hit.first, -hit.last))

    def within(self, first: int, last: int, *classes: str) -> Hit | None:
        """Return the longest hit of ``classes`` inside words ``first`` to ``last``, or None."""
        inside = [hit for hit in self.of(*classes) if first <= hit.first and hit.last <= last]
        return max(inside, key=lambda hit: (hit.last - hit.first, -hit.first), default=None)

    def keys(self) -> list[str]:
        """Return the anchors that the classes present satisfy."""
        return [class_key(name) for name in self._by_class]

    def encode(self, text: Text, marks: Marks) -> Encoded:
        """Return the words of ``text``, each with the marks of its classes."""
        tags: dict[int, set[str]] = defaultdict(set)
        for hit in self.all:
            begins, follows = marks.pair(hit.cls)
            tags[hit.first].add(begins)
            for k in range(hit.first + 1, hit.last):
                tags[k].add(follows)
        return Encoded(
            word + "".join(sorted(tags[k])) if k in tags else word
            for k, word in enumerate(text.words)
        )
