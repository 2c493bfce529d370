"""Data minimisation: attributes beyond what a request needed."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from statistics import fmean

from auditor.records import Attribute, Language, Risk, Utterance
from auditor.risk.intervals import share_interval
from auditor.risk.student import MIN_PERSONS
from auditor.taxonomy import parent

__all__ = ["beyond_request", "needed"]


def needed(text: str, language: Language) -> frozenset[str] | None:
    """Return the categories that a request needs, or None where no request is recognised.

    Intents are told by words (``needs.toml``): the first that shows counts. Simple on purpose,
    so that anybody can check it; a request in other words is not recognised.
    """
    words = f" {' '.join(_folded(text))} "
    for categories, cues in _intents(language):
        if any(f" {cue} " in words for cue in cues):
            return categories
    return None


def beyond_request(
    attributes: Iterable[Attribute],
    utterances: Sequence[Utterance],
    person_of: Mapping[str, str],
) -> Risk:
    """Return the share of attributes that no recognised request needed, the mean of persons.

    Parameters
    ----------
    attributes
        All that was found, about anybody.
    utterances
        What was heard.
    person_of
        The person of each utterance, by its id.

    Notes
    -----
    GDPR Art. 5(1)(c) wants data limited to what a purpose needs; EDPB Guidelines 02/2021 take
    carrying out the request for the assistant's purpose. What is said without any recognised
    request needed nothing.

    Misleads where requests are put in words that the cues do not know: too much is then beyond.
    """
    heard = {each.id: each for each in utterances}
    beyond: dict[str, list[bool]] = {}
    for each in attributes:
        if each.utterance_id in heard and each.utterance_id in person_of:
            utterance = heard[each.utterance_id]
            fits = needed(utterance.text, utterance.language) or frozenset()
            person = person_of[each.utterance_id]
            beyond.setdefault(person, []).append(parent(each.category) not in fits)
    shares = [fmean(each) for each in beyond.values()]
    interval = share_interval(shares)
    few = f"Under {MIN_PERSONS} persons no interval is given."
    return Risk(
        name="beyond_request",
        value=fmean(shares) if shares else None,
        interval=interval,
        n=len(shares),
        baseline=None,
        control=None,
        unit="share of attributes",
        assumes="What a request needs is this project's judgement, its intent told by words. "
        + ("Student's t over persons, on the log-odds." if interval else few)
        + " Neither baseline nor control.",
    )


@cache
def _intents(language: Language) -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    text = resources.files("auditor.risk").joinpath("needs.toml").read_text(encoding="utf-8")
    return tuple(
        (frozenset(each["categories"]), tuple(each[language]))
        for each in tomllib.loads(text).values()
    )


def _folded(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)))
