"""The declared rates of behaviour: a TOML file of auditor's, and a person's own over it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from auditor.corpus.synthesis.declared import read_declared
from auditor.errors import UsageError
from auditor.taxonomy import category

__all__ = ["Leak", "Rates", "SpeechRates", "TripRates", "read_rates"]

_Share = Annotated[float, Field(ge=0.0, le=1.0)]
_PerWeek = Annotated[float, Field(ge=0.0, le=100.0)]
_Known = Annotated[str, Field(min_length=1)]


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class SpeechRates(_Declared):
    """How much is said: see the comments of ``rates.toml``."""

    harmless_per_trip: _PerWeek
    traps_per_week: _PerWeek
    wake: _Share
    destination_by_name: _Share
    same_recording: _Share


class TripRates(_Declared):
    """One kind of trip."""

    days: tuple[Annotated[int, Field(ge=0, le=6)], ...]
    hour: Annotated[float, Field(ge=0.0, lt=24.0)]
    spread_h: Annotated[float, Field(ge=0.0, le=6.0)]
    kept: _Share
    weeks: Annotated[int, Field(ge=1, le=52)] = 1
    condition: Mapping[str, str] = Field(default_factory=dict, alias="if")
    place: str | None = None
    tells: tuple[str, ...] = ()

    @field_validator("tells")
    @classmethod
    def _categories(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            _category(name)
        return names

    def suits(self, row: Mapping[str, str]) -> bool:
        """Return whether somebody of this row makes such trips."""
        return all(_meets(row.get(name, "none"), wish) for name, wish in self.condition.items())


class Leak(_Declared):
    """How many times a week something is given away."""

    stated: _PerWeek = 0.0
    implied: _PerWeek = 0.0


class Rates(_Declared):
    """All of it."""

    speech: SpeechRates
    trips: Mapping[str, TripRates]
    leaks: Mapping[str, Leak]

    @field_validator("leaks")
    @classmethod
    def _categories(cls, leaks: Mapping[str, Leak]) -> Mapping[str, Leak]:
        for name in leaks:
            _category(name)
        return leaks


def _category(name: str) -> None:
    try:
        category(name)
    except UsageError:
        raise ValueError(f"unknown category {name!r}") from None


def _meets(value: str, wish: str) -> bool:
    if wish.startswith("!"):
        return value not in wish[1:].split(",")
    return value in wish.split(",")


def read_rates(path: Path | None = None) -> Rates:
    """Return the declared rates, with those of a file in their place.

    Raises
    ------
    UsageError
        With the file, the line and the key that is wrong.
    """
    declared = tomllib.loads(resources.files(__package__).joinpath("rates.toml").read_text("utf-8"))
    if path is None:
        return Rates.model_validate(declared)
    return read_declared(
        path,
        Rates,
        remedy="Rates a week are at least 0, shares between 0 and 1; see docs/synthesis.md.",
        over=lambda own: _over(declared, own),
    )


def _over(declared: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(declared)
    for key, value in own.items():
        there = merged.get(key)
        if isinstance(value, dict) and isinstance(there, dict):
            merged[key] = _over(there, value)
        else:
            merged[key] = value
    return merged
