"""The form in which a person writes a population, and reading it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from auditor.errors import UsageError

__all__ = ["Place", "Written", "WrittenGravity", "WrittenRow", "WrittenVariable", "read"]

Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Kilometres = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
_REMEDY = "See 'How to write your own' in docs/population.md."


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WrittenSource(_Strict):
    """A publication."""

    title: str = Field(min_length=3)
    publisher: str = Field(min_length=2)
    year: int = Field(ge=1900, le=2100)
    url: str = ""


class WrittenRow(_Strict):
    """One row of a table: where it holds, and shares that sum to 1 or weights that need not."""

    when: dict[str, str | list[str]] = Field(default_factory=dict)
    p: dict[str, Share] | None = None
    weights: dict[str, Weight] | None = None
    rest: str | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> WrittenRow:
        if (self.p is None) == (self.weights is None):
            raise ValueError("a row has either p (shares) or weights")
        if self.rest is not None and self.p is None:
            raise ValueError("rest goes with p: weights have no whole of which a rest is left")
        return self


class WrittenOdds(_Strict):
    """Multipliers of the weights in the cells where it holds; the cells are normalised after."""

    when: dict[str, str | list[str]] = Field(default_factory=dict)
    times: dict[str, Weight]


class WrittenGravity(_Strict):
    """How a second place depends on a first: the same, or another by size and distance."""

    of: str
    when: dict[str, str | list[str]] = Field(default_factory=dict)
    otherwise: str = "none"
    same: Share
    decay_km: Kilometres
    reach_km: Kilometres


class WrittenVariable(_Strict):
    """A variable as written; its table is in rows, in a file, or follows by gravity."""

    category: str | None = None
    parents: list[str] = Field(default_factory=list)
    values: list[str] | str | None = None
    bands: list[str] = Field(default_factory=list)
    source: WrittenSource | list[WrittenSource] = Field(default_factory=list)
    assumed: str = ""
    decimals: int | None = Field(None, ge=1, le=12)
    table: list[WrittenRow] = Field(default_factory=list)
    odds: list[WrittenOdds] = Field(default_factory=list)
    file: str | None = None
    weight: str | None = None
    across: str | None = None
    gravity: WrittenGravity | None = None

    @model_validator(mode="after")
    def _coherent(self) -> WrittenVariable:
        if bool(self.table) == (self.file is not None):
            raise ValueError("give either table or file")
        if self.table and self.values is None:
            raise ValueError("a table needs its values listed")
        ways = [self.weight, self.across, self.gravity]
        if sum(way is not None for way in ways) != (0 if self.table else 1):
            raise ValueError("weight, across and gravity say how a file is read: give one with it")
        if self.across is not None and self.across not in self.parents:
            raise ValueError(f"across names {self.across!r}, which is not among its parents")
        if not self.sources and not self.assumed.strip():
            raise ValueError("give its source, or say in assumed what is assumed and why")
        return self

    @property
    def sources(self) -> list[WrittenSource]:
        """The sources as a list."""
        return self.source if isinstance(self.source, list) else [self.source]


class WrittenHead(_Strict):
    """What the whole file is about."""

    country: str = Field(min_length=1)
    year: int = Field(ge=1900, le=2100)
    people: int = Field(ge=1)
    note: str = ""


class Written(_Strict):
    """A population file: its head, and its variables in the order written."""

    population: WrittenHead
    variables: dict[Key, WrittenVariable] = Field(min_length=1)


@dataclass(frozen=True)
class Place:
    """A file, and how to say where in it something stands."""

    path: Path
    lines: tuple[str, ...]

    def at(self, *keys: str | int) -> str:
        """Return ``file, line 12, health.table[3]``: the line on which the variable begins."""
        key = ""
        for each in keys:
            key += f"[{each}]" if isinstance(each, int) else f"{'.' if key else ''}{each}"
        line = self._line(str(keys[0])) if keys else 0
        return ", ".join(
            [str(self.path), *([f"line {line}"] if line else []), *([key] * bool(key))]
        )

    @contextmanager
    def naming(self, *keys: str | int) -> Iterator[None]:
        """Say of a usage error raised inside where in the file its cause stands."""
        try:
            yield
        except UsageError as error:
            where = error.where or self.at(*keys)
            raise UsageError(error.what, where=where, remedy=error.remedy) from None

    def _line(self, name: str) -> int:
        header = re.compile(rf"\s*\[\s*{re.escape(name)}\s*\]")
        found = (number for number, line in enumerate(self.lines, 1) if header.match(line))
        return next(found, 0)


def read(path: Path) -> tuple[Written, Place]:
    """Read a population file and check its form; tables are checked when they are built.

    Raises
    ------
    UsageError
        With the file and the key that is wrong.
    """
    try:
        text = path.read_text("utf-8")
        found: dict[str, Any] = tomllib.loads(text)
    except OSError as error:
        raise UsageError(f"cannot be read ({error.strerror})", where=str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"is not TOML ({error})", where=str(path), remedy="Mend it.") from None
    place = Place(path, tuple(text.splitlines()))
    head = {"population": found.pop("population", {})}
    try:
        return Written.model_validate({**head, "variables": found}), place
    except ValidationError as error:
        raise _told(error, place) from None


def _told(error: ValidationError, place: Place) -> UsageError:
    first = error.errors()[0]
    keys = [part for part in first["loc"] if part not in ("variables", "[key]")]
    what = first["msg"].removeprefix("Value error, ")
    return UsageError(what, where=place.at(*keys), remedy=_REMEDY)
