"""Which recordings are of one person; wrong merges cost more than missed ones."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from evidence_made import attribute, recording, utterance

from auditor.evidence.clocks import doubtful, without_clocks
from auditor.evidence.persons import Persons, Settings, tell_persons
from auditor.evidence.persons.parts import average_linkage
from auditor.evidence.persons.traits import Traits, Values
from auditor.records import Attribute, Recording, SpeakerVector, Utterance
from auditor.speech.voices.scoring import scorer

WAY_BACK = np.linalg.pinv(scorer().whitening)


def voice(number: int, take: int = 0) -> SpeakerVector:
    """A vector of voice ``number``: takes of one voice score near 1, two voices near 0."""
    centre = np.zeros(scorer().whitening.shape[1])
    centre[number] = 10.0
    noise = np.random.default_rng([number, take]).normal(0, 0.2, centre.size)
    values = (centre + noise) @ WAY_BACK + scorer().mean
    return SpeakerVector(tuple(float(each) for each in values), 900)


class Corpus:
    """Recordings of manifest ids, each with a voice and what it tells."""

    def __init__(self) -> None:
        self.recordings: list[Recording] = []
        self.utterances: list[Utterance] = []
        self.attributes: list[Attribute] = []

    def add(
        self,
        person: str,
        speaker: SpeakerVector | None,
        told: Sequence[tuple[str, str]] = (),
    ) -> None:
        identity = f"{person}-{len(self.recordings):03d}"
        said = utterance(f"{identity}-u", recording_id=identity, speaker=speaker)
        self.recordings.append(recording(identity, person))
        self.utterances.append(said)
        self.attributes += [
            attribute(said, category, value, score=0.95) for category, value in told
        ]

    def told_apart(self, **settings: float) -> Persons:
        return tell_persons(
            self.recordings, self.utterances, self.attributes, settings=Settings(**settings)
        )


ANNA = [("name", "anna"), ("address", "fourteen larch terrace")]


def ids(persons: Persons) -> list[tuple[str, ...]]:
    return [tuple(sorted(person.ids)) for person in persons]


def test_the_manifest_is_believed_where_voices_agree() -> None:
    corpus = Corpus()
    for take in range(4):
        corpus.add("p", voice(1, take))
        corpus.add("q", voice(2, take))
    persons = corpus.told_apart()
    assert ids(persons) == [("p",), ("q",)]
    assert persons.warnings == ()
    assert set(persons.by_recording().values()) == {"p", "q"}


def test_without_voices_the_manifest_decides() -> None:
    corpus = Corpus()
    corpus.add("p", None)
    corpus.add("p", None)
    assert ids(corpus.told_apart()) == [("p",)]


def test_a_manifest_id_with_two_voices_is_divided_and_told() -> None:
    corpus = Corpus()
    for take in range(4):
        corpus.add("p", voice(1, take))
    corpus.add("p", voice(2))
    corpus.add("p", None)
    persons = corpus.told_apart()
    assert ids(persons) == [("p",), ("p#2",)]
    assert [len(person.recordings) for person in persons] == [5, 1]
    assert persons.warnings == (
        "the manifest gives 6 recordings to p, of which 1 are mainly another voice",
    )


def test_one_person_with_two_phones_is_one_where_voice_and_traits_agree() -> None:
    corpus = Corpus()
    corpus.add("phone-1", voice(1, 0), [*ANNA, ("phone_number", "+441")])
    corpus.add("phone-2", voice(1, 1), [*ANNA, ("phone_number", "+442")])
    corpus.add("other", voice(2))
    persons = corpus.told_apart()
    assert ids(persons) == [("other",), ("phone-1", "phone-2")]
    assert "phone-1 and phone-2 are one person" in persons.warnings[0]
    (link,) = persons.links
    assert link.shared == ("name", "address")
    assert link.probability > 0.99


def test_two_people_of_one_name_are_kept_apart_by_voice() -> None:
    corpus = Corpus()
    corpus.add("p", voice(1), [("name", "tom")])
    corpus.add("q", voice(2), [("name", "tom")])
    assert ids(corpus.told_apart()) == [("p",), ("q",)]


def test_a_name_alone_merges_nobody_and_is_shown() -> None:
    corpus = Corpus()
    corpus.add("p", None, [("name", "tom")])
    corpus.add("q", None, [("name", "tom")])
    persons = corpus.told_apart()
    assert ids(persons) == [("p",), ("q",)]
    assert persons.warnings == ("p and q have one name and are kept apart",)


def test_a_voice_alone_merges_nobody() -> None:
    corpus = Corpus()
    corpus.add("p", voice(1, 0))
    corpus.add("q", voice(1, 1))
    assert ids(corpus.told_apart()) == [("p",), ("q",)]


@pytest.mark.parametrize(("cost_ratio", "count"), [(1.0, 1), (100.0, 1), (1e6, 2)])
def test_the_dearer_a_wrong_merge_the_fewer_are_made(cost_ratio: float, count: int) -> None:
    corpus = Corpus()
    corpus.add("p", voice(1, 0), ANNA)
    corpus.add("q", voice(1, 1), ANNA)
    assert len(corpus.told_apart(cost_ratio=cost_ratio).persons) == count


def test_more_persons_need_more_evidence() -> None:
    def odds(others: int) -> float:
        corpus = Corpus()
        corpus.add("p", voice(1, 0), [("name", "anna")])
        corpus.add("q", voice(1, 1), [("name", "anna")])
        for number in range(others):
            corpus.add(f"x{number}", voice(2 + number), [("name", f"name{number}")])
        return corpus.told_apart().links[0].log10_odds

    assert odds(1) > odds(5) > odds(10)


def test_a_value_that_many_share_tells_less() -> None:
    def agreeing(sharing: int) -> float:
        told = [
            {"home_place": {"lewes" if number < sharing else f"place{number}": 0.9}}
            for number in range(20)
        ]
        return Traits(told).compare(told[0], told[1]).log10_lr

    assert agreeing(2) > agreeing(8) > agreeing(20) == 0.0


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ({"name": {"emma": 0.9}}, {"name": {"ema": 0.9}}, 1),
        ({"name": {"emma": 0.9}}, {"name": {"tom": 0.9}}, -1),
        ({"name": {"emma": 0.9}}, {}, 0),
        ({"phone_number": {"+441": 0.9}}, {"phone_number": {"+442": 0.9}}, 0),
        ({"gender": {"f": 0.9}}, {"gender": {"m": 0.9}}, -1),
    ],
)
def test_what_traits_say(one: Values, other: Values, says: int) -> None:
    assert np.sign(Traits([one, other]).compare(one, other).log10_lr) == says


def test_the_order_of_what_is_given_does_not_matter() -> None:
    corpus = Corpus()
    for take in range(3):
        corpus.add("p", voice(1, take), ANNA)
        corpus.add("q", voice(1, 5 + take), ANNA)
        corpus.add("p", voice(3, take))
    expected = corpus.told_apart()
    for seed in range(3):
        for given in (corpus.recordings, corpus.utterances, corpus.attributes):
            random.Random(seed).shuffle(given)  # type: ignore[arg-type]
        assert corpus.told_apart() == expected


def test_average_linkage_joins_on_the_mean_of_log_odds() -> None:
    odds = np.array([[9, 3, 1], [3, 9, 2], [1, 2, 9]], dtype=float)
    assert len(set(average_linkage(odds, 1.4))) == 1
    assert len(set(average_linkage(odds, 1.6))) == 2
    odds[0, 1] = odds[1, 0] = -np.inf
    assert average_linkage(odds, 0.5)[0] != average_linkage(odds, 0.5)[1]


BEGUN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def at(identity: str, moment: datetime | None, person: str = "p") -> Recording:
    made = recording(identity, person, moment)
    return type(made)(**{**vars(made), "sha256": identity * 64})


@pytest.mark.parametrize(
    ("recordings", "seconds", "expected"),
    [
        ([at("a", BEGUN), at("b", BEGUN + timedelta(hours=1))], {}, {}),
        ([at("a", datetime(1970, 1, 1)), at("b", None)], {}, {"a": "its year is 1970"}),
        (
            [at("a", BEGUN), at("b", BEGUN + timedelta(seconds=30))],
            {"a": 60.0},
            {"b": "it begins before the one before it has ended"},
        ),
        ([at("a", BEGUN), at("b", BEGUN + timedelta(seconds=30), "q")], {"a": 60.0}, {}),
        (
            [
                *[at(each, BEGUN + timedelta(days=k)) for k, each in enumerate("abc")],
                at("d", BEGUN + timedelta(days=4000)),
            ],
            {},
            {"d": "years part it from the person's other recordings"},
        ),
        ([at("a", BEGUN), at("b", datetime(2026, 3, 2, 9, 0))], {}, {}),
    ],
)
def test_clocks_that_jump_are_named(
    recordings: list[Recording], seconds: dict[str, float], expected: dict[str, str]
) -> None:
    jumps = doubtful(recordings, seconds)
    assert {jump.recording: jump.why for jump in jumps} == expected
    kept, _ = without_clocks(recordings, [], jumps)
    assert {one.id for one in kept if one.started_at is None} >= set(expected)
