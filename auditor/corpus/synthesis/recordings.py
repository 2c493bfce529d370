"""The sound of a truth file: who says what from which seat, one recording after another."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from auditor.corpus.manifest import COLUMNS
from auditor.corpus.synthesis.levels import Samples
from auditor.corpus.synthesis.noise import CONDITIONS
from auditor.corpus.synthesis.plan import DriverPlan, SoundPlan
from auditor.corpus.synthesis.scene import Scene, Turn, band_passed, compose
from auditor.corpus.synthesis.spoken import respell, spoken_text
from auditor.corpus.synthesis.voices import Engine
from auditor.errors import UsageError

__all__ = ["BITRATE", "Studio", "manifest_rows", "recordings_of", "set_times", "written_manifest"]

BITRATE = 24_000
"""Bits per second of the Opus files."""
SPEED_RANGE = (0.95, 1.06)
"""How much a speaker's tempo differs from one utterance to the next."""
PITCH_RANGE = (0.97, 1.03)
"""How much a speaker's pitch does."""

Person = Mapping[str, Any]
"""A truth file as it stands on disk."""


@dataclass(frozen=True)
class Studio:
    """What speech and a cabin are made with.

    ``snr_db`` stands in place of every condition's ratio of speech to noise, where it is given;
    ``band_hz`` is what of the microphone's sound is left, (low, high), None for all.
    """

    engine: Engine
    responses: Mapping[str, Samples]
    snr_db: float | None = None
    band_hz: tuple[float, float] | None = None

    def record(
        self,
        name: str,
        utterances: Sequence[Mapping[str, Any]],
        plan: SoundPlan,
        driver: DriverPlan,
    ) -> Scene:
        """Return one recording of a driver.

        It is seeded by its name: a change to one recording leaves the others as they were.
        """
        rng = np.random.default_rng([plan.seed, zlib.crc32(name.encode())])
        turns = [self._turn(each, driver, plan, rng) for each in utterances]
        condition = CONDITIONS[driver.trips[driver.trip_of(name)].noise]
        if self.snr_db is not None:
            condition = replace(condition, snr_db=self.snr_db)
        scene = compose(turns, self.responses, condition, rng)
        if self.band_hz is None:
            return scene
        return replace(scene, samples=band_passed(scene.samples, self.band_hz))

    def _turn(
        self,
        utterance: Mapping[str, Any],
        driver: DriverPlan,
        plan: SoundPlan,
        rng: np.random.Generator,
    ) -> Turn:
        speaker = driver.speakers.get(utterance["speaker"])
        if speaker is None:
            raise UsageError(
                f"no voice for speaker {utterance['speaker']!r}",
                where=utterance["id"],
                remedy="Add the speaker to sound.toml.",
            )
        text = respell(spoken_text(utterance["text"], utterance["asr"]), plan.pronounce)
        speed = speaker.speed * rng.uniform(*SPEED_RANGE)
        voice = speaker.as_voice()
        voice = replace(voice, pitch=voice.pitch * rng.uniform(*PITCH_RANGE))
        sound = self.engine.speak(text, voice, accent=driver.accent, speed=speed)
        return Turn(sound, speaker.seat, speaker.band_hz, speaker.level_db)


def recordings_of(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return the utterances of each recording, by its path, in order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for utterance in person["utterances"]:
        found.setdefault(utterance["audio"], []).append(utterance)
    return found


def set_times(utterances: Sequence[dict[str, Any]], scene: Scene) -> None:
    """Write where each utterance lies, and its clock time after the first one's."""
    first = datetime.fromisoformat(utterances[0]["time"])
    for utterance, (start_s, end_s) in zip(utterances, scene.times, strict=True):
        utterance["start_s"], utterance["end_s"] = round(start_s, 2), round(end_s, 2)
        later = timedelta(seconds=round(start_s - scene.times[0][0]))
        utterance["time"] = (first + later).isoformat()


def manifest_rows(
    name: str, person: Person, driver: DriverPlan, licence: str
) -> Iterator[dict[str, str]]:
    """Yield the rows of a manifest for one driver's recordings."""
    for path, utterances in recordings_of(person).items():
        stem = path.rpartition("/")[2].rpartition(".")[0]
        yield {
            "path": path,
            "started_at": utterances[0]["time"],
            "person": name,
            "language": person["language"],
            "assistant": driver.assistant,
            "vehicle": driver.vehicle,
            "trip": f"{name}-{driver.trip_of(stem)}",
            "device": driver.device,
            "channel": "mix",
            "licence": licence,
        }


def written_manifest(rows: Iterator[dict[str, str]]) -> str:
    """Return a manifest as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
