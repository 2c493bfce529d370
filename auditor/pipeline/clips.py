"""The seconds of sound that support claims, as clips a browser can play."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from auditor import audio
from auditor.errors import AuditorError
from auditor.pipeline.hearing import channel_choice
from auditor.records import SAMPLE_RATE, Profile, Recording, RecordingRow, Transcript, Utterance

__all__ = ["Clips"]

_MARGIN_S = 0.3
"""Seconds added on either side: recognisers cut words short, and ears need a run-up."""


class Clips:
    """Cuts the utterances that claims cite; call it with an utterance id.

    A recording is decoded once, when its first clip is asked for, and only the cited seconds are
    kept; so an hour of sound costs no more memory than what is quoted of it.
    """

    def __init__(
        self,
        recordings: Mapping[str, Recording],
        transcripts: Mapping[str, Transcript],
        profiles: Iterable[Profile],
        rows: Iterable[RecordingRow],
    ) -> None:
        cited = {
            each
            for one in profiles
            for claim in one.claims
            for each in (*claim.evidence, *claim.against)
        }
        self._recordings = recordings
        self._channels = {row.recording_id: row.channel or "mix" for row in rows}
        self._cited: dict[str, list[Utterance]] = defaultdict(list)
        self._of: dict[str, str] = {}
        for transcript in transcripts.values():
            for utterance in transcript.utterances:
                if utterance.id in cited and utterance.timed:
                    self._cited[transcript.recording_id].append(utterance)
                    self._of[utterance.id] = transcript.recording_id
        self._cut: dict[str, bytes] = {}
        self._decoder = audio.Decoder()

    def __call__(self, utterance_id: str) -> bytes | None:
        """Return the clip of an utterance as MP3, or None where there is no sound to play."""
        recording_id = self._of.get(utterance_id)
        if recording_id is None:
            return None
        if recording_id in self._cited:
            self._cut.update(self._cuttings(recording_id, self._cited.pop(recording_id)))
            if not self._cited:
                self._decoder.close()
        return self._cut.get(utterance_id)

    def _cuttings(self, recording_id: str, utterances: list[Utterance]) -> dict[str, bytes]:
        recording = self._recordings[recording_id]
        if recording.path is None:
            return {}
        try:
            channel = channel_choice(self._channels.get(recording_id, "mix"))
            stream = self._decoder.stream(recording.path, channel=channel)
            kept = _gather(stream, [_around(each) for each in utterances])
        except AuditorError:
            return {}  # the file was heard once and is gone or changed: the page says where it was
        return {
            each.id: audio.clip(samples, 0.0, samples.size / SAMPLE_RATE)
            for each, samples in zip(utterances, kept, strict=True)
            if samples.size
        }


def _around(utterance: Utterance) -> tuple[int, int]:
    start = max(0.0, utterance.start_s - _MARGIN_S)
    return int(start * SAMPLE_RATE), int((utterance.end_s + _MARGIN_S) * SAMPLE_RATE)


def _gather(
    sound: Iterable[npt.NDArray[np.int16]], ranges: list[tuple[int, int]]
) -> list[npt.NDArray[np.float32]]:
    """Return the samples of each range, as float32 of shape (n,), from one pass over ``sound``."""
    kept: list[list[npt.NDArray[np.int16]]] = [[] for _ in ranges]
    position = 0
    for block in sound:
        for pieces, (start, end) in zip(kept, ranges, strict=True):
            if start < position + block.size and end > position:
                pieces.append(block[max(0, start - position) : end - position].copy())
        position += block.size
    return [
        (np.concatenate(pieces) if pieces else np.zeros(0, np.int16)).astype(np.float32) / 32768.0
        for pieces in kept
    ]
