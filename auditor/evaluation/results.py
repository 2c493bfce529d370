"""What an evaluation returns, as numbers, as JSON and as rows to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from auditor.errors import UsageError
from auditor.evaluation.counts import Rates, Tally, ratio, rounded

__all__ = ["Evaluation", "Loss", "Scores", "Source", "SummaryRow", "loss", "pooled"]

Source = Literal["text", "audio"]
"""Whether reference text was read, or what a recogniser made of the sound."""

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Scores:
    """The scores of a pool of people; every rate is None where it is undefined."""

    tally: Tally

    @property
    def false_alarms_per_100(self) -> float | None:
        """Attributes found per 100 utterances that carry no label; more than 100 is possible."""
        return ratio(100 * self.tally.false_alarms, self.tally.harmless)

    @property
    def wer(self) -> float | None:
        """Word error rate: substitutions, deletions and insertions by words said.

        Pooled over all words, as jiwer does. It can exceed 1; None from reference text.
        """
        return self.tally.words.rate

    def to_dict(self, *, by_category: bool = True) -> dict[str, Any]:
        """Return the part of ``evaluation.json`` that concerns this pool."""
        tally = self.tally
        return {
            "n_persons": tally.persons,
            "n_utterances": tally.utterances,
            "labels": tally.labels.to_dict(by_category=by_category),
            "labels_about": tally.labels_about.to_dict(by_category=by_category),
            "profile": tally.profile.to_dict(by_category=by_category),
            "values": {**tally.top_values.to_dict(), "labels": tally.label_values.to_dict()},
            "false_alarms_per_100": rounded(self.false_alarms_per_100),
            "false_alarms": {
                "count": tally.false_alarms,
                "utterances": tally.harmless,
                "alarmed": tally.alarmed,
            },
            "wer": rounded(self.wer),
            "words": {"errors": tally.words.hits, "said": tally.words.n},
        }


@dataclass(frozen=True)
class SummaryRow:
    """One row for a terminal; ``value`` for measures that are a single number."""

    measure: str
    n: int
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    value: float | None = None


@dataclass(frozen=True)
class Evaluation:
    """What was found against what is true, pooled and for each language and person."""

    source: Source
    by_person: Mapping[str, Scores]
    by_language: Mapping[str, Scores]

    @property
    def overall(self) -> Scores:
        """All people pooled."""
        return pooled(self.by_language.values())

    def to_dict(self) -> dict[str, Any]:
        """Return the content of ``evaluation.json``: plain values, rates rounded to 6 places."""
        return {
            "schema_version": SCHEMA_VERSION,
            "source": self.source,
            **self.overall.to_dict(),
            "by_language": {name: each.to_dict() for name, each in self.by_language.items()},
            "by_person": {
                name: each.to_dict(by_category=False) for name, each in self.by_person.items()
            },
        }

    def summary_rows(self) -> list[SummaryRow]:
        """Return the pooled scores in the order people read them."""
        scores, tally = self.overall, self.overall.tally
        values, hits = tally.top_values, tally.label_values
        rows = [
            _rates_row("labels, micro", tally.labels.total.n, tally.labels.micro),
            _rates_row("labels, macro", tally.labels.total.n, tally.labels.macro),
            _rates_row("labels with about, micro", tally.labels.total.n, tally.labels_about.micro),
            _rates_row("labels with about, macro", tally.labels.total.n, tally.labels_about.macro),
            _rates_row("profile, micro", tally.profile.total.n, tally.profile.micro),
            SummaryRow("values of closed kinds", values.n, value=values.rate),
            SummaryRow("values of label hits", hits.n, value=hits.rate),
            SummaryRow("false alarms per 100", tally.harmless, value=scores.false_alarms_per_100),
        ]
        if self.source == "audio":
            rows.append(SummaryRow("word error rate", tally.words.n, value=scores.wer))
        return rows


def pooled(scores: Iterable[Scores]) -> Scores:
    """Return the scores of several pools taken as one."""
    return Scores(Tally.sum(each.tally for each in scores))


@dataclass(frozen=True)
class Loss:
    """What recognition costs: text minus audio, so that a positive rate was lost.

    ``false_alarms_per_100`` is text minus audio too: negative where recognition adds some. Rates
    that are undefined on either side have no loss (None).
    """

    labels: Rates
    labels_about: Rates
    profile: Rates
    values_accuracy: float | None
    false_alarms_per_100: float | None
    wer: float | None

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, rounded to 6 places."""
        return {
            "labels": {"micro": self.labels.to_dict()},
            "labels_about": {"micro": self.labels_about.to_dict()},
            "profile": {"micro": self.profile.to_dict()},
            "values": {"accuracy": rounded(self.values_accuracy)},
            "false_alarms_per_100": rounded(self.false_alarms_per_100),
            "wer": rounded(self.wer),
        }


def loss(text: Evaluation, audio: Evaluation) -> Loss:
    """Return the loss between reference text and the recogniser's text of the same audio.

    Raises
    ------
    UsageError
        If the two are not evaluations of the same utterances, or in the wrong order.
    """
    if (text.source, audio.source) != ("text", "audio") or _extent(text) != _extent(audio):
        raise UsageError(
            "the two evaluations are not of the same utterances from text and from audio",
            remedy="Evaluate the same truth files with --from text and with --from audio.",
        )
    one, other = text.overall.tally, audio.overall.tally
    return Loss(
        labels=_minus(one.labels.micro, other.labels.micro),
        labels_about=_minus(one.labels_about.micro, other.labels_about.micro),
        profile=_minus(one.profile.micro, other.profile.micro),
        values_accuracy=_less(one.top_values.rate, other.top_values.rate),
        false_alarms_per_100=_less(
            text.overall.false_alarms_per_100, audio.overall.false_alarms_per_100
        ),
        wer=audio.overall.wer,
    )


def _extent(evaluation: Evaluation) -> dict[str, tuple[int, int, int]]:
    return {
        person: (each.tally.utterances, each.tally.harmless, each.tally.labels.total.n)
        for person, each in evaluation.by_person.items()
    }


def _minus(one: Rates, other: Rates) -> Rates:
    return Rates(
        _less(one.precision, other.precision),
        _less(one.recall, other.recall),
        _less(one.f1, other.f1),
    )


def _less(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other


def _rates_row(measure: str, n: int, rates: Rates) -> SummaryRow:
    return SummaryRow(measure, n, rates.precision, rates.recall, rates.f1)
