"""Bits and uniqueness against true anonymity sets, and recovery of permuted truth."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

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
SAMPLED = (5, 7)
FRACTIONS = (0.05, 0.1, 0.25)
PERMUTED = (20, 50, 200, 500)
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
    for width in SAMPLED:
        for fraction in FRACTIONS:
            errors, held = [], []
            for run in range(populations):
                chance = np.random.default_rng([seed, run])
                table = people(SIZE, chance)[[*COLUMNS[::2], *COLUMNS[1::2]][:width]]
                rows = chance.choice(SIZE, round(fraction * SIZE), replace=False)
                found = uniqueness_from_sample(table.iloc[rows], SIZE, seed=run)
                true = table_uniqueness(table)
                assert found.value is not None
                errors.append(found.value - true)
                held.append(
                    found.interval is not None and found.interval[0] <= true <= found.interval[1]
                )
            yield {
                "attributes": width,
                "sample": fraction,
                "populations": populations,
                "bias": round(float(np.mean(errors)), 4),
                "largest_error": round(float(np.abs(errors).max()), 4),
                "coverage": round(float(np.mean(held)), 3),
            }


def permuted_rows(replications: int, seed: int) -> Iterator[Row]:
    """Yield what recovery says of persons whose truth is somebody else's."""
    chance = np.random.default_rng(seed)
    table = people(SIZE, chance)
    guess, subjects = modes(table), recorded(table, chance)
    for n in PERMUTED:
        # The control costs as n, so that fewer large groups take the time of many small ones.
        runs = max(min(replications, 200), replications * 50 // max(n, 50))
        under, over, held = 0, 0, 0
        for _ in range(runs):
            some = [subjects[at] for at in chance.choice(SIZE, n, replace=False)]
            measured = recovery(exchanged(some, chance), guess, COLUMNS, orders=1)
            assert measured.excess.interval is not None
            assert measured.over_permuted.interval is not None
            under += measured.excess.interval[1] <= 0
            over += measured.excess.interval[0] > 0
            held += measured.over_permuted.interval[0] <= 0 <= measured.over_permuted.interval[1]
        yield {
            "persons": n,
            "replications": runs,
            "upper_at_most_0": round(under / runs, 4),
            "falsely_above_0": round(over / runs, 4),
            "over_permuted_covers_0": round(held / runs, 4),
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
