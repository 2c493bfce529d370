"""What people dictate: numbers, plates, addresses of mail, and the wake phrase of their car."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

from auditor.corpus.synthesis.life import words
from auditor.records import Language

__all__ = ["add_numbers", "chosen", "wake_phrase"]


def chosen(options: Sequence[str], rng: Random) -> str:
    """Return one of several, all equally likely."""
    return options[int(rng.random() * len(options))]


def add_numbers(
    slots: dict[str, str],
    codes: dict[str, str],
    row: Mapping[str, str],
    country: str,
    language: Language,
    rng: Random,
    year: int,
) -> None:
    """Add what a person dictates: age, birthday, telephone, number plate, account, e-mail.

    ``slots`` gets the words, ``codes`` the form in which they are compared. Telephone numbers are
    from the ranges that regulators keep for fiction.
    """
    born = year - int(row["age"])
    slots["birth_year"] = words.year(born, language)
    months = words.lists(language)["month"]
    day, month = 1 + int(rng.random() * 28), int(rng.random() * 12)
    slots["birthday"] = words.ordinal_day(day, months[month], language)
    codes["birthday"] = f"--{month + 1:02d}-{day:02d}"
    national, codes["phone"] = _PHONE[country](rng)
    slots["phone"] = words.digits(national, language, rng)
    plate = _PLATE[country](rng)
    slots["plate"], codes["plate"] = words.spelled(plate, language, rng), plate
    account = "".join(str(int(rng.random() * 10)) for _ in range(8))
    slots["account"], codes["account"] = words.digits(account, language, rng), account
    at = {"en": "at", "fr": "arobase"}[language]
    slots["email"] = (
        f"{slots['name'].lower()} {at} {chosen(words.lists(language)['email_at'], rng)}"
    )


def _random_digits(count: int, rng: Random) -> str:
    return "".join(str(int(rng.random() * 10)) for _ in range(count))


def _british_phone(rng: Random) -> tuple[str, str]:
    # Ofcom keeps 07700 900000 to 900999 for fiction.
    last = _random_digits(3, rng)
    return f"07700900{last}", f"+447700900{last}"


def _french_phone(rng: Random) -> tuple[str, str]:
    # Arcep keeps 06 39 98 00 00 to 99 99 for fiction.
    last = _random_digits(4, rng)
    return f"063998{last}", f"+3363998{last}"


def _american_phone(rng: Random) -> tuple[str, str]:
    # The North American Numbering Plan keeps 555-0100 to 555-0199 for fiction.
    area = chosen(["212", "303", "419", "512", "617", "703", "808", "916"], rng)
    last = f"55501{_random_digits(2, rng)}"
    return area + last, f"+1{area}{last}"


_LETTERS = "ABCDEFGHJKLMNPRSTVWXYZ"


def _letters(count: int, rng: Random) -> str:
    return "".join(chosen(list(_LETTERS), rng) for _ in range(count))


_PHONE: Mapping[str, Callable[[Random], tuple[str, str]]] = {
    "GB": _british_phone,
    "FR": _french_phone,
    "US": _american_phone,
}
_PLATE: Mapping[str, Callable[[Random], str]] = {
    "GB": lambda rng: _letters(2, rng) + _random_digits(2, rng) + _letters(3, rng),
    "FR": lambda rng: _letters(2, rng) + _random_digits(3, rng) + _letters(2, rng),
    "US": lambda rng: _letters(3, rng) + _random_digits(4, rng),
}


_MAKERS_OWN = {"mercedes": "Hey Mercedes", "bmw": "Hey BMW"}
_COMMON: Mapping[str, list[str]] = {
    "en": ["Alexa", "Hey Google", "Hey Siri"],
    "fr": ["Alexa", "OK Google", "Dis Siri"],
}


def wake_phrase(car: str, language: Language, rng: Random) -> str:
    """Return how the car's assistant is woken: the maker's own, or one that many cars have."""
    return _MAKERS_OWN.get(car) or chosen(_COMMON[language], rng)
