"""One audit: sources to a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from auditor import corpus, evidence, inference, report, risk
from auditor.attributes import Own, extract, read_own
from auditor.errors import UsageError
from auditor.evidence import Graph
from auditor.evidence.entities import Decisions as EntityDecisions
from auditor.inference import Assumed
from auditor.pipeline.clips import Clips
from auditor.pipeline.evidencing import by_person
from auditor.pipeline.folder import decisions_in, opened
from auditor.pipeline.graphing import decisions_of, enrich
from auditor.pipeline.hearing import Hearer, Listened, recognisers_for
from auditor.pipeline.options import Observer, Options, Silent
from auditor.pipeline.result import Result
from auditor.pipeline.run import Clock, describe_run
from auditor.records import Profile
from auditor.report import ReportInput
from auditor.risk import Decision
from auditor.speech import addressed
from auditor.store import Store

__all__ = ["audit", "profiles_of"]

Source = str | Path


def audit(
    sources: Source | Sequence[Source],
    out: str | Path | None = None,
    *,
    options: Options | None = None,
    observer: Observer | None = None,
) -> Result:
    """Audit recordings: transcribe, find what leaks, build profiles, measure, report.

    Parameters
    ----------
    sources
        Recordings, folders, manifests, truth files or transcripts.
    out
        The folder to write, which also keeps what a later run can go on from; None writes
        nothing.
    options
        See :class:`Options`.
    observer
        Is told how far the audit is.

    Returns
    -------
    Result
        ``result.profiles``, ``.attributes``, ``.graph``, ``.measures``, ``.to_html(path)``. A
        recording that failed is a row of ``result.rows`` and stops nothing.

    Raises
    ------
    UsageError
        If there is no source, or the folder cannot be used.
    ModelError
        If a model is present but not the one that was pinned.
    """
    options = options or Options()
    observer = observer or Silent()
    folder = None if out is None else Path(out)
    clock = Clock(options)
    decisions = decisions_in(folder)
    on_entities = EntityDecisions() if folder is None else decisions_of(folder)
    own = read_own(options.rules)
    with opened(folder, fresh=options.fresh) as store:
        with clock.stage("hear"):
            listened = _hear(_as_list(sources), store, options, observer)
        source = _report_input(listened, options, observer, clock, decisions, own, on_entities)
        if folder is None:
            return Result(source)
        observer.stage("report")
        page = report.write(source, folder, language=options.report_language)
    return Result(source, folder, page)


def _as_list(sources: Source | Sequence[Source]) -> list[Source]:
    listed = [sources] if isinstance(sources, str | Path) else list(sources)
    if not listed:
        raise UsageError("no source was given", remedy="Name a recording, a folder or a manifest.")
    return listed


def _hear(
    sources: Sequence[Source], store: Store, options: Options, observer: Observer
) -> list[Listened]:
    items = list(corpus.load(sources, language=options.language))
    observer.began(len(items))
    recognisers = recognisers_for(options)
    listened = []
    with Hearer(recognisers, store, options) as hearer:
        for each in hearer.hear(items):
            observer.finished(each.row)
            listened.append(each)
    return listened


def _report_input(
    listened: Sequence[Listened],
    options: Options,
    observer: Observer,
    clock: Clock,
    decisions: dict[str, Decision],
    own: Own,
    on_entities: EntityDecisions,
) -> ReportInput:
    recordings = {each.recording.id: each.recording for each in listened if each.recording}
    heard = addressed.decide(
        [each.transcript for each in listened if each.transcript],
        phrases=addressed.load(options.wake_phrases),
        recordings=recordings,
        policy=options.wake,
    )
    transcripts = {transcript.recording_id: transcript for transcript in heard}
    utterances = [one for each in transcripts.values() for one in each.utterances]
    observer.stage("attributes")
    with clock.stage("attributes"):
        found = tuple(extract(utterances, own, hints=True))
        attributes = tuple(each for each in found if not each.hint)
    observer.stage("profiles")
    with clock.stage("profiles"):
        graph = evidence.build(recordings.values(), utterances, found)
        for one in by_person(recordings.values(), utterances, found):
            enrich(graph, one, on_entities)
        evidence.add_events(graph)
        profiles = profiles_of(graph, (each.person for each in recordings.values()))
        assumed = [_assuming(graph, profiles, strength) for strength in ("half", "double")]
        measures = risk.measures(profiles, attributes, recordings, transcripts, decisions, assumed)
    rows = tuple(each.row for each in listened)
    return ReportInput(
        rows=rows,
        recordings=recordings,
        transcripts=transcripts,
        attributes=attributes,
        hints=tuple(each for each in found if each.hint),
        profiles=profiles,
        graph=graph,
        measures=measures,
        decisions=decisions,
        clips=Clips(recordings, transcripts, profiles, rows),
        run=describe_run(options, rows, recordings, transcripts),
        timings=clock.describe(),
    )


def _assuming(graph: Graph, profiles: Sequence[Profile], strength: Assumed) -> list[Profile]:
    """Return profiles made anew with another strength of the rules that are assumed."""
    book = inference.rulebook(strength)
    return [inference.conclude(graph, each.person, book=book).profile for each in profiles]


def profiles_of(graph: Graph, persons: Iterable[str]) -> tuple[Profile, ...]:
    """Return the profile of each person, sorted, and add its claims to the graph."""
    profiles = []
    for person in sorted(set(persons)):
        conclusion = inference.conclude(graph, person)
        evidence.add_claims(graph, conclusion.profile, conclusion.supports)
        profiles.append(conclusion.profile)
    return tuple(profiles)
