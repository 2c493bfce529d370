"""Why a claim is made, in a sentence or two of English or French."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from auditor.inference.hints import HINTS
from auditor.inference.offspring import OFFSPRING
from auditor.inference.rulebook import Rulebook, rulebook
from auditor.inference.settings import data
from auditor.records import Claim, Language

__all__ = ["reason", "value_in_words"]

_RULE = "rule:"
_WORTH_TELLING = 0.1
"""Probability from which another value is worth a word."""


def reason(claim: Claim, language: Language, book: Rulebook | None = None) -> str:
    """Return why a claim is made.

    How often and when it was said, from what it was concluded, what speaks against it, and what
    else it may be.

    Parameters
    ----------
    claim
        Of a profile.
    language
        Of the sentence; values stay in the words of the claim.
    book
        The rules that were applied; those that come with auditor where None.
    """
    reasons = _reasons(claim.why, language, rulebook() if book is None else book)
    fields = {"when": _when(claim, language), "reasons": "; ".join(reasons)}
    parts = [_say(claim.how, language, len(claim.evidence), **fields)]
    if claim.how == "stated" and reasons:
        parts.append(_say("supported", language, 1, **fields))
    if claim.against:
        parts.append(_say("against", language, len(claim.against)))
    others = [
        _labelled(each.value, language)
        for each in claim.alternatives
        if each.value != claim.normalised and each.probability >= _WORTH_TELLING
    ]
    if others:
        values = _part("or", language).join(others)
        parts.append(_say("alternatives", language, len(others), values=values))
    return " ".join(parts)


def value_in_words(claim: Claim, language: Language) -> str:
    """Return a claim's value for a reader: as it was said, or what was concluded, translated.

    Where what was said stands for something that rules conclude too, that comes first: type 2
    diabetes (metformin).
    """
    if claim.how == "stated":
        words = claim.value.strip()
        known = claim.normalised in _labels()["fr"] and claim.normalised not in words.casefold()
        return f"{_labelled(claim.normalised, language)} ({words})" if known else words
    if claim.category == "routine" and claim.value.endswith(")"):
        what, _, when = claim.value[:-1].rpartition(" (")
        times = _labels()["when"]
        said = (times[word] if language == "fr" else word for word in when.split())
        return f"{_labelled(what, language)} ({' '.join(said)})"
    return _labelled(claim.value, language)


def _labelled(value: str, language: Language) -> str:
    return str(_labels()["fr"].get(value, value)) if language == "fr" else value


def _reasons(why: Iterable[str], language: Language, book: Rulebook) -> list[str]:
    rules = book.by_id()
    found = []
    for name in why:
        if name.startswith("routine:"):
            found.append(_part("recurs", language))
        elif name == HINTS:
            found.append(_part("hints", language))
        elif name == OFFSPRING:
            found.append(_part("offspring", language))
        elif name == "rule:sexes.first_name":
            found.append(_part("name", language))
        elif name.startswith(_RULE):
            rule = rules.get(name.removeprefix(_RULE))
            found.append(rule.reason(language) if rule else _part("other", language))
    return list(dict.fromkeys(found))


def _when(claim: Claim, language: Language) -> str:
    first, last = claim.first_known, claim.last_confirmed
    if first is None or last is None:
        return ""
    if first.date() == last.date():
        return _part("on", language).format(day=_day(first, language))
    return _part("between", language).format(day=_day(first, language), last=_day(last, language))


def _day(at: datetime, language: Language) -> str:
    return f"{at:%d/%m/%Y}" if language == "fr" else f"{at:%Y-%m-%d}"


def _say(key: str, language: Language, n: int, **fields: str) -> str:
    form = "one" if n == 1 else "other"
    return str(_words()[key][form][language]).format(n=n, **fields)


def _part(name: str, language: Language) -> str:
    return str(_words()["parts"][name][language])


@cache
def _labels() -> dict[str, Any]:
    return tomllib.loads(data("labels.toml").read_text("utf-8"))


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(data("wording.toml").read_text("utf-8"))
