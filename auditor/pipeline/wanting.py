"""Which views are wanted: names of scenarios and recipes, and lists of steps as they are typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from auditor.recipients import recipes
from auditor.recipients.anonymise import STEPS as ANONYMISE
from auditor.recipients.mitigations import STEPS as MITIGATE

__all__ = ["Wanted", "named", "steps_of_each"]

ALL = "all"


@dataclass(frozen=True)
class Wanted:
    """Which views to measure: names of scenarios, recipes or lists of steps, or ``all``.

    ``known`` is what an attacker knows who looks for people again in what is anonymised: a file
    (:func:`auditor.pipeline.knowing.known_people`), by default all that the audit itself found.
    """

    recipients: tuple[str, ...] = ()
    anonymise: tuple[str, ...] = ()
    mitigate: tuple[str, ...] = ()
    known: str | Path | None = None


def named(wanted: Sequence[str], known: Collection[str]) -> list[str]:
    """Return the names that are wanted, each once; ``all`` stands for all that are known."""
    return list(dict.fromkeys(n for each in wanted for n in (known if each == ALL else (each,))))


def steps_of_each(
    wanted: Sequence[str], what: Literal["anonymise", "mitigate"]
) -> list[tuple[str, tuple[str, ...]]]:
    """Return the name and the steps of each recipe or list of steps.

    Steps have a comma or a semicolon between them. A comma that no step follows belongs to the
    argument: ``redact:health,religion`` is one step.
    """
    known = recipes(what)
    followed = "|".join(map(re.escape, ANONYMISE if what == "anonymise" else MITIGATE))
    between = re.compile(rf";|,(?=\s*(?:{followed})\s*(?:[:,;]|$))")
    found = []
    for name in named(wanted, known):
        steps = known[name].steps if name in known else between.split(name)
        found.append((name, tuple(step.strip() for step in steps)))
    return found
