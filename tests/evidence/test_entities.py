"""Whom and what a person speaks of: what is taken for one, what is kept apart, and how surely."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from evidence_made import Spoken, heard, recording

from auditor import evidence
from auditor.errors import UsageError
from auditor.evidence.entities import (
    Decisions,
    Entities,
    merge,
    read_decisions,
    resolve,
    separate,
)
from auditor.evidence.entities.names import alike, name_words, near_names

KIN, NAMED, CONTACT, VISITED = "relationship", "relative_name", "contact_name", "visited_place"


def resolved(lines: Sequence[Spoken], language: str = "en", **more: Any) -> Entities:
    return resolve("p", *heard(lines, language), **more)


def told(lines: Sequence[Spoken], language: str = "en") -> list[tuple[str, ...]]:
    """The utterances of each entity."""
    return [
        tuple(dict.fromkeys(placed.mention.utterance for placed in one.mentions))
        for one in resolved(lines, language)
    ]


MUM: list[Spoken] = [
    ("call mum", 0, [(KIN, "mum", "mother")]),
    ("my mother sylvie comes", 1, [(KIN, "mother", "mother"), (NAMED, "sylvie", "")]),
    ("text silvie", 2, [(CONTACT, "silvie", "")]),
    ("ring mum again", 3, [(KIN, "mum", "mother")]),
]
TOMS: list[Spoken] = [
    ("my son tom is ill", 0, [(KIN, "son", "son"), (NAMED, "tom", "")]),
    ("email tom at acme", 1, [(CONTACT, "tom", ""), ("employer", "acme", "")]),
    ("ring tom of acme", 2, [(CONTACT, "tom", ""), ("employer", "acme", "")]),
    ("tom is cold", 3, [(NAMED, "tom", "")]),
]


def test_a_relation_and_a_name_said_together_are_one_person_from_then_on() -> None:
    (mother,) = resolved(MUM)
    assert (mother.label, mother.relation, mother.names) == (
        "sylvie",
        "mother",
        ("sylvie", "silvie"),
    )
    assert 0.75 <= mother.probability < 1
    assert all(placed.reason for placed in mother.mentions)


def test_the_same_in_french() -> None:
    lines: list[Spoken] = [
        ("appelle maman", 0, [(KIN, "maman", "maman")]),
        ("ma mère sylvie arrive", 1, [(KIN, "mère", "mother"), (NAMED, "sylvie", "")]),
        ("un message à sylvie", 2, [(CONTACT, "sylvie", "")]),
    ]
    (mother,) = resolved(lines, "fr")
    assert (mother.label, mother.relation) == ("sylvie", "mother")


def test_two_toms_are_kept_apart_by_what_is_told_of_them() -> None:
    people = [one for one in resolved(TOMS) if one.type == "person"]
    spoken = [{placed.mention.utterance for placed in one.mentions} for one in people]
    assert spoken == [{"u00", "u03"}, {"u01", "u02"}]
    (link,) = resolved(TOMS).links
    assert 0.2 <= link.probability < 0.75


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([("call emma", 0, [(CONTACT, "emma", "")]), ("text ema", 1, [(CONTACT, "ema", "")])], 1),
        ([("call dan", 0, [(CONTACT, "dan", "")]), ("text dana", 1, [(CONTACT, "dana", "")])], 2),
        (
            [
                ("call zoya hussain", 0, [(CONTACT, "zoya hussain", "")]),
                ("text zoya", 400, [(CONTACT, "zoya", "")]),
            ],
            1,
        ),
        (
            [
                ("call zoya hussain", 0, [(CONTACT, "zoya hussain", "")]),
                ("call zoya brandt", 1, [(CONTACT, "zoya brandt", "")]),
            ],
            2,
        ),
        (
            [
                ("doctor feldman", 0, [(CONTACT, "doctor feldman", "")]),
                ("ring dr feldman", 1, [(CONTACT, "dr feldman", "")]),
            ],
            1,
        ),
        (
            [
                ("my brother anna", 0, [(KIN, "brother", "brother"), (NAMED, "anna", "")]),
                ("my sister emma", 1, [(KIN, "sister", "sister"), (NAMED, "emma", "")]),
            ],
            2,
        ),
        (
            [
                ("my wife comes", 0, [(KIN, "wife", "wife")]),
                ("my partner said", 1, [(KIN, "partner", "partner")]),
            ],
            1,
        ),
    ],
)
def test_how_many_people(lines: list[Spoken], expected: int) -> None:
    assert len(told(lines)) == expected


def test_what_may_be_of_several_is_kept_in_one_doubtful_entity() -> None:
    sisters: list[Spoken] = [
        (f"my sister {name}", 0, [(KIN, "sister", "sister"), (NAMED, name, "")])
        for name in ("anna", "emma")
    ]
    doubtful: list[Spoken] = [
        ("call my sister", 1 + number, [(KIN, "sister", "sister")]) for number in range(20)
    ]
    anna, emma, either = resolved([*sisters, *doubtful])
    assert len(either.mentions) == 20
    assert {link.other for link in resolved([*sisters, *doubtful]).links} == {anna.id, emma.id}


def test_other_peoples_relatives_are_nobody_of_the_person_s() -> None:
    utterances, attributes = heard([("his mum died", 0, [(KIN, "mum", "mother")])])
    others = [type(one)(**{**vars(one), "about": "other"}) for one in attributes]
    assert resolve("p", utterances, others).entities == ()


CLINIC: list[Spoken] = [
    ("to the diabetes clinic on mill lane", 0, [(VISITED, "diabetes clinic on mill lane", "")]),
    ("when do we get there", 0.005, []),
    ("to the clinic", 7, []),
    ("same place as last week", 14, []),
]


def test_words_that_point_back_find_the_place_and_say_how_surely() -> None:
    (clinic,) = resolved(CLINIC)
    assert [placed.mention.points for placed in clinic.mentions] == [
        "name",
        "there",
        "kind",
        "same_place",
    ]
    sure = [placed.probability for placed in clinic.mentions]
    assert sure[0] == 1.0
    assert all(0.7 < one < 0.9 for one in sure[1:])


def test_there_fades_with_time_until_it_points_nowhere() -> None:
    def probability(days: float) -> float:
        (place, *_) = resolved([CLINIC[0], ("is there parking over there", days, [])])
        return place.mentions[-1].probability if len(place.mentions) > 1 else 0.0

    sure = [probability(minutes / 1440) for minutes in (1, 30, 60, 600)]
    assert sure == sorted(sure, reverse=True)
    assert sure[0] > 0.75
    assert sure[-1] == 0.0


def test_two_places_of_the_week_share_what_same_place_means() -> None:
    lines: list[Spoken] = [
        ("to mill lane", 0, [(VISITED, "mill lane", "")]),
        ("to saint brigid's", 0.3, [(VISITED, "saint brigid's", "")]),
        ("same place as last week", 7.1, []),
    ]
    sure = [
        p.probability
        for e in resolved(lines)
        for p in e.mentions
        if p.mention.points == "same_place"
    ]
    assert len(sure) == 1
    assert 0.4 < sure[0] < 0.5


@pytest.mark.parametrize(
    ("language", "lines", "expected"),
    [
        (
            "en",
            [
                ("take me home", 0, []),
                ("home to lewes", 1, [("home_place", "lewes", "lewes|GB|ENG")]),
            ],
            [("u00", "u01")],
        ),
        (
            "en",
            [
                ("leeds", 0, [(VISITED, "leeds", "leeds|GB|ENG")]),
                ("surgery in leeds", 1, [(VISITED, "surgery in leeds", "")]),
            ],
            [("u00",), ("u01",)],
        ),
        (
            "en",
            [
                ("saint brigid's primary", 0, [(VISITED, "saint brigid's primary", "")]),
                ("saint brigid's", 9, [(VISITED, "saint brigid's", "")]),
            ],
            [("u00", "u01")],
        ),
        (
            "fr",
            [
                ("à la maison", 0, []),
                ("chez moi à riom", 1, [("home_place", "riom", "riom|FR|84")]),
            ],
            [("u00", "u01")],
        ),
        (
            "fr",
            [
                ("la clinique du val", 0, [(VISITED, "clinique du val", "")]),
                ("à la clinique", 3, []),
            ],
            [("u00", "u01")],
        ),
        (
            "fr",
            [("le chu", 1, [(VISITED, "chu", "")]), ("au même endroit que mardi", 7, [])],
            [("u00", "u01")],
        ),
        ("fr", [("on y va", 1, []), ("vas-y", 9, [])], []),
    ],
)
def test_places(language: str, lines: list[Spoken], expected: list[tuple[str, ...]]) -> None:
    assert told(lines, language) == expected


def test_clock_times_may_be_missing() -> None:
    utterances, attributes = heard(MUM)
    untimed = [type(one)(**{**vars(one), "at": None}) for one in utterances]
    assert len(resolve("p", untimed, attributes).entities) == 1


def test_the_order_in_which_things_are_given_does_not_matter() -> None:
    utterances, attributes = heard([*MUM, *[(text, day + 10, found) for text, day, found in TOMS]])
    expected = resolve("p", utterances, attributes)
    for seed in range(5):
        random.Random(seed).shuffle(utterances)
        random.Random(seed).shuffle(attributes)
        assert resolve("p", utterances, attributes) == expected


def test_an_entity_keeps_its_id_when_more_is_heard() -> None:
    assert resolved(MUM[:1]).entities[0].id == resolved(MUM).entities[0].id


def test_a_merge_can_be_undone_and_forced_and_later_words_follow() -> None:
    found = resolved(TOMS[:3])
    (son, colleague) = [one for one in found if one.type == "person"]
    joined = merge(Decisions(), found, son.id, f"entity:{colleague.id}")
    after = resolved(TOMS, decisions=joined)
    (tom,) = [one for one in after if one.type == "person"]
    assert {p.reason for p in tom.mentions if p.mention.utterance == "u01"} == {"decided by hand"}
    undone = separate(
        joined,
        after,
        tom.id,
        [m for m in joined.together[0] if m in {p.mention.id for p in colleague.mentions}],
    )
    again = [one for one in resolved(TOMS, decisions=undone) if one.type == "person"]
    assert [len(one.mentions) for one in again] == [3, 2]


def test_separating_what_was_merged_wrongly() -> None:
    found = resolved(MUM)
    (mother,) = found
    last = mother.mentions[-1].mention.id
    decisions = separate(Decisions(), found, mother.id, [last])
    assert [len(one.mentions) for one in resolved(MUM, decisions=decisions)] == [4, 1]
    apart = resolved(MUM, decisions=decisions)
    with pytest.raises(UsageError, match="decided to be two"):
        merge(decisions, apart, *(one.id for one in apart))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("d.json", "{", "line 1"),
        ("d.json", '{"together": [[]]}', "together.0"),
        ("d.json", '{"joined": []}', "joined"),
        ("d.toml", "together = [", "cannot be read"),
        (
            "d.toml",
            'together = [["a", "b"]]\n[[apart]]\nmentions = ["a"]\nothers = ["b"]',
            "of one entity and of two",
        ),
    ],
)
def test_decisions_that_cannot_be_are_refused(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(UsageError, match=said) as caught:
        read_decisions(path)
    assert caught.value.where == str(path)


def test_decisions_are_read_as_json_and_as_toml(tmp_path: Path) -> None:
    expected = Decisions(together=(("a", "b"),))
    (tmp_path / "d.toml").write_text('together = [["a", "b"]]')
    (tmp_path / "d.json").write_text(expected.model_dump_json())
    assert read_decisions(tmp_path / "d.toml") == read_decisions(tmp_path / "d.json") == expected
    assert read_decisions(tmp_path / "none.json") == Decisions()


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("emma", "emma", "same"),
        ("emma", "ema", "sounds_alike"),
        ("stephane", "stefan", "sounds_alike"),
        ("agnes", "anies", "sounds_alike"),
        ("philippe", "filip", "sounds_alike"),
        ("aicha", "aisha", "sounds_alike"),
        ("alexandre", "alexander", "nearly_alike"),
        ("anna", "anne", "different"),
        ("dan", "dana", "different"),
        ("jean", "gene", "different"),
    ],
)
def test_names_alike_in_both_languages(one: str, other: str, likeness: str) -> None:
    assert alike(one, other) == alike(other, one) == likeness


def test_titles_are_no_names() -> None:
    assert name_words("Madame Roussel's", "fr") == (("roussel",), "f")
    assert name_words("maître Lopes", "fr") == (("lopes",), "")


def test_near_names_stay_linear_in_a_crowd() -> None:
    crowd = [f"ana{'a' * (number % 7)}b{number}" for number in range(3000)]
    found = near_names(crowd)
    assert max(len(others) for others in found.values()) <= 32


def test_the_graph_keeps_to_its_schema_with_entities_and_events() -> None:
    lines: list[Spoken] = [
        *MUM,
        *CLINIC,
        (
            "dentist at mill lane",
            20,
            [("appointment", "dentist", "2026-03-22"), (VISITED, "mill lane", "")],
        ),
        ("the dentist again", 21, [("appointment", "dentist", "2026-03-22")]),
    ]
    utterances, attributes = heard(lines)
    graph = evidence.build(
        [recording(one.recording_id) for one in utterances], utterances, attributes
    )
    evidence.add_entities(graph, resolve("p", utterances, attributes))
    evidence.add_events(graph)
    evidence.check(graph)
    kinds = {values["kind"] for _, _, values in graph.edges(data=True)}
    assert kinds >= {"mentions", "tells_of", "occurs_at"}
    events = [node for node, facts in graph.nodes(data=True) if facts["kind"] == "event"]
    assert len(events) == 1
