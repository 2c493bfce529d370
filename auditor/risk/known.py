"""Which claims count, given what somebody who listened decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from auditor.errors import UsageError
from auditor.inference.certainty import COUNTED, Certainty, certainty
from auditor.records import Claim

__all__ = ["Decision", "Known"]

Decision = Literal["confirmed", "rejected"]
"""What a person who listened says of a claim."""

_HOUSEHOLD = ("driver", "relative")


class Known:
    """Reads claims in the light of decisions.

    A rejected claim counts nowhere; a confirmed one counts whatever its probability, and is
    certain. Decisions on claims that no longer exist are ignored: they wait for another run.

    Raises
    ------
    UsageError
        If a decision is neither ``confirmed`` nor ``rejected``.
    """

    def __init__(self, decisions: Mapping[str, Decision]) -> None:
        self._decisions = decisions
        for claim, decision in decisions.items():
            if decision not in ("confirmed", "rejected"):
                raise UsageError(
                    f"unknown decision on the claim {claim!r}",
                    remedy="Write confirmed or rejected.",
                )

    def decided(self, claims: Iterable[Claim], decision: Decision) -> int:
        """Return how many of the claims were decided so."""
        return sum(self._decisions.get(claim.id) == decision for claim in claims)

    def certainty(self, claim: Claim) -> Certainty:
        """Return how certain a claim is."""
        confirmed = self._decisions.get(claim.id) == "confirmed"
        return "certain" if confirmed else certainty(claim.probability)

    def counting(self, claims: Iterable[Claim]) -> list[Claim]:
        """Return the claims that count, whomever they are about."""
        return [claim for claim in claims if self._counts(claim)]

    def household(self, claims: Iterable[Claim]) -> list[Claim]:
        """Return the claims that count and are about the driver or the family."""
        return [claim for claim in self.counting(claims) if claim.about in _HOUSEHOLD]

    def _counts(self, claim: Claim) -> bool:
        decision = self._decisions.get(claim.id)
        return decision == "confirmed" or (decision is None and claim.probability >= COUNTED)
