"""Who gets what: one recipient, with the source of everything that is said of it.

A scenario is a TOML file that people write (``docs/recipients.md``). Each of its fields is a
:class:`Fact`: a value, and either the keys of sources that were read or the reason why it is
assumed. Of a firm that is named, what is assumed is hypothetical: it says what a firm in this
position could do, and :meth:`Scenario.standing` makes sure that nobody is shown it as a fact.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Generic, Literal, Self, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from auditor.errors import UsageError
from auditor.recipients.grains import PlaceGrain, TimeGrain
from auditor.recipients.sources import Source, Strict, Words, purposes
from auditor.taxonomy import category

__all__ = ["EEA", "Fact", "Leaves", "Scenario", "Standing", "fields"]

Standing = Literal["first-hand", "second-hand", "assumed", "hypothetical"]
"""How well a field is known; hypothetical is what is assumed of a firm that is named."""
_Value = TypeVar("_Value")

EEA = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"
    .split()
)  # fmt: skip
"""Countries between which personal data move without being transferred (GDPR Art. 44, EEA)."""


def _wrong(message: str) -> PydanticCustomError:
    return PydanticCustomError("scenario", "{message}", {"message": message})


def _known_category(name: str) -> str:
    try:
        category(name)
    except UsageError:
        raise _wrong(f"unknown category {name!r}") from None
    return name


def _known_purpose(term: str) -> str:
    if term not in purposes():
        raise _wrong(f"unknown purpose {term!r}")
    return term


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Category = Annotated[str, AfterValidator(_known_category)]
Purpose = Annotated[str, AfterValidator(_known_purpose)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
_Days = Annotated[int, Field(ge=0)]
_Count = Annotated[int, Field(gt=0)]


class Fact(Strict, Generic[_Value]):
    """A value, with the sources that say so or the reason why it is assumed."""

    value: _Value
    source: Annotated[tuple[str, ...], BeforeValidator(_listed)] = ()
    assumed: Words | None = None
    note: Words | None = None

    @model_validator(mode="after")
    def _stands_on_something(self) -> Self:
        if bool(self.source) == (self.assumed is not None):
            raise _wrong("has neither or both of source and assumed: give one of them")
        return self


class Leaves(Strict):
    """What leaves the car, as far as the recipient holds it.

    ``requests`` is ``none``, ``kind`` (that somebody wanted a call) or ``needs`` (also what the
    request cannot be served without: whom to call). ``attributes`` are categories whose values
    come to the recipient as such, or ``all``. ``scores`` are categories of which only a figure a
    person comes. ``overheard`` says whether speech that nobody addressed to the assistant comes
    too.
    """

    audio: Fact[bool]
    transcript: Fact[bool]
    overheard: Fact[bool]
    requests: Fact[Literal["none", "kind", "needs"]]
    attributes: Fact[Literal["all"] | tuple[Category, ...]]
    places: Fact[PlaceGrain]
    times: Fact[TimeGrain]
    scores: Fact[tuple[Category, ...]]

    @model_validator(mode="after")
    def _words_say_all(self) -> Self:
        if self.audio.value and not self.transcript.value:
            raise _wrong("transcript: sound can be written down, so audio means transcript too")
        if not self.transcript.value:
            return self
        for name, value, least in (
            ("attributes", self.attributes.value, "all"),
            ("requests", self.requests.value, "needs"),
            ("places", self.places.value, "exact"),
        ):
            if value != least:
                raise _wrong(f"{name}: whoever holds the words holds what they say: {least!r}")
        return self


class Scenario(Strict):
    """One recipient.

    Attributes
    ----------
    id, label, about
        What it is called, and a few sentences on it.
    firms
        Firms that it names; none for a kind of recipient.
    leaves
        What it holds.
    retention_days
        How long, in days back from a person's latest moment; ``unlimited`` has no end.
    purposes
        Terms of the Data Privacy Vocabulary.
    customers
        From how many people; ``unknown`` where no figure was read.
    declared, wanted
        Categories that its notice declares, and categories that it is after.
    controller, processor
        Who decides, and who works for whom (GDPR Art. 4).
    country
        Where it is established (ISO 3166-1).
    onward
        Who gets data from it.
    transfers
        Countries that the data reach besides.
    sources
        Sources of the file's own, besides the bibliography.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    label: Words
    about: Fact[Words]
    firms: tuple[str, ...] = ()
    leaves: Leaves
    retention_days: Fact[_Days | Literal["unlimited"]]
    purposes: Fact[tuple[Purpose, ...]]
    customers: Fact[_Count | Literal["unknown"]]
    declared: Fact[tuple[Category, ...]]
    wanted: Fact[tuple[Category, ...]]
    controller: Fact[Words]
    processor: Fact[Words]
    country: Fact[Country]
    onward: Fact[tuple[Words, ...]]
    transfers: Fact[tuple[Country, ...]]
    sources: dict[str, Source] = Field(default_factory=dict)

    def standing(self, fact: Fact[Any]) -> Standing:
        """Return how well a field is known: as its weakest source, or assumed.

        ``self.sources`` must hold every key that the field cites; reading a file sees to that.
        """
        if fact.assumed is not None:
            return "hypothetical" if self.firms else "assumed"
        hands = {self.sources[key].read for key in fact.source}
        return "second-hand" if "second-hand" in hands else "first-hand"

    @property
    def outside_eea(self) -> tuple[str, ...]:
        """Countries outside the European Economic Area that hold or reach the data."""
        reached = {self.country.value, *self.transfers.value}
        return tuple(sorted(reached - EEA))


def fields(scenario: Scenario) -> Iterator[tuple[str, Fact[Any]]]:
    """Yield every field that needs a source, by its key as the file writes it."""
    for name in Scenario.model_fields:
        part = getattr(scenario, name)
        if isinstance(part, Fact):
            yield name, part
        elif isinstance(part, Leaves):
            for each in Leaves.model_fields:
                yield f"{name}.{each}", getattr(part, each)
