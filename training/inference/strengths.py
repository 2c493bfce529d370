"""How often rules of words are right, counted on labelled utterances.

For each rule that rests on words alone: in how many utterances it held, and in how many of them the
category was marked about the driver or the family. ``python -m training.inference strengths``
writes the counts; :mod:`auditor.inference.measured` turns them into likelihood ratios.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from auditor.inference.findings import Heard
from auditor.inference.reading import WordReader
from auditor.inference.rulebook import Rulebook
from auditor.inference.ruleform import Rule
from auditor.records import Truth
from auditor.taxonomy import covers
from training.attributes.texts import Label, Text

__all__ = ["count_rules", "texts_of"]

_FAMILY = ("driver", "relative")


def count_rules(book: Rulebook, texts: Iterable[Text]) -> dict[str, Any]:
    """Return the counts of every rule that rests on one premise of words.

    Parameters
    ----------
    book
        Rules with the strengths that they were written with.
    texts
        Labelled utterances that the rules were not written from.

    Returns
    -------
    dict
        ``rules``: ``{id: {"held": n, "right": k}}`` in order of the ids, and ``data_sha256``.
    """
    lone = {rule.id: rule for rule in book.rules if _rests_on_words(rule)}
    readers = {language: WordReader(book, language) for language in ("en", "fr")}  # type: ignore[arg-type]
    held: Counter[str] = Counter()
    right: Counter[str] = Counter()
    digest = hashlib.sha256()
    for k, text in enumerate(texts):
        if text.labels is None:
            continue
        digest.update(f"{text.language}\0{text.words}\0".encode())
        heard = Heard(str(k), text.words, text.language, None, "", k)
        for name in sorted(_holding(readers[text.language], heard, lone)):
            held[name] += 1
            right[name] += _is_right(lone[name], text)
    counts = {name: {"held": held[name], "right": right[name]} for name in sorted(held)}
    return {"data_sha256": digest.hexdigest(), "rules": counts}


def texts_of(truth: Truth) -> Iterator[Text]:
    """Yield the utterances of a truth file as labelled texts."""
    for each in truth.utterances:
        labels = tuple(Label(label.category, label.about, None, None) for label in each.labels)
        yield Text(each.asr, truth.language, truth.path.name, labels)


def _rests_on_words(rule: Rule) -> bool:
    premise = rule.when[0]
    timed = premise.hours or premise.weekdays or premise.counted
    return len(rule.when) == 1 and premise.category is None and not timed


def _holding(reader: WordReader, heard: Heard, lone: dict[str, Rule]) -> set[str]:
    return {
        words.premise[0]
        for words in reader.read(heard)
        if words.premise[0] in lone and words.about in lone[words.premise[0]].when[0].of_whom
    }


def _is_right(rule: Rule, text: Text) -> bool:
    category = rule.conclude.category
    return any(
        label.about in _FAMILY
        and (covers(category, label.category) or covers(label.category, category))
        for label in text.labels or ()
    )
