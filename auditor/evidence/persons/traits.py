"""What recordings tell of their driver, and what it says of two that they tell the same.

Traits are joined after Fellegi and Sunter ("A Theory for Record Linkage", Journal of the American
Statistical Association 64, 1969): agreement is worth log(m / u), disagreement
log((1 − m) / (1 − u)), where m and u are the probabilities of agreeing for one person and by
chance. How surely both sides were heard right, p, takes each ratio towards one: p·LR + (1 − p).
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from auditor.evidence.entities.names import alike, plain, sound
from auditor.records import Attribute
from auditor.taxonomy import parent

__all__ = ["Compared", "Traits", "Values", "keys_of", "values_of"]

Values = Mapping[str, Mapping[str, float]]
"""By category, each comparable value with the best score it was heard with."""
_NAMES = frozenset(("name", "relative_name"))


@dataclass(frozen=True)
class _Trait:
    agree: float
    chance: float
    several: bool = False


@dataclass(frozen=True)
class Compared:
    """The log likelihood ratio that traits give two sets of recordings, and where they agree."""

    log10_lr: float
    shared: tuple[str, ...]


def values_of(attributes: Iterable[Attribute]) -> Values:
    """Return what attributes tell of the driver, in the categories that tell persons apart."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for one in attributes:
        category = parent(one.category)
        own = one.about == "driver" or category == "relative_name"
        if category in _table() and own and not one.hint:
            value = plain(one.normalised) or one.normalised
            found[category][value] = max(found[category].get(value, 0.0), one.score)
    return found


def keys_of(values: Values) -> set[tuple[str, str]]:
    """Return keys of which two sets that can agree share one: names by their sound."""
    return {
        (category, sound(value) if category in _NAMES else value)
        for category, told in values.items()
        for value in told
    }


class Traits:
    """Compares what sets of recordings tell; rarer values tell more.

    Parameters
    ----------
    told
        What all sets tell, from which the shares of values are counted.
    """

    def __init__(self, told: Iterable[Values]) -> None:
        self._holders: Counter[tuple[str, str]] = Counter()
        self._tellers: Counter[str] = Counter()
        for values in told:
            self._holders.update(keys_of(values))
            self._tellers.update(category for category, found in values.items() if found)

    def compare(self, one: Values, other: Values) -> Compared:
        """Return what traits say of two sets being of one person."""
        total, shared = 0.0, []
        for category, trait in _table().items():
            mine, theirs = one.get(category), other.get(category)
            if not mine or not theirs:
                continue
            value, sure = _agreeing(category, mine, theirs)
            if value is not None:
                chance = max(trait.chance, self._share(category, value))
                ratio = max(trait.agree / chance, 1.0)
                shared.append(category)
            elif trait.several:
                continue
            else:
                ratio = (1 - trait.agree) / (1 - trait.chance)
                sure = max(mine.values()) * max(theirs.values())
            total += math.log10(sure * ratio + 1 - sure)
        least, most = _bounds()
        return Compared(round(min(max(total, least), most), 4), tuple(shared))

    def _share(self, category: str, value: str) -> float:
        """Return the share of other sets that tell a value, one of the two being left out."""
        key = (category, sound(value) if category in _NAMES else value)
        others = self._tellers[category] - 1
        return (self._holders[key] - 1) / others if others > 1 else 0.0


def _agreeing(
    category: str, one: Mapping[str, float], other: Mapping[str, float]
) -> tuple[str | None, float]:
    """Return the value on which two agree most surely, and how surely both were heard right."""
    best: tuple[str | None, float] = (None, 0.0)
    for value, score in one.items():
        for also, second in other.items():
            same = value == also or (
                category in _NAMES and alike(value, also) in ("same", "sounds_alike")
            )
            if same and score * second > best[1]:
                best = (value, score * second)
    return best


@cache
def _raw() -> dict[str, dict[str, dict[str, float]]]:
    text = resources.files(__package__).joinpath("traits.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _table() -> dict[str, _Trait]:
    return {
        name: _Trait(row["agree"], row["chance"], bool(row.get("several", False)))
        for name, row in _raw()["trait"].items()
    }


@cache
def _bounds() -> tuple[float, float]:
    bounds: dict[str, float] = _raw()["bounds"]  # type: ignore[assignment]
    return bounds["least"], bounds["most"]
