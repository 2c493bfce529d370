"""Known answers, and what the measures give."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import norm

from auditor.risk.attacks import residual_risk
from auditor.risk.bits import surprisal
from auditor.risk.chow_liu import ChowLiuTree
from auditor.risk.intervals import wilson
from auditor.risk.joint import Independent
from auditor.risk.separation import BINS, Separation, d_sys
from auditor.risk.syntactic import syntactic
from auditor.risk.tables import class_sizes
from auditor.risk.uniqueness import correctness, uniqueness
from benchmarks.risk.adult import NINE, SIX

DATA = Path(__file__).parents[2] / "tests" / "risk" / "data"

Row = dict[str, object]


def known_rows() -> Iterator[Row]:
    """Yield each known answer with its source, as printed there and as found here."""
    for source, what, printed, found in (*_formulas(), *_hospital(), *_adult()):
        digits = len(printed.partition(".")[2])
        shown = f"{found:.{digits}f}"
        yield {
            "source": source,
            "what": what,
            "printed": printed,
            "found": shown,
            "agrees": "yes" if float(shown) == float(printed) else "NO",
        }


Answer = tuple[str, str, str, float]


def _formulas() -> Iterator[Answer]:
    yield "Rocher 2019", "uniqueness, p .001, n 1000", "0.3681", uniqueness(0.001, 1000)
    yield "Rocher 2019", "correctness, p .001, n 1000", "0.6323", correctness(0.001, 1000)
    yield "Eckersley 2010", "bits of a star sign", "3.58", surprisal(1 / 12)
    yield "Eckersley 2010", "bits of a birthday", "8.51", surprisal(1 / 365)
    low, high = wilson(850, 1000)
    yield "Anonymeter", "middle of Wilson's, 850 of 1000", "0.849", (low + high) / 2
    yield "Anonymeter", "half width of Wilson's, 850 of 1000", "0.022", (high - low) / 2
    low, high = wilson(23, 100)
    yield "Anonymeter", "middle of Wilson's, 23 of 100", "0.23998824451588613", (low + high) / 2
    yield "Anonymeter", "residual risk, .9 over .8", "0.5", residual_risk((0.9, 0), (0.8, 0))[0]
    value, half = residual_risk((0.9, 0.02), (0.85, 0.02))
    yield "Anonymeter", "residual risk, .9 over .85", "0.333", value
    yield "Anonymeter", "its half width", "0.16", half
    for apart, printed in ((1, "0.2935"), (2, "0.6165"), (3, "0.8346")):
        places = np.linspace(-8, 8 + apart, BINS)
        counts = [np.rint(1e9 * norm.pdf(places, at)).astype(np.int64) for at in (apart, 0)]
        yield "Gomez-Barrero 2018", f"D_sys, {apart} apart", printed, d_sys(Separation(*counts))


def _hospital() -> Iterator[Answer]:
    table = pd.read_csv(DATA / "hospital.csv")
    found = syntactic(table, ["age", "gender", "city"], "disease")
    for name, printed in (
        ("k", "2"), ("l", "1"), ("t", "0.6153846"), ("beta", "3.33333"), ("delta", "1.466337"),
    ):  # fmt: skip
        yield "pycanon", f"hospital, {name}", printed, float(getattr(found, name))


def _adult() -> Iterator[Answer]:
    table = pd.read_csv(DATA / "adult_codes.csv.xz").astype(str)
    found = syntactic(table, SIX, "salary-class")
    yield "pycanon", "Adult, k", "1", float(found.k)
    yield "pycanon", "Adult, t", "0.7591904", found.t
    yield "pycanon", "Adult, classes", "15093", float(found.classes)
    yield "pycanon", "Adult, percent unique", "31.18", 100 * found.unique
    for columns, bits, unique in (
        (SIX, ("13.18", "14.90", "16.15"), ("0.312", "0.331", "0.464")),
        (NINE, (), ("0.537", "0.585", "0.831")),
    ):
        part, n = table[columns], len(table)
        sizes = class_sizes(part)
        models = (
            sizes / n,
            ChowLiuTree(part).row_probabilities(),
            Independent(part).row_probabilities(part),
        )
        alone = [(sizes == 1).mean(), *(((1 - p) ** (n - 1)).mean() for p in models[1:])]
        names = ("true", "tree", "independent")
        for name, printed, shares in zip(names, bits, models, strict=False):
            yield "Adult", f"bits, 6 attributes, {name}", printed, float(-np.log2(shares).mean())
        for name, printed, share in zip(names, unique, alone, strict=True):
            yield "Adult", f"unique, {len(columns)} attributes, {name}", printed, float(share)
