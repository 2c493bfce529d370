"""One life: names, places and numbers that stay, and what a moment adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from random import Random

from auditor.corpus.synthesis.life import words
from auditor.corpus.synthesis.life.dictated import add_numbers, chosen, wake_phrase
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
_PET_NAMES: Mapping[str, list[str]] = {
    "en": ["Biscuit", "Alfie", "Pickle", "Luna", "Bear", "Smokey", "Pepper", "Tilly", "Ziggy"],
    "fr": ["Caramel", "Réglisse", "Pixel", "Filou", "Moka", "Nala", "Oslo", "Câline", "Ulysse"],
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
            return chosen(self.towns, rng)
        if name == "surname_any":
            return chosen(found["surnames"], rng)
        if name == "first_any":
            return chosen(found["female" if rng.random() < 0.5 else "male"], rng)
        return chosen(found[name], rng)


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
    add_numbers(slots, codes, row, population.country, language, rng, year)
    slots["wake"] = wake_phrase(row.get("car", ""), language, rng)
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
        slots["employer"] = chosen(names["company"], rng)
    slots["surname"] = chosen(names["surnames"], rng)


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
        taken.add(one := chosen(pool, rng))
        return one

    status = row.get("marital_status", "single")
    same = row.get("orientation") == "homosexual"
    if status in _PARTNERED:
        slots["partner"] = name(female if same else not female)
        form = f"same {status}" if same else status
        slots["partner_word"] = words.said("partner_word", form, form, language, female)
    if children:
        daughter = rng.random() < 0.5
        slots["child"] = name(daughter)
        slots["child_word"] = words.said("child_word", "child", "child", language, daughter)
    if children > 1:
        slots["child2"] = name(rng.random() < 0.5)
    if age >= _GRANDPARENT:
        slots["grandchild"] = name(rng.random() < 0.5)
    if age <= _WITH_PARENTS:
        slots["mother"], slots["father"] = name(True), name(False)
    slots["sister"], slots["brother"] = name(True), name(False)


def _acquaintances(slots: dict[str, str], names: Mapping[str, list[str]], rng: Random) -> None:
    taken = set(slots.values())
    for slot in ("friend", "friend2", "colleague"):
        pool = [each for each in (*names["female"], *names["male"]) if each not in taken]
        slots[slot] = chosen(pool, rng)
        taken.add(slots[slot])
    slots["doctor"] = chosen(names["surnames"], rng)


def _whereabouts(
    slots: dict[str, str],
    row: Mapping[str, str],
    language: Language,
    names: Mapping[str, list[str]],
    rng: Random,
) -> None:
    for slot in ("clinic", "hospital", "gym", "restaurant", "venue", "holiday"):
        slots[slot] = chosen(names[slot], rng)
    if int(row.get("children", "0")):
        slots["school"] = chosen(names["school"], rng)
    worship: Mapping[str, list[str]] = names["worship"]  # type: ignore[assignment]
    if row.get("religion", "none") in worship:
        slots["worship"] = chosen(worship[row["religion"]], rng)
    if row.get("work", "none") == "none":
        slots.pop("work", None)
    else:
        title = chosen(["Mr", "Mrs", "Ms"] if language == "en" else ["monsieur", "madame"], rng)
        slots["boss"] = f"{title} {chosen(names['surnames'], rng)}"
    if row.get("pet", "none") != "none":
        slots["pet_name"] = chosen(_PET_NAMES[language], rng)
    slots["street"] = chosen(names["streets"], rng)
    slots["house_number"] = words.number(1 + int(rng.random() * 98), language)
