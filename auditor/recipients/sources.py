"""The bibliography that scenarios cite, and the words that are written in both languages."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Source", "Strict", "Words", "bibliography", "purposes"]


class Strict(BaseModel):
    """A record that a person writes: nothing unknown in it, nothing changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Strict):
    """The same words in both languages."""

    en: str = Field(min_length=1)
    fr: str = Field(min_length=1)

    def said(self, language: str) -> str:
        """Return the words in ``language`` (``"fr"``, otherwise English)."""
        return self.fr if language == "fr" else self.en


class Source(Strict):
    """Something that was read.

    ``read`` says how: ``first-hand`` is the source itself or a copy of its text, ``second-hand``
    what somebody else wrote of it. ``says`` is what was read there, in our words.
    """

    title: str
    publisher: str
    year: int | None = None
    url: str = ""
    ref: str = ""
    read: Literal["first-hand", "second-hand"]
    says: Words

    def line(self) -> str:
        """Return the source as a line of a bibliography."""
        when = str(self.year) if self.year else ""
        return ", ".join(part for part in (self.title, self.publisher, when, self.ref) if part)


@cache
def bibliography() -> dict[str, Source]:
    """Return every source that comes with auditor, by the key that fields cite."""
    return {key: Source.model_validate(row) for key, row in _table("sources.toml").items()}


@cache
def purposes() -> dict[str, Words]:
    """Return the purposes that a scenario may name: DPV terms with our labels."""
    return {term: Words.model_validate(row) for term, row in _table("purposes.toml").items()}


def _table(name: str) -> dict[str, object]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))
