"""Attributes and profiles against truth files.

The rules of scoring are in the docstrings of the functions that apply them:
:func:`~auditor.evaluation.labels.score_labels` for labels,
:func:`~auditor.evaluation.values.value_hit` and
:func:`~auditor.evaluation.values.same_value` for values,
:func:`~auditor.evaluation.profiles.score_profile` for profiles,
:func:`~auditor.evaluation.words.assign_words` for sound that holds several utterances.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from auditor.evaluation.counts import Rates, Share, Tally
from auditor.evaluation.labels import score_labels
from auditor.evaluation.profiles import score_profile, score_top_values
from auditor.evaluation.results import Evaluation, Loss, Scores, Source, SummaryRow, loss, pooled
from auditor.evaluation.words import Assigned, assign_words, spoken_words, word_errors
from auditor.records import Attribute, Profile, Truth, TruthUtterance

__all__ = [
    "Assigned",
    "Case",
    "Evaluation",
    "Loss",
    "Rates",
    "Scores",
    "SummaryRow",
    "assign_words",
    "evaluate",
    "loss",
    "only_heard",
]


@dataclass(frozen=True)
class Case:
    """One truth file, and what was found of its person.

    Attributes
    ----------
    truth
        The person's truth; from audio, see :func:`only_heard`.
    attributes
        With ids of truth utterances as ``utterance_id``.
    profile
        Its evidence are ids of truth utterances; None leaves the profile unscored.
    heard
        From audio, the recogniser's text of each truth utterance, which spans index; an
        utterance without an entry was not heard at all. None from reference text, where spans
        index ``asr``.
    outside
        From audio, how many recognised words no truth utterance holds.
    """

    truth: Truth
    attributes: Sequence[Attribute]
    profile: Profile | None = None
    heard: Mapping[str, str] | None = None
    outside: int = 0


def evaluate(cases: Iterable[Case], *, source: Source = "text") -> Evaluation:
    """Score what was found against what is true: pooled, for each language and each person.

    ``biometric_voice`` is left out of everything: it belongs to every utterance.

    Parameters
    ----------
    cases
        One a truth file. People of one name in several files stay apart: they are shown with
        the folder of their file, or with a number.
    source
        What the attributes were found in.

    Raises
    ------
    ValueError
        If an attribute is of an utterance that its truth does not hold, or if ``heard`` is
        missing from audio or given from text.
    """
    cases = list(cases)
    by_person: dict[str, Scores] = {}
    by_language: dict[str, list[Scores]] = defaultdict(list)
    for name, case in zip(_names([each.truth for each in cases]), cases, strict=True):
        if (case.heard is not None) != (source == "audio"):
            raise ValueError(f"{name}: heard text goes with audio, and only with audio")
        by_person[name] = Scores(_tally(case))
        by_language[case.truth.language].append(by_person[name])
    languages = {name: pooled(by_language[name]) for name in sorted(by_language)}
    return Evaluation(source, dict(sorted(by_person.items())), languages)


def only_heard(truth: Truth) -> Truth:
    """Return the part of a truth that its sound can tell.

    Keeps the utterances that have audio, and the lines of the profile that cite at least one of
    them. Text and audio are compared fairly when both are evaluated on this part.
    """
    utterances = tuple(each for each in truth.utterances if each.audio is not None)
    ids = {each.id for each in utterances}
    profile = tuple(line for line in truth.profile if not ids.isdisjoint(line.evidence))
    return replace(truth, utterances=utterances, profile=profile)


def _names(truths: Sequence[Truth]) -> list[str]:
    drivers = [truth.driver for truth in truths]
    names: list[str] = []
    for truth in truths:
        clash = drivers.count(truth.driver) > 1
        name = f"{truth.path.parent.name}/{truth.driver}" if clash else truth.driver
        number = 1 + sum(each == name or each.startswith(f"{name} (") for each in names)
        names.append(name if number == 1 else f"{name} ({number})")
    return names


def _tally(case: Case) -> Tally:
    found = _by_utterance(case)
    heard = case.heard
    parts = [
        _utterance_tally(each, found[each.id], None if heard is None else heard.get(each.id, ""))
        for each in case.truth.utterances
    ]
    stray = Tally(persons=1, words=Share(hits=case.outside))
    return Tally.sum((stray, _profile_tally(case), *parts))


def _by_utterance(case: Case) -> Mapping[str, list[Attribute]]:
    found: dict[str, list[Attribute]] = {each.id: [] for each in case.truth.utterances}
    for attribute in case.attributes:
        if attribute.utterance_id not in found:
            raise ValueError(
                f"{case.truth.driver}: an attribute is of the unknown utterance"
                f" {attribute.utterance_id!r}"
            )
        if attribute.category != "biometric_voice" and not attribute.hint:
            found[attribute.utterance_id].append(attribute)
    return found


def _utterance_tally(
    utterance: TruthUtterance, found: Sequence[Attribute], heard: str | None
) -> Tally:
    score = score_labels(utterance, found, utterance.asr if heard is None else heard)
    harmless = not utterance.labels
    return Tally(
        labels=score.labels,
        labels_about=score.labels_about,
        label_values=score.values,
        utterances=1,
        harmless=int(harmless),
        false_alarms=len(found) if harmless else 0,
        alarmed=int(harmless and bool(found)),
        words=Share() if heard is None else _words(utterance.asr, heard),
    )


def _words(asr: str, heard: str) -> Share:
    said = spoken_words(asr)
    return Share(word_errors(said, spoken_words(heard)), len(said))


def _profile_tally(case: Case) -> Tally:
    if case.profile is None:
        return Tally()
    return Tally(
        profile=score_profile(case.truth, case.profile),
        top_values=score_top_values(case.truth, case.profile),
    )
