"""The sentence at the head of the page.

The page's script writes the same sentence again whenever somebody decides on a finding; its
pieces are therefore apart, and their texts go along with the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.records import Language
from auditor.report import formats
from auditor.report.inputs import ReportInput
from auditor.report.kinds import label
from auditor.report.texts import Texts, texts
from auditor.taxonomy import categories, category, parent


@dataclass(frozen=True)
class HeadlineText:
    """The pieces of the sentence; ``findings`` is how many there are, in words.

    ``alarming`` is whether any special category is sure, which the page shows in its colour;
    ``assumed`` says how the number hangs on assumed strengths, empty where that was not tried.
    """

    scope: str
    sure: str
    special: str
    criminal: str
    review: str
    rejected: str
    findings: str
    alarming: bool
    assumed: str


@dataclass(frozen=True)
class Root:
    """A category as the script needs it."""

    id: str
    label: str
    article: int | None


def headline(source: ReportInput, language: Language) -> HeadlineText:
    """Return the sentence for the decisions that are known when the page is written."""
    words = texts(language)
    head = source.measures.headline
    findings = words.count("count.findings", head.findings)
    return HeadlineText(
        scope=words(
            "headline.scope",
            people=words.count("count.people", head.persons),
            heard=_heard(source, words),
        ),
        sure=words.count("headline.sure", len(head.revealed)),
        special=_special(head.revealed, head.special, words),
        criminal=", " + words("headline.criminal") if head.criminal else "",
        review=words.count("headline.review", head.confirmed, findings=findings),
        rejected=", " + words.count("headline.rejected", head.rejected) if head.rejected else "",
        findings=findings,
        alarming=bool(head.special),
        assumed=_assumed(head.assumed, words),
    )


def _assumed(counts: Sequence[int], words: Texts) -> str:
    if len(counts) != 2:
        return ""
    return words("headline.assumed", half=counts[0], double=counts[1])


def roots(language: Language) -> list[Root]:
    """Return the categories that the sentence counts, in the order in which it names them."""
    return [
        Root(name, label(kind, language), kind.article)
        for name, kind in categories().items()
        if parent(name) == name
    ]


def _heard(source: ReportInput, words: Texts) -> str:
    minutes = source.measures.headline.minutes
    if minutes is None:
        return words.count("count.text", len(source.utterances))
    return words("count.sound", length=formats.duration(60 * minutes, words.language))


def _special(revealed: tuple[str, ...], special: tuple[str, ...], words: Texts) -> str:
    if not revealed:
        return ""
    labels = [label(category(name), words.language) for name in special]
    names = formats.listing(labels, words.language)
    return ", " + words.count("headline.special", len(special), names=names)
