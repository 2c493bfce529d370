"""One life: names, places and numbers that stay, and what a moment adds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from random import Random

from auditor.corpus.synthesis.life import words
from auditor.population import Population
from auditor.records import Language

__all__ = ["MOMENTS", "SLOTS", "Life", "live"]

_ALWAYS = (
    "name",
    "surname",
    "age",
    "birth_year",
    "birthday",
    "partner",
    "partner_word",
    "child",
    "child2",
    "child_word",
    "mother",
    "father",
    "sister",
    "brother",
    "grandchild",
    "friend",
    "friend2",
    "colleague",
    "boss",
    "doctor",
    "home",
    "work",
    "street",
    "house_number",
    "phone",
    "plate",
    "email",
    "account",
    "employer",
    "occupation",
    "shop",
    "car",
    "pet_name",
    "clinic",
    "hospital",
    "school",
    "worship",
    "gym",
    "restaurant",
    "venue",
    "condition",
    "medicine",
    "hobby",
    "media",
    "language",
    "party",
    "trade_union",
    "faith",
    "holiday",
    "wake",
)
MOMENTS = (
    "weekday",
    "time",
    "daypart",
    "month",
    "amount",
    "minutes",
    "station",
    "artist",
    "song",
    "town",
    "surname_any",
    "first_any",
)
SLOTS = frozenset((*_ALWAYS, *MOMENTS))
"""What a grammar may ask of a life."""

_NUMBERS = ("age", "children")
_OF_VARIABLE = {
    "name": "first_name",
    "age": "age",
    "condition": "health",
    "medicine": "medication",
    "hobby": "hobby",
    "media": "media",
    "language": "language",
    "party": "politics",
    "trade_union": "union",
    "faith": "religion",
    "home": "home",
    "work": "work",
    "employer": "employer",
    "occupation": "occupation",
    "shop": "shop",
    "car": "car",
}
_PARTNERED = ("married", "partnered")
_SMALL_FIRM = "small firm"
_GRANDPARENT = 55
"""Years from which somebody may speak of a grandchild."""
_WITH_PARENTS = 68
"""Years until which somebody may speak of a parent as living."""


@dataclass(frozen=True)
class Life:
    """Somebody: the row of the population, and what fills the slots of a grammar.

    Attributes
    ----------
    row
        Value by variable.
    spoken
        How that value is said, by variable.
    slots
        What is always so. A slot that is not there cannot be said by this person.
    codes
        Numbers as they are compared: ``phone`` in E.164, ``plate``, ``account``, ``email``.
    """

    id: str
    language: Language
    country: str
    row: Mapping[str, str]
    spoken: Mapping[str, str]
    slots: Mapping[str, str]
    codes: Mapping[str, str]
    towns: tuple[str, ...] = field(repr=False)

    @property
    def female(self) -> bool:
        """Whether the driver is a woman."""
        return self.row["sex"] == "female"

    def fill(self, name: str, rng: Random) -> str | None:
        """Return the words for a slot, or None if this life has none."""
        if name in self.slots:
            return self.slots[name]
        if name not in MOMENTS:
            return None
        found = words.lists(self.language)
        if name == "town":
            return _choice(self.towns, rng)
        if name == "surname_any":
            return _choice(found["surnames"], rng)
        if name == "first_any":
            return _choice(found["female" if rng.random() < 0.5 else "male"], rng)  # noqa: PLR2004
        return _choice(found[name], rng)


def _choice(options: list[str] | tuple[str, ...], rng: Random) -> str:
    return options[int(rng.random() * len(options))]


def live(
    number: int,
    row: Mapping[str, str],
    population: Population,
    language: Language,
    rng: Random,
    year: int,
) -> Life:
    """Return the life of one row of a population.

    Parameters
    ----------
    number
        Counts the drivers from 1; it makes the id.
    row
        Value by variable of the population.
    rng
        Of this driver alone.
    year
        In which the driver is as old as the row says.
    """
    names = words.lists(language)
    slots: dict[str, str] = {}
    codes: dict[str, str] = {}
    spoken = _spoken(row, population, language)
    _from_the_row(slots, row, spoken, names, rng)
    _kin(slots, row, language, names, rng)
    _acquaintances(slots, names, rng)
    _whereabouts(slots, row, language, names, rng)
    _numbers(slots, codes, row, population.country, language, rng, year)
    spoken["employer"] = slots.get("employer", "")
    return Life(
        id=f"s{number:06d}",
        language=language,
        country=population.country,
        row=row,
        spoken=spoken,
        slots=slots,
        codes=codes,
        towns=_towns(population),
    )


@cache
def _towns(population: Population) -> tuple[str, ...]:
    home = population["home"]
    return tuple(home.label(value) for value in home.values)


def _spoken(row: Mapping[str, str], population: Population, language: Language) -> dict[str, str]:
    """Return how each of the row's values is said."""
    female = row["sex"] == "female"
    spoken = {
        name: words.said(name, value, population[name].label(value), language, female)
        for name, value in row.items()
    }
    for name in _NUMBERS:
        spoken[name] = words.number(int(row[name]), language)
    return spoken


