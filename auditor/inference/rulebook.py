"""Rules as data: what an analyst concludes from what was said, and how strongly.

A rule file is TOML, one table a rule::

    [insulin]
    note = "Insulin is given for diabetes and for little else."
    why = { en = "insulin treats diabetes", fr = "l'insuline traite le diabète" }
    base_rate = 0.07             # share of people of whom the conclusion holds
    likelihood_ratio = 60        # how much likelier the premise is where it holds; under 1: against
    assumed = "judgement"        # or source = { title = "…", publisher = "…", year = 2022, url = "…" }
    when = [{ category = "medication", values = ["insulin"] }]
    conclude = { category = "health", values = { "type 1 diabetes" = 0.3, "type 2 diabetes" = 0.7 } }

Every premise of ``when`` has to hold. It names attributes (``category``, ``values``), or words
(``en``, ``fr``: patterns of :mod:`auditor.attributes.pattern`), and may ask when (``hours``,
``weekdays``), how often (``times``, ``days``) and about whom (``about``). ``together`` asks for all of
them in one utterance.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.abc import Traversable
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from auditor import taxonomy
from auditor.errors import UsageError
from auditor.inference.checking import check_rules
from auditor.inference.measured import counts, measured_ratio
from auditor.records import About, Language

__all__ = ["Assumed", "Conclusion", "Premise", "Rule", "Rulebook", "read_rules", "rulebook",
           "written_rulebook"]  # fmt: skip

Assumed = Literal["half", "full", "double", "off"]
"""What to make of rules whose strength is assumed: their log likelihood ratio times 0.5, 1 or 2, or
nothing at all."""
_SCALE: Mapping[Assumed, float] = {"half": 0.5, "full": 1.0, "double": 2.0}
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


class _Source(_Strict):
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
    base_source: _Source | None = None
    likelihood_ratio: float = Field(gt=0, le=1000)
    source: _Source | None = None
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


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Rules in an order in which each comes after those whose conclusions it looks at."""

    rules: tuple[Rule, ...]

    def scaled(self, assumed: Assumed) -> Rulebook:
        """Return the rules with assumed strengths halved, doubled or left out (in log odds)."""
        if assumed == "off":
            return Rulebook(tuple(rule for rule in self.rules if not rule.assumed))
        power = _SCALE[assumed]
        return Rulebook(tuple(_scaled(rule, power) for rule in self.rules))

    def measured(self) -> Rulebook:
        """Return the rules with strengths as counted on labelled text, where there are counts."""
        return Rulebook(tuple(_measured(rule) for rule in self.rules))

    def by_id(self) -> dict[str, Rule]:
        """Return the rules by id."""
        return {rule.id: rule for rule in self.rules}


def _scaled(rule: Rule, power: float) -> Rule:
    if not rule.assumed or power == 1.0:
        return rule
    return rule.model_copy(update={"likelihood_ratio": rule.likelihood_ratio**power})


def _measured(rule: Rule) -> Rule:
    ratio = measured_ratio(
        counts().get(rule.id), rule.conclude.category, rule.base_rate, rule.likelihood_ratio
    )
    if ratio is None:
        return rule
    count = counts()[rule.id]
    title = f"right in {count.right} of {count.held} labelled utterances (data/strengths.json)"
    source = _Source(title=title, publisher="auditor, training/utterances", year=2026)
    return rule.model_copy(
        update={"likelihood_ratio": round(ratio, 3), "source": source, "assumed": ""}
    )


@cache
def rulebook(assumed: Assumed = "full") -> Rulebook:
    """Return the rules that come with auditor."""
    return written_rulebook().measured().scaled(assumed)


@cache
def written_rulebook() -> Rulebook:
    """Return the rules with the strengths they were written with, whatever was measured."""
    folder = resources.files(__package__).joinpath("rules")
    return read_rules(sorted(
        (each for each in folder.iterdir() if each.name.endswith(".toml")),
        key=lambda each: each.name,
    ))  # fmt: skip


def read_rules(files: Iterable[Traversable]) -> Rulebook:
    """Read rule files, check them, and put the rules in an order in which they can be applied.

    Raises
    ------
    UsageError
        If a file cannot be read, a field is wrong, a category is unknown, two rules contradict each
        other, or rules loop; with the file and the table, and the line where it is known.
    """
    rules = [rule for file in files for rule in _file(file)]
    return Rulebook(tuple(check_rules(rules)))


def _file(file: Traversable) -> Iterable[Rule]:
    try:
        text = file.read_text("utf-8")
        tables = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("the rules cannot be read", where=f"{file.name} ({error})") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"no valid TOML: {error}", where=file.name) from None
    stem = file.name.removesuffix(".toml")
    return [_rule(file.name, stem, name, fields, text) for name, fields in tables.items()]


def _rule(file: str, stem: str, name: str, fields: object, text: str) -> Rule:
    line = next((k for k, each in enumerate(text.splitlines(), 1) if each.strip() == f"[{name}]"), 0)
    where = f"{file}, line {line}, [{name}]" if line else f"{file}, [{name}]"
    if not isinstance(fields, dict):
        raise UsageError("not a rule: a rule is a table", where=where)
    try:
        return Rule.model_validate({"id": f"{stem}.{name}", **fields})
    except ValidationError as error:
        first = min(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
        place = ".".join(map(str, first["loc"]))
        what = f"{place}: {first['msg']}" if place else first["msg"]
        raise UsageError(what, where=where, remedy="docs/inference.md has an example.") from None
    except UsageError as error:
        raise UsageError(error.what, where=where, remedy=error.remedy) from None
