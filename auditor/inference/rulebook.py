"""The rules that come with auditor, and a researcher's own: read, checked, scaled.

Their form is in :mod:`auditor.inference.ruleform`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.abc import Traversable
from typing import Literal

from pydantic import ValidationError

from auditor.errors import UsageError
from auditor.inference.checking import check_rules
from auditor.inference.measured import counts, measured_ratio
from auditor.inference.ruleform import Rule, Source

__all__ = ["Assumed", "Rulebook", "read_rules", "rulebook", "written_rulebook"]

Assumed = Literal["half", "full", "double", "off"]
"""What to make of rules whose strength is assumed: their log likelihood ratio times 0.5, 1 or 2, or
nothing at all."""
_SCALE: Mapping[Assumed, float] = {"half": 0.5, "double": 2.0}


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Rules in an order in which each comes after those whose conclusions it looks at.

    ``scaled_from`` are the rules that these were scaled from: they have the same words, which are
    costly to compile.
    """

    rules: tuple[Rule, ...]
    scaled_from: Rulebook | None = None

    def scaled(self, assumed: Assumed) -> Rulebook:
        """Return the rules with assumed strengths halved, doubled or left out (in log odds)."""
        if assumed == "full":
            return self
        if assumed == "off":
            return Rulebook(tuple(rule for rule in self.rules if not rule.assumed), self)
        power = _SCALE[assumed]
        return Rulebook(tuple(_scaled(rule, power) for rule in self.rules), self)

    def measured(self) -> Rulebook:
        """Return the rules with strengths as counted on labelled text, where there are counts."""
        return Rulebook(tuple(_measured(rule) for rule in self.rules))

    def with_rules(self, files: Iterable[Traversable]) -> Rulebook:
        """Return the rules with those of other files, which replace rules of the same id.

        Raises
        ------
        UsageError
            As :func:`read_rules` does.
        """
        added = [rule for file in files for rule in _file(file)]
        ids = {rule.id for rule in added}
        kept = [rule for rule in self.rules if rule.id not in ids]
        return Rulebook(tuple(check_rules([*kept, *added])))

    def by_id(self) -> dict[str, Rule]:
        """Return the rules by id."""
        return {rule.id: rule for rule in self.rules}


def _scaled(rule: Rule, power: float) -> Rule:
    if not rule.assumed:
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
    source = Source(title=title, publisher="auditor, training/utterances", year=2026)
    return rule.model_copy(
        update={"likelihood_ratio": round(ratio, 3), "source": source, "assumed": ""}
    )


@cache
def rulebook(assumed: Assumed = "full") -> Rulebook:
    """Return the rules that come with auditor."""
    if assumed != "full":
        return rulebook().scaled(assumed)
    return written_rulebook().measured()


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
    line = next(
        (k for k, each in enumerate(text.splitlines(), 1) if each.strip() == f"[{name}]"), 0
    )
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
