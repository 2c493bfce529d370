"""Made-up attributes of many persons, of the shape that drives have: names come back, so do places.

Only counts and repetition matter here; no sentence of it is meant to be anybody's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

import numpy as np

from auditor.attributes.lexicon import data, table
from auditor.pipeline.evidencing import Heard
from auditor.records import Attribute, Recording, Utterance, Word

_PLACES = ("lane", "clinic", "school", "gym", "station", "market", "garage", "library")
_SINGLE = ("health", "hobby", "medication", "religion", "food_or_diet", "occupation", "emotion")
_KIN = ("mother", "father", "sister", "brother", "son", "daughter")
_PER_RECORDING = 2
_BEGUN = datetime(2026, 1, 5, 7, 30)


@cache
def _names() -> tuple[str, ...]:
    return tuple(row["name"] for _, row in table(data("gazetteer", "first_names.tsv")))


def person(number: int, utterances: int, seed: int) -> Heard:
    """Return a person with that many utterances, two a recording.

    Each has 1.2 attributes and 1.1 hints, as many as natural utterances have.
    """
    rng = np.random.default_rng([seed, number])
    unsure = np.random.default_rng([seed, number, 1])
    name = f"p{number:06d}"
    known = [str(each) for each in rng.choice(_names(), 12)]
    places = [f"{rng.choice(_names())} {rng.choice(_PLACES)}" for _ in range(10)]
    recordings, said, found = [], [], []
    for k in range(utterances):
        recording = f"{name}-r{k // _PER_RECORDING}"
        moment = _BEGUN + timedelta(hours=11 * (k // _PER_RECORDING), seconds=30 * k)
        if k % _PER_RECORDING == 0:
            recordings.append(
                Recording(recording, "0" * 64, None, f"{recording}.wav", name, moment)
            )
        told = list(_told(rng, known, places))
        text = "so um " + " and then ".join(value for _, value, _, _ in told)
        words = tuple(
            Word(word, 0.3 * n, 0.3 * n + 0.25, 0.9) for n, word in enumerate(text.split())
        )
        one = Utterance(f"{name}-u{k}", recording, 0.0, words[-1].end_s, words, "en", at=moment)
        said.append(one)
        found += [_attribute(one, *each, rng) for each in told]
        found += _hints(one, unsure)
    return Heard(name, tuple(recordings), tuple(said), tuple(found))


def persons(count: int, utterances: int, seed: int) -> Iterator[Heard]:
    """Yield persons who share that many utterances evenly."""
    for number in range(count):
        yield person(number, utterances // count + (number < utterances % count), seed)


def _told(
    rng: np.random.Generator, known: list[str], places: list[str]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield category, words, normalised and about of an utterance's attributes."""
    for _ in range(1 + int(rng.random() < 0.2)):
        kind = rng.random()
        if kind < 0.3:
            name = str(rng.choice(known))
            yield "contact_name", name, name, "driver"
        elif kind < 0.6:
            place = str(rng.choice(places))
            yield "visited_place", place, place, "driver"
        elif kind < 0.75:
            kin = str(rng.choice(_KIN))
            yield "relationship", f"my {kin}", kin, "relative"
        else:
            value = f"thing {int(rng.integers(40))}"
            yield str(rng.choice(_SINGLE)), value, value, "driver"


def _hints(said: Utterance, rng: np.random.Generator) -> Iterator[Attribute]:
    """Yield what an utterance hints at: one thing, or now and then two, on all of its words."""
    for _ in range(1 + int(rng.random() < 0.1)):
        kind = str(rng.choice(_SINGLE))
        score = round(float(rng.uniform(0.1, 0.4)), 2)
        yield Attribute(
            kind, said.text, said.text, "driver", said.id, 0.5, 1.5, (0, len(said.text)), score,
            f"encoder:{kind}@3", hint=True,
        )  # fmt: skip


def _attribute(
    said: Utterance,
    category: str,
    value: str,
    normalised: str,
    about: str,
    rng: np.random.Generator,
) -> Attribute:
    start = said.text.find(value)
    return Attribute(
        category, value, normalised, about,  # type: ignore[arg-type]
        said.id, 0.5, 1.5, (start, start + len(value)),
        round(float(rng.uniform(0.4, 0.98)), 2), f"cue:{category}@2",
    )  # fmt: skip
