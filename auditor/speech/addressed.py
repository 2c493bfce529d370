"""Spoken to the assistant, or overheard: wake phrases, and the dialogues that they open.

Assistants record people who did not speak to them. Dubois et al. (*When Speakers Are All Ears*,
PoPETs 2020(4), 255-276, doi:10.2478/popets-2020-0072) played 134 hours of television to smart
speakers: up to 0.95 misactivations an hour, 1.43 for 10,000 words, and with some devices a tenth
of them lasted ten seconds and more. What such a recording holds was never said to the assistant;
to measure that risk, each utterance is marked.

*Addressed* is an utterance that begins with a wake phrase, after at most two words such as "um",
or that belongs to the dialogue which a wake phrase opened. A dialogue lasts while utterances
follow each other within a window, and is bounded in number and time, so that a radio which goes
on talking after a command does not stay addressed: see :func:`mark`. The assistant's own replies
belong to the dialogue. What could be a wake phrase or ordinary language ("hey many" is how Vosk
writes "hey MINI") is marked unknown.

*Overheard* therefore means that no wake phrase was **recognised**, and its share is an upper bound:
a recogniser that misses the phrase makes an addressed command look overheard. FIGURES

Whether *absence* of a wake phrase means anything depends on the corpus. Clips that were recorded
after a button was pressed, or cut behind the wake word, never hold one: see :func:`decide`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from auditor.records import Recording, Transcript, Utterance
from auditor.speech.wake_phrases import WakePhrases, load

__all__ = ["WINDOW_S", "Policy", "WakePhrases", "decide", "load", "mark"]

Policy = Literal["auto", "required", "absent"]

WINDOW_S = 8.0
"""Seconds within which a dialogue goes on: as long as Alexa keeps listening after it has spoken,
and again after it has asked once more (srijan.net/blog/alexa-skill-confirmation-and-re-prompt)."""
DIALOGUE_S = 30.0
"""Seconds after a wake phrase in which its dialogue ends."""
FOLLOWING = 5
"""Utterances that may follow a wake phrase: two answers among the three replies around them, which
is a call to one of two people of a name, on one of two numbers."""
SAME_DIALOGUE_CLOCK_S = 60.0
"""Clock times of text are often whole minutes; further apart than one is another occasion."""

STRAY_SHARE = 0.1
"""Above this share of recordings, wake phrases are no accident. Where a corpus has none by design
people still say one at times: in 0.1 % of the commands of NLU-Evaluation-Data, 1.1 % of SLURP's."""
_OPENING = 2
"""Utterances at a recording's start of which one must begin with the wake phrase; a recogniser
may make a word of the first noise."""
_Z = 1.959963984540054
"""Of 95 % in the normal distribution."""


def mark(
    utterances: Sequence[Utterance],
    *,
    phrases: WakePhrases,
    window_s: float = WINDOW_S,
    known: str = "",
) -> tuple[Utterance, ...]:
    """Return the utterances of one recording with ``addressed`` True, False, or None for unknown.

    True is an utterance that begins with a wake phrase, and up to :data:`FOLLOWING` that follow
    it: each begins within ``window_s`` seconds of the end of the one before and within
    :data:`DIALOGUE_S` of the wake phrase's utterance. Text without times is taken in its order:
    clock times, where there are some, may differ by :data:`SAME_DIALOGUE_CLOCK_S`; without any,
    only the utterance right after a wake phrase belongs to it. None is what a doubtful wake phrase
    opens (:class:`~auditor.speech.wake_phrases.Wake`), False everything else.

    Parameters
    ----------
    utterances
        Of one recording, in their order.
    phrases
        Of :func:`load`.
    window_s
        Seconds between two utterances of a dialogue.
    known
        What the source says of assistant and vehicle; see :meth:`WakePhrases.find`.
    """
    marked: list[Utterance] = []
    dialogue: list[Utterance] = []
    addressed: bool | None = False
    for utterance in utterances:
        wake = phrases.find(utterance, known=known)
        goes_on = bool(dialogue) and _goes_on(dialogue, utterance, window_s)
        if wake and not (wake.doubtful and goes_on):
            dialogue, addressed = [utterance], None if wake.doubtful else True
        elif goes_on:
            dialogue.append(utterance)
        else:
            dialogue, addressed = [], False
        marked.append(replace(utterance, addressed=addressed))
    return tuple(marked)


def _goes_on(dialogue: Sequence[Utterance], utterance: Utterance, window_s: float) -> bool:
    opening, last = dialogue[0], dialogue[-1]
    if len(dialogue) > FOLLOWING:
        return False
    if last.timed and utterance.timed:
        return (
            utterance.start_s - last.end_s <= window_s
            and utterance.start_s - opening.end_s <= DIALOGUE_S
        )
    if last.at is not None and utterance.at is not None:
        return abs((utterance.at - last.at).total_seconds()) <= SAME_DIALOGUE_CLOCK_S
    return last is opening


def decide(
    transcripts: Sequence[Transcript],
    *,
    phrases: WakePhrases,
    recordings: Mapping[str, Recording] | None = None,
    policy: Policy = "auto",
    window_s: float = WINDOW_S,
) -> tuple[Transcript, ...]:
    """Return the transcripts of an audit with ``addressed`` True, False, or None for unknown.

    Parameters
    ----------
    transcripts
        All of an audit.
    phrases
        Of :func:`load`.
    recordings
        By id. What they say of assistant and vehicle takes the doubt from some wake phrases, and
        recordings of the same assistant, vehicle and device are decided together.
    policy
        ``required``: who speaks to the assistant says its wake phrase, so absence is False.
        ``absent``: recording began after a button or behind the wake word, so absence says
        nothing and is None. ``auto``: required where wake phrases open more recordings than
        strays could, which is when the lower end of the 95 % interval of their share (E. B.
        Wilson, JASA 22, 1927) exceeds :data:`STRAY_SHARE`; else absent. One recording of one, 2
        of 3, 3 of 10 or 17 of 100 are enough. A wake phrase opens a recording if one of its first
        two utterances begins with it, or two anywhere in it do.
    window_s
        See :func:`mark`.
    """
    known = recordings or {}
    groups: dict[tuple[str, str, str], list[Transcript]] = defaultdict(list)
    for transcript in transcripts:
        groups[_source(known.get(transcript.recording_id))].append(transcript)
    decided: dict[int, Transcript] = {}
    for (assistant, vehicle, _), group in groups.items():
        said = f"{assistant} {vehicle}"
        required = policy == "required" or (
            policy == "auto" and _is_required([_opens(one, phrases, said) for one in group])
        )
        for one in group:
            marked = mark(one.utterances, phrases=phrases, window_s=window_s, known=said)
            if not required:
                marked = tuple(replace(each, addressed=each.addressed or None) for each in marked)
            decided[id(one)] = replace(one, utterances=marked)
    return tuple(decided[id(one)] for one in transcripts)


def _source(recording: Recording | None) -> tuple[str, str, str]:
    if recording is None:
        return "", "", ""
    return recording.assistant or "", recording.vehicle or "", recording.device or ""


def _opens(transcript: Transcript, phrases: WakePhrases, known: str) -> bool:
    wakes = (phrases.find(one, known=known) for one in transcript.utterances)
    sure = [wake is not None and not wake.doubtful for wake in wakes]
    return any(sure[:_OPENING]) or sum(sure) > 1


def _is_required(opened: Sequence[bool]) -> bool:
    n = len(opened)
    share = sum(opened) / n
    centre = share + _Z**2 / (2 * n)
    half = _Z * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    return (centre - half) / (1 + _Z**2 / n) > STRAY_SHARE
