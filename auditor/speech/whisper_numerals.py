"""What Whisper writes in figures, signs and short forms, as the words that are said.

Vosk writes words only, and every later stage sees one way of writing. Whisper writes ``16h15`` and
``250 €`` of its own accord; keeping it from figures costs French more words than it is worth (the
decoder loops or guesses). Figures do not tell how they were spoken: what is here is the usual way
to read them. Telephone numbers are read digit by digit in English and in pairs in French.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.records import Language

__all__ = ["Reading", "cardinal", "readings", "spoken"]


@dataclass(frozen=True)
class Reading:
    """The characters ``start`` to ``end`` of a text, and the words that say them."""

    start: int
    end: int
    words: str


_SMALL: dict[Language, list[str]] = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen".split(),
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze"
    " seize dix-sept dix-huit dix-neuf".split(),
}
_TENS: dict[Language, list[str]] = {
    "en": "- ten twenty thirty forty fifty sixty seventy eighty ninety".split(),
    "fr": "- dix vingt trente quarante cinquante soixante - quatre-vingt -".split(),
}
_THOUSANDS: dict[Language, tuple[tuple[int, str], ...]] = {
    "en": ((1_000_000, "million"), (1_000, "thousand")),
    "fr": ((1_000_000, "million"), (1_000, "mille")),
}
_ORDINALS_EN = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_SIGNS: dict[Language, dict[str, str]] = {
    "en": {
        "£": "pounds",
        "$": "dollars",
        "€": "euros",
        "%": "percent",
        "°": "degrees",
        "&": "and",
        "Dr": "doctor",
        "Mr": "mister",
    },
    "fr": {
        "£": "livres",
        "$": "dollars",
        "€": "euros",
        "%": "pour cent",
        "°": "degrés",
        "&": "et",
        "Dr": "docteur",
        "M": "monsieur",
        "Mme": "madame",
    },
}
_LONGEST_CARDINAL = 9
"""More figures than this are no quantity but a row of figures."""
_TELEPHONE_EN = 7
_TELEPHONE_FR = 10
"""Figures of a telephone number: at least so many in English, exactly so many in French."""
_HALVED_EN = (range(1100, 2000), range(2010, 2100))
"""Years, mostly: English reads these as two numbers, nineteen eighty five."""

_PATTERN = re.compile(
    r"(?P<row>(?<!\d)0\d*(?:[ .,-]+\d+)+|(?<![\d.,])\d+(?:[ -]\d+)+)(?![\dh:%])"
    r"|(?P<money>[£$€])?"
    r"(?P<number>\d{1,3}(?:[,.]\d{3})+(?!\d)|\d+)"
    r"(?:(?P<clock>[:h])(?P<minutes>[0-5]\d)?(?!\d)|(?P<point>[.,])(?P<decimals>\d+))?"
    r"(?:(?P<ordinal>st|nd|rd|th|ers?|ères?|re|èmes?|e)\b)?"
    r"(?: ?(?P<after>[£$€]))?"
    r"|(?P<sign>[£$€%°&]|\b(?:Dr|Mr|Mme)\b\.?|\bM\.(?= [A-ZÀ-Ý]))"
)


def readings(text: str, language: Language) -> Iterator[Reading]:
    """Yield what stands in figures, signs and short forms, in order, with how it is said."""
    for match in _PATTERN.finditer(text):
        if match["row"]:
            words = _row(match["row"], language)
        elif match["number"]:
            words = _number(match, language)
        else:
            words = _sign(match["sign"], language)
        yield Reading(match.start(), match.end(), words.replace("-", " "))


def _sign(sign: str, language: Language) -> str:
    return _SIGNS[language].get(sign.rstrip("."), sign)


def spoken(text: str, language: Language) -> str:
    """Return ``text`` with all of :func:`readings` in it.

    >>> spoken("le 06 12 34 56 78 à 19h30", "fr")
    'le zéro six douze trente quatre cinquante six soixante dix huit à dix neuf heures trente'
    """
    parts: list[str] = []
    place = 0
    for reading in readings(text, language):
        parts += [text[place : reading.start], f" {reading.words} "]
        place = reading.end
    return " ".join("".join([*parts, text[place:]]).split())


def cardinal(number: int, language: Language) -> str:
    """Return a whole number below a thousand millions in words, with French hyphens.

    >>> cardinal(1071, "fr"), cardinal(1071, "en")
    ('mille soixante et onze', 'one thousand and seventy one')
    """
    for size, name in _THOUSANDS[language]:
        if number >= size:
            return _thousands(number, size, name, language)
    return _below_thousand_en(number) if language == "en" else _below_thousand_fr(number)


def _thousands(number: int, size: int, name: str, language: Language) -> str:
    many, rest = divmod(number, size)
    head = cardinal(many, language)
    if language == "fr":
        # One says "mille", not "un mille"; "cents" and "vingts" lose their s before it.
        head = "" if (many, size) == (1, 1_000) else _singular(head) if size == 1_000 else head
        name += "s" if many > 1 and size > 1_000 else ""
    link = "and" if language == "en" and 0 < rest < 100 else ""
    return " ".join(filter(None, [head, name, link, cardinal(rest, language) if rest else ""]))


def _below_thousand_en(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if hundreds:
        head = f"{_SMALL['en'][hundreds]} hundred"
        return f"{head} and {_below_thousand_en(rest)}" if rest else head
    if number < 20:
        return _SMALL["en"][number]
    tens, units = divmod(number, 10)
    return f"{_TENS['en'][tens]} {_SMALL['en'][units]}" if units else _TENS["en"][tens]


def _below_thousand_fr(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if hundreds:
        head = f"{_SMALL['fr'][hundreds]} cent" if hundreds > 1 else "cent"
        return f"{head} {_below_thousand_fr(rest)}" if rest else head + "s" * (hundreds > 1)
    if number < 20:
        return _SMALL["fr"][number]
    # The sixties and eighties count on to nineteen: soixante et onze, quatre-vingt-dix-sept.
    base = number // 10 * 10 if number < 60 else number // 20 * 20
    name, units = _TENS["fr"][base // 10], number - base
    if not units:
        return name + "s" * (base == 80)
    return name + (" et " if units in (1, 11) and base < 80 else "-") + _SMALL["fr"][units]


def _singular(words: str) -> str:
    return re.sub(r"(cent|vingt)s$", r"\1", words)


def _row(text: str, language: Language) -> str:
    """Return figures in a row as a telephone number is read, or each by itself if it is none."""
    groups = re.findall(r"\d+", text)
    digits = "".join(groups)
    if language == "en" and (len(digits) >= _TELEPHONE_EN or digits[0] == "0"):
        return _one_by_one(digits, language)
    if language == "fr" and len(digits) == _TELEPHONE_FR and digits[0] == "0":
        return _pairs(digits)
    if language == "fr" and re.fullmatch(r"[1-9]\d{0,2}(?: \d{3})+", text):
        return _figures(digits, language)  # French sets thousands off by spaces
    return " ".join(_figures(group, language) for group in groups)


def _one_by_one(digits: str, language: Language) -> str:
    return " ".join(_SMALL[language][int(digit)] for digit in digits)


def _pairs(digits: str) -> str:
    return " ".join(_figures(digits[k : k + 2], "fr") for k in range(0, len(digits), 2))


def _figures(digits: str, language: Language) -> str:
    """Return a group of figures: a quantity, or figures where a zero leads or it is too long."""
    if digits[0] == "0" and len(digits) > 1:
        if language == "fr" and len(digits) == _TELEPHONE_FR:
            return _pairs(digits)
        rest = digits.lstrip("0")
        zeros = _one_by_one("0" * (len(digits) - len(rest)), language)
        tail = _one_by_one(rest, "en") if language == "en" else _figures(rest, "fr") if rest else ""
        return f"{zeros} {tail}".strip()
    if len(digits) > _LONGEST_CARDINAL:
        return _one_by_one(digits, language)
    return cardinal(int(digits), language)


def _number(match: re.Match[str], language: Language) -> str:
    digits = re.sub(r"\D", "", match["number"])
    if match["clock"]:
        words = _clock(int(digits), match["minutes"], language)
    elif match["ordinal"]:
        words = _ordinal(int(digits), match["ordinal"], language)
    elif language == "en" and match["number"].isdecimal() and _in_halves(int(digits)):
        words = f"{cardinal(int(digits[:2]), 'en')} {_minutes_en(digits[2:]) or 'hundred'}"
    else:
        words = _figures(digits, language)
    sign = match["money"] or match["after"]
    unit = _SIGNS[language][sign] if sign else ""
    if not match["decimals"]:
        return f"{words} {unit}".strip()
    if unit:
        return f"{words} {unit} {_figures(match['decimals'], language)}"
    return f"{words} {_fraction(match['point'], match['decimals'], language)}".strip()


def _in_halves(number: int) -> bool:
    return any(number in years for years in _HALVED_EN)


def _fraction(point: str, decimals: str, language: Language) -> str:
    if language == "fr":
        return f"{'virgule' if point == ',' else 'point'} {_figures(decimals, 'fr')}"
    # 7.30 is how the British write a time; other decimals of two figures are rare in a car.
    return _minutes_en(decimals) if len(decimals) == 2 else f"point {_one_by_one(decimals, 'en')}"


def _clock(hour: int, minutes: str | None, language: Language) -> str:
    if language == "en":
        return f"{cardinal(hour, 'en')} {_minutes_en(minutes or '00')}".strip()
    words = "une heure" if hour == 1 else f"{cardinal(hour, 'fr')} heures"
    return f"{words} {cardinal(int(minutes), 'fr')}" if minutes and int(minutes) else words


def _minutes_en(minutes: str) -> str:
    if minutes == "00":
        return ""
    words = cardinal(int(minutes), "en")
    return f"oh {words}" if minutes[0] == "0" else words


def _ordinal(number: int, ending: str, language: Language) -> str:
    if language == "en":
        head, _, last = cardinal(number, "en").rpartition(" ")
        ieth = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
        return f"{head} {_ORDINALS_EN.get(last, ieth)}".strip()
    if number == 1:
        return "premier" if ending.startswith("er") else "première"
    words = re.sub("e$", "", _singular(cardinal(number, "fr")))
    return re.sub("cinq$", "cinqu", re.sub("neuf$", "neuv", words)) + "ième"
