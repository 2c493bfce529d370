"""The utterances of each person in order of time, and how much had been heard by then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from auditor.records import Recording, Transcript, Utterance

__all__ = ["Moment", "Timeline", "timelines"]


@dataclass(frozen=True)
class Moment:
    """When an utterance was heard.

    ``order`` counts the person's utterances from 1; ``minutes`` is the person's decoded sound
    until its end, None where the person has only text; ``sound`` is whether it was heard at all.
    """

    utterance_id: str
    at: datetime | None
    order: int
    minutes: float | None
    sound: bool


@dataclass(frozen=True)
class Timeline:
    """One person's utterances in order of time; ``minutes`` of sound, None for text alone."""

    person: str
    recordings: int
    minutes: float | None
    moments: Mapping[str, Moment]

    def first(self, utterance_ids: Iterable[str]) -> Moment | None:
        """Return the earliest of some utterances, or None if there are none.

        Raises
        ------
        ValueError
            If an id is none of this person's utterances.
        """
        cited = tuple(utterance_ids)
        if unknown := set(cited) - self.moments.keys():
            raise ValueError(f"no transcript of {self.person!r} holds {min(unknown)!r}")
        moments = (self.moments[each] for each in cited)
        return min(moments, key=lambda moment: moment.order, default=None)


def timelines(
    recordings: Mapping[str, Recording], transcripts: Mapping[str, Transcript]
) -> dict[str, Timeline]:
    """Return every person's timeline, by person in alphabetical order.

    Recordings are ordered by their start, those without one last and by name. A transcript
    without decoded seconds is text: it takes its place in the order and adds no minutes.

    Parameters
    ----------
    recordings, transcripts
        By recording id; a recording without a transcript (a failed one) is left out.
    """
    heard: dict[str, list[tuple[Recording, Transcript]]] = {}
    for key, transcript in transcripts.items():
        recording = recordings[key]
        heard.setdefault(recording.person, []).append((recording, transcript))
    return {person: _timeline(person, heard[person]) for person in sorted(heard)}


def _timeline(person: str, heard: Sequence[tuple[Recording, Transcript]]) -> Timeline:
    only_text = not any(transcript.decoded_s > 0 for _, transcript in heard)
    moments: dict[str, Moment] = {}
    seconds = 0.0
    for _, transcript in sorted(heard, key=_place):
        for each in _in_time(transcript.utterances):
            until = seconds + min(each.end_s, transcript.decoded_s)
            moments[each.id] = Moment(
                utterance_id=each.id,
                at=each.at,
                order=len(moments) + 1,
                minutes=None if only_text else until / 60,
                sound=transcript.decoded_s > 0,
            )
        seconds += transcript.decoded_s
    return Timeline(person, len(heard), None if only_text else seconds / 60, moments)


def _place(pair: tuple[Recording, Transcript]) -> tuple[bool, datetime, str, str]:
    recording, transcript = pair
    starts = (recording.started_at, *(each.at for each in transcript.utterances))
    start = min((_comparable(each) for each in starts if each), default=None)
    return start is None, start or datetime.min.replace(tzinfo=UTC), recording.name, recording.id


def _in_time(utterances: Sequence[Utterance]) -> list[Utterance]:
    clocks = [each.at for each in utterances if each.at is not None]
    if len(clocks) == len(utterances):
        at = dict(zip((each.id for each in utterances), map(_comparable, clocks), strict=True))
        return sorted(utterances, key=lambda each: (at[each.id], each.start_s))
    return sorted(utterances, key=lambda each: each.start_s)


def _comparable(moment: datetime) -> datetime:
    # Sources with and without an offset can meet in one audit; UTC is a guess that only orders.
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
