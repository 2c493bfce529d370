"""Names of people and of places, without the words around them.

Spans say where a value is said, and often hold an article too many or end before the place is
fully named: "the mosque" of "the mosque on belgrave middleway". What is compared here is the name
alone.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache

from auditor.attributes.text import fold
from auditor.inference.settings import data
from auditor.records import Language

__all__ = ["address", "is_assistant", "numbers_as_digits", "person_name", "place_name"]

_WORD = re.compile(r"[^\s,.;:!?]+")
_COARSE = re.compile(r"[A-Z]{2}(\|[^|]*)?")
"""A region or country of the gazetteer (``GB|ENG``, ``GB``): what coarsening left of a place."""
_REACH = 7
"""Words that the name of a place may have."""
_KIND = 4
"""Words that a kind of place may have before the name of where it is."""


@cache
def _words(group: str, name: str) -> frozenset[str]:
    raw = tomllib.loads(data("naming.toml").read_text("utf-8"))
    return frozenset(raw[group][name].split())


def person_name(said: str, language: Language) -> str:
    """Return the name in ``said`` without titles, articles and the genitive.

    "doctor feldman" is "feldman", "zoya's" is "zoya".
    """
    words = [_without_genitive(word) for word in _WORD.findall(said.casefold())]
    words = [re.sub(r"^[dl]['’]", "", word) for word in words] if language == "fr" else words
    dropped = _words(language, "titles") | _words(language, "leading")
    while words and words[0] in dropped:
        words.pop(0)
    while words and words[-1] in _words(language, "trailing"):
        words.pop()
    return " ".join(words)


def place_name(kind: str, said: str, normalised: str, text: str, language: Language) -> str:
    """Return a place's name: its words and those that go on naming it, without what leads to it.

    Parameters
    ----------
    kind
        ``home_place`` is a town and is never longer than the words said of it.
    said, normalised
        The words of the value, and what its attribute makes of them (a gazetteer id or words).
    text
        The utterance.

    A region or country, which coarsening left of a place, is returned as it is.
    """
    if _COARSE.fullmatch(normalised):
        return normalised
    town = normalised.partition("|")[0].replace("-", " ") if "|" in normalised else ""
    if kind == "home_place":
        return _town_said(town, said) or _bare(_WORD.findall(said.casefold()), language)
    words = _WORD.findall(text.casefold())
    inside = _WORD.findall(said.casefold())
    if language == "fr" and re.match(r"chez (?!l[ea]s?\b|l['’])", said.casefold()):
        return " ".join(inside)
    while len(inside) > 1 and inside[0] in _words(language, "leading"):
        inside = inside[1:]
    at = _find(words, inside)
    if at is None:
        return _bare(inside, language) or normalised
    first, last = _back(words, at, language), at + len(inside)
    return _bare(words[first : _onward(words, last, language)], language) or normalised


def is_assistant(name: str) -> bool:
    """Return whether a name is one that assistants are called by."""
    return name.casefold() in _words("assistants", "names")


def address(said: str, text: str, language: Language) -> str:
    """Return a street address as numbers in digits and words, of a corrected one the last form."""
    words, inside = _WORD.findall(text.casefold()), _WORD.findall(said.casefold())
    at = _find(words, inside)
    if at is not None:
        tail = words[at + len(inside) : at + len(inside) + _REACH]
        inside += tail if _corrects(tail, language) else _town_after(tail, language)
    return " ".join(_corrected(numbers_as_digits(" ".join(inside), language).split(), language))


def numbers_as_digits(text: str, language: Language) -> str:
    """Return ``text`` with its numbers in digits."""
    from text_to_num import alpha2digit

    return str(alpha2digit(text, language, threshold=0.0))


def _town_said(town: str, said: str) -> str:
    """Return the town as it is written, where the gazetteer's is what was said."""
    if not town:
        return ""
    size = len(town.split())
    words = _WORD.findall(said.casefold().replace("-", " "))
    for at in range(len(words) - size + 1):
        window = " ".join(words[at : at + size])
        if fold(window) == town:
            return window
    return town


