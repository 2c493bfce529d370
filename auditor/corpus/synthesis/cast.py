"""Who speaks a synthetic life: speakers from a list, seats, and the noise of each trip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from auditor.corpus.synthesis.declared import read_declared
from auditor.corpus.synthesis.life import Life
from auditor.corpus.synthesis.plan import DriverPlan, Speaker, Trip
from auditor.errors import UsageError
from auditor.records import Language

__all__ = ["OWN", "Cast", "CastMember", "cast", "check_cast", "read_cast"]

OWN = Path(__file__).with_name("speakers.toml")
"""The speakers that come with auditor."""

_CHILD_PITCH = 1.24
"""Children are women's voices raised by so much; truth files mark them as ``child``."""
_PHONE_HZ, _RADIO_HZ = (300.0, 3400.0), (80.0, 7000.0)
_ACCENTS = {"GB": "en-gb", "US": "en-us", "FR": "fr-fr"}
_NOISE: Mapping[str, Sequence[str]] = {
    "school": ("town", "town", "junction", "quiet"),
    "shopping": ("town", "quiet", "junction"),
    "family": ("road", "motorway", "road"),
}
_ANY_NOISE = ("quiet", "town", "town", "junction", "road", "road", "motorway")


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CastMember(_Written):
    """A speaker who can be given a part."""

    language: Language
    sex: Literal["female", "male"]
    country: str
    voice: dict[str, Annotated[float, Field(gt=0)]] = Field(min_length=1)
    pitch: float = Field(1.0, ge=0.6, le=1.6)
    speed: float = Field(1.0, ge=0.6, le=1.5)
    alike: str | None = None

    def speaking(self, **more: object) -> Speaker:
        """Return the speaker, with a seat and other circumstances."""
        return Speaker.model_validate(
            {"voice": self.voice, "pitch": self.pitch, "speed": self.speed, **more}
        )


class Cast(_Written):
    """All speakers by name."""

    speakers: dict[str, CastMember]


def read_cast(path: Path | None = None) -> Cast:
    """Return the speakers of a file, or those that come with auditor.

    Raises
    ------
    UsageError
        With the file, the line and the key that is wrong.
    """
    return read_declared(path or OWN, Cast, remedy="See 'Speakers' in docs/synthesis.md.")


def check_cast(of: Cast, path: Path | None, language: Language) -> None:
    """Refuse a cast in which some driver of the language would find no voice.

    Raises
    ------
    UsageError
        With the file.
    """
    there = {member.sex for member in of.speakers.values() if member.language == language}
    for sex in ("female", "male"):
        if sex not in there:
            raise UsageError(
                f"no {sex} speaker of {language!r}",
                where=str(path or OWN),
                remedy="Add one; see 'Speakers' in docs/synthesis.md.",
            )


def cast(
    life: Life, of: Cast, trips: Mapping[str, tuple[str, Sequence[str]]], rng: Random
) -> DriverPlan:
    """Return how one driver's recordings sound.

    Parameters
    ----------
    life
        Who drives.
    of
        Whom to choose from; :func:`check_cast` accepts it.
    trips
        By trip id its kind and the names of its recordings.
    rng
        Of this driver's sound alone.
    """
    driver = _choose(of, life, "female" if life.female else "male", rng, ())
    passenger = _choose(of, life, None, rng, (driver,))
    caller = _choose(of, life, None, rng, (driver, passenger))
    announcer = _choose(of, life, None, rng, (driver, passenger, caller))
    child = _choose(of, life, "female", rng, (driver,))
    members = of.speakers
    return DriverPlan(
        accent=_ACCENTS[life.country],
        assistant=life.slots["wake"],
        vehicle=life.slots.get("car", "car"),
        device="synthetic head unit",
        speakers={
            "driver": members[driver].speaking(),
            "passenger": members[passenger].speaking(seat="passenger"),
            "child": members[child].speaking(pitch=_CHILD_PITCH, seat="back", level_db=4.0),
            "phone": members[caller].speaking(seat="doors", band_hz=_PHONE_HZ, level_db=3.0),
            "radio": members[announcer].speaking(seat="doors", band_hz=_RADIO_HZ, level_db=2.0),
        },
        trips={
            name: Trip(noise=_pick(_NOISE.get(kind, _ANY_NOISE), rng), recordings=tuple(recordings))
            for name, (kind, recordings) in trips.items()
        },
    )


def _choose(of: Cast, life: Life, sex: str | None, rng: Random, taken: tuple[str, ...]) -> str:
    fitting = [
        name
        for name, member in sorted(of.speakers.items())
        if member.language == life.language and sex in (None, member.sex)
    ]
    countrymen = [name for name in fitting if of.speakers[name].country == life.country]
    pool = [name for name in countrymen or fitting if name not in taken]
    return _pick(pool or fitting, rng)


def _pick(options: Sequence[str], rng: Random) -> str:
    return options[int(rng.random() * len(options))]
