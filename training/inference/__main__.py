"""``python -m training.inference strengths`` and ``… calibrate``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.corpus import is_truth_file, read_truth
from auditor.inference.rulebook import written_rulebook
from auditor.records import Truth
from training.attributes import grammars
from training.attributes.texts import utterances
from training.inference.calibrate import calibrated, to_json
from training.inference.strengths import count_rules, texts_of

DATA = Path(__file__).parents[2] / "auditor" / "inference" / "data"


def main(arguments: list[str] | None = None) -> None:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(prog="python -m training.inference", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    strengths = commands.add_parser("strengths", help="count how often rules of words are right")
    strengths.add_argument("--truth", type=Path, nargs="*", default=[], help="folders to add")
    strengths.add_argument("--out", type=Path, default=DATA / "strengths.json")
    calibrate = commands.add_parser("calibrate", help="fit probabilities of claims on truth files")
    calibrate.add_argument(
        "--truth",
        type=Path,
        nargs="*",
        default=[],
        help="folders of truth files; without any, drivers of the first grammars are made up, who "
        "say only lines that the encoder was not trained on",
    )
    calibrate.add_argument("--drivers", type=int, default=60, help="made up for each language")
    calibrate.add_argument("--seed", type=int, default=11)
    calibrate.add_argument("--out", type=Path, default=DATA / "calibration.synthetic.json")
    given = parser.parse_args(arguments)
    if given.command == "strengths":
        truths = [read_truth(path) for folder in given.truth for path in _truth_files(folder)]
        made_up = [text for truth in truths for text in texts_of(truth)]
        _write(given.out, count_rules(written_rulebook(), [*utterances(), *made_up]))
        return
    files = [read_truth(each) for folder in given.truth for each in _truth_files(folder)]
    fitted, report = calibrated(files or _made_up(given.drivers, given.seed))
    _write(given.out, to_json(fitted))
    _write(given.out.with_name(f"{given.out.stem}.report.json"), report)


def _made_up(drivers: int, seed: int) -> Iterator[Truth]:
    for language in grammars.LANGUAGES:
        yield from grammars.truths_apart(language, drivers, seed)


def _truth_files(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*.json") if is_truth_file(each))


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
