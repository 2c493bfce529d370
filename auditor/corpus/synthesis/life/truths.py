"""What a marked word really gives away: the value behind it, in the form that is compared."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.corpus.synthesis.grammar.spelling import as_recognised
from auditor.corpus.synthesis.life.person import Life

__all__ = ["NOTHING", "VARIABLES_OF", "has", "normalised", "value_words", "values_of"]

VARIABLES_OF: Mapping[str, tuple[str, ...]] = {
    "name": ("first_name",),
    "gender": ("sex",),
    "age_or_birth": ("age",),
    "marital_status": ("marital_status",),
    "children": ("children",),
    "sexual_life": ("orientation",),
    "ethnic_origin": ("origin",),
    "language_spoken": ("language",),
    "religion": ("religion",),
    "politics": ("politics",),
    "trade_union": ("union",),
    "home_place": ("home",),
    "work_place": ("work",),
    "education": ("education",),
    "occupation": ("occupation",),
    "employer": ("employer",),
    "finance": ("money", "income"),
    "vehicle": ("car",),
    "health": ("health",),
    "medication": ("medication",),
    "criminal_or_legal": ("legal",),
    "pet": ("pet",),
    "food_or_diet": ("diet",),
    "hobby": ("hobby",),
    "media_taste": ("media",),
    "purchase_or_brand": ("shop",),
    "driving_behaviour": ("driving",),
}
"""Which variables of the population a category tells of."""
NOTHING = ("none", "0")
_BAND_ENDS = (24, 34, 44, 54, 64, 74, 90)
_NAMED = ("relative_name", "contact_name", "name")
_NAME_SLOTS = (
    *("name", "partner", "child", "child2", "mother", "father", "sister", "brother"),
    *("grandchild", "friend", "friend2", "colleague"),
)
_CODES = {"phone_number": "phone"}


def values_of(life: Life, category: str) -> tuple[str, ...]:
    """Return the values of the population that a category of this life can give away."""
    found = (life.row.get(variable, "none") for variable in VARIABLES_OF.get(category, ()))
    values = tuple(value for value in found if value not in NOTHING)
    return (*values, _band(values[0])) if category == "age_or_birth" else values


def _band(age: str) -> str:
    """Return the band that grammars hint at an age by."""
    upto = next(last for last in _BAND_ENDS if int(age) <= last)
    first = [18, *(last + 1 for last in _BAND_ENDS)][_BAND_ENDS.index(upto)]
    return f"{first}-{upto}"


def has(life: Life, category: str) -> bool:
    """Return whether a life has anything of a category; categories without variables always."""
    return category not in VARIABLES_OF or bool(values_of(life, category))


def value_words(life: Life, category: str, value: str) -> str:
    """Return how the value is said."""
    for variable in VARIABLES_OF.get(category, ()):
        if life.row.get(variable) == value:
            return life.spoken[variable]
    return value


def _last_name(life: Life, category: str, span: str) -> str:
    """Return the name that stands last in the words: who corrects themselves means that one."""
    names = (as_recognised(life.slots[slot]) for slot in _NAME_SLOTS if slot in life.slots)
    # Of ``monica's turn`` and ``l'avis d'inès`` the names are said, too.
    words = f" {span} ".replace("'", " ")
    place, name = max((words.rfind(f" {name.replace(chr(39), ' ')} "), name) for name in names)
    surname = as_recognised(life.slots["surname"])
    full = as_recognised(f"{life.slots['name']} {surname}")
    if full in span:
        return full
    if place < 0 and category == "name" and f" {surname} " in words:
        return surname
    return name if place >= 0 else span


def normalised(life: Life, category: str, about: str, span: str, value: str | None) -> str | None:
    """Return the form in which a label's value is compared, or None where only words can be.

    Parameters
    ----------
    span
        The marked words, as recognised.
    value
        The value of the section that the words come from, where it is the label's.
    """
    if category in _NAMED:
        return _last_name(life, category, span)
    if about != "driver":
        return None
    if category == "employer" and value == "small firm":
        # The row knows no name; people say the one that the life has given it.
        return as_recognised(life.slots["employer"])
    if category in _CODES:
        return life.codes[_CODES[category]]
    if value is not None:
        return value if category != "age_or_birth" else life.row["age"]
    known = values_of(life, category)
    return known[0] if len(known) == 1 or category == "age_or_birth" else None
