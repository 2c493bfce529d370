"""Synthetic drivers: a row of the population, a life, weeks of trips, and the truth."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from auditor.corpus.synthesis.behaviour import Rates, Remark, Talker, Trip, trips
from auditor.corpus.synthesis.behaviour.week import habits
from auditor.corpus.synthesis.grammar import Grammar
from auditor.corpus.synthesis.life import Life, live
from auditor.population import Population
from auditor.records import Language, Truth, TruthLabel, TruthLine, TruthUtterance

__all__ = ["COUNTRIES", "NEEDED", "Driver", "Study", "drivers", "seed_of"]

COUNTRIES: Mapping[Language, tuple[str, ...]] = {"en": ("GB", "US"), "fr": ("FR",)}
"""Which populations speak a language."""
NEEDED = ("sex", "age", "first_name", "home", "children")
"""Variables that a population must have for its people to have a life."""
_CHUNK = 2_000
"""Rows drawn at a time: memory does not grow with the corpus."""
_LOCALES = {"GB": "en-GB", "US": "en-US", "FR": "fr-FR"}
_OWN_WORDS = ("my ", "our ", "mon ", "ma ", "mes ", "notre ", "nos ", "l'", "le ", "la ", "the ")


@dataclass(frozen=True)
class Study:
    """All that a corpus of drivers follows from, but for its sound.

    ``start`` is the Monday on which the first week begins; ``populations`` are taken in turn.
    """

    populations: Sequence[Population]
    grammar: Grammar
    rates: Rates
    language: Language
    weeks: int
    seed: int
    start: datetime


@dataclass(frozen=True)
class Driver:
    """One driver: the life, the trips, what was said, and the truth file."""

    life: Life
    trips: tuple[Trip, ...]
    remarks: tuple[Remark, ...]
    truth: Truth


def drivers(study: Study, count: int) -> Iterator[Driver]:
    """Yield ``count`` drivers. Each depends on the study and on its number alone."""
    each = -(-count // len(study.populations))
    rows = [_rows(population, each, study.seed) for population in study.populations]
    for number in range(1, count + 1):
        turn = (number - 1) % len(rows)
        yield _driver(study, number, next(rows[turn]), study.populations[turn])


def _rows(population: Population, count: int, seed: int) -> Iterator[dict[str, str]]:
    for frame in population.samples(count, seed, chunk=_CHUNK):
        yield from frame.astype(str).to_dict("records")  # type: ignore[misc]


def _driver(study: Study, number: int, row: dict[str, str], population: Population) -> Driver:
    rng = Random(seed_of(study.seed, study.language, number))  # noqa: S311
    life = live(number, row, population, study.language, rng, study.start.year)
    of = habits(life, study.rates, rng)
    talker = Talker(life, study.grammar, study.rates)
    made: list[Trip] = []
    remarks: list[Remark] = []
    for week in range(study.weeks):
        monday = study.start + timedelta(weeks=week)
        week_trips = trips(life, study.rates, of, week, monday, rng)
        made += week_trips
        remarks += talker.week(week_trips, rng)
    return Driver(life, tuple(made), tuple(remarks), _truth(life, remarks))


def seed_of(*parts: object) -> int:
    """Return a seed that parts give: hashed, so that neighbouring numbers share nothing."""
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:8])


def _truth(life: Life, remarks: Sequence[Remark]) -> Truth:
    utterances = tuple(
        TruthUtterance(
            id=f"{life.id}-{k:04d}",
            speaker=remark.speaker,
            asr=remark.asr,
            text=remark.text,
            time=remark.at,
            labels=remark.labels,
        )
        for k, remark in enumerate(remarks, start=1)
    )
    return Truth(
        driver=life.id,
        language=life.language,
        locale=_LOCALES[life.country],
        path=Path(f"{life.id}.json"),
        profile=_profile(life, remarks, utterances),
        utterances=utterances,
        gender="f" if life.female else "m",
        age=life.row["age"],
    )


def _profile(
    life: Life, remarks: Sequence[Remark], utterances: Sequence[TruthUtterance]
) -> tuple[TruthLine, ...]:
    """Return what was given away of the driver and the family, a line for each thing."""
    evidence: dict[tuple[str, str], list[str]] = {}
    first: dict[tuple[str, str], TruthLabel] = {}
    stated: set[tuple[str, str]] = set()
    for remark, utterance in zip(remarks, utterances, strict=True):
        for label in remark.labels:
            if label.about in ("driver", "relative"):
                key = (label.category, label.normalised or _bare(label.value))
                first.setdefault(key, label)
                evidence.setdefault(key, []).append(utterance.id)
                if remark.how == "stated":
                    stated.add(key)
    return tuple(
        TruthLine(
            category=key[0],
            value=first[key].value,
            normalised=first[key].normalised,
            how="stated" if key in stated else "implied",
            evidence=tuple(dict.fromkeys(evidence[key])),
        )
        for key in evidence
    )


def _bare(words: str) -> str:
    for own in _OWN_WORDS:
        words = words.removeprefix(own)
    return words
