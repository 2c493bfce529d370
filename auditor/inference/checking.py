"""What rules may not do together: contradict each other, or go round in a circle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import networkx as nx

from auditor.errors import UsageError
from auditor.inference.settings import weights
from auditor.taxonomy import covers, parent

if TYPE_CHECKING:
    from auditor.inference.ruleform import Premise, Rule

__all__ = ["check_rules"]


def check_rules(rules: Sequence[Rule]) -> Iterator[Rule]:
    """Return the rules so that each comes after all whose conclusions its premises look at.

    Raises
    ------
    UsageError
        If two rules contradict each other or some form a loop, naming them.
    """
    _refuse_doubles(rules)
    _refuse_contradictions(rules)
    return iter(_ordered(rules))


def _refuse_doubles(rules: Sequence[Rule]) -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise UsageError("two rules have one name", where=rule.id, remedy="Rename one.")
        seen.add(rule.id)


def _refuse_contradictions(rules: Sequence[Rule]) -> None:
    """Refuse two rules that, from the same premises, cannot both be right."""
    by_premises: dict[object, list[Rule]] = defaultdict(list)
    for rule in rules:
        by_premises[rule.when, rule.languages, rule.together].append(rule)
    for same in by_premises.values():
        for k, one in enumerate(same):
            for other in same[k + 1 :]:
                if _contradict(one, other):
                    raise UsageError(
                        f"{one.id} and {other.id} contradict each other: the same premises, and"
                        f" conclusions on {one.conclude.category} that exclude each other",
                        where=f"{one.id}, {other.id}",
                        remedy="Join them into one rule with shares, or change a premise.",
                    )
    rates: dict[tuple[str, str, str], Rule] = {}
    for rule in rules:
        if rule.conclude.captured or rule.conclude.values:
            continue
        concluded = (rule.conclude.category, rule.conclude.value, rule.conclude.about)
        first = rates.setdefault(concluded, rule)
        if first.base_rate != rule.base_rate:
            raise UsageError(
                f"{first.id} and {rule.id} contradict each other: two base rates of one conclusion",
                where=f"{first.id}, {rule.id}",
                remedy="Give both the same base_rate.",
            )


def _contradict(one: Rule, other: Rule) -> bool:
    left, right = one.conclude, other.conclude
    if left.category != right.category or left.about != right.about:
        return False
    if left.options.keys() == right.options.keys():
        return (one.likelihood_ratio > 1) != (other.likelihood_ratio > 1)
    exclusive = parent(left.category) in weights().exclusive
    both_for = one.likelihood_ratio > 1 and other.likelihood_ratio > 1
    return exclusive and both_for and not left.captured and not right.captured


def _ordered(rules: Sequence[Rule]) -> list[Rule]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(rule.id for rule in rules)
    for before in rules:
        for after in rules:
            if any(_feeds(before, premise) for premise in after.when):
                graph.add_edge(before.id, after.id)
    known = {rule.id: rule for rule in rules}
    try:
        return [known[name] for name in nx.lexicographical_topological_sort(graph)]
    except nx.NetworkXUnfeasible:
        loop = [edge[0] for edge in nx.find_cycle(graph)]
        raise UsageError(
            f"rules loop: {' -> '.join([*loop, loop[0]])}",
            where=loop[0],
            remedy="A conclusion may not support itself; take one premise out.",
        ) from None


def _feeds(before: Rule, premise: Premise) -> bool:
    if premise.category is None or not covers(premise.category, before.conclude.category):
        return False
    options = before.conclude.options
    return (
        before.conclude.captured
        or not premise.values
        or not options.keys().isdisjoint(premise.values)
    )
