"""The comparable form of a value.

An entry of a lexicon or gazetteer gives its concept, a time its ISO 8601 form, a count or an age
its integer, an amount its currency; anything else is compared by its case-folded words.
"""

from __future__ import annotations

from auditor import taxonomy
from auditor.attributes.calendar import resolve
from auditor.attributes.concepts import CLOSED, concept_of
from auditor.attributes.emails import email
from auditor.attributes.finding import Finding
from auditor.attributes.reading import Reading

__all__ = ["normalised"]

_CLASSES: dict[str, tuple[str, ...]] = {
    "relationship": ("kin", "kin_name", "partner", "ex", "child"),
    "marital_status": ("ex", "partner"),
    "health": ("condition", "care", "symptom", "carer"),
    "medication": ("medicine", "remedy"),
    "religion": ("faith", "worship", "feast", "rite", "clergy"),
    "politics": ("party", "political"),
    "trade_union": ("union", "union_act"),
    "sexual_life": ("sexual",),
    "ethnic_origin": ("nationality", "country", "origin"),
    "language_spoken": ("language",),
    "criminal_or_legal": ("legal",),
    "finance": ("money", "money_matter"),
    "employer": ("company", "brand"),
    "occupation": ("profession",),
    "education": ("study",),
    "pet": ("pet_kind",),
    "vehicle": ("make", "vehicle_kind"),
    "purchase_or_brand": ("brand",),
    "media_taste": ("genre",),
    "food_or_diet": ("diet", "food"),
    "hobby": ("hobby",),
    "emotion": ("emotion",),
    "place_type": ("private_place", "place_kind"),
    "home_place": ("town", "town_word", "country"),
    "visited_place": ("town", "town_word", "country"),
    "work_place": ("town", "town_word", "place_kind"),
    "address": ("street",),
    "age_or_birth": ("year", "number", "decade_birthday", "ordinal"),
    "children": ("number",),
    "household": ("number",),
}
"""Which hits inside a value say what it stands for, by category."""
_BIRTH = ("month", "year")
_TIMED = frozenset(("appointment", "travel_plan", "absence"))


def normalised(finding: Finding, reading: Reading) -> str:
    """Return the comparable form of a finding's value; of a corrected value, of its last form."""
    category = taxonomy.parent(finding.category)
    plain = _plain(finding, reading, category)
    if category not in CLOSED or plain.isdigit():
        return plain
    # A cue that says what its words mean knows better than the words: "i never go to church".
    told = finding.normalised if finding.why.startswith("cue:") else ""
    said = " ".join(_last_said(finding, reading))
    for words in (told, said, finding.guess, plain):
        concept = concept_of(category, words)
        if concept is not None:
            return concept
    return finding.guess or plain


def _plain(finding: Finding, reading: Reading, category: str) -> str:
    """Return what a lexicon, the gazetteer or a reader makes of a value, else its words."""
    if finding.normalised:
        return finding.normalised
    if category in _TIMED and (said := _time(finding, reading)):
        return said
    if category == "identifier" and (
        address := email(_last_said(finding, reading), reading.text.language)
    ):
        return address
    if category == "age_or_birth" and (born := _birth(finding, reading)):
        return born
    hit = reading.hits.within(finding.first, finding.last, *_classes(category, reading))
    if hit is None:
        return " ".join(_last_said(finding, reading))
    return reading.superseded.get(hit, hit).concept


def _last_said(finding: Finding, reading: Reading) -> tuple[str, ...]:
    """Return the words of a value, of a corrected one those of its last form."""
    first = max(_corrected_from(finding, reading), finding.first)
    return reading.text.words[first : finding.last]


def _classes(category: str, reading: Reading) -> tuple[str, ...]:
    """Return the classes that tell the value of a category; any of them for one's own."""
    if category in _CLASSES or category in taxonomy.built_in():
        return _CLASSES.get(category, ())
    return tuple(dict.fromkeys(hit.cls for hit in reading.hits.all))


def _corrected_from(finding: Finding, reading: Reading) -> int:
    """Return where the last form of the value begins, or 0 where nothing was corrected."""
    inside = [
        right.first
        for left, right in reading.superseded.items()
        if finding.first <= left.first and right.last <= finding.last
    ]
    return max(inside, default=0)


def _birth(finding: Finding, reading: Reading) -> str | None:
    """Return a date of birth in ISO 8601, where day, month and year are said."""
    month, year = (reading.hits.within(finding.first, finding.last, name) for name in _BIRTH)
    days = [hit for hit in reading.hits.of("day", "ordinal") if finding.first <= hit.first]
    if month is None or year is None:
        return None
    day = next(
        (hit for hit in days if month.first in (hit.last, hit.last + 1, hit.first - 1)), None
    )
    if day is None:
        return None
    return f"{year.concept}-{int(month.concept):02d}-{int(day.concept):02d}"


def _time(finding: Finding, reading: Reading) -> str | None:
    """Return the ISO form of the first time in the value, where it can be told."""
    inside = [
        hit
        for hit in reading.hits.of("when")
        if finding.first <= hit.first and hit.first < finding.last
    ]
    if not inside:
        return None
    when = reading.superseded.get(inside[0], inside[0])
    return resolve(when, reading.text, reading.hits, reading.at)