def _find(words: list[str], inside: list[str]) -> int | None:
    size = len(inside)
    bare = [_without_genitive(word) for word in words]
    wanted = [_without_genitive(word) for word in inside]
    if not size:
        return None
    return next((k for k in range(len(words) - size + 1) if bare[k : k + size] == wanted), None)


def _without_genitive(word: str) -> str:
    return re.sub(r"(?<=\w)['’]s$", "", word)


def _back(words: list[str], first: int, language: Language) -> int:
    """Go back to what is in the place named: "the supply house in [perrysburg]".

    Only over a link, and only as far as an article: without one, the words before may be any.
    """
    if first == 0 or words[first - 1] not in _words(language, "links"):
        return first
    for at in range(first - 2, max(first - 2 - _KIND, -1), -1):
        if words[at] in _words(language, "articles") or words[at].startswith(("l'", "l’")):
            return at
        if words[at] in _stops(language):
            break
    return first


def _onward(words: list[str], last: int, language: Language) -> int:
    """Go on over "in" or "du" and the name that it leads to."""
    end = last
    if words[last - 1].endswith(("'s", "’s")):
        end += len(_named(words[last : last + 1], language))
    while end < len(words) and end - last < _REACH:
        at = end + 1 if words[end] in _words(language, "links") else end
        elided = re.match(r"[dl]['’]\w", words[end]) if language == "fr" else None
        if at == end and not elided:
            break
        while at < len(words) and words[at] in _words(language, "articles"):
            at += 1
        name = [words[at]] if elided else _named(words[at : at + _KIND], language)
        if not name:
            break
        end = at + len(name)
    return end


def _named(words: list[str], language: Language) -> list[str]:
    """Return the words of a name at the beginning of ``words``: at most two, none a common one."""
    found: list[str] = []
    for word in words[:2]:
        if word in _stops(language) or word in _words(language, "links") or "'" in word:
            break
        found.append(word)
    return found


def _town_after(tail: list[str], language: Language) -> list[str]:
    """Return the name that follows an address, perhaps after "in" or "à"."""
    links = 1 if tail and tail[0] in _words(language, "links") else 0
    return _named(tail[links : links + 2], language)


def _corrects(tail: list[str], language: Language) -> bool:
    """Return whether words after an address take its number back: "non nonante-cinq pardon"."""
    digits = numbers_as_digits(" ".join(tail), language).split()
    first = next((k for k, word in enumerate(digits) if word.isdigit()), None)
    return first is not None and any(
        word in _words(language, "corrections") for word in digits[:first]
    )


def _stops(language: Language) -> frozenset[str]:
    return _words(language, "stops")


def _bare(words: list[str], language: Language) -> str:
    """Drop fillers, what leads to a place and what trails it."""
    words = [word for word in words if word not in _words(language, "fillers")]
    leading, trailing = _words(language, "leading"), _words(language, "trailing")
    while words and words[0] in leading:
        words = words[1:]
    if language == "fr":
        words = [word for word in words if word != "à"]
    if words and language == "fr":
        words[0] = re.sub(r"^[dl]['’](?=\w)", "", words[0])
    while words and words[-1] in trailing:
        words = words[:-1]
    return " ".join(words)


def _corrected(words: list[str], language: Language) -> list[str]:
    """Return address words with a number said anew put in the place of the first one.

    "160 sorry 106 larkhill road" and "rue du ruisseau 94 à embourg non 95 pardon" both have one
    house: the last number said, where the first one stood.
    """
    numbers = [k for k, word in enumerate(words) if word.isdigit()]
    if len(numbers) > 1:
        anew = words[numbers[-1]]
        words = [anew if k == numbers[0] else word for k, word in enumerate(words)
                 if k not in numbers[1:]]  # fmt: skip
    dropped = _words(language, "corrections") | _words(language, "address")
    return [word for word in words if word not in dropped]
