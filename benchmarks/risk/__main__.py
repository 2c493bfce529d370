"""Measure speed and validity of the measures of risk: see README.md."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.measure import save, table
from benchmarks.risk.adult import adult_rows
from benchmarks.risk.speed import speed
from benchmarks.risk.validation import PARTS, validate

CODES = Path(__file__).parents[2] / "tests" / "risk" / "data" / "adult_codes.csv.xz"


def main() -> None:
    """Run one of the three."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.risk", description=__doc__)
    parser.add_argument("what", choices=["speed", "validation", "adult"])
    parser.add_argument("--profiles", type=int, default=1000)
    parser.add_argument("--replications", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, default=CODES, help="the Adult table")
    parser.add_argument("--draws", type=int, default=5, help="samples of each size of Adult")
    parser.add_argument("--python", type=Path, help="interpreter that has pycanon and anonymeter")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="of validation")
    parser.add_argument("--out", type=Path, default=Path("reports/validation"))
    asked = parser.parse_args()
    if asked.what == "validation":
        print(
            validate(
                asked.out,
                asked.replications,
                asked.seed,
                python=asked.python,
                parts=asked.parts,
            )
        )
    elif asked.what == "adult":
        print(json.dumps(adult_rows(asked.data, asked.draws), indent=1))
    else:
        result = speed(asked.profiles, asked.seed)
        save(f"risk_speed_{asked.profiles}", result)
        seconds = result["seconds"]
        assert isinstance(seconds, dict)
        print(table(["measure", "seconds"], [*seconds.items(), ("total", result["total_s"])]))
        print(f"{result['profiles']} profiles, peak {result['peak_mb']} MB")


if __name__ == "__main__":
    main()
