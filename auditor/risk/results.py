"""What the measures of an audit return."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from auditor.inference.certainty import Certainty
from auditor.records import About, How, Risk

__all__ = ["ClaimsCurve", "CurvePoint", "Exposure", "Headline", "Measures"]

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Exposure:
    """The first utterance that reveals special (Art. 9) or criminal (Art. 10) data of somebody.

    One for each person, category and about. ``minutes_heard`` counts the person's sound until
    the end of that utterance, or is None where only text was given; ``at`` is its clock time
    where known. ``how`` and ``certainty`` are those of ``claim_id``, the most probable of the
    claims that it is the first to support.
    """

    category: str
    article: Literal[9, 10]
    person: str
    about: About
    utterance_id: str
    at: datetime | None
    minutes_heard: float | None
    how: How
    certainty: Certainty
    claim_id: str


@dataclass(frozen=True)
class CurvePoint:
    """What was known after so many minutes (None for text alone) and utterances.

    ``claims`` are those that count, ``certain`` and ``special`` (Art. 9) the ones among them.
    """

    minutes: float | None
    utterances: int
    claims: int
    certain: int
    special: int


@dataclass(frozen=True)
class ClaimsCurve:
    """Claims against what was heard of one person, in order of time.

    Points stand where a number changes, and at the beginning and the end.
    """

    person: str
    points: tuple[CurvePoint, ...]


@dataclass(frozen=True)
class Headline:
    """What can be said first where no truth is at hand.

    ``revealed`` are the categories surely known of at least one person or their family (a claim
    that is certain or was confirmed by ear), ``special`` and ``criminal`` those among them under
    GDPR Art. 9 and Art. 10, in the taxonomy's order. ``findings`` are all claims of all profiles;
    ``confirmed`` and ``rejected`` those that somebody judged by ear. ``minutes`` is None where
    only text was given. ``assumed`` is how many categories would be surely known if rules whose
    strength is assumed counted half and twice as much, in log odds; empty where that was not tried.
    """

    persons: int
    recordings: int
    minutes: float | None
    revealed: tuple[str, ...]
    special: tuple[str, ...]
    criminal: tuple[str, ...]
    findings: int
    confirmed: int
    rejected: int
    assumed: tuple[int, ...] = ()


@dataclass(frozen=True)
class Measures:
    """All that is measured of an audit; :meth:`to_dict` is the content of ``measures.json``."""

    headline: Headline
    risks: tuple[Risk, ...]
    exposure: tuple[Exposure, ...]
    curves: tuple[ClaimsCurve, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain lists, dicts, strings and numbers, times in ISO 8601."""
        plain: dict[str, Any] = _plain(asdict(self))
        return {"schema_version": SCHEMA_VERSION, **plain}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return round(value, 6)
    return value.isoformat() if isinstance(value, datetime) else value
