"""Synthetic drivers to a folder: truth files, sound, manifest, and what they were drawn from."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context, parent_process
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any

from auditor import population
from auditor.corpus.synthesis.behaviour import read_rates
from auditor.corpus.synthesis.cast import Cast, cast
from auditor.corpus.synthesis.drivers import COUNTRIES, NEEDED, Driver, Study, drivers, seed_of
from auditor.corpus.synthesis.grammar import Grammar, read_grammar
from auditor.corpus.synthesis.life import SLOTS
from auditor.corpus.synthesis.plan import DriverPlan
from auditor.corpus.synthesis.recordings import recordings_of
from auditor.corpus.truth_writing import Person, person_of, written
from auditor.errors import UsageError
from auditor.pipeline.speaking_truths import SoundOptions, check_sound, speak_person
from auditor.pipeline.synthetic_tables import Tables
from auditor.records import Language
from auditor.report import files

__all__ = ["SynthOptions", "Synthesised", "synthesise"]

GRAMMARS = Path(__file__).parent.parent / "corpus" / "synthesis" / "grammars"
"""A folder a language: the words of drivers."""
_DECLARATION = "synthesis.json"
_AHEAD = 2
"""Drivers a worker that wait with their text made: memory does not grow with the corpus."""


@dataclass(frozen=True)
class SynthOptions:
    """What a corpus is drawn from.

    Attributes
    ----------
    countries
        Populations, by country or file; none for those that speak the language.
    start
        The Monday of the first week.
    sound
        How it sounds; None for text only.
    """

    drivers: int
    weeks: int
    language: Language
    seed: int
    countries: tuple[str, ...] = ()
    rates: Path | None = None
    grammar: Path | None = None
    start: datetime = datetime(2026, 3, 2)
    sound: SoundOptions | None = None
    jobs: int = 1


@dataclass(frozen=True)
class Synthesised:
    """What was written."""

    out: Path
    drivers: int
    utterances: int
    recordings: int


def synthesise(
    out: Path, options: SynthOptions, *, observer: Callable[[int, int], None] | None = None
) -> Synthesised:
    """Draw drivers and write their corpus; a run that was broken off goes on where it was.

    Parameters
    ----------
    out
        A new folder, or one that an earlier run with the same options left.
    observer
        Called with (drivers done, drivers in all).

    Raises
    ------
    UsageError
        If an option or a file is wrong, or the folder holds something else.
    AuditorError
        If the disk is full; nothing is left half-written.
    """
    study, declaration = _study(options)
    speakers = check_sound(options.sound, options.language) if options.sound else None
    _claim(out, declaration)
    utterances = recordings = 0
    with Tables(out, study.populations, sound=speakers is not None) as tables:
        made = _made(study, options, speakers, out)
        for done, (driver, person, plan) in enumerate(made, start=1):
            tables.add(driver, person, plan)
            utterances += len(person["utterances"])
            recordings += len(recordings_of(person)) if plan else 0
            if observer:
                observer(done, options.drivers)
    return Synthesised(out, options.drivers, utterances, recordings)


def _study(options: SynthOptions) -> tuple[Study, dict[str, Any]]:
    countries = options.countries or COUNTRIES[options.language]
    populations = [_speaking(population.load(each), each, options) for each in countries]
    grammar = _grammar(options)
    rates = read_rates(options.rates)
    study = Study(
        populations=populations,
        grammar=grammar,
        rates=rates,
        language=options.language,
        weeks=options.weeks,
        seed=options.seed,
        start=options.start,
    )
    declaration = {
        "schema_version": 1,
        "synthetic": "Text of a grammar, spoken by no one: it measures the instrument, not people.",
        "drivers": options.drivers,
        "weeks": options.weeks,
        "language": options.language,
        "seed": options.seed,
        "start": options.start.date().isoformat(),
        "populations": {each.country: _fingerprint(each) for each in populations},
        "grammar": grammar.digest,
        "rates": rates.model_dump(mode="json", by_alias=True),
        "sound": options.sound.declared() if options.sound else None,
    }
    return study, declaration


def _speaking(of: population.Population, name: str, options: SynthOptions) -> population.Population:
    """Return the population, once it is known to hold what a life of the language is made from."""
    allowed = COUNTRIES[options.language]
    if of.country not in allowed:
        raise UsageError(
            f"there are no words in {options.language!r} for the country {of.country!r}",
            where=name,
            remedy=f"Use --language {options.language} with {' or '.join(allowed)}.",
        )
    missing = [each for each in NEEDED if each not in {one.name for one in of.variables}]
    if missing:
        raise UsageError(
            f"the population has no {missing[0]}",
            where=name,
            remedy=f"A driver needs at least the variables {', '.join(NEEDED)}.",
        )
    return of


def _fingerprint(of: population.Population) -> str:
    """Return a hash of what people are drawn from, wherever its files lie."""
    digest = hashlib.sha256()
    for variable in of.variables:
        digest.update(repr((variable.name, variable.parents, variable.values)).encode())
        digest.update(variable.table.tobytes())
    return digest.hexdigest()


def _grammar(options: SynthOptions) -> Grammar:
    return read_grammar(options.grammar or GRAMMARS / options.language, SLOTS)


def _claim(out: Path, declaration: dict[str, Any]) -> None:
    """Write the declaration first; refuse a folder that another one was written into."""
    path = out / _DECLARATION
    content = files.json_bytes(declaration)
    if path.is_file() and path.read_bytes() != content:
        raise UsageError(
            "the folder holds a corpus made with other options",
            where=str(out),
            remedy="Give the same options to go on, or another folder to --out.",
        )
    if not path.is_file() and out.is_dir() and any(out.iterdir()):
        raise UsageError(
            "the folder holds something else", where=str(out), remedy="Give --out a new folder."
        )
    files.folder(out)
    files.write_bytes(path, content)


def _made(
    study: Study, options: SynthOptions, speakers: Cast | None, out: Path
) -> Iterator[tuple[Driver, Person, DriverPlan | None]]:
    """Yield each driver with the truth file as it was written, in order."""
    if options.sound is None or speakers is None:
        for driver in drivers(study, options.drivers):
            person = person_of(driver.truth)
            _write(out / f"{driver.life.id}.json", person)
            yield driver, person, None
        return
    context = get_context("spawn")
    pool = (
        ProcessPoolExecutor(options.jobs, mp_context=context, initializer=_end_with_parent)
        if options.jobs > 1
        else None
    )
    with pool or nullcontext():
        waiting: list[tuple[Driver, DriverPlan, Future[Person] | Person]] = []
        for driver in drivers(study, options.drivers):
            person, plan = _planned(driver, speakers, study)
            task = (person, plan, out, options.sound, study.seed)
            spoken = pool.submit(speak_person, *task) if pool else speak_person(*task)
            waiting.append((driver, plan, spoken))
            while len(waiting) > (options.jobs * _AHEAD if pool else 0):
                yield _spoken(*waiting.pop(0))
        for each in waiting:
            yield _spoken(*each)


def _end_with_parent() -> None:
    """End this worker when what started it is killed: else it would wait for work for ever."""
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)


def _spoken(
    driver: Driver, plan: DriverPlan, spoken: Future[Person] | Person
) -> tuple[Driver, Person, DriverPlan]:
    return driver, spoken.result() if isinstance(spoken, Future) else spoken, plan


def _planned(driver: Driver, speakers: Cast, study: Study) -> tuple[Person, DriverPlan]:
    """Return the truth with its recordings named, and who speaks in them."""
    rng = Random(seed_of(study.seed, driver.life.id))  # noqa: S311
    person = person_of(driver.truth)
    recordings: dict[str, tuple[str, list[str]]] = {}
    for remark, utterance in zip(driver.remarks, person["utterances"], strict=True):
        _, names = recordings.setdefault(remark.trip.id, (remark.trip.kind, []))
        if not names or rng.random() >= study.rates.speech.same_recording:
            names.append(f"{driver.life.id}-{remark.trip.id}r{len(names) + 1}")
        utterance["audio"] = f"audio/{driver.life.id}/{names[-1]}.opus"
    return person, cast(driver.life, speakers, recordings, rng)


def _write(path: Path, person: Person) -> None:
    content = written(person).encode()
    if not (path.is_file() and path.read_bytes() == content):
        files.write_bytes(path, content)
