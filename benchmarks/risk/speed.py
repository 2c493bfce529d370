"""How long the whole set of measures takes on one core."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from auditor.risk.bits import identifying_bits
from auditor.risk.chow_liu import ChowLiuTree
from auditor.risk.criteria import inference, linkability, singling_out
from auditor.risk.disclosing import Told, minimal_disclosing_set
from auditor.risk.fleet import singled_out
from auditor.risk.likeness import content_likeness, fused, voice_likeness
from auditor.risk.linkage import linkage, linked_persons
from auditor.risk.recovery import recovery
from auditor.risk.subjects import Subject
from auditor.risk.uniqueness import Person, identified
from auditor.risk.uniqueness_sample import uniqueness_from_sample
from benchmarks.risk.people import COLUMNS, modes, people, recorded

REGISTER = 50_000
CUSTOMERS = 6_000_000


def speed(profiles: int, seed: int) -> dict[str, object]:
    """Time every measure on made-up profiles; seconds of processor time, memory in MB."""
    chance = np.random.default_rng(seed)
    register = people(max(REGISTER, profiles), chance)
    subjects = recorded(register.head(profiles), chance, accuracy=1.0)
    register.index = pd.Index([f"p{at}" for at in range(len(register))])
    seconds: dict[str, float] = {}

    def timed(name: str, run: Callable[[], object]) -> object:
        begun = time.process_time()
        result = run()
        seconds[name] = round(time.process_time() - begun, 2)
        return result

    guess = modes(register)
    tree = ChowLiuTree(register)
    known = [{each.category: each.value for each in subject.findings} for subject in subjects]
    timed("recovery", lambda: recovery(subjects, guess, COLUMNS))
    timed("bits", lambda: identifying_bits(known, tree, CUSTOMERS))
    persons = [Person(each) for each in known]
    timed("uniqueness", lambda: identified(persons, tree, CUSTOMERS))
    timed("fleet", lambda: singled_out(persons, tree, CUSTOMERS))
    sample = register.head(10_000)
    timed("uniqueness of a sample", lambda: uniqueness_from_sample(sample, len(register)))
    found = pd.DataFrame(known, columns=list(COLUMNS), index=register.index[:profiles])
    timed("singling out", lambda: singling_out(found, register))
    timed("linkability", lambda: linkability(found, found))
    rest = found.drop(columns="politics")
    timed("inference", lambda: inference(rest, register, "politics"))
    timed("minimal disclosing sets", lambda: _disclosing(subjects, tree))
    timed("linkage", lambda: _linked(subjects, chance))
    return {
        "profiles": profiles,
        "register": len(register),
        "seconds": seconds,
        "total_s": round(sum(seconds.values()), 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3),
    }


def _disclosing(subjects: Sequence[Subject], tree: ChowLiuTree) -> None:
    for subject in subjects:
        told = [
            Told(f"u{each.utterance}", {each.category: each.value}) for each in subject.findings
        ]
        minimal_disclosing_set(told, tree, CUSTOMERS, 100)


def _linked(subjects: Sequence[Subject], chance: np.random.Generator) -> None:
    chosen = linked_persons(len(subjects))
    voices = chance.normal(size=(len(chosen), 128))
    parts = [voices + chance.normal(size=voices.shape) for _ in range(2)]
    halves = [
        [{f"{f.category}={f.value}" for f in subjects[at].findings[part::2]} for at in chosen]
        for part in range(2)
    ]
    voice, content = voice_likeness(*parts), content_likeness(*halves)
    for by, likeness in (("voice", voice), ("content", content), ("both", fused(voice, content))):
        linkage(by, likeness)
