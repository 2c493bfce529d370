"""Which pieces of evidence speak of one value, and which values exclude each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from auditor.attributes.text import fold
from auditor.inference.rulebook import Rulebook
from auditor.inference.settings import weights
from auditor.inference.signals import Signal
from auditor.records import About
from auditor.taxonomy import parent

__all__ = ["Key", "family_of", "grouped"]

_GROWING = frozenset(("name", "relative_name", "contact_name", "visited_place", "work_place",
                      "employer"))  # fmt: skip
"""Categories in which a longer value says the same more fully: "zoya" and "zoya hussain"."""
_RELATED = 0.15
"""What calling a relative by name adds to the name being a relative's."""


@dataclass(frozen=True, order=True)
class Key:
    """A value of a category; ``apart`` is "relative" where it is not the driver's own to have."""

    category: str
    value: str
    apart: str = ""


def grouped(signals: Iterable[Signal]) -> dict[Key, list[Signal]]:
    """Return evidence by value, values that mean the same together, in a fixed order.

    A value that excludes others is kept apart for driver and relatives: a mother's age is not the
    driver's. Elsewhere what is said of both is one claim.
    """
    groups: dict[Key, list[Signal]] = defaultdict(list)
    for signal in signals:
        groups[_key(signal)].append(signal)
    grown = _grown(groups)
    _lend_to_relatives(grown)
    return {key: sorted(grown[key], key=_order) for key in sorted(grown)}


def family_of(book: Rulebook) -> dict[tuple[str, str], str]:
    """Return which values exclude each other because a rule leaves one of them open.

    Of categories with one value at a time every value is in the category's family, and is not
    listed here.
    """
    families: dict[tuple[str, str], str] = {}
    for rule in book.rules:
        if rule.conclude.values and parent(rule.conclude.category) not in weights().exclusive:
            name = "/".join(sorted(rule.conclude.values))
            for value in sorted(rule.conclude.values):
                families.setdefault((rule.conclude.category, value), name)
    return families


def _key(signal: Signal) -> Key:
    alone = parent(signal.category) in weights().exclusive and signal.about != "driver"
    return Key(signal.category, signal.value, signal.about if alone else "")


def _order(signal: Signal) -> tuple[float, int, str, str]:
    return -abs(signal.log_ratio), signal.utterances[0].order, signal.kind, signal.nodes[0]


def _grown(groups: Mapping[Key, list[Signal]]) -> dict[Key, list[Signal]]:
    """Join a value to the only longer one that begins or ends with it or holds all its words."""
    result: dict[Key, list[Signal]] = defaultdict(list)
    longer = _longer(groups)
    for key, signals in groups.items():
        target = longer.get(key, key)
        result[target] += [replace(each, value=target.value) for each in signals]
    return result


def _longer(groups: Mapping[Key, Sequence[Signal]]) -> dict[Key, Key]:
    words = {
        key: frozenset(re.findall(r"[^\W_]+", fold(key.value.casefold())))
        for key in groups
        if parent(key.category) in _GROWING
    }
    holders: dict[tuple[str, str, str], list[Key]] = defaultdict(list)
    for key, parts in words.items():
        for part in parts:
            holders[key.category, key.apart, part].append(key)
    found: dict[Key, Key] = {}
    for key, parts in words.items():
        if not parts:
            continue
        fewest = min((holders[key.category, key.apart, part] for part in sorted(parts)), key=len)
        over = [other for other in fewest if words[other] > parts]
        if len(over) == 1 and len(fewest) <= _FEW:
            found[key] = over[0]
    return {key: _end(key, found) for key in found}


_FEW = 20
"""A word in more values than these tells none of them apart, and would cost time."""


def _end(key: Key, step: Mapping[Key, Key]) -> Key:
    while key in step:
        key = step[key]
    return key


def _lend_to_relatives(groups: dict[Key, list[Signal]]) -> None:
    """Let calls to somebody who is known as a relative speak for that, and not for a contact."""
    for key in [key for key in groups if key.category == "contact_name"]:
        relative = Key("relative_name", key.value)
        if relative in groups:
            about: About = "relative"
            groups[relative] += [
                replace(each, category="relative_name", about=about, stated=False,
                        log_ratio=each.log_ratio * _RELATED, base=groups[relative][0].base)
                for each in groups[key]
            ]  # fmt: skip
