"""Spoken and written numbers.

Cardinals are read by text2num, longest first, so that "quatre vingt dix" is 90 and "four two" is
4 and 2. Years said in two halves ("nineteen ninety one"), ordinals and amounts of money are put
together here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from text_to_num import text2num

from auditor.attributes.hits import Hit
from auditor.attributes.text import Text, split_words
from auditor.records import Language

__all__ = ["HEADS", "cardinal", "numbers", "ordinals"]

_UNITS_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred thousand million billion"
)
_UNITS_FR = (
    "zéro un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
    "seize vingt vingts trente quarante cinquante soixante septante huitante octante nonante cent "
    "cents mille million millions milliard milliards"
)
HEADS = {"en": frozenset(_UNITS_EN.split()), "fr": frozenset(_UNITS_FR.split())}
"""Words that a number can begin with."""
_INNER = {"en": frozenset(("and",)), "fr": frozenset(("et",))}
_LONGEST = 9
"""Words in the longest number read: "nine hundred and ninety nine thousand nine hundred …"."""

_MONEY = {
    "en": {
        "GBP": "pounds|pound|quid|grand|£|p|pence",
        "USD": "dollars|dollar|bucks|buck|$|cents",
        "EUR": "euros|euro|€",
    },
    "fr": {
        "EUR": "euros|euro|balles|€|centimes",
        "USD": "dollars|dollar|piasses|piastres|$",
        "CHF": "francs|franc|balles suisses|chf",
    },
}
_ORDINALS_EN = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()


def cardinal(words: tuple[str, ...], language: Language) -> int | None:
    """Return the number that ``words`` say, or None when together they say none."""
    if len(words) == 1 and words[0].isascii() and words[0].isdigit():
        return int(words[0]) if len(words[0]) <= _LONGEST else None
    if len(words) > 1 and words[0] in ("zero", "zéro"):
        return None
    try:
        return int(text2num(" ".join(words), language))
    except ValueError:
        return None


def numbers(text: Text) -> Iterator[Hit]:
    """Yield cardinals (``number``), years (``year``), ordinals and amounts of ``money``."""
    found = list(_cardinals(text))
    yield from found
    yield from ordinals(text)
    yield from _years(text, found)
    yield from _money(text, found)


def ordinals(text: Text) -> Iterator[Hit]:
    """Yield days of a month said as ordinals: "the twenty third", "le premier", "3rd"."""
    table = _ordinal_words(text.language)
    k = 0
    while k < len(text):
        for length in (2, 1):
            words = text.words[k : k + length]
            value = table.get(words)
            if value is not None:
                yield Hit("ordinal", k, k + len(words), str(value), source="numbers")
                k += len(words) - 1
                break
        k += 1


def _cardinals(text: Text) -> Iterator[Hit]:
    k = 0
    heads = HEADS[text.language]
    while k < len(text):
        word = text.words[k]
        if word not in heads and not word[0].isdigit():
            k += 1
            continue
        last, value = _longest(text, k)
        if value is None:
            k += 1
            continue
        yield Hit("number", k, last, str(value), source="numbers")
        k = last


def _longest(text: Text, first: int) -> tuple[int, int | None]:
    """Return the end and the value of the longest number that begins at ``first``."""
    heads, inner = HEADS[text.language], _INNER[text.language]
    last = first + 1
    while last < min(len(text), first + _LONGEST) and (
        text.words[last] in heads or text.words[last] in inner
    ):
        last += 1
    for end in range(last, first, -1):
        value = cardinal(text.words[first:end], text.language)
        if value is not None:
            return end, value
    return first, None


def _years(text: Text, found: list[Hit]) -> Iterator[Hit]:
    for hit in found:
        if 1900 <= int(hit.concept) <= 2100 and hit.last - hit.first != 2:
            yield Hit("year", hit.first, hit.last, hit.concept, source="numbers")
    for left, right in pairwise(found):
        if left.last != right.first or left.concept not in ("19", "20"):
            continue
        if 10 <= int(right.concept) <= 99:
            yield Hit("year", left.first, right.last, left.concept + right.concept, "", "numbers")


def _money(text: Text, found: list[Hit]) -> Iterator[Hit]:
    units = _money_units(text.language)
    for hit in found:
        for length in (2, 1):
            words = text.words[hit.last : hit.last + length]
            unit = units.get(words)
            if unit is not None:
                value = f"{_amount(hit, words[0])} {unit}"
                yield Hit("money", hit.first, hit.last + len(words), value, source="numbers")
                break
        else:
            sign = text.words[hit.first - 1] if hit.first else ""
            if sign and sign in "£$€" and (unit := units.get((sign,))):
                value = f"{hit.concept} {unit}"
                yield Hit("money", hit.first - 1, hit.last, value, source="numbers")


def _amount(hit: Hit, unit: str) -> str:
    if unit == "grand":
        return str(int(hit.concept) * 1000)
    if unit in ("p", "pence", "cents", "centimes"):
        return f"{int(hit.concept) / 100:.2f}"
    return hit.concept


@cache
def _money_units(language: Language) -> dict[tuple[str, ...], str]:
    return {
        (tuple(word) if word in "£$€" else split_words(word, language)): unit
        for unit, words in _MONEY[language].items()
        for word in words.split("|")
    }


@cache
def _ordinal_words(language: Language) -> dict[tuple[str, ...], int]:
    if language == "fr":
        return {("premier",): 1, ("1", "er"): 1}
    table: dict[tuple[str, ...], int] = {(word,): k for k, word in enumerate(_ORDINALS_EN, start=1)}
    table |= {("twenty", _ORDINALS_EN[k]): 21 + k for k in range(9)}
    table |= {("thirtieth",): 30, ("thirty", "first"): 31}
    table |= {(str(k), end): k for k in range(1, 32) for end in ("st", "nd", "rd", "th")}
    return table
