"""The minimal disclosing set: the fewest utterances that leave under k people in question."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from auditor.errors import UsageError
from auditor.risk.bits import anonymity_set
from auditor.risk.tables import Population

__all__ = ["EXACT_UP_TO", "Disclosing", "Told", "minimal_disclosing_set"]

EXACT_UP_TO = 16
"""Up to this many telling utterances the smallest set is searched for, over it greedily."""

_MOST_STEPS = 20_000


@dataclass(frozen=True)
class Told:
    """What one utterance tells of a person, by attribute, and how long it takes."""

    utterance_id: str
    evidence: Mapping[str, str]
    seconds: float = 1.0


@dataclass(frozen=True)
class Disclosing:
    """A set of utterances that brings the anonymity set under ``under``.

    Attributes
    ----------
    utterances
        Ids, in the order in which they were given; empty where all together do not reach it.
    seconds
        How long they take.
    set_size
        The anonymity set they leave, or that all leave where ``reached`` is False.
    exact
        Whether no smaller set exists.
    bound
        How many times the smallest set this one may be at most; 1 where it is exact, None where
        it was not reached.
    """

    utterances: tuple[str, ...]
    seconds: float
    set_size: float
    reached: bool
    exact: bool
    bound: float | None
    size: int
    under: float


def minimal_disclosing_set(
    told: Sequence[Told],
    population: Population,
    size: int,
    under: float = 2.0,
    *,
    by: Literal["utterances", "seconds"] = "utterances",
) -> Disclosing:
    """Return the fewest utterances (or seconds) after which under ``under`` people are left.

    Parameters
    ----------
    told
        The person's utterances; those that tell nothing are passed over.
    population, size
        Who is looked for among whom (:func:`auditor.risk.bits.identify`).
    under
        The anonymity set k = 1 + (N − 1)p must be smaller than this.
    by
        What is to be smallest.

    Notes
    -----
    The share of people whom a set of utterances rules out, 1 − p, is a coverage function under
    any probability: monotone and submodular. Branch and bound is exact; so is its lower bound,
    that no utterance can rule out more later than now. Greedy is within 1 + ln((1 − p*)/(p − p*))
    of the smallest, p* the share to be reached and p the share before its last step (Wolsey,
    *An analysis of the greedy algorithm for the submodular set covering problem*, 1982).

    Misleads where the population is a model: the set is the smallest under that model.

    Raises
    ------
    UsageError
        If two utterances tell different values of one attribute, the population gives a profile
        no share, ``size`` is under 1, or ``under`` is not over 1.
    """
    if size < 1 or under <= 1:
        raise UsageError(
            "a person is one among at least one, and an anonymity set is never under 1",
            where="size, under",
            remedy="Give a size of at least 1 and a number over 1.",
        )
    _consistent(told)
    telling = [each for each in told if each.evidence]
    costs = [1.0 if by == "utterances" else each.seconds for each in telling]
    if any(cost <= 0 for cost in costs):
        raise UsageError("an utterance takes some time", where="seconds")
    search = _Search(telling, costs, population, (under - 1) / (size - 1) if size > 1 else math.inf)
    chosen, exact, bound = search.smallest()
    kept = [telling[at] for at in sorted(chosen or ())]
    left = search.share(range(len(telling)) if chosen is None else chosen)
    return Disclosing(
        utterances=tuple(each.utterance_id for each in kept),
        seconds=sum(each.seconds for each in kept),
        set_size=anonymity_set(left, size),
        reached=chosen is not None,
        exact=exact,
        bound=bound,
        size=size,
        under=under,
    )


def _consistent(told: Iterable[Told]) -> None:
    values: dict[str, str] = {}
    for each in told:
        for name, value in each.evidence.items():
            if values.setdefault(name, value) != value:
                raise UsageError(
                    f"two values of {name}",
                    where=f"utterance {each.utterance_id}",
                    remedy="Give the value that the profile keeps, and leave out what it rejects.",
                )


class _Search:
    """Looks for the cheapest set of utterances whose share of people is under a limit."""

    def __init__(
        self,
        told: Sequence[Told],
        costs: Sequence[float],
        population: Population,
        limit: float,
    ) -> None:
        self._told, self._costs, self._population = told, costs, population
        self._limit = limit
        self._shares: dict[tuple[tuple[str, str], ...], float] = {(): 1.0}
        self._steps = 0

    def share(self, chosen: Iterable[int]) -> float:
        """Return the share of people left by some utterances."""
        evidence = {k: v for at in chosen for k, v in self._told[at].evidence.items()}
        key = tuple(sorted(evidence.items()))
        if key not in self._shares:
            share = self._population.probability(evidence)
            if share <= 0:
                raise UsageError(
                    "nobody in the population has the profile as found",
                    remedy="Leave out the attribute that it lacks, or smooth the population.",
                )
            self._shares[key] = share
        return self._shares[key]

    def smallest(self) -> tuple[frozenset[int] | None, bool, float | None]:
        """Return the set, whether it is exact, and within which factor of the smallest."""
        everything = range(len(self._told))
        if self.share(everything) >= self._limit:
            return None, True, None
        greedy, bound = self._greedy()
        if len(self._told) > EXACT_UP_TO:
            return greedy, False, bound
        best = self._branch(frozenset(), frozenset(everything), greedy)
        exact = self._steps < _MOST_STEPS
        return best, exact, 1.0 if exact else bound

    def _greedy(self) -> tuple[frozenset[int], float]:
        chosen: frozenset[int] = frozenset()
        before = share = 1.0
        while share >= self._limit:
            rest = [at for at in range(len(self._told)) if at not in chosen]
            best = max(rest, key=lambda at: (self._gain(chosen, at) / self._costs[at], -at))
            before, chosen = share, chosen | {best}
            share = self.share(chosen)
        # What is gained beyond the limit does not count, so the last step starts over it.
        over = max(before - self._limit, 1e-300)
        return chosen, 1 + math.log(max(1.0, (1 - self._limit) / over))

    def _gain(self, chosen: frozenset[int], at: int) -> float:
        return self.share(chosen) - self.share(chosen | {at})

    def _branch(
        self, chosen: frozenset[int], rest: frozenset[int], best: frozenset[int]
    ) -> frozenset[int]:
        """Return the cheapest of ``best`` and what can be made of ``chosen`` with ``rest``."""
        self._steps += 1
        if self.share(chosen) < self._limit:
            return chosen if self._cost(chosen) < self._cost(best) else best
        if self._steps >= _MOST_STEPS or self.share(chosen | rest) >= self._limit:
            return best
        gains = {at: self._gain(chosen, at) for at in rest}
        order = sorted(rest, key=lambda at: (-gains[at] / self._costs[at], at))
        if self._cost(chosen) + self._least(chosen, order, gains) >= self._cost(best) - 1e-9:
            return best
        first = order[0]
        best = self._branch(chosen | {first}, rest - {first}, best)
        return self._branch(chosen, rest - {first}, best)

    def _least(
        self, chosen: frozenset[int], order: Sequence[int], gains: Mapping[int, float]
    ) -> float:
        """Return what the rest costs at least: the last utterance may be taken in part."""
        missing, cost = self.share(chosen) - self._limit, 0.0
        whole: Callable[[float], float] = (
            math.ceil if set(self._costs) == {1.0} else lambda value: value
        )
        for at in order:
            if gains[at] >= missing:
                return whole(cost + self._costs[at] * missing / gains[at]) if missing > 0 else cost
            missing -= gains[at]
            cost += self._costs[at]
        return math.inf

    def _cost(self, chosen: frozenset[int]) -> float:
        return sum(self._costs[at] for at in chosen)
