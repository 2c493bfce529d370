"""What is denied: "i'm not vegetarian any more", "je ne suis plus infirmière"."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from auditor.attributes.text import fold
from auditor.inference.findings import Heard, Said
from auditor.inference.settings import weights
from auditor.inference.signals import Signal, stated
from auditor.records import Language
from auditor.taxonomy import parent

__all__ = ["denials"]

_DENIABLE = frozenset(
    "name health medication religion politics trade_union sexual_life ethnic_origin language_spoken"
    " occupation employer education marital_status children pet vehicle food_or_diet hobby"
    " home_place age_or_birth".split()
)
_LONGEST = 5
_DENIED: dict[Language, str] = {
    "en": r"\b(?:i'm not|i am not|i'm no longer|i don't have|i've never been|i'm not really|we're"
    r" not|i was never|i never was|i'm not a|i haven't got|we don't have) (?:an? |the |even |on )?",
    "fr": r"\b(?:je (?:ne )?suis (?:pas|plus)|j'(?:ai|ai jamais eu) (?:pas|plus|jamais)|je n'ai"
    r" (?:pas|plus|jamais)|je n'ai jamais été|on n'a (?:pas|plus)|j'ai jamais été) "
    r"(?:une? |d'|de |du |la |le |les )?",
}


def denials(said: Sequence[Said], heard: Sequence[Heard]) -> list[Signal]:
    """Return evidence against values that were found, where an utterance denies one in its words.

    Only what is denied right before the words of the value counts; whoever denies something that
    nothing else speaks for has not said anything of themselves.

    Parameters
    ----------
    said, heard
        Attributes and utterances of one person.
    """
    by_words: dict[tuple[Language, str], list[Said]] = defaultdict(list)
    for each in said:
        if parent(each.category) in _DENIABLE and each.about == "driver" and each.label:
            by_words[each.utterance.language, fold(each.label.casefold())].append(each)
    return [
        _against(each, one)
        for one in heard
        for words in _denied_words(one)
        for each in _one_of_each(by_words.get((one.language, words), ()))
    ]


def _denied_words(heard: Heard) -> list[str]:
    """Return the one to five words after every denial."""
    text = heard.text.casefold().replace("’", "'")
    found = []
    for match in re.finditer(_DENIED[heard.language], text):
        words = fold(text[match.end() :]).split()
        found += [" ".join(words[:size]) for size in range(1, min(_LONGEST, len(words)) + 1)]
    return found


def _one_of_each(those: Sequence[Said]) -> list[Said]:
    return list({(each.category, each.value): each for each in those}.values())


def _against(said: Said, heard: Heard) -> Signal:
    return replace(
        stated(said),
        kind="denied",
        log_ratio=-math.log(weights().denied),
        utterances=(heard,),
        nodes=(f"utterance:{heard.id}",),
    )
