"""The small language that cues are written in, compiled to regular expressions over words.

======================  ====================================================================
``diagnosed``           the word; contractions and elisions are split as in speech
``diagnos*``            any word with that beginning
``*ée``                 any word with that ending, longer than the ending
``content/e/s``         the word, and the word with each of these endings
``{condition}``         an entry of a lexicon class, of any number of words
``<self>``              a macro: a named pattern of the same language
``(a|b c|)``            alternatives, possibly empty
``x?``                  optional
``_`` ``_{1,3}``        any word; one to three words
``~`` ``~~``            a gap of up to three words, of up to eight words
``!x``                  not followed by x
``-(his|her)``          not preceded by one of these words
``^`` ``$``             the beginning (hesitations and greetings apart), the end
``[x]``                 the value: its words become the attribute's span
======================  ====================================================================

There is no unbounded repetition, so the work is linear in the length of an utterance whatever a
rule's author writes. Each pattern also knows its anchors: words or classes of which one must occur
for the pattern to match at all, so that an utterance is tried against few of the many patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from auditor.attributes.text import BREAK, split_words
from auditor.errors import UsageError
from auditor.records import Language

__all__ = ["Grammar", "Marks", "Pattern", "class_key", "endings"]

_SYMBOL = re.compile(
    r"\s*(?:(?P<bounds>\{(?P<low>\d+),(?P<high>\d+)\})|\{(?P<cls>[a-z_]+)\}|<(?P<macro>[a-z_]+)>"
    r"|(?P<op>~~|-(?=\()|[()|\[\]~_^$!?])|(?P<word>[^\s()\[\]{}<>|~_^$!?]+))"
)
_ANY = rf"[^ {re.escape(BREAK)}][^ ]* "
_FILLERS = (
    "um|uh|er|erm|oh|ah|hey|hi|hello|so|well|okay|ok|right|and|but|yeah|yes|no|please|now|anyway|like"
    "|euh|heu|hum|bon|ben|bah|alors|hé|oui|ouais|non|et|mais|dis|allô|donc|enfin|tiens|allez|ah"
)
_START = rf"(?:(?<=\A )|(?<= {re.escape(BREAK)} ))(?:(?:{_FILLERS}) ){{0,4}}"
_TAIL = "[\ue000-\uf8ff]* "
"""What follows every word: the marks of its classes, and a space."""
_FIRST_MARK = 0xE000
_LONG = 60
"""How many words a repetition may span."""
_COMMON_WEIGHT = 40
_STEM = 3
"""Letters that a word needs before an ending that a pattern asks for."""


def class_key(name: str) -> str:
    """Return the anchor that stands for a lexicon class."""
    return "{" + name + "}"


class Marks:
    """Which private characters mark the words of each lexicon class in an encoded utterance."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}

    def pair(self, name: str) -> tuple[str, str]:
        """Return the marks of a first word and of a following word of class ``name``."""
        k = self._index.setdefault(name, len(self._index))
        return chr(_FIRST_MARK + 2 * k), chr(_FIRST_MARK + 2 * k + 1)

    def names(self) -> tuple[str, ...]:
        """Return the classes that have marks."""
        return tuple(self._index)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern.

    ``regex`` runs over encoded words, marked ones where ``marked`` says that it names a lexicon
    class; ``anchors`` gate it.
    """

    regex: str
    anchors: frozenset[str]
    marked: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a pattern: its expression, and the anchors it requires (None: none)."""

    regex: str
    anchors: frozenset[str] | None


class Grammar:
    """Compiles the patterns of one language.

    Parameters
    ----------
    macros
        Patterns that others may name as ``<name>``.
    marks
        Shared with whatever encodes the utterances.
    common
        Words that are in most utterances, and so make poor anchors.
    """

    def __init__(
        self,
        language: Language,
        *,
        macros: Mapping[str, str],
        marks: Marks,
        common: frozenset[str] = frozenset(),
    ) -> None:
        self.language = language
        self.marks = marks
        self._macros = dict(macros)
        self._common = common
        self._parts: dict[str, _Part | None] = {}

    def compile(self, source: str) -> Pattern:
        """Compile ``source``.

        Raises
        ------
        UsageError
            If the pattern cannot be read, or nothing in it has to occur (no anchor).
        """
        parser = _Parser(source, self)
        part = parser.parse()
        if not part.anchors:
            raise UsageError(
                f"the pattern {source!r} has no word that must occur",
                remedy="Add a word or a lexicon class outside of optional parts.",
            )
        if parser.slots > 1:
            raise UsageError(f"the pattern {source!r} has more than one value in brackets")
        regex = f"(?<= ){part.regex}"
        marked = max(regex.replace(_TAIL, "")) >= chr(_FIRST_MARK)
        return Pattern(regex if marked else regex.replace(_TAIL, " "), part.anchors, marked)

    def weigh(self, anchors: frozenset[str]) -> int:
        """Return about how often one of ``anchors`` occurs, in units of a rare word."""
        return sum(_COMMON_WEIGHT if word in self._common else 1 for word in anchors)

    def macro(self, name: str) -> _Part:
        """Return the compiled macro ``name``."""
        if name not in self._macros:
            raise UsageError(f"unknown macro <{name}> in a pattern")
        if name not in self._parts:
            self._parts[name] = None
            self._parts[name] = _Parser(self._macros[name], self).parse()
        part = self._parts[name]
        if part is None:
            raise UsageError(f"the macro <{name}> contains itself")
        return part


