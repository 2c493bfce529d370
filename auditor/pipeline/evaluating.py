"""The whole instrument against truth files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from auditor import corpus, evaluation, evidence
from auditor.attributes import extract
from auditor.corpus import Given, GivenLine, Identities
from auditor.errors import UsageError
from auditor.evaluation import Case, Evaluation
from auditor.pipeline.auditing import profiles_of
from auditor.pipeline.folder import opened
from auditor.pipeline.hearing import Hearer, Listened, recognisers_for
from auditor.pipeline.options import Observer, Options, Silent
from auditor.records import (
    Alternative,
    Profile,
    Recording,
    Truth,
    TruthUtterance,
    Utterance,
    Word,
)
from auditor.report.files import write_json
from auditor.speech import from_lines
from auditor.store import Store

__all__ = ["Evaluated", "evaluate", "truth_files"]

Source = Literal["text", "audio"]


@dataclass(frozen=True)
class Evaluated:
    """Scores, the recordings that could not be heard, and the file that was written."""

    evaluation: Evaluation
    failed: tuple[str, ...] = ()
    path: Path | None = None


def evaluate(
    truths: Sequence[str | Path],
    out: str | Path | None = None,
    *,
    source: Source = "text",
    options: Options | None = None,
    observer: Observer | None = None,
) -> Evaluated:
    """Score attributes and profiles against truth files, as ``truth.md`` defines it.

    Parameters
    ----------
    truths
        Truth files, or folders of them.
    out
        The folder for ``evaluation.json``; None writes nothing.
    source
        ``text`` reads the ``asr`` of each utterance and nothing else of its words; ``audio``
        recognises its sound, and gives each word to the utterance it overlaps most.

    Raises
    ------
    UsageError
        If there is no truth file, one cannot be read, or none has sound and ``source`` is audio.
    """
    options, observer = options or Options(), observer or Silent()
    read = [corpus.read_truth(path) for path in truth_files(truths)]
    folder = None if out is None else Path(out)
    with opened(folder, fresh=options.fresh) as store:
        if source == "text":
            cases: list[Case] = [_text_case(truth) for truth in read]
            failed: tuple[str, ...] = ()
        else:
            cases, failed = _audio_cases(read, store, options, observer)
        scored = evaluation.evaluate(cases, source=source)
        path = None if folder is None else _written(scored, folder)
    return Evaluated(scored, failed, path)


def _written(scored: Evaluation, folder: Path) -> Path:
    return write_json(folder / "evaluation.json", scored.to_dict())


def truth_files(paths: Sequence[str | Path]) -> list[Path]:
    """Return the truth files that paths name or hold.

    Raises
    ------
    UsageError
        If there is none.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        inside = sorted(path.rglob("*.json")) if path.is_dir() else [path]
        found += [each for each in inside if not path.is_dir() or corpus.is_truth_file(each)]
    if not found:
        raise UsageError(
            "no truth file was found",
            where=", ".join(map(str, paths)),
            remedy="Name JSON files in the form of docs/truth.md, or a folder that holds some.",
        )
    return found


def _text_case(truth: Truth) -> Case:
    lines = tuple(GivenLine(each.id, each.asr, each.time) for each in truth.utterances)
    recording = Identities().recording(None, truth.path.name, truth.driver, truth.driver, {})
    return _case(truth, [recording], from_lines(recording, lines, truth.language))


def _audio_cases(
    truths: Sequence[Truth], store: Store, options: Options, observer: Observer
) -> tuple[list[Case], tuple[str, ...]]:
    heard_parts = [evaluation.only_heard(truth) for truth in truths]
    if not any(truth.utterances for truth in heard_parts):
        raise UsageError("no truth file names any sound", remedy="Evaluate with --from text.")
    identities = Identities()
    items = [
        (truth, item)
        for truth in heard_parts
        for item in corpus.truth_items(truth, truth.path.name, identities)
        if not isinstance(item, Given)
    ]
    observer.began(len(items))
    listened: dict[int, list[Listened]] = defaultdict(list)
    recognisers = recognisers_for(options)
    with Hearer(recognisers, store, options) as hearer:
        results = hearer.hear(item for _, item in items)
        for (truth, _), result in zip(items, results, strict=True):
            observer.finished(result.row)
            listened[id(truth)].append(result)
    cases = [_audio_case(truth, listened[id(truth)]) for truth in heard_parts]
    rows = (each.row for results in listened.values() for each in results)
    return cases, tuple(f"{row.name}: {row.problem}" for row in rows if row.status == "failed")


def _audio_case(truth: Truth, listened: Iterable[Listened]) -> Case:
    by_sound: dict[Path, list[TruthUtterance]] = defaultdict(list)
    for each in truth.utterances:
        assert each.audio is not None
        by_sound[each.audio].append(each)
    utterances: list[Utterance] = []
    recordings: list[Recording] = []
    outside = 0
    for result in listened:
        if result.recording is None or result.transcript is None:
            continue
        assert result.recording.path is not None
        recordings.append(result.recording)
        said = by_sound[result.recording.path]
        heard_as = {one.words: one.alternatives for one in result.transcript.utterances}
        words = [word for one in result.transcript.utterances for word in one.words]
        assigned = evaluation.assign_words(words, said)
        outside += len(assigned.outside)
        utterances += [
            _rebuilt(each, result.recording, assigned, truth, heard_as)
            for each in said
            if assigned.by_utterance[each.id]
        ]
    heard = {each.id: each.text for each in utterances}
    return _case(truth, recordings, utterances, heard, outside)


def _rebuilt(
    said: TruthUtterance,
    recording: Recording,
    assigned: evaluation.Assigned,
    truth: Truth,
    heard_as: Mapping[tuple[Word, ...], tuple[Alternative, ...]],
) -> Utterance:
    """Return what was heard of an utterance; with its hypotheses where it was heard as one."""
    words = tuple(assigned.by_utterance[said.id])
    at = recording.started_at
    return Utterance(
        id=said.id,
        recording_id=recording.id,
        start_s=words[0].start_s,
        end_s=words[-1].end_s,
        words=words,
        language=truth.language,
        at=None if at is None else at + timedelta(seconds=words[0].start_s),
        alternatives=heard_as.get(words, ()),
    )


def _case(
    truth: Truth,
    recordings: Sequence[Recording],
    utterances: Sequence[Utterance],
    heard: Mapping[str, str] | None = None,
    outside: int = 0,
) -> Case:
    """Return what the instrument finds in utterances that carry the truth's ids."""
    attributes = extract(utterances, hints=True)
    graph = evidence.build(recordings, utterances, attributes)
    profiles = profiles_of(graph, {each.person for each in recordings})
    profile = profiles[0] if profiles else Profile(truth.driver, ())
    return Case(truth, attributes, profile, heard, outside)
