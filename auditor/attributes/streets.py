"""Street addresses: a number with a street, or in French a street alone.

In French the kind of street comes first, so that "rue des tanneurs" is found without a number; in
English it comes last, and only a numbered house is sure.
"""

from __future__ import annotations

from dataclasses import replace

from auditor.attributes.digits import runs
from auditor.attributes.hits import Hit, Hits
from auditor.attributes.lexicon import word_lists
from auditor.attributes.text import BREAK, Text

__all__ = ["streets"]

_NAME_WORDS = 4
"""Words in the name of a street."""
_TOWNS = ("town", "town_word")
_INTO = frozenset(("in", "à", "au", "en"))
_ARTICLES_FR = frozenset(
    "de du des la le les l' d' saint sainte au aux en sur sous à notre dame".split()
)


def streets(text: Text, hits: Hits) -> list[Hit]:
    """Return street addresses as hits of class ``street``; numbered ones are ``house`` too."""
    find = _english_street if text.language == "en" else _french_street
    found = [find(text, hits, kind) for kind in hits.of("street_kind")]
    kept = _longest([hit for hit in found if hit is not None])
    numbered = [replace(hit, cls="house") for hit in kept if hit.note == "house"]
    return [*kept, *numbered]


def _longest(found: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.first - hit.last, hit.first)):
        if all(hit.last <= other.first or other.last <= hit.first for other in kept):
            kept.append(hit)
    return kept


def _english_street(text: Text, hits: Hits, kind: Hit) -> Hit | None:
    """Return the address that ends in a kind of street: "fourteen pendle close"."""
    stops = word_lists("en")["stops"]
    first = kind.first
    while first > 0 and kind.first - first < _NAME_WORDS:
        word = text.words[first - 1]
        if word in stops or word in {BREAK, "'s"}:
            break
        first -= 1
    house = _house_number(text, hits, first, kind.first)
    if house is None:
        return None
    last = _extended(text, hits, kind.last)
    return Hit("street", house, last, " ".join(text.words[house:last]), "house", "places")


def _house_number(text: Text, hits: Hits, first: int, kind: int) -> int | None:
    """Return where the house number begins that stands before at least one word of a name."""
    # "One hundred and six" goes on before the "and" that a name of a street stops at.
    starts = [hit.first for hit in hits.of("number") if first < hit.last < kind]
    starts += [run.first for run in runs(text) if first - 3 <= run.first and run.last < kind]
    return min(starts, default=None)


def _french_street(text: Text, hits: Hits, kind: Hit) -> Hit | None:
    """Return the address that begins with a number and a kind of street."""
    first = kind.first
    if first and text.words[first - 1] in ("bis", "ter", "quater"):
        first -= 1
    number = next((hit for hit in hits.of("number") if hit.last == first), None)
    if number is None and (first != kind.first or kind.note == "numbered"):
        return None
    last = _french_name_end(text, kind)
    if last == kind.last:
        return None
    last = _extended(text, hits, last)
    start = number.first if number else kind.first
    note = "house" if number else ""
    return Hit("street", start, last, " ".join(text.words[start:last]), note, "places")


def _french_name_end(text: Text, kind: Hit) -> int:
    """Return where the name of a street ends: at a word that goes on with the sentence."""
    last = kind.last
    while last < len(text) and last - kind.last < _NAME_WORDS:
        word = text.words[last]
        if word == BREAK or (word in word_lists("fr")["stops"] and word not in _ARTICLES_FR):
            break
        last += 1
    while last > kind.last and text.words[last - 1] in _ARTICLES_FR:
        last -= 1
    return last


def _extended(text: Text, hits: Hits, last: int) -> int:
    """Add a flat, a town or a postcode that follows at once."""
    for hit in hits.of("flat", *_TOWNS):
        between = text.words[last : hit.first]
        if hit.first < last or len(between) > 1 or not set(between) <= _INTO:
            continue
        last = hit.last
        if hit.cls == "flat":
            number = [one.last for one in hits.of("number") if one.first == last]
            letter = last < len(text) and len(text.words[last]) == 1
            last = number[0] if number else last + letter
    postcode = (
        run.last
        for run in runs(text)
        if run.first == last and any(sign.isalpha() for sign in run.value)
    )
    return next(postcode, last)
