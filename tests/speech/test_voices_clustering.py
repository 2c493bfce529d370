"""Who spoke, on vectors of invented voices: the clusters, the roles and what stays unknown."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from auditor.errors import UsageError
from auditor.records import ModelPin, Recording, SpeakerVector, Transcript, Utterance, Word
from auditor.speech.voices import Decisions, cluster, merge, name, split
from auditor.speech.voices.scoring import scorer

VOICES = np.random.default_rng(7).normal(size=(40, 128))


def spoken(voice, take, frames=500):
    """Return a vector of a voice: half a unit of noise against one of voice."""
    noise = np.random.default_rng([voice, take]).normal(size=128)
    values = scorer().mean + VOICES[voice] + 0.25 * noise
    return SpeakerVector(tuple(float(value) for value in values), frames)


def corpus(*recordings, person="p"):
    """Return transcripts and recordings; each recording is a list of (voice, frames) or vectors."""
    transcripts, by_id = [], {}
    for number, voices in enumerate(recordings):
        key = f"{person}r{number:02d}"
        by_id[key] = Recording(
            id=key, sha256=key, path=None, name=f"{key}.wav", person=person,
            started_at=datetime(2026, 1, 1) + timedelta(hours=number),
        )  # fmt: skip
        utterances = []
        for place, voice in enumerate(voices):
            if isinstance(voice, tuple):
                voice = spoken(voice[0], 100 * number + place, voice[1])  # noqa: PLW2901
            utterances.append(
                Utterance(
                    id=f"{key}-{place:04d}",
                    recording_id=key,
                    start_s=10.0 * place,
                    end_s=10.0 * place + (voice.frames / 100 if voice else 0.3),
                    words=(Word("yes", 0.0, 0.3, 1.0),),
                    language="en",
                    speaker=voice,
                )
            )
        pin = ModelPin("m", "1", "0")
        transcripts.append(Transcript(key, "en", tuple(utterances), pin, None, 60.0))
    return transcripts, by_id


def members(speakers):
    return {frozenset(one.utterances) for one in speakers}


def test_voices_are_found_across_recordings_and_the_most_present_drives():
    speakers = cluster(*corpus([(1, 500), (0, 500)], [(0, 600)], [(0, 400), (1, 400)], [(2, 500)]))
    assert members(speakers) == {
        frozenset({"pr00-0001", "pr01-0000", "pr02-0000"}),
        frozenset({"pr00-0000", "pr02-0001"}),
        frozenset({"pr03-0000"}),
    }
    assert [one.role for one in speakers] == ["driver", "passenger 1", "passenger 2"]
    assert len(speakers.speakers[0].recordings) == 3
    assert not speakers.unknown


def test_links_are_ratios_and_someone_alone_has_none():
    driver, other = cluster(*corpus([(0, 500)], [(0, 500)], [(2, 500)]))
    assert [link.log10_lr > 1.0 for link in driver.links] == [True, True]
    assert other.links == ()


def test_many_voices_stay_apart_and_whole():
    rng = np.random.default_rng(5)
    drawn = [[(int(rng.integers(30)), 450) for _ in range(3)] for _ in range(40)]
    speakers = cluster(*corpus(*drawn))
    truth = {}
    for number, voices in enumerate(drawn):
        for place, (voice, _) in enumerate(voices):
            truth.setdefault(voice, set()).add(f"pr{number:02d}-{place:04d}")
    assert members(speakers) == {frozenset(each) for each in truth.values()}


def test_the_order_of_transcripts_changes_nothing():
    transcripts, recordings = corpus([(0, 500), (1, 90)], [(0, 500)], [(1, 300), (3, 120)])
    assert cluster(transcripts, recordings) == cluster(transcripts[::-1], recordings)


def test_short_speech_founds_nobody():
    speakers = cluster(*corpus([(0, 120)], [(1, 150)]))
    assert not speakers.speakers
    assert [one.seconds for one in speakers.unknown] == [1.2, 1.5]


def at_ratio(log10_lr, frames, other):
    """Return a vector whose ratio with a unit-less mix towards ``other`` is near ``log10_lr``."""
    mine, others = np.asarray(VOICES[30]), np.asarray(other.values) - scorer().mean
    for share in np.linspace(0.0, 1.0, 400):
        values = scorer().mean + (1 - share) * mine + share * others
        vector = SpeakerVector(tuple(float(value) for value in values), frames)
        if scorer().link(vector, other).log10_lr >= log10_lr:
            return vector
    raise AssertionError("no such vector")


def test_short_speech_is_assumed_to_be_of_the_only_speaker_nearby_or_left():
    known = spoken(0, 1)
    likely, doubtful = at_ratio(0.7, 120, known), at_ratio(0.1, 120, known)
    speakers = cluster(*corpus([known, likely], [known, doubtful], [known, None]))
    (driver,) = speakers
    hows = {member.utterance_id: member.how for member in driver.members}
    assert hows["pr00-0001"] == "assumed"
    assert [one.utterance_id for one in speakers.unknown] == ["pr01-0001", "pr02-0001"]


def test_short_speech_is_nobodys_where_two_are_heard():
    known = spoken(0, 1)
    likely = at_ratio(0.7, 120, known)
    speakers = cluster(*corpus([known, likely, (7, 500)]))
    assert [one.utterance_id for one in speakers.unknown] == ["pr00-0001"]


def test_the_same_sound_twice_is_no_evidence():
    vector = spoken(0, 1)
    (alone,) = cluster(*corpus([vector], [vector]))
    assert len(alone.members) == 2
    assert alone.links == ()


def test_persons_are_never_mixed():
    one, other = corpus([(0, 500)], person="a"), corpus([(0, 500)], person="b")
    speakers = cluster(one[0] + other[0], one[1] | other[1])
    assert [speaker.person for speaker in speakers] == ["a", "b"]


def test_ids_outlive_later_recordings():
    few = cluster(*corpus([(0, 500)], [(1, 500)]))
    more = cluster(*corpus([(0, 500)], [(1, 500)], [(1, 500)], [(0, 500)], [(1, 500)]))
    assert {one.id for one in few} == {one.id for one in more}


def test_what_is_addressed_counts_first_for_who_drives():
    transcripts, recordings = corpus([(0, 500), (1, 500)], [(0, 500)], [(1, 500)])

    def spoken_to(one):
        return replace(one, addressed=one.id in {"pr00-0001", "pr02-0000"})

    marked = [
        replace(each, utterances=tuple(spoken_to(one) for one in each.utterances))
        for each in transcripts
    ]
    speakers = cluster(marked, recordings)
    assert "pr02-0000" in speakers.speakers[0].utterances


def test_names_merges_and_splits_hold_when_recordings_are_added():
    before = [(0, 500)], [(1, 500)], [(0, 500)]
    heard, decisions = corpus(*before), Decisions()
    driver, passenger = cluster(*heard)
    decisions = name(decisions, cluster(*heard), driver.id, "Anna")
    decisions = merge(decisions, cluster(*heard), driver.id, passenger.id)
    (both,) = cluster(*heard, decisions=decisions)
    assert both.name == "Anna"
    later = corpus(*before, [(0, 500)], [(5, 500)])
    anna, stranger = cluster(*later, decisions=decisions)
    assert set(both.utterances) < set(anna.utterances)
    assert (anna.name, stranger.name) == ("Anna", None)


def test_a_split_keeps_its_two_sides_apart_for_good():
    heard = corpus([(0, 500)], [(0, 500)], [(0, 500)])
    (one,) = cluster(*heard)
    decisions = split(Decisions(), cluster(*heard), one.id, [one.utterances[1]])
    speakers = cluster(*heard, decisions=decisions)
    assert frozenset({one.utterances[1]}) in members(speakers)
    assert len(speakers.speakers) == 2
    with pytest.raises(UsageError, match="two voices"):
        merge(decisions, speakers, *(each.id for each in speakers))


def test_one_segment_can_be_split_by_ear():
    vector = spoken(0, 1)
    heard = corpus([vector, vector])
    (one,) = cluster(*heard)
    decisions = split(Decisions(), cluster(*heard), one.id, [one.utterances[0]])
    assert len(cluster(*heard, decisions=decisions).speakers) == 2


def test_short_speech_can_be_put_where_it_belongs_by_ear():
    heard = corpus([(0, 500), (1, 500)], [(0, 500)], [(1, 100)])
    decisions = Decisions(together=(("pr02-0000", "pr00-0001"),))
    speakers = cluster(*heard, decisions=decisions)
    assert speakers.of("pr02-0000") == speakers.of("pr00-0001")
