"""How often the 95 % intervals hold the truth, by the number of persons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from scipy.stats import norm

from auditor.risk.attacks import Trials, measure_attack
from auditor.risk.bits import bits_interval, identify
from auditor.risk.chow_liu import ChowLiuTree
from auditor.risk.intervals import excess_interval, share_interval, wilson
from auditor.risk.linkage import MIN_MATED, linkage
from auditor.risk.recovery import recovery
from auditor.risk.steps import steps_of
from auditor.risk.subjects import Subject
from auditor.risk.uniqueness import LEAST_PERSONS, Person, identified
from benchmarks.risk.people import COLUMNS, modes, people, recorded

PERSONS = (5, 10, 20, 50)
POOL = 20_000
SIZE = 10**6

Interval = tuple[float, float] | None
Row = dict[str, object]


def coverage_rows(replications: int, seed: int) -> Iterator[Row]:
    """Yield, for each measure and number of persons, the share of intervals that hold the truth.

    Samples are drawn from a pool of 20,000 persons, whose own figure is the truth.
    """
    chance = np.random.default_rng(seed)
    table = people(POOL, chance)
    subjects = recorded(table, chance)
    for name, draw, true in (
        *_recovered(subjects, modes(table)),
        *_identified(subjects, table),
        *_shares(),
        _residual(),
    ):
        for n in PERSONS:
            spans = [draw(n, chance) for _ in range(replications)]
            if spans[0] is not None:
                yield _row(name, n, spans, true)
    yield from _over_permuted(subjects, modes(table), replications, chance)
    yield from _linked(replications, chance)


Measure = tuple[str, Callable[[int, np.random.Generator], Interval], float]


def _recovered(subjects: Sequence[Subject], guess: object) -> Iterator[Measure]:
    steps = list(steps_of(subjects, guess, COLUMNS, 0.5))  # type: ignore[arg-type]
    rooms = np.array([each.room for each in steps])
    shares = np.array([each.guessed + each.final for each in steps])
    moments = {
        "excess recovery": np.array([each.final for each in steps]),
        "excess recovery after 10 utterances": np.array([each.gains(10)[-1] for each in steps]),
        "excess recovery after 50 utterances": np.array([each.gains(50)[-1] for each in steps]),
    }
    for name, gains in moments.items():

        def excess(n: int, chance: np.random.Generator, gains: np.ndarray = gains) -> Interval:
            at = chance.integers(0, POOL, n)
            return excess_interval(gains[at].tolist(), rooms[at].tolist())

        yield name, excess, float(gains.mean() / rooms.mean())
    yield "recovery", _mean_of(shares, share_interval), float(shares.mean())


def _identified(subjects: Sequence[Subject], table: object) -> Iterator[Measure]:
    tree = ChowLiuTree(table)  # type: ignore[arg-type]
    known = [
        {each.category: subject.truth[each.category] for each in subject.findings}
        for subject in subjects[:2000]
    ]
    bits = np.array([identify(each, tree, SIZE).estimate for each in known])
    alone = [identified([Person(each, 0.8)], tree, SIZE)[0].value for each in known]
    yield (
        "identifying bits",
        _mean_of(bits, lambda values: bits_interval(values, SIZE)),
        float(bits.mean()),
    )
    unique = np.array(alone, float)
    yield "uniqueness", _mean_of(unique, _enough), float(unique.mean())


def _enough(values: Sequence[float]) -> Interval:
    return share_interval(values) if len(values) >= LEAST_PERSONS else None


def _shares() -> Iterator[Measure]:
    for rate in (0.1, 0.5, 0.9):

        def whole(n: int, chance: np.random.Generator, rate: float = rate) -> Interval:
            return wilson(int(chance.binomial(n, rate)), n)

        yield f"Wilson, rate {rate}", whole, rate


def _residual() -> Measure:
    def draw(n: int, chance: np.random.Generator) -> Interval:
        names = tuple(map(str, range(n)))
        hits = [
            Trials(names, tuple((chance.random(n) < rate).astype(float).tolist()))
            for rate in (0.6, 0.1, 0.2)
        ]
        return measure_attack("a", *hits).residual.interval

    return "residual risk, attack .6, control .2", draw, 0.5


def _mean_of(
    values: np.ndarray, interval: Callable[[Sequence[float]], Interval]
) -> Callable[[int, np.random.Generator], Interval]:
    return lambda n, chance: interval(values[chance.integers(0, values.size, n)].tolist())


def _over_permuted(
    subjects: Sequence[Subject], guess: object, replications: int, chance: np.random.Generator
) -> Iterator[Row]:
    whole = recovery(subjects, guess, COLUMNS, orders=1).over_permuted.value  # type: ignore[arg-type]
    assert whole is not None
    for n in PERSONS:
        spans = [
            recovery(
                [subjects[at] for at in chance.choice(POOL, n, replace=False)],
                guess,  # type: ignore[arg-type]
                COLUMNS,
                orders=1,
            ).over_permuted.interval
            for _ in range(replications)
        ]
        yield _row("excess over permuted", n, spans, whole)


def _linked(replications: int, chance: np.random.Generator) -> Iterator[Row]:
    """Scores with people who are easily and hardly told apart, 1.5 standard deviations apart."""
    runs = max(20, replications // 4)
    mated = norm(1.5, np.sqrt(1.5))
    other = norm(0, np.sqrt(1.5))
    equal = norm.cdf(-1.5 / 2 / np.sqrt(1.5))
    found = mated.sf(other.isf(0.01))
    grid = np.linspace(-12, 14, 200_001)
    ratio = mated.pdf(grid) / other.pdf(grid)
    linkable = np.trapezoid(np.maximum(0, 2 * ratio / (1 + ratio) - 1) * mated.pdf(grid), grid)
    for n in (*PERSONS, 100):
        results = [linkage("x", _likeness(n, chance), seed=at) for at in range(runs)]
        yield _row("equal error rate", n, [r.equal_error_rate.interval for r in results], equal)
        if n > 10:
            spans = [r.true_positives.interval for r in results]
            yield _row("true positives at 1 %", n, spans, found)
        if n >= MIN_MATED:
            yield _row("D_sys", n, [r.d_sys.interval for r in results], float(linkable))


def _likeness(n: int, chance: np.random.Generator) -> np.ndarray:
    person, gallery = chance.normal(0, 0.5, (2, n))
    scores = chance.normal(size=(n, n)) + person[:, None] + gallery[None, :]
    scores[np.diag_indices(n)] += 1.5
    return np.asarray(scores)


def _row(name: str, persons: int, spans: Sequence[Interval], true: float) -> Row:
    known = [each for each in spans if each is not None]
    held = np.mean([low - 1e-9 <= true <= high + 1e-9 for low, high in known])
    return {
        "measure": name,
        "persons": persons,
        "replications": len(known),
        "truth": round(true, 4),
        "coverage": round(float(held), 4),
        "error": round(float(np.sqrt(held * (1 - held) / len(known))), 4),
        "width": round(float(np.mean([high - low for low, high in known])), 4),
    }
