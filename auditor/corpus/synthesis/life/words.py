"""How values and numbers are said, in English and in French."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from random import Random
from typing import Any

from auditor.errors import UsageError
from auditor.records import Language

__all__ = ["digits", "lists", "number", "ordinal_day", "said", "spelled", "year"]

_ABBREVIATION = 4
"""Names of so many letters without a vowel are spoken letter by letter."""


@cache
def _read(name: str) -> dict[str, Any]:
    text = resources.files(__package__).joinpath("data", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


def lists(language: Language) -> Mapping[str, Any]:
    """Return the names that lives of a language are filled with, by kind."""
    return _read(f"lists_{language}")


@cache
def said(variable: str, value: str, label: str, language: Language, female: bool) -> str:
    """Return how a value of the population is said, in the form that suits the person's sex.

    ``label`` is what the population shows for it, which is said where nothing else is written.
    """
    words = _read(f"words_{language}").get(variable, {}).get(value)
    if words is None:
        return _capitals(label) if variable in _NAMES and label == value else label
    return words if isinstance(words, str) else words[0 if female else 1]


_NAMES = ("employer", "shop", "car")


def _capitals(name: str) -> str:
    return " ".join(_capital(word) for word in name.split(" "))


def _capital(word: str) -> str:
    bare = word.replace(".", "")
    if bare.isalpha() and len(bare) <= _ABBREVIATION and not set(bare.lower()) & set("aeiouyéèô"):
        return word.upper()
    return word[:1].upper() + word[1:]


def number(value: int, language: Language) -> str:
    """Return a whole number in words.

    Raises
    ------
    UsageError
        If the extra ``synthesis`` is not installed.
    """
    try:
        from num2words import num2words  # type: ignore[import-untyped]
    except ImportError:
        raise UsageError(
            "numbers cannot be put into words", remedy="Run: pip install 'voice-auditor[synthesis]'"
        ) from None
    return str(num2words(value, lang=language)).replace(",", "")


@cache
def year(value: int, language: Language) -> str:
    """Return a year as people say it: ``nineteen eighty four``, ``dix-neuf cent quatre-vingt…``."""
    if language == "en" and value < 2000:
        return f"{number(value // 100, language)} {number(value % 100, language)}".replace("-", " ")
    return number(value, language)


def ordinal_day(day: int, month: str, language: Language) -> str:
    """Return a day of the year: ``the ninth of May``, ``le neuf mai``."""
    if language == "fr":
        return f"le {'premier' if day == 1 else number(day, language)} {month}"
    from num2words import num2words

    return f"the {num2words(day, lang='en', to='ordinal')} of {month}".replace("-", " ")


_ENGLISH_DIGITS = "one two three four five six seven eight nine".split()


def digits(text: str, language: Language, rng: Random) -> str:
    """Return digits as they are dictated: English one by one, French in pairs."""
    if language == "fr":
        pairs = [text[k : k + 2] for k in range(0, len(text), 2)]
        return " ".join(_pair(pair) for pair in pairs)
    zero = "oh" if rng.random() < 0.7 else "zero"
    names = [zero, *_ENGLISH_DIGITS]
    return " ".join(names[int(digit)] for digit in text)


def _pair(pair: str) -> str:
    if pair.startswith("0"):
        return " ".join("zéro" if digit == "0" else number(int(digit), "fr") for digit in pair)
    return number(int(pair), "fr")


def spelled(text: str, language: Language, rng: Random) -> str:
    """Return letters and digits as they are spelled: ``A B twelve``, here one by one."""
    parts = [
        each.upper() if each.isalpha() else digits(each, language, rng)
        for each in text
        if each.isalnum()
    ]
    return " ".join(parts)
