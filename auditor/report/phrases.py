"""Sentences that other rooms write in English, in the language of the report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from auditor.records import Language
from auditor.report.texts import texts, typeset

_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w])")
_SENTENCE = re.compile(r"(?<=\.) (?=[A-Z])")
_PREFIX = "phrase."


@dataclass(frozen=True)
class Phrase:
    """A sentence and the language it is really in: English where no translation is known."""

    text: str
    language: Language


def phrases(english: str, language: Language) -> tuple[Phrase, ...]:
    """Return each sentence of ``english`` in ``language``, as far as texts.toml has it.

    Clauses that a semicolon or a full stop parts are looked up alone where the whole is unknown.
    """
    found = []
    for sentence in filter(None, _SENTENCE.split(english)):
        clauses = [sentence] if _known(sentence) else sentence.split("; ")
        found += [_phrase(clause, language) for clause in clauses]
    return tuple(found)


def _phrase(clause: str, language: Language) -> Phrase:
    for text, end in ((clause, ""), (clause.removesuffix("."), ".")):
        if known := _known(text):
            key, numbers = known
            return Phrase(_filled(key, numbers, language) + end, language)
    return Phrase(clause, "en")


def _known(text: str) -> tuple[str, list[str]] | None:
    """Return the key of a phrase, and the numbers in it."""
    numbers = _NUMBER.findall(text)
    places = iter(range(len(numbers)))
    pattern = _NUMBER.sub(lambda _: f"{{{next(places)}}}", text)
    for candidate, values in ((text, []), (pattern, numbers)):
        if key := _keys().get(typeset(candidate, "en")):
            return key, values
    return None


def _filled(key: str, numbers: list[str], language: Language) -> str:
    if language == "fr":
        numbers = [each.replace(".", ",") for each in numbers]
    return texts(language).by_key[key].format(*numbers)


@cache
def _keys() -> dict[str, str]:
    return {text: key for key, text in texts("en").by_key.items() if key.startswith(_PREFIX)}