class _Parser:
    """Recursive descent over one pattern."""

    def __init__(self, source: str, grammar: Grammar) -> None:
        self.grammar = grammar
        self.symbols = list(_symbols(source))
        self.at = 0
        self.slots = 0

    def parse(self) -> _Part:
        part = self.alternatives()
        if self.at < len(self.symbols):
            raise UsageError(f"unexpected {self.symbols[self.at].group().strip()!r} in a pattern")
        return part

    def peek(self) -> str:
        if self.at == len(self.symbols):
            return ""
        return self.symbols[self.at].group("op") or "x"

    def alternatives(self) -> _Part:
        parts = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            parts.append(self.sequence())
        if len(parts) == 1:
            return parts[0]
        anchors: frozenset[str] | None = frozenset()
        for part in parts:
            anchors = None if anchors is None or part.anchors is None else anchors | part.anchors
        return _Part(_either([part.regex for part in parts]), anchors)

    def sequence(self) -> _Part:
        parts: list[_Part] = []
        while self.peek() not in ("", "|", ")", "]"):
            parts.append(self.item())
        known = [part.anchors for part in parts if part.anchors is not None]
        best = min(known, key=self.grammar.weigh) if known else None
        return _Part("".join(part.regex for part in parts), best)

    def item(self) -> _Part:
        part = self.atom()
        if self.peek() == "?":
            self.at += 1
            return _Part(f"(?:{part.regex})?", None)
        return part

    def atom(self) -> _Part:
        symbol = self.symbols[self.at]
        self.at += 1
        if symbol.group("cls"):
            return self.lexicon_class(symbol.group("cls"))
        if symbol.group("macro"):
            part = self.grammar.macro(symbol.group("macro"))
            return _Part(f"(?:{part.regex})", part.anchors)
        if symbol.group("word"):
            return self.word(symbol.group("word"))
        return self.operator(symbol)

    def operator(self, symbol: re.Match[str]) -> _Part:
        op = symbol.group("op")
        if op == "(":
            part = self.alternatives()
            self.close(")")
            return _Part(f"(?:{part.regex})", part.anchors)
        if op == "[":
            self.slots += 1
            part = self.alternatives()
            self.close("]")
            return _Part(f"(?P<value>{part.regex})", part.anchors)
        if op == "-":
            return self.not_after()
        if op == "!":
            return _Part(f"(?!{self.atom().regex})", None)
        fixed = {
            "~": f"(?:{_ANY}){{0,3}}?",
            "~~": f"(?:{_ANY}){{0,8}}?",
            "^": _START,
            "$": r"(?=\Z)",
        }
        if op in fixed:
            return _Part(fixed[op], None)
        if op == "_":
            return _Part(f"(?:{_ANY}){self.bounds()}", None)
        raise UsageError(f"unexpected {symbol.group().strip() or '{…}'!r} in a pattern")

    def not_after(self) -> _Part:
        """Read ``-(his|her)``: the words before this place are none of these."""
        self.at += 1
        refused = []
        while self.peek() not in (")", ""):
            word = self.symbols[self.at].group("word")
            refused += [f"(?<! {re.escape(word)} )"] if word else []
            self.at += 1
        self.close(")")
        return _Part("".join(refused), None)

    def bounds(self) -> str:
        if self.at < len(self.symbols) and self.symbols[self.at].group("bounds"):
            symbol = self.symbols[self.at]
            self.at += 1
            if int(symbol.group("high")) > _LONG:
                raise UsageError(f"a repetition of more than {_LONG} words in a pattern")
            return symbol.group("bounds")
        return ""

    def close(self, bracket: str) -> None:
        if self.peek() != bracket:
            raise UsageError(f"missing {bracket!r} in a pattern")
        self.at += 1

    def lexicon_class(self, name: str) -> _Part:
        first, following = self.grammar.marks.pair(name)
        regex = f"[^ {first}]*{first}[^ ]* (?:[^ {following}]*{following}[^ ]* )*"
        return _Part(regex, frozenset((class_key(name),)))

    def word(self, written: str) -> _Part:
        if written.endswith("*"):
            return _Part(f"{re.escape(written[:-1])}[^ ]* ", None)
        if written.startswith("*"):
            return _Part(f"[^ ]{{{_STEM},}}{re.escape(written[1:])}{_TAIL}", None)
        forms = [self.literal(form) for form in endings(written)]
        if len(forms) == 1:
            return forms[0]
        anchors = frozenset[str]().union(*(form.anchors or () for form in forms))
        return _Part(_either([form.regex for form in forms]), anchors)

    def literal(self, written: str) -> _Part:
        words = (written,) if written[0] == "'" else split_words(written, self.grammar.language)
        regex = "".join(f"{re.escape(word)}{_TAIL}" for word in words)
        anchors = [frozenset((word,)) for word in words]
        return _Part(regex, min(anchors, key=self.grammar.weigh) if anchors else None)


def _either(regexes: list[str]) -> str:
    """Return the alternatives as one expression, with their common tail taken out.

    Python compiles it three times as fast, which is most of an audit's start.
    """
    some = [regex for regex in regexes if regex]
    if some and all(regex.endswith(_TAIL) for regex in some):
        stems = "|".join(regex.removesuffix(_TAIL) for regex in some)
        return f"(?:{stems}){_TAIL}" if "" not in regexes else f"(?:(?:{stems}){_TAIL})?"
    return f"(?:{'|'.join(regexes)})"


def endings(written: str) -> list[str]:
    """Return the forms of ``written``: ``content/e/s`` is content, contente, contents."""
    stem, *ends = written.split("/")
    return [stem, *(stem + end for end in ends)]


def _symbols(source: str) -> Iterator[re.Match[str]]:
    at = 0
    stripped = source.rstrip()
    while at < len(stripped):
        symbol = _SYMBOL.match(stripped, at)
        if symbol is None:
            raise UsageError(f"cannot read the pattern {source!r} from character {at + 1}")
        yield symbol
        at = symbol.end()
