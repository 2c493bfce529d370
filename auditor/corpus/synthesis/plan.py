"""How a corpus sounds: a TOML file a person writes, with its speakers, cars, trips and noise."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from auditor.corpus.synthesis.cabin import SEATS
from auditor.corpus.synthesis.declared import read_declared
from auditor.corpus.synthesis.noise import CONDITIONS
from auditor.corpus.synthesis.voices import Voice
from auditor.errors import UsageError

__all__ = ["DriverPlan", "SoundPlan", "Speaker", "Trip", "read_plan"]

Share = Annotated[float, Field(gt=0)]
Hertz = Annotated[float, Field(gt=0, lt=8000)]


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Speaker(_Written):
    """Somebody who is heard: shares of the engine's voices, pitch, tempo, seat, loudspeaker.

    ``level_db`` is how much louder than the driver they speak: who sits in the back speaks up.
    """

    voice: dict[str, Share] = Field(min_length=1)
    pitch: float = Field(1.0, ge=0.6, le=1.6)
    speed: float = Field(1.0, ge=0.6, le=1.5)
    level_db: float = Field(0.0, ge=-12.0, le=12.0)
    seat: str = "driver"
    band_hz: tuple[Hertz, Hertz] | None = None

    @model_validator(mode="after")
    def _possible(self) -> Speaker:
        if self.seat not in SEATS:
            raise ValueError(f"there is no seat {self.seat!r}; use: {', '.join(SEATS)}")
        if self.band_hz is not None and self.band_hz[0] >= self.band_hz[1]:
            raise ValueError("band_hz is [low, high]")
        return self

    def as_voice(self) -> Voice:
        """Return what the engine takes."""
        return Voice(self.voice, self.pitch)


class Trip(_Written):
    """Recordings of one drive, which share the noise of the road."""

    noise: str
    recordings: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _possible(self) -> Trip:
        if self.noise not in CONDITIONS:
            raise ValueError(f"there is no noise {self.noise!r}; use: {', '.join(CONDITIONS)}")
        return self


class DriverPlan(_Written):
    """One person: espeak's language, the car, who is heard in it, and the trips."""

    accent: str
    assistant: str
    vehicle: str
    device: str
    speakers: dict[str, Speaker]
    trips: dict[str, Trip]

    @model_validator(mode="after")
    def _once(self) -> DriverPlan:
        listed = [name for trip in self.trips.values() for name in trip.recordings]
        twice = sorted({name for name in listed if listed.count(name) > 1})
        if twice:
            raise ValueError(f"recordings in more than one trip: {', '.join(twice)}")
        return self

    def trip_of(self, recording: str) -> str:
        """Return the trip that a recording belongs to.

        Raises
        ------
        UsageError
            If it is in none.
        """
        for name, trip in self.trips.items():
            if recording in trip.recordings:
                return name
        raise UsageError(
            f"recording {recording!r} is in no trip", remedy="List it under one of its trips."
        )


class SoundPlan(_Written):
    """A whole corpus. ``pronounce`` respells, for the voice only, words it would say wrongly."""

    seed: int = Field(ge=0)
    licence: str
    drivers: dict[str, DriverPlan]
    pronounce: Mapping[str, str] = Field(default_factory=dict)


def read_plan(path: Path) -> SoundPlan:
    """Read and check the plan in a TOML file.

    Raises
    ------
    UsageError
        With the file, the line and the key that is wrong.
    """
    return read_declared(path, SoundPlan, remedy="See 'How a corpus is made' in corpora/README.")