def _from_the_row(
    slots: dict[str, str],
    row: Mapping[str, str],
    spoken: Mapping[str, str],
    names: Mapping[str, list[str]],
    rng: Random,
) -> None:
    for slot, variable in _OF_VARIABLE.items():
        if row.get(variable, "none") != "none":
            slots[slot] = spoken[variable]
    if row.get("employer") == _SMALL_FIRM:
        slots["employer"] = _choice(names["company"], rng)
    slots["surname"] = _choice(names["surnames"], rng)


def _kin(
    slots: dict[str, str],
    row: Mapping[str, str],
    language: Language,
    names: Mapping[str, list[str]],
    rng: Random,
) -> None:
    female = row["sex"] == "female"
    age, children = int(row["age"]), int(row.get("children", "0"))
    taken = {slots["name"]}

    def name(of_woman: bool) -> str:
        pool = [each for each in names["female" if of_woman else "male"] if each not in taken]
        taken.add(chosen := _choice(pool, rng))
        return chosen

    status = row.get("marital_status", "single")
    same = row.get("orientation") == "homosexual"
    if status in _PARTNERED:
        slots["partner"] = name(female if same else not female)
        form = f"same {status}" if same else status
        slots["partner_word"] = words.said("partner_word", form, form, language, female)
    if children:
        daughter = rng.random() < 0.5  # noqa: PLR2004
        slots["child"] = name(daughter)
        slots["child_word"] = words.said("child_word", "child", "child", language, daughter)
    if children > 1:
        slots["child2"] = name(rng.random() < 0.5)  # noqa: PLR2004
    if age >= _GRANDPARENT:
        slots["grandchild"] = name(rng.random() < 0.5)  # noqa: PLR2004
    if age <= _WITH_PARENTS:
        slots["mother"], slots["father"] = name(True), name(False)
    slots["sister"], slots["brother"] = name(True), name(False)


def _acquaintances(
    slots: dict[str, str], names: Mapping[str, list[str]], rng: Random
) -> None:
    taken = set(slots.values())
    for slot in ("friend", "friend2", "colleague"):
        pool = [each for each in (*names["female"], *names["male"]) if each not in taken]
        taken.add(chosen := pool[int(rng.random() * len(pool))])
        slots[slot] = chosen
    slots["doctor"] = _choice(names["surnames"], rng)


def _whereabouts(
    slots: dict[str, str],
    row: Mapping[str, str],
    language: Language,
    names: Mapping[str, list[str]],
    rng: Random,
) -> None:
    for slot in ("clinic", "hospital", "gym", "restaurant", "venue", "holiday"):
        slots[slot] = _choice(names[slot], rng)
    if int(row.get("children", "0")):
        slots["school"] = _choice(names["school"], rng)
    worship: Mapping[str, list[str]] = names["worship"]  # type: ignore[assignment]
    if row.get("religion", "none") in worship:
        slots["worship"] = _choice(worship[row["religion"]], rng)
    if row.get("work", "none") == "none":
        slots.pop("work", None)
    else:
        title = _choice(["Mr", "Mrs", "Ms"] if language == "en" else ["monsieur", "madame"], rng)
        slots["boss"] = f"{title} {_choice(names['surnames'], rng)}"
    if row.get("pet", "none") != "none":
        slots["pet_name"] = _choice(_PET_NAMES[language], rng)
    slots["street"] = _choice(names["streets"], rng)
    slots["house_number"] = words.number(1 + int(rng.random() * 98), language)


def _numbers(
    slots: dict[str, str],
    codes: dict[str, str],
    row: Mapping[str, str],
    country: str,
    language: Language,
    rng: Random,
    year: int,
) -> None:
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
    slots["email"] = f"{slots['name'].lower()} {at} {_choice(words.lists(language)['email_at'], rng)}"
    slots["wake"] = _wake(row.get("car", ""), language, rng)


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
    area = _choice(["212", "303", "419", "512", "617", "703", "808", "916"], rng)
    last = f"55501{_random_digits(2, rng)}"
    return area + last, f"+1{area}{last}"


_LETTERS = "ABCDEFGHJKLMNPRSTVWXYZ"


def _letters(count: int, rng: Random) -> str:
    return "".join(_choice(list(_LETTERS), rng) for _ in range(count))


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
_PET_NAMES: Mapping[str, list[str]] = {
    "en": ["Biscuit", "Alfie", "Pickle", "Luna", "Bear", "Smokey", "Pepper", "Tilly", "Ziggy"],
    "fr": ["Caramel", "Réglisse", "Pixel", "Filou", "Moka", "Nala", "Oslo", "Câline", "Ulysse"],
}
_MAKERS_OWN = {"mercedes": "Hey Mercedes", "bmw": "Hey BMW"}
_COMMON: Mapping[str, list[str]] = {
    "en": ["Alexa", "Hey Google", "Hey Siri"],
    "fr": ["Alexa", "OK Google", "Dis Siri"],
}


def _wake(car: str, language: Language, rng: Random) -> str:
    return _MAKERS_OWN.get(car) or _choice(_COMMON[language], rng)
