"""The same tables and attacks given to pycanon and anonymeter, in the same run.

They ask for versions of numpy and pandas of their own, so that they are run in an environment of
their own: ``python -m venv peers; peers/bin/pip install pycanon anonymeter``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import pandas as pd

from auditor.risk.attacks import residual_risk
from auditor.risk.intervals import wilson
from auditor.risk.syntactic import syntactic
from benchmarks.risk.adult import SIX

__all__ = ["peer_python", "peer_rows"]

PEERS = ("pycanon", "anonymeter")

_ANSWERS = Path(__file__).with_name("peer_answers.py")
_DATA = Path(__file__).parents[2] / "tests" / "risk" / "data"
_TABLES = 6
_ATTACKS = ((1000, 850, 200), (400, 300, 120), (100, 23, 11), (2000, 60, 50), (50, 49, 2))
_DIGITS = 6

Row = dict[str, object]


class _Table(NamedTuple):
    name: str
    rows: pd.DataFrame
    quasi: list[str]
    sensitive: str


def peer_python(given: Path | None) -> Path | None:
    """Return the interpreter to ask: the one given, else this one if it holds both peers."""
    if given is not None:
        return given
    return Path(sys.executable) if all(find_spec(name) for name in PEERS) else None


def peer_rows(python: Path, seed: int) -> Iterator[Row]:
    """Yield each figure as a peer gives it and as auditor does.

    Parameters
    ----------
    python
        Interpreter of the environment that holds the peers.
    seed
        Of the made-up tables: 200 to 1,000 rows, three quasi-identifiers, a sensitive column.
        Beside them stand pycanon's own example and Adult.
    """
    tables = [*_published(), *_made_up(seed)]
    with TemporaryDirectory() as place:
        paths = [Path(place, f"{number}.csv") for number in range(len(tables))]
        for table, path in zip(tables, paths, strict=True):
            table.rows.to_csv(path, index=False)
        asked = {
            "tables": [
                [str(path), table.quasi, table.sensitive]
                for table, path in zip(tables, paths, strict=True)
            ],
            "attacks": _ATTACKS,
        }
        done = subprocess.run(
            [python, _ANSWERS], input=json.dumps(asked), capture_output=True, text=True, check=True
        )
    answers = json.loads(done.stdout)
    for table, theirs in zip(tables, answers["tables"], strict=True):
        ours = syntactic(table.rows.astype(str), table.quasi, table.sensitive)
        for name, value in theirs.items():
            what = f"{table.name} of {len(table.rows)} rows, {name}"
            yield _row("pycanon", what, value, float(getattr(ours, name)))
    for attack, theirs in zip(_ATTACKS, answers["attacks"], strict=True):
        ours_of = _residual(*attack)
        for name, value in theirs.items():
            yield _row("anonymeter", f"{attack[1]} of {attack[0]} ({name})", value, ours_of[name])


def _row(peer: str, what: str, theirs: float, ours: float) -> Row:
    agrees = "yes" if abs(theirs - ours) < 10**-_DIGITS else "NO"
    return {
        "peer": peer,
        "what": what,
        "theirs": f"{theirs:.{_DIGITS}f}",
        "ours": f"{ours:.{_DIGITS}f}",
        "agrees": agrees,
    }


def _published() -> Iterator[_Table]:
    hospital = pd.read_csv(_DATA / "hospital.csv")
    yield _Table("hospital", hospital, ["age", "gender", "city"], "disease")
    yield _Table("Adult", pd.read_csv(_DATA / "adult_codes.csv.xz"), SIX, "salary-class")


def _made_up(seed: int) -> Iterator[_Table]:
    chance = np.random.default_rng(seed)
    for number in range(_TABLES):
        rows = int(chance.integers(200, 1000))
        # Few towns in the first tables, so that classes are large; many in the last.
        made = pd.DataFrame(
            {
                "age": chance.choice(["17-29", "30-49", "50-69", "70-99"], rows),
                "sex": chance.choice(["f", "m"], rows),
                "town": [f"t{k}" for k in chance.integers(0, 2 + 5 * number, rows)],
                "illness": chance.choice(
                    ["none", "asthma", "flu", "gout"], rows, p=[0.6, 0.2, 0.1, 0.1]
                ),
            }
        )
        yield _Table(f"made-up table {number + 1}", made, ["age", "sex", "town"], "illness")


def _residual(n: int, hits: int, control: int) -> dict[str, float]:
    rate, of_control = (_middle(each, n) for each in (hits, control))
    value, half = residual_risk(rate, of_control)
    return {
        "rate": rate[0],
        "rate half width": rate[1],
        "residual risk": value,
        "residual risk, lower end": max(value - half, 0.0),
        "residual risk, upper end": min(value + half, 1.0),
    }


def _middle(hits: int, n: int) -> tuple[float, float]:
    low, high = wilson(hits, n)
    return (low + high) / 2, (high - low) / 2
