"""The validation report of the measures: replications on populations with known truth."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks.risk.bias import bits_rows, permuted_rows, sample_rows, sensitivity_rows
from benchmarks.risk.coverage import coverage_rows
from benchmarks.risk.known import known_rows
from benchmarks.risk.peers import peer_python, peer_rows

Row = dict[str, object]
Rows = Sequence[Row]

_TITLE = """# Validity of the measures of risk

Made by `python -m benchmarks.risk validation --replications {replications} --seed {seed}` on
made-up populations whose truth is known (`benchmarks/risk/people.py`) and on people drawn from the
declared ones (`docs/population.md`). Every figure below is computed; `validation.json` holds them
all.
"""
_COVERAGE = """## How often 95 % intervals hold the truth

Wanted: .93 to .97 at 10, 20 and 50 persons, .91 to .97 at 5. `error` is the standard error of the
coverage. Under ten persons uniqueness has no interval.

![Coverage](coverage.png)
"""
_PERMUTED = """## Recovery of permuted truth

Everybody's findings laid on somebody else's truth; what was not found keeps the guess, and half of
the attributes were found. `falsely_above_0` should be at most .025 and `over_permuted_covers_0`
near .95 for any number of persons. `truth` is E of others' findings over all of the population: a
value drawn from a population is right less often (Σp²) than its most frequent one (max p).

`upper_at_most_0` is the share of runs whose upper end shows that, with one permutation;
`all_ways_upper_at_most_0` with the mean over all ways of exchanging (`excess_of_others_findings`),
whose coverage is `all_ways_coverage`. That takes persons: `scatter` is the standard deviation of
that mean times the root of their number, and an end that lies at 0 or under in 97.5 % of runs, yet
in no more than 2.5 % where E is 0, takes (3.92 · scatter / truth)² of them, by whatever interval.
"""
_BITS = """## Bits and uniqueness of whole populations

Mean surprisal, capped at log2 of 20,000 people, and the share unique: as counted, under a
Chow–Liu tree of the whole table and under independence. The population holds dependence that no
tree can. Modelled uniqueness is (1 − p)^(N − 1), for N drawn from the model: a pair of values that
one person has then has p = 1/N, and that person counts .37 unique. So few attributes of many values
look less unique than they are in the very table that the tree was made from.

![Bits](bits.png)
"""
_SAMPLES = """## Uniqueness estimated from samples

Bias and largest error over populations of 20,000, how often the interval holds the truth, and how
wide it is. GB, FR and US are people drawn from the declared populations.
"""
_SENSITIVITY = """## Wrong findings

The same recordings of 2,000 persons with a share of the findings right and the others somebody
else's. Bits do not see errors, which is why they are never shown alone: uniqueness and correctness
are multiplied by the chance that all of a profile is right.
"""
_KNOWN = """## Known answers
"""
_PEERS = """## Beside pycanon and anonymeter

The same tables (pycanon's example, Adult, made-up ones) and attacks, given to both.
"""
_NO_PEERS = """
Skipped: `--python` names no interpreter with pycanon and anonymeter, and this one lacks them.
"""
_TEXTS = {
    "coverage": _COVERAGE,
    "permuted": _PERMUTED,
    "bits": _BITS,
    "samples": _SAMPLES,
    "sensitivity": _SENSITIVITY,
    "known": _KNOWN,
    "peers": _PEERS,
}
PARTS = tuple(_TEXTS)
"""The parts of the report, in its order."""


def validate(
    out: Path,
    replications: int,
    seed: int,
    *,
    python: Path | None = None,
    parts: Sequence[str] = PARTS,
) -> Path:
    """Write `validation.md`, `validation.json` and figures into a folder, and return it.

    Parameters
    ----------
    out
        The folder, made if need be.
    replications
        Of each interval; slow measures are repeated less, as their rows say.
    seed
        Of everything: the same seed gives the same bytes.
    python
        Interpreter of an environment with pycanon and anonymeter; without one that part is skipped.
    parts
        What to compute; the others are those of the folder's ``validation.json``.

    Raises
    ------
    SystemExit
        If a part is neither asked for nor there from the same seed and replications.
    """
    found = _stored(out, replications, seed, parts)
    populations = max(3, replications // 100)
    peers = peer_python(python)
    makers: dict[str, Callable[[], Iterable[Row]]] = {
        "coverage": lambda: coverage_rows(replications, seed),
        "permuted": lambda: permuted_rows(replications, seed),
        "bits": lambda: bits_rows(seed, populations),
        "samples": lambda: sample_rows(seed, populations),
        "sensitivity": lambda: sensitivity_rows(seed),
        "known": known_rows,
        "peers": lambda: peer_rows(peers, seed) if peers else (),
    }
    rows = {name: list(make()) if name in parts else found[name] for name, make in makers.items()}
    out.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"seed": seed, "replications": replications, **rows}, indent=1)
    (out / "validation.json").write_text(text + "\n", encoding="utf-8")
    _draw(out / "coverage.png", lambda figure: _coverage_figure(figure, rows["coverage"]))
    _draw(out / "bits.png", lambda figure: _bits_figure(figure, rows["bits"]))
    sections = [
        f"{text}\n{_table(rows[name]) if rows[name] else _NO_PEERS.lstrip()}"
        for name, text in _TEXTS.items()
    ]
    title = _TITLE.format(replications=replications, seed=seed)
    (out / "validation.md").write_text("\n".join([title, *sections]), encoding="utf-8")
    return out


def _stored(out: Path, replications: int, seed: int, parts: Sequence[str]) -> dict[str, list[Row]]:
    if set(parts) == set(PARTS):
        return {}
    path = out / "validation.json"
    stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    same = (stored.get("seed"), stored.get("replications")) == (seed, replications)
    missing = [name for name in PARTS if name not in parts and not (same and name in stored)]
    if missing:
        raise SystemExit(
            f"{path} holds no {', '.join(missing)} of seed {seed} and {replications} replications: "
            "name these with --parts too."
        )
    return {name: stored[name] for name in PARTS if name not in parts}


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
