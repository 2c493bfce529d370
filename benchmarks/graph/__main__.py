"""Cost of graph, entities and profiles against size.

    python -m benchmarks.graph [--sizes 1000:10 100000:1000 1000000:10000]

A size is UTTERANCES:PERSONS. Each is run in a process of its own: stored attributes of everybody
go to a table, and are read back and concluded from, person by person; then one recording is added
to one person and everything is asked for again.
"""

from __future__ import annotations

import argparse
import json
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from auditor.evidence.persons import tell_persons
from auditor.pipeline.evidencing import Heard
from auditor.pipeline.graphing import Concluded, concluded
from benchmarks.graph.corpus import person, persons
from benchmarks.measure import save, table

_SIZES = ("1000:10", "10000:100", "100000:1000", "100000:1", "1000000:10000")
_SEED = 7


def main() -> None:
    """Run the sizes asked for, print a table, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="+", default=_SIZES, metavar="UTTERANCES:PERSONS")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(_measured(*_size(asked.one))))
        return
    rows = [_apart(size) for size in asked.sizes]
    head = ("utterances", "persons", "attributes", "claims", "conclude CPU s", "utt/s", "MB",
            "add one CPU s", "worked out anew", "tell persons CPU s")  # fmt: skip
    print(table(head, [_cells(row) for row in rows]))
    print(save("graph", rows))


def _size(text: str) -> tuple[int, int]:
    utterances, _, count = text.partition(":")
    return int(utterances), int(count or 1)


def _apart(size: str) -> dict[str, Any]:
    """Measure one size in a new process, whose memory nothing else has touched."""
    command = [sys.executable, "-m", "benchmarks.graph", "--one", size]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    row: dict[str, Any] = json.loads(found.stdout.splitlines()[-1])
    return row


def _measured(utterances: int, count: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "attributes.pickle"
        attributes = _write(store, utterances, count)
        begun = time.process_time()
        before = dict(concluded(_read(store)))
        spent = time.process_time() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        begun = time.process_time()
        after = dict(concluded(_with_one_more(store, count), before))
        added = time.process_time() - begun
        whom = _tell(store, count)
    return {
        "utterances": utterances,
        "persons": count,
        "attributes": attributes,
        "claims": sum(len(each.profile.claims) for each in before.values()),
        "conclude_cpu_s": round(spent, 2),
        "peak_mb": round(peak, 1),
        "add_one_cpu_s": round(added, 3),
        "worked_out_anew": _anew(before, after),
        "tell_persons_cpu_s": whom,
    }


def _write(store: Path, utterances: int, count: int) -> int:
    attributes = 0
    with store.open("wb") as stream:
        for heard in persons(count, utterances, _SEED):
            pickle.dump(heard, stream)
            attributes += len(heard.attributes)
    return attributes


def _read(store: Path) -> Iterator[Heard]:
    with store.open("rb") as stream:
        while True:
            try:
                yield pickle.load(stream)
            except EOFError:
                return


def _with_one_more(store: Path, count: int) -> Iterator[Heard]:
    """Yield everybody, the middle one with one recording more."""
    more = person(count, 2, _SEED)
    for number, heard in enumerate(_read(store)):
        if number != count // 2:
            yield heard
            continue
        recording = replace(more.recordings[0], person=heard.person)
        yield Heard(
            heard.person,
            (*heard.recordings, recording),
            (*heard.utterances, *more.utterances),
            (*heard.attributes, *more.attributes),
        )


def _anew(before: dict[str, Concluded], after: dict[str, Concluded]) -> int:
    return sum(after[name] is not before[name] for name in after)


def _tell(store: Path, count: int) -> float:
    """Return the seconds that telling persons apart takes; voices are not part of it here."""
    everybody = list(_read(store)) if count > 1 else []
    if sum(len(each.utterances) for each in everybody) > 200_000:
        # The store's objects alone would take the memory that is to be measured.
        everybody = [replace(each, utterances=each.utterances[:20]) for each in everybody]
    kept = {one.id for each in everybody for one in each.utterances}
    begun = time.process_time()
    tell_persons(
        (one for each in everybody for one in each.recordings),
        (one for each in everybody for one in each.utterances),
        (one for each in everybody for one in each.attributes if one.utterance_id in kept),
    )
    return round(time.process_time() - begun, 2)


def _cells(row: dict[str, Any]) -> tuple[object, ...]:
    speed = row["utterances"] / max(row["conclude_cpu_s"], 0.01)
    return (
        row["utterances"], row["persons"], row["attributes"], row["claims"],
        row["conclude_cpu_s"], f"{speed:.0f}", row["peak_mb"], row["add_one_cpu_s"],
        row["worked_out_anew"], row["tell_persons_cpu_s"],
    )  # fmt: skip


if __name__ == "__main__":
    main()
