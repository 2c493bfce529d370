"""Bits and uniqueness against true anonymity sets, and recovery of permuted truth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd

from auditor.population import Population, load
from auditor.risk.bits import identifying_bits
from auditor.risk.chow_liu import ChowLiuTree
from auditor.risk.joint import Independent
from auditor.risk.recovery import recovery
from auditor.risk.tables import class_sizes
from auditor.risk.uniqueness import Person, identified, table_uniqueness
from auditor.risk.uniqueness_sample import uniqueness_from_sample
from benchmarks.risk.people import COLUMNS, exchanged, modes, people, recorded

Row = dict[str, object]

SIZE = 20_000
RECORDED = 2_000
ATTRIBUTES = (3, 5, 7, 9)
SAMPLED = (3, 5, 7)
FRACTIONS = (0.02, 0.05, 0.1, 0.25)
COUNTRIES = ("GB", "FR", "US")
DECLARED = (
    ("sex", "age", "home", "occupation"),
    ("sex", "age", "education", "occupation", "children", "car"),
)
PERMUTED = (5, 10, 20, 50, 100, 200, 500)
ACCURACIES = (1.0, 0.9, 0.8, 0.6, 0.4)


def bits_rows(seed: int, populations: int) -> Iterator[Row]:
    """Yield mean bits and unique shares of whole populations, as counted and as modelled."""
    for width in ATTRIBUTES:
        found = []
        for run in range(populations):
            chance = np.random.default_rng([seed, run])
            # The order mixes places, which tell much, with what tells little.
            table = people(SIZE, chance)[[*COLUMNS[::2], *COLUMNS[1::2]][:width]]
            sizes = class_sizes(table)
            shares = [
                sizes / SIZE,
                ChowLiuTree(table).row_probabilities(),
                Independent(table).row_probabilities(table),
            ]
            bits = [float(np.minimum(-np.log2(p), np.log2(SIZE)).mean()) for p in shares]
            alone = [float(((1 - each) ** (SIZE - 1)).mean()) for each in shares[1:]]
            found.append([*bits, float((sizes == 1).mean()), *alone])
        means = np.mean(found, axis=0).round(3).tolist()
        yield {
            "attributes": width,
            "populations": populations,
            **dict(zip(("bits_true", "bits_tree", "bits_independent"), means[:3], strict=True)),
            **dict(
                zip(("unique_true", "unique_tree", "unique_independent"), means[3:], strict=True)
            ),
        }


def sample_rows(seed: int, populations: int) -> Iterator[Row]:
    """Yield how far uniqueness estimated from samples is from the population's."""
    for name, attributes, draw in (*_made_up(seed), *_declared(seed)):
        for fraction in FRACTIONS:
            errors, held, widths, truths = [], [], [], []
            for run in range(populations):
                table = draw(run)
                chance = np.random.default_rng([seed, run, 1])
                rows = chance.choice(SIZE, round(fraction * SIZE), replace=False)
                found = uniqueness_from_sample(table.iloc[rows], SIZE, seed=run)
                true = table_uniqueness(table)
                assert found.value is not None
                assert found.interval is not None
                low, high = found.interval
                truths.append(true)
                errors.append(found.value - true)
                held.append(low <= true <= high)
                widths.append(high - low)
            yield {
                "population": name,
                "attributes": attributes,
                "sample": fraction,
                "populations": populations,
                "unique": round(float(np.mean(truths)), 3),
                "bias": round(float(np.mean(errors)), 3),
                "largest_error": round(float(np.abs(errors).max()), 3),
                "coverage": round(float(np.mean(held)), 3),
                "width": round(float(np.mean(widths)), 3),
            }


Drawn = tuple[str, int, Callable[[int], pd.DataFrame]]


def _made_up(seed: int) -> Iterator[Drawn]:
    for width in SAMPLED:

        def draw(run: int, width: int = width) -> pd.DataFrame:
            table = people(SIZE, np.random.default_rng([seed, run]))
            return table[[*COLUMNS[::2], *COLUMNS[1::2]][:width]]

        yield "made up", width, draw


def _declared(seed: int) -> Iterator[Drawn]:
    """Yield people as the declared populations have them, whose dependence nobody made for this."""
    for country in COUNTRIES:
        declared = load(country)
        for columns in DECLARED:

            def draw(
                run: int, declared: Population = declared, columns: Sequence[str] = columns
            ) -> pd.DataFrame:
                drawn = declared.sample(SIZE, np.random.default_rng([seed, run]))
                return drawn[list(columns)].astype(str)

            yield country, len(columns), draw


def permuted_rows(replications: int, seed: int) -> Iterator[Row]:
    """Yield what recovery says of persons whose truth is somebody else's."""
    chance = np.random.default_rng(seed)
    table = people(SIZE, chance)
    guess, subjects = modes(table), recorded(table, chance)
    true = recovery(subjects, guess, COLUMNS, orders=1).of_others.value
    assert true is not None
    for n in PERMUTED:
        # The control costs as n, so that fewer large groups take the time of many small ones.
        runs = max(min(replications, 200), replications * 50 // max(n, 50))
        counts, values = np.zeros(5), []
        for _ in range(runs):
            some = [subjects[at] for at in chance.choice(SIZE, n, replace=False)]
            once = recovery(exchanged(some, chance), guess, COLUMNS, orders=1)
            others = recovery(some, guess, COLUMNS, orders=1).of_others
            one, over, every = (each.interval for each in (once.excess, once.over_permuted, others))
            assert one is not None
            assert over is not None
            assert every is not None
            values.append(others.value)
            counts += (
                one[1] <= 0,
                max(one[0], every[0]) > 0,
                over[0] <= 0 <= over[1],
                every[1] <= 0,
                every[0] <= true <= every[1],
            )
        names = (
            "upper_at_most_0",
            "falsely_above_0",
            "over_permuted_covers_0",
            "all_ways_upper_at_most_0",
            "all_ways_coverage",
        )
        shares = dict(zip(names, (counts / runs).round(4).tolist(), strict=True))
        scatter = float(np.std(np.array(values, float)) * np.sqrt(n))
        yield {
            "persons": n,
            "replications": runs,
            "truth": round(true, 4),
            "scatter": round(scatter, 3),
            **shares,
        }


def sensitivity_rows(seed: int) -> Iterator[Row]:
    """Yield what becomes of the measures as more of what is found is wrong."""
    chance = np.random.default_rng(seed)
    table = people(SIZE, chance)
    guess, tree = modes(table), ChowLiuTree(table)
    for accuracy in ACCURACIES:
        subjects = recorded(table.head(RECORDED), np.random.default_rng([seed, 1]), accuracy)
        measured = recovery(subjects, guess, COLUMNS, orders=1)
        persons = [
            Person(
                {each.category: each.value for each in one.findings}, accuracy ** len(one.findings)
            )
            for one in subjects
        ]
        possible = [each for each in persons if tree.probability(each.evidence) > 0]
        unique, correct = identified(possible, tree, SIZE)
        bits = identifying_bits([each.evidence for each in possible], tree, SIZE)[1]
        yield {
            "right": accuracy,
            "excess_recovery": _rounded(measured.excess.value),
            "excess_over_permuted": _rounded(measured.over_permuted.value),
            "bits": _rounded(bits.value),
            "uniqueness": _rounded(unique.value),
            "correctness": _rounded(correct.value),
            "impossible_profiles": len(persons) - len(possible),
        }


def _rounded(value: float | None) -> float:
    assert value is not None
    return round(value, 3)
