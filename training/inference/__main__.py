"""``python -m training.inference strengths`` and ``… calibrate --truth DIR``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from auditor.inference.rulebook import written_rulebook
from training.attributes.texts import utterances
from training.inference.strengths import count_rules

DATA = Path(__file__).parents[2] / "auditor" / "inference" / "data"


def main(arguments: list[str] | None = None) -> None:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(prog="python -m training.inference", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    strengths = commands.add_parser("strengths", help="count how often rules of words are right")
    strengths.add_argument("--out", type=Path, default=DATA / "strengths.json")
    given = parser.parse_args(arguments)
    found = count_rules(written_rulebook(), utterances())
    given.out.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
