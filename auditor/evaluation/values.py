"""When two values are the same, and how much two spans overlap."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Protocol

from auditor.evaluation.words import spoken_words
from auditor.records import Attribute, Language, TruthLabel
from auditor.taxonomy import parent

__all__ = ["CLOSED_KINDS", "same_value", "span_overlap", "value_hit"]

CLOSED_KINDS = frozenset(
    {
        "name",
        "relative_name",
        "contact_name",
        "phone_number",
        "address",
        "home_place",
        "work_place",
        "visited_place",
        "age_or_birth",
        "gender",
        "marital_status",
        "children",
        "religion",
        "politics",
        "sexual_life",
        "employer",
    }
)
"""Categories in which a claim must also have the right value: names, phone, address, places, age
band, gender, marital status, number of children, religion, political party, orientation,
employer. Fewer than the taxonomy's closed ones: a kind of place and an identifier are not among
the kinds that the scoring rules name."""

_LEAST_OVERLAP = 0.5
_MIN_PHONE_DIGITS = 6

_PLACES = frozenset(("home_place", "work_place", "visited_place"))
"""Kinds whose values one side may give as a gazetteer id and the other as the name alone."""
_FUNCTION_WORDS = frozenset(
    """
    a an the of to in on at by for from with and or but is are was were be been am i me my mine
    we us our you your he him his she her it its they them their this that these those as s
    un une le la les l des du de d au aux en dans sur chez par pour avec et ou mais est sont
    je j moi mon ma mes nous notre nos tu ton ta tes il elle on ils elles son sa ses leur leurs
    ce c cet cette ces qui que qu
    """.split()
)


class _Found(Protocol):
    @property
    def value(self) -> str: ...
    @property
    def normalised(self) -> str: ...


class _True(Protocol):
    @property
    def value(self) -> str: ...
    @property
    def normalised(self) -> str | None: ...


def value_hit(found: Attribute, label: TruthLabel, heard: str, asr: str) -> bool:
    """Return whether a label hit also has the right value.

    Either the spans overlap by at least one half (:func:`span_overlap`), or the normalised values
    are equal. A label without a normalised value has its case-folded words instead, which is what
    ``normalised`` falls back on everywhere. An implied label, without a span, can only be hit by
    its normalised value.

    Parameters
    ----------
    heard, asr
        The text that ``found.span`` indexes, and the truth's words; the same from reference text.
    """
    normalised = label.normalised or label.value
    if _equal(label.category, found.normalised, normalised):
        return True
    if found.span is None or label.span is None:
        return False
    return span_overlap(found.span, label.span, heard, asr) >= _LEAST_OVERLAP


def span_overlap(found: tuple[int, int], span: str, heard: str, asr: str) -> float:
    """Return how much of the longer of two spans lies in both, in 0 … 1.

    At one half and more each span holds at least half of the other: neither a whole sentence nor
    a single letter can stand for the right words. On the same text it is counted in characters
    and at the best place where ``span`` occurs. On recognised text positions differ, so it is the
    longest common sequence of words, each weighing its letters; a misheard word is not common.
    """
    if heard == asr:
        places = (match.start() for match in re.finditer(f"(?={re.escape(span)})", asr))
        return max((_shared(found, (at, at + len(span))) for at in places), default=0.0)
    return _common_words(spoken_words(heard[slice(*found)]), spoken_words(span))


def _shared(one: tuple[int, int], other: tuple[int, int]) -> float:
    both = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, both) / max(one[1] - one[0], other[1] - other[0], 1)


def _common_words(one: Sequence[str], other: Sequence[str]) -> float:
    longer = max(sum(map(len, one)), sum(map(len, other)))
    best = [0] * (len(other) + 1)
    for word in one:
        row = [0]
        for at, each in enumerate(other):
            here = best[at] + len(word) if word == each else 0
            row.append(max(here, best[at + 1], row[at]))
        best = row
    return best[-1] / longer if longer else 0.0


def same_value(category: str, found: _Found, true: _True, language: Language) -> bool:
    """Return whether a claim has the value of a true line or label of its category.

    Equal normalised values where the truth gives one. Where it gives none, the content words of
    one value contain those of the other; the claim's normalised value may stand for its value
    ("mum" is written ``female``). Number words count as digits where values are numbers, a phone
    number may lack its country, and an age lies in its band.
    """
    if true.normalised:
        return _equal(category, found.normalised, true.normalised)
    return any(
        _contains(category, each, true.value, language) for each in (found.value, found.normalised)
    )


def _equal(category: str, one: str, other: str) -> bool:
    if parent(category) in _PLACES and ("|" in one) != ("|" in other):
        one, other = one.partition("|")[0], other.partition("|")[0]
    first, second = _folded(one), _folded(other)
    if parent(category) == "phone_number":
        first, second = ["".join(first)], ["".join(second)]
    return bool(first) and (first == second or _same_band(category, first, second))


def _contains(category: str, one: str, other: str, language: Language) -> bool:
    if parent(category) == "phone_number":
        return _same_phone(one, other)
    if parent(category) in ("children", "age_or_birth"):
        one, other = _digits(one, language), _digits(other, language)
    first, second = _content(_folded(one)), _content(_folded(other))
    if not first or not second:
        return False
    return first <= second or second <= first or _same_band(category, _folded(one), _folded(other))


def _content(words: list[str]) -> set[str]:
    return set(words) - _FUNCTION_WORDS or set(words)


def _digits(text: str, language: Language) -> str:
    from text_to_num import alpha2digit

    return str(alpha2digit(text, language, threshold=0.0))


def _same_phone(one: str, other: str) -> bool:
    """Compare the digits without the trunk zero, one perhaps with its country before them."""
    first, second = (re.sub(r"\D", "", each).lstrip("0") for each in (one, other))
    shorter, longer = sorted((first, second), key=len)
    return len(shorter) >= _MIN_PHONE_DIGITS and longer.endswith(shorter)


def _same_band(category: str, one: list[str], other: list[str]) -> bool:
    first, second = _band(one), _band(other)
    if parent(category) != "age_or_birth" or first is None or second is None:
        return False
    (low, high), (least, most) = first, second
    return (low <= least and most <= high) or (least <= low and high <= most)


def _band(words: list[str]) -> tuple[int, int] | None:
    """Read ``46`` or ``40-49`` as ages."""
    if len(words) not in (1, 2) or not all(re.fullmatch(r"[0-9]{1,3}", word) for word in words):
        return None
    return int(words[0]), int(words[-1])


def _folded(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(
        r"[^\W_]+", "".join(each for each in plain if not unicodedata.combining(each))
    )
