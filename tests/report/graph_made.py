"""Made-up graphs for the tests of graph files and pictures, from 20 nodes to thousands."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from auditor import evidence
from auditor.evidence.entities import resolve
from auditor.inference import conclude
from auditor.records import Attribute, Claim, Profile, Recording, Utterance, Word
from auditor.taxonomy import categories

WORDS = (
    "saint brigid primary lane clinic football jazz vegan insulin court dentist lisbon golden "
    "retriever mortgage branch choir protest lithium garage holiday évidemment Ünal d'Arc "
    "anticonstitutionnellement 's-Gravenwezel <b>&amp; =1+1 $x$ "
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"
).split()
PERSON = "Agnès d'Arc-Delacroix, née Saint-Exupéry-Montmorency"


def made(utterances: int, *, seed: int = 1, person: str = PERSON) -> evidence.Graph:
    """A person with that many recordings of one utterance, two findings in each."""
    rng = random.Random(seed)
    kinds = [kind for kind in categories() if kind != "biometric_voice"]
    recordings, said, found = [], [], []
    for number in range(utterances):
        moment = datetime(2026, 3, 2, 8) + timedelta(hours=7 * number)
        values = [" ".join(rng.sample(WORDS, rng.choice([1, 2, 8]))) for _ in range(2)]
        words = [
            Word(word, k * 0.3, k * 0.3 + 0.2, 0.9)
            for k, word in enumerate(" and ".join(values).split())
        ]
        recordings.append(
            Recording(f"r{number}", f"{number:064d}", None, f"trip {number}.wav", person, moment)
        )
        said.append(
            Utterance(
                f"u{number}", f"r{number}", 0.0, words[-1].end_s, tuple(words), "en", at=moment
            )
        )
        found += [
            Attribute(rng.choice(kinds), value, value.casefold(), "driver", f"u{number}", 0.5, 1.5,
                      None, round(rng.uniform(0.3, 0.99), 2), f"cue:{place}")
            for place, value in enumerate(values)
        ]  # fmt: skip
    graph = evidence.build(recordings, said, found)
    evidence.add_entities(graph, resolve(person, said, found))
    evidence.add_events(graph)
    concluded = conclude(graph, person)
    evidence.add_claims(graph, concluded.profile, concluded.supports)
    cited = [each.id for each in said[:20]]
    guess = Claim(
        "guess",
        "routine",
        "up early",
        "up early",
        "driver",
        0.7,
        "inferred",
        tuple(cited[1:]),
        (cited[0],),
        ("rule:x",),
    )
    evidence.add_claims(graph, Profile(person, (guess,)), {})
    return graph
