"""How many children somebody has, from what is said of them: "my daughter", "your brother", "both".

Nobody says the number often; what is said bounds it. For each number n the evidence is weighed by
Bayes' rule against how many children families have (``data/weights.toml``), each piece by the
chance that it is right (virtual evidence: Pearl, "Probabilistic Reasoning in Intelligent Systems",
1988). Children are girls or boys with equal chances, so that n of them are of both sexes with
probability 1 − 2^(1−n).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.inference.findings import Heard, Said
from auditor.inference.hints import joined
from auditor.inference.settings import weights
from auditor.inference.signals import Signal, logit

__all__ = ["OFFSPRING", "is_number_of_children", "numbers_of_children", "offspring_signals"]

OFFSPRING = "rule:offspring.number"
"""The kind of evidence that a number of children is."""

_CATEGORY = "children"
_NONE = "0"
_SEX = {"daughter": "girl", "fille": "girl", "son": "boy", "fils": "boy"}
_SEVERAL = re.compile(
    r"\b(both|kids|children|girls|boys|sons|daughters|little ones|twins"
    r"|enfants|filles|garçons|gosses|gamins|petits|petites|jumeaux|jumelles|loulous)\b"
)
_OF_OTHERS = re.compile(
    r"\bgrand(?:children|kids|sons?|daughters?)\b|\bpetite?s?[- ](?:enfants?|fils|filles?)\b"
    r"|\b(?:years?|months?|ans|mois)\b"
)
"""Grandchildren, and ages: numbers that are not how many children there are."""
_SIBLINGS = r"(?:brother|sister|frère|sœur|soeur)"
_SIBLING = re.compile(
    rf"\b(?:your|ton|ta|tes) (?:\w+ )?{_SIBLINGS}s?(?: (?:and|or|et|ou) (?:\w+ )?{_SIBLINGS}s?)*\b"
)

_UNLIKELY = 0.03
"""Chance of words that the number contradicts: a slip, or somebody else's children."""
_ONE_SEX_HEARD = 0.8
"""Chance that of children of both sexes only one is heard of, in the little that is heard."""
_ADDRESSED = 0.5
"""Chance that "your brother" is said to a child of the driver's, where no attribute says so."""
_PARENT = re.compile(
    r"\b(mum|mom|mummy|mommy|dad|daddy|aunt|auntie|aunty|uncle|gran|grandad"
    r"|maman|papa|tante|tata|tatie|tonton|oncle|mamie|papi)\b"
)
_LEAST = 0.3
"""Chance that there are children at all, under which their number is no matter."""
_SUREST = 0.999


@dataclass(frozen=True)
class _Piece:
    """What an utterance says of the number: ``kind`` with ``count``, and how surely.

    A ``child`` is one of whom nothing else is known: it says that there are any.
    """

    kind: str
    count: int
    chance: float
    utterance: Heard
    node: str


def is_number_of_children(said: Said) -> bool:
    """Return whether an attribute says a number of children, other than none."""
    return said.category == _CATEGORY and said.value.isdigit() and said.value != _NONE


def offspring_signals(found: Sequence[Said], heard: Sequence[Heard]) -> list[Signal]:
    """Return evidence for each number of children that is likelier than before.

    Parameters
    ----------
    found
        Attributes of one person, hints among them; those of children of the driver are looked at.
    heard
        The person's utterances.

    Returns
    -------
    list of Signal
        Its log-odds are those of the number against "none of them", as
        :func:`~auditor.inference.weighing.exclusive` wants them: the posterior times the chance
        that there are children at all. It stands for attributes that say the number, too.
    """
    said = [each for each in found if each.category == _CATEGORY and each.about == "driver"]
    pieces = [_of_attribute(each) for each in said if each.value != _NONE]
    there_are = _together((each.utterance.id, each.chance) for each in pieces)
    there_are *= 1.0 - _together((e.utterance.id, e.score) for e in said if e.value == _NONE)
    pieces += _of_siblings(pieces, heard)
    telling = [each for each in pieces if each.kind != "child"]
    if there_are < _LEAST or not telling:
        return []
    posterior = numbers_of_children(_sureness(telling))
    chances = {number: chance * there_are for number, chance in posterior.items()}
    prior = weights().prior_of(_CATEGORY)
    likelier = {number: chance for number, chance in chances.items() if chance > prior}
    nothing = max(1.0 - sum(likelier.values()), 1.0 - _SUREST)
    return [
        _signal(number, math.log(chance / nothing), pieces) for number, chance in likelier.items()
    ]


def numbers_of_children(sure: Mapping[tuple[str, int], float]) -> dict[int, float]:
    """Return the posterior of the number of children, which adds up to 1.

    Parameters
    ----------
    sure
        By kind of evidence and its count, the chance in 0 … 1 that it holds: ``("number", k)``
        where k is said, ``("girl", 1)`` and ``("boy", 1)`` where one is spoken of, ``("several",
        2)``, ``("siblings", k)`` where a child is told of k brothers or sisters.
    """
    prior = weights().families
    weight = {n: math.log(share) + _log_likelihood(n, sure) for n, share in prior.items()}
    top = max(weight.values())
    scaled = {n: math.exp(each - top) for n, each in weight.items()}
    total = math.fsum(scaled.values())
    return {n: each / total for n, each in scaled.items()}


