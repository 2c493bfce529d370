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

*Overheard* means that no wake phrase was recognised, and its share is an upper bound: where the
recogniser misses the phrase, what is addressed looks overheard. Shares of the phrases that were
found, doubtful and missed, spoken before short commands by synthetic voices that had no part in
making the lists, where the source does not name the assistant:

================================== ================ ==================
recogniser                         all phrases      telephones' alone
================================== ================ ==================
Vosk small English                 54, 30, 16 %     84, 9, 6 %
the same, road noise at 10 dB      45, 23, 32 %     69, 6, 25 %
Whisper base, English              76, 22, 2 %      100, 0, 0 %
Whisper base, French               25, 21, 54 %     57, 20, 23 %
================================== ================ ==================

(English: 44 phrases by 4 voices; French: 41 by 3, mixtures of the one French voice there is.) At
207,606 words of 25,197 English and French commands and sentences, each taken as the beginning of
an utterance, everything found without doubt was a wake phrase, and 25 were doubtful.

Whether *absence* of a wake phrase means anything depends on the corpus. Clips that were recorded
after a button was pressed, or cut behind the wake word, never hold one: see :func:`decide`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean
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

OPENED_SHARE = 0.5
"""Of the recordings, how many a wake phrase must open before its absence means something. Strays
do not get there: where it is not needed people still say one in 0.1 % of the commands of
NLU-Evaluation-Data and 1.1 % of SLURP's. And a recogniser that misses it more often than not would
make most of what is addressed look overheard."""
_OPENING = 2
"""Utterances at a recording's start of which one must begin with the wake phrase; a recogniser
may make a word of the first noise."""


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
        nothing and is None. ``auto``: required where wake phrases open at least
        :data:`OPENED_SHARE` of the recordings, else absent. A wake phrase opens a recording if
        one of its first two utterances begins with it, or two anywhere in it do; doubtful ones
        do not count.
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
            policy == "auto" and fmean(_opens(one, phrases, said) for one in group) >= OPENED_SHARE
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
