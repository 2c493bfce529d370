"""The validation report of the measures: replications on populations with known truth."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks.risk.bias import bits_rows, permuted_rows, sample_rows, sensitivity_rows
from benchmarks.risk.coverage import coverage_rows
from benchmarks.risk.known import known_rows
from benchmarks.risk.peers import peer_rows

Row = dict[str, object]
Rows = Sequence[Row]

_TITLE = """# Validity of the measures of risk

Made by `python -m benchmarks.risk validation --replications {replications} --seed {seed}` on
made-up populations whose truth is known (`benchmarks/risk/people.py`). Every figure below is
computed; `validation.json` holds them all.
"""
_COVERAGE = """## How often 95 % intervals hold the truth

Wanted: .93 to .97 at 10, 20 and 50 persons, .91 to .97 at 5. `error` is the standard error of the
coverage. Under ten persons uniqueness has no interval.
"""
_PEERS = """# The same tables and attacks, given to pycanon and anonymeter

`python -m benchmarks.risk peers --python PYTHON`, seed {seed}; PYTHON is the interpreter of an
environment that holds both. The tables are made up.
"""
_PERMUTED = """## Recovery of permuted truth

Everybody's findings laid on somebody else's truth. `falsely_above_0` should be at most .025 and
`over_permuted_covers_0` near .95 for any number of persons. That the upper end lies at 0 or under
takes enough persons to see that a permuted profile does worse than the mode.
"""
_BITS = """## Bits and uniqueness of whole populations

Mean surprisal, capped at log2 of 20,000 people, and the share unique: as counted, under a
Chow–Liu tree of the whole table and under independence. The population holds dependence that no
tree can. Modelled uniqueness is (1 − p)^(N − 1), for N drawn from the model: a pair of values that
one person has then has p = 1/N, and that person counts .37 unique. So few attributes of many values
look less unique than they are in the very table that the tree was made from.
"""
_SAMPLES = """## Uniqueness estimated from samples

Bias and largest error over populations of 20,000, and how often the interval holds the truth.
"""
_SENSITIVITY = """## Wrong findings

The same recordings of 2,000 persons with a share of the findings right and the others somebody
else's. Bits do not see errors, which is why they are never shown alone: uniqueness and correctness
are multiplied by the chance that all of a profile is right.
"""
_KNOWN = """## Known answers
"""


def validate(out: Path, replications: int, seed: int) -> Path:
    """Write `validation.md`, `validation.json` and figures into a folder, and return it.

    Parameters
    ----------
    out
        The folder, made if need be.
    replications
        Of each interval; slow measures are repeated less, as their rows say.
    seed
        Of everything: the same seed gives the same bytes.
    """
    populations = max(3, replications // 100)
    parts = {
        "coverage": list(coverage_rows(replications, seed)),
        "permuted": list(permuted_rows(replications, seed)),
        "bits": list(bits_rows(seed, populations)),
        "samples": list(sample_rows(seed, populations)),
        "sensitivity": list(sensitivity_rows(seed)),
        "known": list(known_rows()),
    }
    out.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"seed": seed, "replications": replications, **parts}, indent=1)
    (out / "validation.json").write_text(text + "\n", encoding="utf-8")
    _draw(out / "coverage.png", lambda figure: _coverage_figure(figure, parts["coverage"]))
    _draw(out / "bits.png", lambda figure: _bits_figure(figure, parts["bits"]))
    sections = [
        _TITLE.format(replications=replications, seed=seed),
        f"{_COVERAGE}\n![Coverage](coverage.png)\n\n{_table(parts['coverage'])}",
        f"{_PERMUTED}\n{_table(parts['permuted'])}",
        f"{_BITS}\n![Bits](bits.png)\n\n{_table(parts['bits'])}",
        f"{_SAMPLES}\n{_table(parts['samples'])}",
        f"{_SENSITIVITY}\n{_table(parts['sensitivity'])}",
        f"{_KNOWN}\n{_table(parts['known'])}",
    ]
    (out / "validation.md").write_text("\n".join(sections), encoding="utf-8")
    return out


def compare_with_peers(out: Path, python: Path, seed: int) -> Path:
    """Write what pycanon and anonymeter give beside what auditor gives into ``out/peers.md``."""
    rows = list(peer_rows(python, seed))
    out.mkdir(parents=True, exist_ok=True)
    path = out / "peers.md"
    path.write_text(f"{_PEERS.format(seed=seed)}\n{_table(rows)}", encoding="utf-8")
    return path


def _table(rows: Rows) -> str:
    head = list(rows[0])
    lines = [head, ["---"] * len(head), *([str(row[name]) for name in head] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _draw(path: Path, draw: Callable[[Figure], None]) -> None:
    with mpl.rc_context({"svg.hashsalt": "auditor"}):
        figure = Figure(figsize=(9, 5), layout="constrained")
        draw(figure)
        # Without a software version in it the file depends on the figures alone.
        figure.savefig(path, dpi=120, metadata={"Software": None})


def _coverage_figure(figure: Figure, rows: Rows) -> None:
    axes = figure.subplots()
    names = list(dict.fromkeys(str(row["measure"]) for row in rows))
    groups = list(dict.fromkeys(int(str(row["persons"])) for row in rows))
    for at, persons in enumerate(groups):
        mine = [row for row in rows if row["persons"] == persons]
        axes.errorbar(
            [float(str(row["coverage"])) for row in mine],
            [names.index(str(row["measure"])) + 0.14 * (at - 2) for row in mine],
            xerr=[1.96 * float(str(row["error"])) for row in mine],
            fmt="o",
            markersize=4,
            linewidth=1,
            label=f"{persons} persons",
        )
    axes.axvspan(0.93, 0.97, alpha=0.15, color="black", linewidth=0)
    axes.axvline(0.95, color="black", linewidth=1)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.invert_yaxis()
    axes.set(xlabel="share of 95 % intervals that hold the truth", xlim=(0.85, 1.01))
    figure.legend(loc="outside right upper", fontsize=8)


def _bits_figure(figure: Figure, rows: Rows) -> None:
    left, right = figure.subplots(1, 2)
    width = [str(row["attributes"]) for row in rows]
    for axes, kind, label in ((left, "bits", "bits, mean"), (right, "unique", "share unique")):
        for name in ("true", "tree", "independent"):
            values = [float(str(row[f"{kind}_{name}"])) for row in rows]
            axes.plot(width, values, marker="o", label=name)
        axes.set(xlabel="attributes known", ylabel=label)
    left.legend()
