"""What is given away over several texts that an utterance may have.

A recogniser that was unsure gives several hypotheses with relative probabilities. What holds in
all of them is as sure as in one; what holds in one alone is only as sure as that one is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from auditor.attributes.finding import WORTH_JOINING, party_of
from auditor.records import Attribute, Utterance, Word

__all__ = ["over_hypotheses"]

_Kind = tuple[str, str]


def over_hypotheses(
    utterance: Utterance, read: Callable[[Utterance], list[Attribute]], *, least: float
) -> list[Attribute]:
    """Return what ``utterance`` gives away, each score weighed by the texts in which it holds.

    Parameters
    ----------
    utterance
        Its ``alternatives`` may be empty: then its own text is all there is.
    read
        From an utterance to what its own text gives away.
    least
        What falls under this is left out, or a hint; so is what the likelier of the texts that
        have it only hint at.

    Returns
    -------
    list of Attribute
        What only another text gives away has no span, and ``why`` says so.
    """
    own = read(utterance)
    if not utterance.alternatives:
        return own
    likely: dict[_Kind, float] = defaultdict(float)
    reported: dict[_Kind, float] = defaultdict(float)
    hinted: dict[_Kind, float] = defaultdict(float)
    elsewhere: dict[_Kind, Attribute] = {}
    for text, probability in _texts(utterance):
        found = own if text == utterance.text else read(_saying(utterance, text))
        for kind, attribute in _strongest(found).items():
            likely[kind] += probability * attribute.score
            (hinted if attribute.hint else reported)[kind] += probability
            elsewhere.setdefault(kind, attribute)
    kept = [replace(each, score=round(likely[_kind(each)], 4)) for each in own]
    for kind in elsewhere.keys() - {_kind(each) for each in own}:
        kept.append(_without_words(elsewhere[kind], utterance, likely[kind]))
    order = sorted(kept, key=lambda each: (each.span or (0, 0), each.category, each.about))
    return [
        replace(each, hint=each.score < least or reported[_kind(each)] < hinted[_kind(each)])
        for each in order
        if _kept(each, least)
    ]


def _kept(attribute: Attribute, least: float) -> bool:
    """Return whether something is sure enough to be reported, or to be a hint."""
    hinted = party_of(attribute.about) == "family" and attribute.score >= WORTH_JOINING
    return hinted or attribute.score >= least


def _texts(utterance: Utterance) -> list[tuple[str, float]]:
    """Return each text once with its probability; they add up to 1, the utterance's own in it."""
    texts: dict[str, float] = {utterance.text: 0.0}
    for alternative in utterance.alternatives:
        texts[alternative.text] = texts.get(alternative.text, 0.0) + alternative.probability
    total = sum(texts.values())
    return [(text, probability / total) for text, probability in texts.items()] if total else []


def _saying(utterance: Utterance, text: str) -> Utterance:
    words = tuple(Word(word, utterance.start_s, utterance.end_s, 1.0) for word in text.split())
    return replace(utterance, words=words, alternatives=())


def _strongest(found: list[Attribute]) -> dict[_Kind, Attribute]:
    strongest: dict[_Kind, Attribute] = {}
    for each in sorted(found, key=lambda each: -each.score):
        strongest.setdefault(_kind(each), each)
    return strongest


def _kind(attribute: Attribute) -> _Kind:
    return attribute.category, attribute.about


def _without_words(attribute: Attribute, utterance: Utterance, likely: float) -> Attribute:
    return replace(
        attribute,
        span=None,
        start_s=utterance.start_s,
        end_s=utterance.end_s,
        score=round(likely, 4),
        why=f"{attribute.why} (another hypothesis)",
    )
