"""What was known of a person when: the order in which a life came to light."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from auditor.evidence import Graph
from auditor.inference.findings import read_person
from auditor.inference.profile import Conclusion, conclude
from auditor.records import Claim

__all__ = ["Event", "timeline"]


@dataclass(frozen=True)
class Event:
    """Something said that a claim rests on.

    Attributes
    ----------
    at
        Clock time, None where the source gives none.
    utterance
        Its id.
    claim
        What it supports.
    first
        Whether nothing that supports the claim was said earlier.
    """

    at: datetime | None
    utterance: str
    claim: Claim
    first: bool


def timeline(graph: Graph, person: str, conclusion: Conclusion | None = None) -> list[Event]:
    """Return everything said that a claim of a person rests on, in order of time.

    What has no clock time comes last, in the order of the recordings.

    Parameters
    ----------
    graph
        What :func:`auditor.evidence.build` returned.
    person
        A person of the graph.
    conclusion
        Of :func:`~auditor.inference.profile.conclude`, which is asked where None.
    """
    heard, _ = read_person(graph, person)
    order = {one.id: one for one in heard}
    claims = (conclusion or conclude(graph, person)).profile.claims
    events = []
    for claim in claims:
        said = sorted((order[each] for each in claim.evidence if each in order),
                      key=lambda one: one.order)  # fmt: skip
        events += [
            (one.order, claim.id, Event(one.at, one.id, claim, k == 0))
            for k, one in enumerate(said)
        ]
    return [event for _, _, event in sorted(events, key=lambda each: each[:2])]
