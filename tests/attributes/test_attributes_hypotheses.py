from dataclasses import replace

import pytest

from auditor.attributes.hypotheses import over_hypotheses
from auditor.records import Alternative, Attribute, Utterance, Word


def utterance(text: str, **alternatives: float) -> Utterance:
    words = tuple(Word(word, k * 1.0, k + 0.5, 1.0) for k, word in enumerate(text.split()))
    others = tuple(Alternative(t.replace("_", " "), p) for t, p in alternatives.items())
    return Utterance("u", "r", 0.0, 2.5, words, "en", alternatives=others)


def read(one: Utterance) -> list[Attribute]:
    at = one.text.find("insulin")
    if at < 0:
        return []
    return [
        Attribute(
            "health", "insulin", "insulin", "driver", one.id, 0.0, 1.0, (at, at + 7), 0.8, "x"
        )
    ]


def test_one_text_is_left_as_it_is():
    assert over_hypotheses(utterance("my insulin"), read, least=0.3) == read(
        utterance("my insulin")
    )


def test_what_all_texts_say_keeps_its_score():
    (found,) = over_hypotheses(
        utterance("my insulin", my_insulin=0.6, the_insulin=0.4), read, least=0.3
    )
    assert found.score == pytest.approx(0.8)
    assert found.span == (3, 10)


def test_what_one_text_says_is_as_sure_as_that_text():
    (found,) = over_hypotheses(
        utterance("my insulin", my_insulin=0.5, my_in_sync=0.5), read, least=0.3
    )
    assert found.score == pytest.approx(0.4)


def test_what_only_another_text_says_has_no_words_and_says_so():
    (found,) = over_hypotheses(
        utterance("my in sync", my_in_sync=0.4, my_insulin=0.6), read, least=0.3
    )
    assert found.span is None
    assert (found.start_s, found.end_s) == (0.0, 2.5)
    assert found.score == pytest.approx(0.48)
    assert "another hypothesis" in found.why


def test_what_is_too_unsure_is_left_out():
    given = utterance("my in sync", my_in_sync=0.9, my_insulin=0.1)  # 0.08: not even a hint
    assert over_hypotheses(given, read, least=0.3) == []
    assert over_hypotheses(replace(given, alternatives=()), read, least=0.3) == []


@pytest.mark.parametrize(
    ("own", "other", "score", "hint"),
    [
        (0.0, 1.0, 0.6, False),
        (0.2, 1.0, 0.68, False),
        (0.5, 0.0, 0.2, True),
        (0.12, 0.0, None, None),
    ],
)
def test_what_is_reported_and_what_is_a_hint_is_decided_over_all_texts(own, other, score, hint):
    """The utterance's own text has 0.4 of the probability, the other one 0.6."""

    def read_as(given):
        sure = own if given.text == "one" else other
        found = Attribute("health", "x", "x", "driver", given.id, 0.0, 1.0, (0, 3), sure, "x")
        return [replace(found, hint=sure < 0.35)] if sure else []

    given = utterance("one", one=0.4, two=0.6)
    found = over_hypotheses(given, read_as, least=0.35)
    wanted = [] if score is None else [(score, hint)]
    assert [(each.score, each.hint) for each in found] == wanted


@pytest.mark.parametrize(("share", "hint"), [(0.9, True), (0.5, False), (0.1, False)])
def test_what_most_texts_only_hint_at_is_a_hint_however_likely(share, hint):
    """The own text hints at .8 where nothing else leaks, the other reports it."""

    def read_as(given):
        found = Attribute("health", "x", "x", "driver", given.id, 0.0, 1.0, (0, 3), 0.8, "x")
        return [replace(found, hint=given.text == "one")]

    (found,) = over_hypotheses(utterance("one", one=share, two=1 - share), read_as, least=0.35)
    assert (found.score, found.hint) == (0.8, hint)
