"""Truth files made to sound: recordings, times in the truth, one driver at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from auditor import audio
from auditor.corpus import read_truth
from auditor.corpus.synthesis import Engine, Kokoro, impulse_responses
from auditor.corpus.synthesis.cast import OWN, Cast, check_cast, read_cast
from auditor.corpus.synthesis.declared import place_of
from auditor.corpus.synthesis.espeak import Espeak
from auditor.corpus.synthesis.plan import DriverPlan, SoundPlan, read_plan
from auditor.corpus.synthesis.recordings import (
    BITRATE,
    Person,
    Studio,
    manifest_rows,
    recordings_of,
    set_times,
    written_manifest,
)
from auditor.corpus.truth_writing import written
from auditor.errors import UsageError
from auditor.records import Language
from auditor.report import files

__all__ = ["SoundOptions", "check_sound", "speak_corpus", "speak_person", "studio_of"]

_PLAN = "sound.toml"
_TELEPHONE_HZ = (300.0, 3400.0)
EngineName = Literal["kokoro", "espeak"]


@dataclass(frozen=True)
class SoundOptions:
    """How a corpus sounds.

    Attributes
    ----------
    engine
        ``kokoro``, or ``espeak``, which needs no model.
    speakers
        A file of speakers; None for those that come with auditor.
    snr_db
        Speech to noise for all recordings; None for each condition's own.
    telephone
        Whether the microphone's sound passes a telephone's band, 300 to 3400 Hz.
    bitrate
        Bits per second of Opus.
    """

    engine: EngineName = "kokoro"
    speakers: Path | None = None
    snr_db: float | None = None
    telephone: bool = False
    bitrate: int = BITRATE

    def declared(self) -> dict[str, Any]:
        """Return what a declaration says of it."""
        return {
            "engine": self.engine,
            "speakers": read_cast(self.speakers).model_dump(mode="json"),
            "snr_db": self.snr_db,
            "band_hz": list(_TELEPHONE_HZ) if self.telephone else None,
            "bitrate": self.bitrate,
        }


def check_sound(options: SoundOptions, language: Language) -> Cast:
    """Return the speakers, once the engine is there and has all their voices.

    Raises
    ------
    UsageError, ModelError
        If a file, a speaker of the language, a voice or the engine is missing.
    """
    speakers = read_cast(options.speakers)
    check_cast(speakers, options.speakers, language)
    if options.engine == "kokoro":
        known = set(Kokoro.installed().names())
        for name, member in speakers.speakers.items():
            if unknown := sorted(set(member.voice) - known):
                raise UsageError(
                    f"there is no voice {unknown[0]!r}",
                    where=place_of(options.speakers or OWN, ("speakers", name, "voice")),
                    remedy=f"Use: {', '.join(sorted(known))}.",
                )
    else:
        Espeak.installed()
    return speakers


@cache
def studio_of(options: SoundOptions) -> Studio:
    """Return what speaks and where, made once a process.

    Raises
    ------
    UsageError, ModelError
        If the engine is not installed.
    """
    engine: Engine = Kokoro.installed() if options.engine == "kokoro" else Espeak.installed()
    band = _TELEPHONE_HZ if options.telephone else None
    return Studio(engine, impulse_responses(), options.snr_db, band)


def speak_person(
    person: dict[str, Any], plan: DriverPlan, out: Path, options: SoundOptions, seed: int
) -> dict[str, Any]:
    """Write a driver's recordings and truth file; return the truth with its times.

    What an earlier run wrote whole is left: the truth file is written last.
    """
    path = out / f"{person['driver']}.json"
    if path.is_file():
        done: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if all((out / name).is_file() for name in recordings_of(done)):
            return done
    sound = SoundPlan(seed=seed, licence="", drivers={person["driver"]: plan})
    _record(person, sound, path, studio_of(options), options.bitrate)
    return person


def speak_corpus(
    folder: Path, studio: Studio, *, bitrate: int = BITRATE, only: Sequence[str] = ()
) -> Iterator[tuple[Path, int]]:
    """Make the sound of a folder of truth files that people wrote; yield file and recordings.

    The folder holds one truth file a driver and ``sound.toml``. Recordings, times and
    ``manifest.csv`` are written again, recordings that no truth names are removed.

    Parameters
    ----------
    only
        Drivers; the others are left as they are.

    Raises
    ------
    UsageError
        If a file is wrong or nobody has a name of ``only``.
    """
    plan = read_plan(folder / _PLAN)
    if unknown := sorted(set(only) - plan.drivers.keys()):
        raise UsageError(
            f"there is nobody called {', '.join(unknown)}",
            where=str(folder),
            remedy=f"Choose from: {', '.join(sorted(plan.drivers))}.",
        )
    people = {name: _person(folder / f"{name}.json") for name in plan.drivers}
    for name in only or people:
        path = folder / f"{name}.json"
        _record(people[name], plan, path, studio, bitrate)
        yield path, len(recordings_of(people[name]))
    rows = (
        row
        for name, person in people.items()
        for row in manifest_rows(name, person, plan.drivers[name], plan.licence)
    )
    files.write_bytes(folder / "manifest.csv", written_manifest(rows).encode())
    _remove_strays(folder, people)


def _person(path: Path) -> dict[str, Any]:
    """Return a truth file as it stands on disk, once it is known to be sound."""
    for utterance in read_truth(path).utterances:
        if utterance.audio is None:
            raise UsageError(
                f"utterance {utterance.id} names no recording",
                where=str(path),
                remedy="Give each utterance its audio, for example audio/d01-01.opus.",
            )
    person: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return person


def _record(
    person: dict[str, Any], plan: SoundPlan, path: Path, studio: Studio, bitrate: int
) -> None:
    """Write a person's recordings and then the truth file ``path``, into which their times go."""
    driver = plan.drivers[person["driver"]]
    for name, utterances in recordings_of(person).items():
        scene = studio.record(Path(name).stem, utterances, plan, driver)
        sound = path.parent / name
        files.folder(sound.parent)
        files.write_bytes(sound, audio.opus(scene.samples, bitrate=bitrate))
        set_times(utterances, scene)
    files.write_bytes(path, written(person).encode())


def _remove_strays(folder: Path, people: Mapping[str, Person]) -> None:
    wanted = {folder / path for person in people.values() for path in recordings_of(person)}
    for path in sorted((folder / "audio").glob("*.opus")):
        if path not in wanted:
            path.unlink()
