"""Rules as data: what an analyst concludes from what was said, and how strongly.

A rule file is TOML, one table a rule::

    [insulin]
    note = "Insulin is given for diabetes and for little else."
    why = { en = "insulin treats diabetes", fr = "l'insuline traite le diabète" }
    base_rate = 0.07             # share of people of whom the conclusion holds
    likelihood_ratio = 60        # how much likelier the premise is where it holds; <1: against
    assumed = "judgement"        # or source = { title = "…", publisher = "…", year = 2022 }
    when = [{ category = "medication", values = ["insulin"] }]
    conclude = { category = "health", values = { "type 1" = 0.3, "type 2" = 0.7 } }

Every premise of ``when`` has to hold. It names attributes (``category``, ``values``), or words
(``en``, ``fr``: patterns of :mod:`auditor.attributes.pattern`), and may ask when (``hours``,
``weekdays``), how often (``times``, ``days``) and about whom (``about``). ``together`` asks for all
of them in one utterance.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from auditor import taxonomy
from auditor.records import About, Language

__all__ = ["Conclusion", "Premise", "Rule", "Source"]

_CAPTURED = "{value}"


def _known(name: str) -> str:
    taxonomy.category(name)
    return name


_CategoryId = Annotated[str, AfterValidator(_known)]
_Rate = Annotated[float, Field(gt=0, lt=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Premise(_Strict):
    """One thing that has to be so; see the module."""

    category: _CategoryId | None = None
    values: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()
    about: tuple[About, ...] = ()
    hours: tuple[int, int] | None = None
    weekdays: tuple[Annotated[int, Field(ge=1, le=7)], ...] = ()
    times: int = Field(default=1, ge=1)
    days: int = Field(default=1, ge=1)
    score: float = Field(default=0.3, ge=0, le=1)

    @model_validator(mode="after")
    def _says_something(self) -> Premise:
        if (self.category is None) == (not self.en and not self.fr):
            raise ValueError("a premise names a category, or words in en or fr, and not both")
        if self.hours is not None and not all(0 <= hour <= 24 for hour in self.hours):
            raise ValueError("hours lie between 0 and 24")
        return self

    @property
    def of_whom(self) -> tuple[About, ...]:
        """Whom it may be about: an attribute of the driver, words of anybody in the family."""
        return self.about or (("driver",) if self.category else ("driver", "relative"))

    @property
    def counted(self) -> bool:
        """Whether it asks for more than one utterance."""
        return self.times > 1 or self.days > 1


class Conclusion(_Strict):
    """What follows: one value, or several of which one holds, with their shares."""

    category: _CategoryId
    value: str = ""
    values: dict[str, _Rate] = {}
    about: About | Literal["same"] = "same"

    @model_validator(mode="after")
    def _says_what(self) -> Conclusion:
        if bool(self.value) == bool(self.values):
            raise ValueError("a conclusion has a value, or values with their shares, and not both")
        if self.values and abs(sum(self.values.values()) - 1) > 1e-6:
            raise ValueError("the shares of a conclusion's values add up to 1")
        return self

    @property
    def options(self) -> Mapping[str, float]:
        """Values with their shares; a lone value has all of it."""
        return self.values or {self.value: 1.0}

    @property
    def captured(self) -> bool:
        """Whether the value is what stands in brackets of a pattern."""
        return self.value == _CAPTURED


class Source(_Strict):
    """Where a figure comes from."""

    title: str
    publisher: str
    year: int
    url: str = ""


class _Why(_Strict):
    en: str
    fr: str


class Rule(_Strict):
    """One rule; ``id`` is ``file.table``."""

    id: str
    note: str
    why: _Why
    base_rate: _Rate
    base_source: Source | None = None
    likelihood_ratio: float = Field(gt=0, le=1000)
    source: Source | None = None
    assumed: str = ""
    languages: tuple[Language, ...] = ("en", "fr")
    together: bool = False
    when: tuple[Premise, ...] = Field(min_length=1)
    conclude: Conclusion

    @model_validator(mode="after")
    def _is_grounded(self) -> Rule:
        if (self.source is None) == (not self.assumed):
            raise ValueError("a rule has a source, or says why its strength is assumed")
        if self.conclude.captured and not any(each.en or each.fr for each in self.when):
            raise ValueError("a captured value needs a premise of words")
        return self

    def looks_at(self, category: str) -> bool:
        """Return whether one of its premises is of ``category``."""
        return any(premise.category == category for premise in self.when)

    def reason(self, language: Language) -> str:
        """Return why the conclusion follows, in words."""
        return self.why.fr if language == "fr" else self.why.en
