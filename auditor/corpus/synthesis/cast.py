"""Who speaks a synthetic life: speakers from a list, seats, and the noise of each trip."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from random import Random
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from auditor.corpus.synthesis.life import Life
from auditor.corpus.synthesis.plan import DriverPlan, Speaker, Trip
from auditor.errors import UsageError
from auditor.records import Language

__all__ = ["Cast", "CastMember", "cast", "read_cast"]

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
        With the file and the key that is wrong.
    """
    try:
        if path is None:
            text = resources.files(__package__).joinpath("speakers.toml").read_text("utf-8")
        else:
            text = path.read_text("utf-8")
        return Cast.model_validate(tomllib.loads(text))
    except OSError as error:
        raise UsageError(f"cannot be read ({error.strerror})", where=str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"is not TOML ({error})", where=str(path), remedy="Mend it.") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise UsageError(
            first["msg"], where=f"{path}, {key}", remedy="See 'Speakers' in docs/synthesis.md."
        ) from None


def cast(
    life: Life, of: Cast, trips: Mapping[str, tuple[str, Sequence[str]]], rng: Random
) -> DriverPlan:
    """Return how one driver's recordings sound.

    Parameters
    ----------
    life
        Who drives.
    of
        Whom to choose from.
    trips
        By trip id its kind and the names of its recordings.
    rng
        Of this driver's sound alone.

    Raises
    ------
    UsageError
        If nobody in the cast speaks the language with the driver's sex.
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
    if not fitting:
        raise UsageError(
            f"nobody speaks {life.language} as a {sex}",
            remedy="Give --voices a file with such speakers.",
        )
    countrymen = [name for name in fitting if of.speakers[name].country == life.country]
    pool = [name for name in countrymen or fitting if name not in taken]
    return _pick(pool or fitting, rng)


def _pick(options: Sequence[str], rng: Random) -> str:
    return options[int(rng.random() * len(options))]
