"""One value for what means the same: ``f`` and ``femme`` are female, ``muslim`` is islam.

Values of closed kinds are compared exactly by whoever reads a profile, so they are brought into
one form here: a concept of :mod:`auditor.attributes.concepts`, a count, a place or a name without
the words around it. Everything else keeps the value that its attribute has.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Protocol

from auditor.attributes.concepts import concept_of
from auditor.inference.ages import age
from auditor.inference.naming import address, numbers_as_digits, person_name, place_name
from auditor.records import Language
from auditor.taxonomy import parent

__all__ = ["canonical"]

_PLACES = frozenset(("home_place", "work_place", "visited_place", "employer"))
_NAMES = frozenset(("name", "relative_name", "contact_name"))


class _Spoken(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def language(self) -> Language: ...


def canonical(
    category: str, normalised: str, said: str, utterance: _Spoken, on: date | None = None
) -> str:
    """Return the comparable value of an attribute.

    Parameters
    ----------
    category
        Its category.
    normalised
        The value as the attribute has it; stands where nothing better is known.
    said
        The words of the value.
    utterance
        Whose ``text`` the words are part of: a place may go on after them.
    on
        The day of which an age is told.
    """
    kind = parent(category)
    if kind in _NAMES:
        return person_name(said, utterance.language) or normalised
    if kind == "address":
        return address(said, utterance.text, utterance.language) or normalised
    if kind in _PLACES:
        return place_name(kind, said, normalised, utterance.text, utterance.language)
    if kind == "age_or_birth":
        return age(said, normalised, utterance.text, utterance.language, on)
    if kind == "children":
        return _children(said, normalised, utterance.language)
    return concept_of(kind, said) or concept_of(kind, normalised) or normalised


def _children(said: str, normalised: str, language: Language) -> str:
    """Return a number of children, or what is known of one: "daughter", or only "child"."""
    if language == "fr":  # "une fille" counts no more than "a daughter"
        said = _ARTICLE.sub("", said)
        normalised = "" if normalised == "1" else normalised
    number = re.search(r"\b[0-9]{1,2}\b", f"{normalised} {numbers_as_digits(said, language)}")
    if number:
        return number.group()
    found = concept_of("children", said) or concept_of("children", normalised)
    if found is None:
        return "enfant" if language == "fr" else "child"
    return _IN_FRENCH.get(found, found) if language == "fr" else found


_ARTICLE = re.compile(r"\bune? (?!seule?\b)", re.IGNORECASE)
_IN_FRENCH = {"daughter": "fille", "son": "fils", "baby": "bébé"}
