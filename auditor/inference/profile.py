"""Everything known of a person, joined into a profile of claims with probabilities.

Attributes and what rules conclude from them are pieces of evidence; those for one value are joined
in log odds (:mod:`auditor.inference.weighing`), values that exclude each other share one unit, and
the outcome is calibrated. What is about the driver, the household and the family enters the
driver's profile; everybody who was spoken of has one of their own among its members.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from auditor.evidence import Graph
from auditor.inference.applying import apply_rules
from auditor.inference.calibration import Calibration, calibration
from auditor.inference.claims import Weigher, claim_id
from auditor.inference.denials import denials
from auditor.inference.findings import Said, read_person
from auditor.inference.grouping import family_of
from auditor.inference.hints import hint_signals, is_hint
from auditor.inference.members import of_members
from auditor.inference.naming import is_assistant
from auditor.inference.offspring import is_number_of_children, offspring_signals
from auditor.inference.routines import routine_signals
from auditor.inference.rulebook import Rulebook, rulebook
from auditor.inference.signals import Fact, Signal, stated
from auditor.records import About, Profile
from auditor.taxonomy import parent

__all__ = ["Conclusion", "claim_id", "conclude"]

_NAMES = ("name", "relative_name", "contact_name")
_OF_THE_DRIVER = ("driver", "relative")


@dataclass(frozen=True)
class Conclusion:
    """A profile, and the graph nodes that each claim rests on, strongest first."""

    profile: Profile
    supports: Mapping[str, tuple[str, ...]]


def conclude(
    graph: Graph,
    person: str,
    *,
    book: Rulebook | None = None,
    fitted: Calibration | None = None,
    without: Iterable[str] = (),
) -> Conclusion:
    """Return the profile of one person from the evidence graph.

    Linear in the person's evidence for a given rulebook, and the same whatever the order in which
    the graph was built.

    Parameters
    ----------
    graph
        What :func:`auditor.evidence.build` returned.
    person
        A person of the graph.
    book
        Rules; those that come with auditor where None.
    fitted
        Calibration of probabilities; the one that comes with auditor where None.
    without
        Ids of utterances to leave out: what would be known had they not been said?
    """
    book = rulebook() if book is None else book
    fitted = calibration() if fitted is None else fitted
    heard, found = read_person(graph, person, without=without)
    reported = [each for each in found if not each.hint]
    hinted = {(e.utterance.id, parent(e.category), e.about) for e in found if e.hint}
    facts = [Fact.of(each) for each in reported]
    hints = [each for each in found if is_hint(each) and not is_number_of_children(each)]
    together = offspring_signals(found, heard) + hint_signals(hints)
    stood_for = {(each.category, each.value, each.about) for each in together}
    signals = [stated(each) for each in reported if not _stands(each, stood_for)]
    signals += denials(reported, heard) + together
    signals += apply_rules(book, heard, facts, hinted) + routine_signals(heard, reported)
    signals = [each for each in signals if each.about in _OF_THE_DRIVER]
    languages = [each.language for each in heard]
    language = max(sorted(set(languages)), key=languages.count, default="en")
    weigher = Weigher(person, family_of(book), fitted, language)
    claims, supports = weigher.claims(each for each in signals if not _is_nobody(each))
    members = tuple(
        Profile(member, weigher.of(member).claims([stated(each) for each in theirs])[0])
        for member, theirs in of_members(person, reported)
    )
    return Conclusion(Profile(person, claims, members), supports)


def _stands(said: Said, stood_for: Container[tuple[str, str, About]]) -> bool:
    """Return whether what an attribute says is in evidence that was joined from several."""
    joined = (said.category, said.value, said.about) in stood_for
    return joined and (is_hint(said) or is_number_of_children(said))


def _is_nobody(signal: Signal) -> bool:
    return signal.category in _NAMES and is_assistant(signal.value)