def _log_likelihood(n: int, sure: Mapping[tuple[str, int], float]) -> float:
    girls, boys = sure.get(("girl", 1), 0.0), sure.get(("boy", 1), 0.0)
    both = girls * boys
    one = girls + boys - 2.0 * both
    mixed = 1.0 - 2.0 ** (1 - n)
    sexes = (
        both * max(mixed, _UNLIKELY)
        + one * (1.0 - mixed + mixed * _ONE_SEX_HEARD)
        + 1.0 - both - one
    )  # fmt: skip
    others = (
        math.log(_likelihood(kind, count, n, chance))
        for (kind, count), chance in sure.items()
        if kind not in ("girl", "boy")
    )
    return math.log(sexes) + math.fsum(others)


def _likelihood(kind: str, count: int, n: int, chance: float) -> float:
    """Return how likely such words are of n children, up to a factor.

    A number that is said, alone, is as likely afterwards as its attribute is: an uncertain
    statement moves beliefs by Jeffrey's rule. One less likely than the number is before says
    nothing.
    """
    if kind == "number":
        share = weights().families[count]
        sure = max(min(chance, _SUREST), share)
        return sure / share if n == count else (1.0 - sure) / (1.0 - share)
    return chance * (1.0 if _goes_with(kind, count, n) else _UNLIKELY) + 1.0 - chance


def _goes_with(kind: str, count: int, n: int) -> bool:
    """Return whether what is said leaves n children possible."""
    if kind == "number":
        return n == count
    return kind in ("girl", "boy", "child") or n >= (count + 1 if kind == "siblings" else count)


def _of_attribute(said: Said) -> _Piece:
    kind, count = _counted(said)
    return _Piece(kind, count, said.score, said.utterance, said.node)


def _counted(said: Said) -> tuple[str, int]:
    label = said.label.casefold()
    if _OF_OTHERS.search(label):
        return "child", 1
    if said.value.isdigit():
        count = int(said.value)
        return ("number", count) if count in weights().families else ("child", 1)
    if _SEVERAL.search(label):
        return "several", 2
    return _SEX.get(said.value, "child"), 1


def _of_siblings(pieces: Iterable[_Piece], heard: Iterable[Heard]) -> list[_Piece]:
    """Return how many brothers and sisters a child is told of."""
    sure = _strongest((each.utterance.id, each.chance) for each in pieces)
    found = []
    for one in heard:
        count = _siblings(one.text.casefold())
        if count:
            chance = max(_ADDRESSED, sure.get(one.id, 0.0))
            found.append(_Piece("siblings", count, chance, one, f"utterance:{one.id}"))
    return found


def _siblings(text: str) -> int:
    """Return the least number of brothers and sisters of whoever is spoken to."""
    if _PARENT.search(text):
        return 0
    named: dict[str, int] = {}
    for found in _SIBLING.finditer(text):
        for word in re.findall(rf"\b{_SIBLINGS}s?\b", found.group()):
            name = word.removesuffix("s").replace("œ", "oe")
            named[name] = max(named.get(name, 0), 2 if word.endswith("s") else 1)
    return sum(named.values())


def _sureness(pieces: Iterable[_Piece]) -> dict[tuple[str, int], float]:
    by_kind: dict[tuple[str, int], list[tuple[str, float]]] = defaultdict(list)
    for piece in pieces:
        by_kind[piece.kind, piece.count].append((piece.utterance.id, piece.chance))
    return {key: _together(by_kind[key]) for key in sorted(by_kind)}


def _together(chances: Iterable[tuple[str, float]]) -> float:
    """Return the chance that one holds: two of one utterance are no two pieces of evidence."""
    return joined(_strongest(chances).values())


def _strongest(chances: Iterable[tuple[str, float]]) -> dict[str, float]:
    strongest: dict[str, float] = {}
    for utterance, chance in chances:
        strongest[utterance] = max(strongest.get(utterance, 0.0), chance)
    return strongest


def _signal(number: int, odds: float, pieces: Sequence[_Piece]) -> Signal:
    figures = weights()
    prior = figures.prior_of(_CATEGORY)
    favouring = sorted(
        (each for each in pieces if _goes_with(each.kind, each.count, number)),
        key=lambda each: (-each.chance, each.utterance.order, each.node),
    )
    return Signal(
        category=_CATEGORY,
        value=str(number),
        label=str(number),
        about="driver",
        kind=OFFSPRING,
        log_ratio=min(odds - logit(prior), math.log(figures.limit)),
        base=logit(prior),
        utterances=tuple(each.utterance for each in favouring),
        nodes=tuple(each.node for each in favouring),
        stated=any(each.kind == "number" for each in favouring),
    )
