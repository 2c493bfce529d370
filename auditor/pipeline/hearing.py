"""Recordings to transcripts: stored ones first, the rest decoded and recognised by workers."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from auditor import audio
from auditor.corpus import Given, Item
from auditor.errors import AuditorError, SourceError
from auditor.pipeline.options import Options
from auditor.pipeline.stored import Sounded, from_stored, to_stored
from auditor.records import Language, ModelPin, Recording, RecordingRow, Status, Transcript
from auditor.speech import (
    Recogniser,
    Recognisers,
    Sound,
    from_lines,
    language_of_text,
    segment,
    with_probabilities,
    with_second,
)
from auditor.store import Store, key_of

__all__ = ["TEXT_PIN", "Hearer", "Listened", "channel_choice", "recognisers_for"]

TEXT_PIN = ModelPin("text", "1", "")
"""Stands where a model would: the words were given."""


@dataclass(frozen=True)
class Listened:
    """How one item fared; ``recording`` and ``transcript`` are None when it failed."""

    row: RecordingRow
    recording: Recording | None = None
    transcript: Transcript | None = None


class Hearer:
    """Hears recordings with ``options.jobs`` threads, in the order they are given.

    Each thread has its own decoder process and its own recogniser state; at most two recordings
    a thread wait at any time, so memory does not grow with the corpus. The same content is heard
    once however often it is listed. Close it when done, or use it in a ``with`` statement.
    """

    def __init__(self, recognisers: Recognisers, store: Store, options: Options) -> None:
        self._recognisers = recognisers
        self._store = store
        self._options = options
        self._threads = threading.local()
        self._decoders: list[audio.Decoder] = []
        self._first_named: dict[str, str] = {}
        self._turns: dict[str, threading.Lock] = {}
        self._stop = threading.Event()

    def __enter__(self) -> Hearer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for decoder in self._decoders:
            decoder.close()

    def hear(self, items: Iterable[Item]) -> Iterator[Listened]:
        """Yield one result for each item, in order."""
        pool = ThreadPoolExecutor(self._options.jobs, thread_name_prefix="hear")
        waiting: deque[Future[Listened]] = deque()
        try:
            for item in items:
                waiting.append(self._begin(pool, item))
                while len(waiting) > 2 * self._options.jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BaseException:
            self._stop.set()  # the workers end at their next block of sound
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _begin(self, pool: ThreadPoolExecutor, item: Item) -> Future[Listened]:
        if isinstance(item, Recording):
            first = self._first_named.setdefault(item.sha256, item.name)
            turn = self._turns.setdefault(item.sha256, threading.Lock())
            return pool.submit(self._recording, item, first, turn)
        done: Future[Listened] = Future()
        done.set_result(_given(item) if isinstance(item, Given) else Listened(item))
        return done

    def _recording(self, recording: Recording, first: str, turn: threading.Lock) -> Listened:
        try:
            with turn:  # a copy of the same sound waits, and then finds it stored
                sounded, second = self._sounded_by_all(recording)
        except AuditorError as error:
            return Listened(_failed(recording, str(error)))
        except Exception as error:
            # Whatever a decoder or recogniser does wrong costs one row, never the batch; what it
            # says is left out, because it might hold what was said.
            return Listened(_failed(recording, f"internal error ({type(error).__name__})"))
        duplicate_of = first if first != recording.name else None
        return _listened(recording, sounded, second, self._channel(recording), duplicate_of)

    def _sounded_by_all(self, recording: Recording) -> tuple[Sounded, Sounded | None]:
        """Return what the recogniser hears and what the second does, each stored by itself."""
        language = recording.language or self._language(recording)
        first = self._sounded(recording, language)
        if not self._recognisers.has_second:
            return first, None
        return first, self._sounded(recording, language, second=True)

    def _sounded(
        self, recording: Recording, language: Language, *, second: bool = False
    ) -> Sounded:
        assert recording.path is not None
        key = key_of(
            "transcript",
            recording.sha256,
            self._channel(recording),
            self._recognisers.identity(language, second=second),
        )
        stored = self._store.get(key)
        if stored is not None:
            return from_stored(stored)
        recogniser = self._recognisers.for_language(language, second=second)
        sounded = self._recognise(recording.path, self._channel(recording), language, recogniser)
        self._store.put(key, "transcript", recording.sha256, to_stored(sounded))
        return sounded

    def _recognise(
        self, path: Path, channel: str, language: Language, recogniser: Recogniser
    ) -> Sounded:
        stream = self._decoder().stream(path, channel=channel_choice(channel))
        heard = recogniser.recognise(self._until_stopped(stream), language)
        return Sounded(
            language=language,
            heard=tuple(heard),
            model=recogniser.pin,
            declared_s=stream.declared_s,
            decoded_s=stream.decoded_s,
            channels=stream.channels,
            problem=stream.problem,
        )

    def _until_stopped(self, sound: Sound) -> Sound:
        for block in sound:
            if self._stop.is_set():
                raise InterruptedError
            yield block

    def _language(self, recording: Recording) -> Language:
        assert recording.path is not None
        key = key_of(
            "language",
            recording.sha256,
            self._channel(recording),
            self._recognisers.telling_identity(),
        )
        stored = self._store.get(key)
        if stored is None:
            channel = channel_choice(self._channel(recording))
            stream = self._decoder().stream(recording.path, channel=channel)
            stored = self._recognisers.language_of(self._until_stopped(stream))
            stream.close()
            self._store.put(key, "language", recording.sha256, stored)
        return "fr" if stored == "fr" else "en"

    def _channel(self, recording: Recording) -> str:
        return recording.channel or self._options.channel

    def _decoder(self) -> audio.Decoder:
        decoder: audio.Decoder | None = getattr(self._threads, "decoder", None)
        if decoder is None:
            decoder = self._threads.decoder = audio.Decoder()
            self._decoders.append(decoder)
        return decoder


def recognisers_for(options: Options) -> Recognisers:
    """Return the recognisers that a run may use; none is loaded yet."""
    return Recognisers(
        options.recogniser,
        workers=options.jobs,
        models=options.models,
        alternatives=options.alternatives,
        max_memory_mb=options.max_memory_mb,
        exact=options.exact,
    )


def channel_choice(channel: str) -> audio.Channel:
    """Return which channel a person asked for.

    Raises
    ------
    SourceError
        If it is none of ``mix``, ``left``, ``right`` or a number.
    """
    if channel.isdecimal():
        return int(channel)
    if channel in ("mix", "left", "right"):
        return channel  # type: ignore[return-value]
    raise SourceError(
        f"unknown channel {channel!r}", remedy="Write mix, left, right or a number from 0."
    )


def _failed(recording: Recording, problem: str) -> RecordingRow:
    return RecordingRow(
        name=recording.name,
        status="failed",
        recording_id=recording.id,
        person=recording.person,
        language=recording.language,
        started_at=recording.started_at,
        sha256=recording.sha256,
        problem=problem,
    )


def _listened(
    recording: Recording,
    sounded: Sounded,
    second: Sounded | None,
    channel: str,
    duplicate_of: str | None,
) -> Listened:
    transcript = _transcript(recording, sounded)
    if second is not None:
        transcript = with_second(transcript, _transcript(recording, second))
    status: Status = "partial" if sounded.problem else "duplicate" if duplicate_of else "ok"
    row = replace(
        _row(recording, transcript, status, sounded.problem),
        duplicate_of=duplicate_of,
        channels=sounded.channels,
        channel=channel,
        note=_note(sounded),
    )
    return Listened(row, recording, transcript)


def _transcript(recording: Recording, sounded: Sounded) -> Transcript:
    heard = [
        replace(each, words=with_probabilities(each.words, sounded.model, sounded.language))
        for each in sounded.heard
    ]
    return Transcript(
        recording_id=recording.id,
        language=sounded.language,
        utterances=segment(recording, heard, sounded.language),
        model=sounded.model,
        declared_s=sounded.declared_s,
        decoded_s=sounded.decoded_s,
    )


def _note(sounded: Sounded) -> str | None:
    """Return what was not believed and why, or that nothing was heard."""
    dropped = [each for one in sounded.heard for each in one.dropped]
    if dropped:
        reasons = ", ".join(sorted({each.why for each in dropped}))
        return f"{sum(each.words for each in dropped)} words were not believed ({reasons})"
    return None if any(one.words for one in sounded.heard) else "no speech was heard"


def _given(given: Given) -> Listened:
    recording = given.recording
    language = recording.language
    if language is None:
        words = [word for line in given.lines for word in line.text.split()]
        language = language_of_text(words)[0]
    utterances = from_lines(recording, given.lines, language)
    end = max((utterance.end_s for utterance in utterances), default=0.0)
    transcript = Transcript(recording.id, language, utterances, TEXT_PIN, None, end)
    status: Status = "partial" if given.problem else "ok"
    return Listened(_row(recording, transcript, status, given.problem), recording, transcript)


def _row(
    recording: Recording, transcript: Transcript, status: Status, problem: str | None
) -> RecordingRow:
    return RecordingRow(
        name=recording.name,
        status=status,
        recording_id=recording.id,
        person=recording.person,
        language=transcript.language,
        started_at=recording.started_at,
        sha256=recording.sha256,
        declared_s=transcript.declared_s,
        decoded_s=transcript.decoded_s,
        utterances=len(transcript.utterances),
        words=sum(len(utterance.words) for utterance in transcript.utterances),
        recogniser=transcript.model.name,
        problem=problem,
    )
