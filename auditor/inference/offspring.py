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

__all__ = ["OFFSPRING", "numbers_of_children", "offspring_signals"]

OFFSPRING = "rule:offspring.number"
"""The kind of evidence that a number of children is."""

_CATEGORY = "children"
_MOST = 9
"""A larger number said of children is an age, an hour or a class."""
_SEX = {"daughter": "girl", "fille": "girl", "son": "boy", "fils": "boy"}
_SEVERAL = re.compile(
    r"\b(both|kids|children|girls|boys|sons|daughters|little ones|twins"
    r"|enfants|filles|garçons|gosses|gamins|petits|petites|jumeaux|jumelles|loulous)\b"
)
_SIBLING = re.compile(
    r"\b(?:your|ton|ta) (?:\w+ )?(?:brothers?|sisters?|frère|sœur|soeur)\b"
    r"|\btes (?:frères|sœurs|soeurs)\b"
)

_UNLIKELY = 0.03
"""Chance of words that the number contradicts: a slip, or somebody else's children."""
_MISCOUNTED = 0.005
"""Chance that more children are said than there are."""
_SOME_OF_THEM = 0.15
"""Chance that a number said is only of those who are meant just then."""
_ONE_SEX_HEARD = 0.8
"""Chance that of children of both sexes only one is heard of, in the little that is heard."""
_ADDRESSED = 0.5
"""Chance that "your brother" is said to a child of the driver's, where no attribute says so."""
_PARENT = re.compile(r"\b(mum|mom|mummy|dad|daddy|maman|papa|auntie?|tante|tata|tonton|uncle)\b")
_LEAST = 0.3
"""Chance that there are children at all, under which their number is no matter."""
_SUREST = 0.999


@dataclass(frozen=True)
class _Piece:
    """What an utterance says of the number: ``kind`` with ``count``, and how surely."""

    kind: str
    count: int
    chance: float
    utterance: Heard


def offspring_signals(found: Sequence[Said], heard: Sequence[Heard]) -> list[Signal]:
    """Return evidence for each number of children that something speaks for.

    Parameters
    ----------
    found
        Attributes of one person, hints among them; those of children of the driver are looked at.
    heard
        The person's utterances.

    Returns
    -------
    list of Signal
        For each number what its posterior, times the chance that there are children at all, says
        against the prior of any value. They stand for the numbers that were said, too.
    """
    said = [each for each in found if each.category == _CATEGORY and each.about == "driver"]
    pieces = [piece for each in said if (piece := _of_attribute(each))]
    pieces += _of_siblings(said, heard)
    there_are = _together((each.utterance.id, each.score) for each in said)
    if there_are < _LEAST or not pieces:
        return []
    ranked = sorted(said, key=lambda each: (-each.score, each.utterance.order, each.node))
    told = {each.count for each in pieces if each.kind == "number"}
    return [
        _signal(number, chance * there_are, ranked, stated=number in told)
        for number, chance in numbers_of_children(_sureness(pieces)).items()
        if number in told or chance * there_are > weights().prior_of(_CATEGORY)
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
        math.log(chance * _likelihood(kind, count, n) + (1.0 - chance) * _by_mistake(kind, count))
        for (kind, count), chance in sure.items()
        if kind not in ("girl", "boy")
    )
    return math.log(sexes) + math.fsum(others)


def _likelihood(kind: str, count: int, n: int) -> float:
    """Return how likely such words are of n children, against the likeliest number."""
    if kind == "number":
        return 1.0 if n == count else _SOME_OF_THEM if n > count else _MISCOUNTED
    least = count + 1 if kind == "siblings" else count
    return 1.0 if n >= least else _UNLIKELY


def _by_mistake(kind: str, count: int) -> float:
    """Return how likely the words are where they are not of the driver's children.

    A number is then that of another family: so a rare one is no rarer evidence.
    """
    return weights().families.get(count, 0.0) if kind == "number" else 1.0


def _of_attribute(said: Said) -> _Piece | None:
    if said.value.isdigit():
        count = int(said.value)
        known = 1 <= count <= _MOST
        return _Piece("number", count, said.score, said.utterance) if known else None
    if _SEVERAL.search(said.label.casefold()):
        return _Piece("several", 2, said.score, said.utterance)
    sex = _SEX.get(said.value)
    return _Piece(sex, 1, said.score, said.utterance) if sex else None


def _of_siblings(said: Iterable[Said], heard: Iterable[Heard]) -> list[_Piece]:
    """Return how many brothers and sisters a child is told of."""
    sure = {each.utterance.id: each.score for each in said}
    pieces = []
    for one in heard:
        text = one.text.casefold()
        siblings = {found.group().rpartition(" ")[2] for found in _SIBLING.finditer(text)}
        if siblings and not _PARENT.search(text):
            chance = max(_ADDRESSED, sure.get(one.id, 0.0))
            pieces.append(_Piece("siblings", len(siblings), chance, one))
    return pieces


def _sureness(pieces: Iterable[_Piece]) -> dict[tuple[str, int], float]:
    by_kind: dict[tuple[str, int], list[tuple[str, float]]] = defaultdict(list)
    for piece in pieces:
        by_kind[piece.kind, piece.count].append((piece.utterance.id, piece.chance))
    return {key: _together(by_kind[key]) for key in sorted(by_kind)}


def _together(chances: Iterable[tuple[str, float]]) -> float:
    """Return the chance that one holds: two of one utterance are no two pieces of evidence."""
    strongest: dict[str, float] = {}
    for utterance, chance in chances:
        strongest[utterance] = max(strongest.get(utterance, 0.0), chance)
    return joined(strongest.values())


def _signal(number: int, chance: float, ranked: Sequence[Said], *, stated: bool) -> Signal:
    prior = weights().prior_of(_CATEGORY)
    inside = min(max(chance, 1.0 - _SUREST), _SUREST)
    return Signal(
        category=_CATEGORY,
        value=str(number),
        label=str(number),
        about="driver",
        kind=OFFSPRING,
        log_ratio=logit(inside) - logit(prior),
        base=logit(prior),
        utterances=tuple(each.utterance for each in ranked),
        nodes=tuple(each.node for each in ranked),
        stated=stated,
    )
